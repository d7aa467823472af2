"""What the interviewer may say to a question back that no fact answers, for each kind of question."""

# of each kind what may be said, in turn
ASSUMPTIONS = (
    "I haven't fixed that. Assume what's usual, say so, and go on from there.",
    "I've left that to you. What would you assume? Go on from that.",
    "That's open. Name an assumption, and carry on with it.",
    "Take what you'd usually find, and tell me what it is.",
)
FIGURES = (
    "I haven't fixed the number. Take a usual one, say it, and go on from there.",
    "I've left the number to you. What would you assume? Go on from that.",
    "Use a realistic number, and say what it is.",
)
EXISTENCE = (
    "I haven't settled that. Assume what's usual, and say which way.",
    "That's open. Take what you'd usually find, and go on from there.",
    "Cover both: what you'd do if it's so, and what you'd do if it isn't.",
)
# where nothing at all is prepared: whoever hears it needn't try another question
NO_FACTS = (
    "I've fixed nothing beyond the question. Assume what's usual, say so, and go on from there.",
    "There's nothing more behind this one. Name an assumption, and carry on with it.",
    "You've heard all there is to know. Take what you'd usually find, and tell me.",
)
# of the candidate's own work there is nothing to assume
OF_OWN_WORK = (
    "That's what I'd like to hear from you. How was it?",
    "That's yours to say. Tell me how it was.",
    "You know it better than I do. Say what you remember.",
)
OWN_EITHER = (  # "get labels, or train?": which of two a question about it means
    "Whichever you had more to do with. Say which, and go on.",
    "Either will do. Take the one that you can tell me more about.",
    "I don't mind which. Take the one where you decided something yourself.",
)
AS_UNDERSTOOD = "I'd rather not say more than the question does. Say how you understand it, and I'll go with that."
MEANT = (
    AS_UNDERSTOOD,
    "Say what you take it to mean, and go on from there.",
    "However you read it. Tell me how, and I'll follow.",
    "Take the meaning that fits best here, and tell me which.",
    "I'll go by your reading. A few words on it will do.",
)
MEANINGS = (
    "You may take either. Say which, and go on.",
    "Either reading is fine. Tell me which you take.",
    "I'd take either from you. Say which it is.",
)
NAMES = (
    "Say what you take it to be, and go on from there.",
    "You needn't know the name. Tell me what you'd guess, and reason from that.",
    "If it's new to you, say so, and go by the rest of the question.",
)
READINGS = (
    "You can read it that way. Say that you do, and go on.",
    "Take it that way, say so, and go on from there.",
    "I'll follow your reading. Go on.",
)
WHICHEVER = (
    "Either is fine. Say which you take, and go on.",
    "Whichever you find more likely. Say which, and go on.",
    "I don't mind which. Take one, and say which it is.",
)
ALTERNATIVES = (
    "I've left that open. Take one, and say which.",
    "Take the more usual one, and say which that is for you.",
    "Whichever you'd expect. Say which, and go on.",
)
BOTH = (
    "Take them in turn, a sentence or two on each.",
    "Take both, one after the other.",
)
EVERYTHING = (
    "Include whatever belongs there, and say what you've included.",
    "Take it broadly, and say so.",
)
GENERAL = (
    "There's no particular case behind it. Say what holds in general.",
    "It's a general question. Take an example if you need one.",
    "I've no special case in mind. Choose an example if that helps.",
)
SUBJECTS = (
    "That's fine, as long as it gets us to what I asked.",
    "Yes, start there. Say where it differs from what I asked.",
    "Fine by me. Come back to my question from there.",
)
CHOICES = (
    "Yes, take what you know best, and briefly say why.",
    "Your choice. Tell me why that one.",
)
OWN_CHOICES = (
    "Take it, if it's the one you can tell me most about. Say which part was yours.",
    "That's fine. Say which part you did yourself.",
    "Whatever you know from the inside will do.",
)
ORDER = (
    "Start wherever you like.",
    "Begin with what matters most to you.",
)
IN_TURN = (
    "Yes, if that suits you.",
    "As you like.",
)
BEYOND = (
    "Start with what I asked. The rest is welcome if there's time.",
    "What I asked comes first. Add the rest if it helps.",
)
OBJECTIONS = (
    "Please do, and say why.",
    "Of course. Tell me why.",
)
PROPOSALS = (
    "Unless I've ruled it out, suppose you can. What would you do with it?",
    "You can suggest it. Say what it would take.",
)
PRIORITIES = (
    "Say which you'd put first, and why.",
    "Put them in the order that you'd expect, and tell me why.",
)
PARTS_TO_SAY = (
    "If it matters to your answer, yes.",
    "Briefly, if you think it changes anything.",
    "Leave it out unless it changes your answer.",
)
OWN_PARTS = (
    "Only what helps me follow it.",
    "Leave it out if you'd rather.",
)
ASSUMED = (
    "Yes, assume that, and say so.",
    "You can. Say so, and go on.",
)
REST = "For the rest, go with whatever seems likely."  # where only a part of what is asked has a fact
EACH = "Take these the way you'd expect, and say how you've taken each."  # several things that are left open
READING_TOO = "I'll go with your reading."  # beside a fact
TAKE_TIME = "Take your time."
AS_DEEP = "As far as you'd go with a colleague. I'll ask if I want more."
PUT_AGAIN = "Let me put it again. {}"
MISHEARD = "If I've misheard you there, say so in a word, and we'll leave it."  # where it repeats their words
ONE_THREAD = "One thread will do, unless the task says otherwise."
OF_ITS_CASES = (
    "The result names a shown case that fails. The hidden ones I keep to myself: think of inputs unlike those."
)
OF_A_TASK = "The task says what's wanted. Where it doesn't, you decide; say why when you talk about it."
# what may be said to what is so in the case, where nothing is prepared
OF_THE_CASE = (ASSUMPTIONS, FIGURES, EXISTENCE, NO_FACTS, ALTERNATIVES, BOTH, GENERAL, OF_OWN_WORK)
# all that leaves it to the candidate: said of several things at once, one such sentence is enough
LEFT_OPEN = frozenset(
    said
    for kind in (*OF_THE_CASE, MEANT, MEANINGS, NAMES, READINGS, WHICHEVER, EVERYTHING, PRIORITIES, PROPOSALS, (REST,))
    for said in kind
)
# what's so in the case, of which something near may be prepared
OPEN_FACTS = frozenset(said for kind in (ASSUMPTIONS, FIGURES, EXISTENCE, ALTERNATIVES, BOTH) for said in kind)
OFFER = "If you mean “{}”, just type yes. If not, assume what's usual, say so, and go on from there."
