"""What a follow-up may be for, as it's said: with an aim that the bank gives it, or without.

No sentence names a point or tells whether what was said is right.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Purpose(NamedTuple):
    """Sentences on what a follow-up is for: as they stand, and `briefly` before the aim that the bank gives it.

    The aim says what it's to show, so before it stands only what the bank can't know: the candidate's words, or what
    the question had kept back. Strict strangers said yes to one of 26 reasons with a general sentence before the aim.
    """

    alone: tuple[str, ...]
    briefly: tuple[str, ...] = ()

    def variants(self, *, has_aim: bool) -> Sequence[str]:
        """The sentences to choose from."""
        return self.briefly if has_aim else self.alone


# Words in common don't show that one follows from the other: "starts from there" was often doubted.
NEAR_THAT = (
    "You said {words}, and this isn't far from that.",
    "I'm staying close to where you said {words}.",
    "You said {words}, so I'm staying close to that for a moment.",
)
NUDGED = Purpose(
    (
        "That was short, and I don't want to judge you by so little. Whatever you add counts as part of your answer.",
        "I've too little to go on so far, and you may well know more than that.",
        "I'd rather give you room to say more than move on after so few words.",
    ),
)
LOST = Purpose(  # an answer that seems to be about something else
    (
        "I may have missed the link, and I'd rather ask than hold it against you. Your reply counts in full.",
        "Your answer sounded as if it was about something else. If it wasn't, tell me how: that counts in full.",
    ),
)
NUDGED_STORY = Purpose(
    (
        "I can't picture it from so few words, and I'd like to know what you did.",
        "That was short for a story, and I want to hear more of it before I ask about details.",
        "I don't know your project, so I need a bit more before I can ask you anything useful about it.",
    ),
)
SUPPOSED = Purpose(
    (
        "As you haven't done it yourself, I'd like to hear how you'd go about it: that tells me something, too.",
        "Nobody has done everything. How you'd begin still shows me how you think.",
        "I can't ask how it went, so I'm asking for your plan instead.",
    ),
)
# what a story of one's own work is asked for, in the order of `PARTS`; none says that it wasn't told
OF_STORY: Sequence[Purpose] = (
    Purpose(
        (
            "I'm interviewing you and not your team, so I want to be clear about what was yours.",
            "Most things are done by several people, and I'd like to know what I can put down to you.",
        ),
    ),
    Purpose(
        (
            "A figure lets me see how well it went, even though I wasn't there.",
            "You'd need a number to convince somebody who doesn't know you, so that's what I'm asking for.",
        ),
    ),
    Purpose(
        (
            "You can only have learnt this by doing it, so it tells me more than the result does.",
            "Only somebody who was in the middle of it can tell me this, so it shows how near to it you were.",
        ),
    ),
    Purpose(
        (
            "I wasn't there, so I can only judge it by how you came to believe it yourself.",
            "How people convince themselves that it helped shows how strict they are with their own work.",
        ),
    ),
    Purpose(
        (
            "What you turned down shows how you decide, so I'm asking for that.",
            "What you nearly did tells me as much about how you decide as what you did.",
        ),
    ),
)
OWN_DETAIL = Purpose(
    (
        "You've given me the outline, so I'm asking for something that only you can know, as you were there.",
        "Everybody can sum up a project. The details tell me how close you were to it.",
        "I'd like to look behind what you've told me, as I can't look it up anywhere.",
    ),
)
OWN_DOUBT = Purpose(
    (
        "It's what somebody who wasn't there would ask, and I'd like to hear how you'd convince them.",
        "A colleague with doubts would put that to you, so I'd like to hear your answer.",
    ),
)
# what the question left to a follow-up
KEPT_BACK = Purpose(
    (
        "It's the second half of what I wanted to know. In my question it would have been too much at once.",
        "My question left this out to stay short, and it belongs to the whole picture.",
        "You couldn't know that I wanted this as well, so I'm asking for it now.",
    ),
    briefly=(
        "My question didn't ask for this, but it belongs to the whole picture.",
        "I'd left this out of my question to keep it short.",
    ),
)
NOT_HEARD = Purpose(
    (
        "It belongs to a full answer to my question, and I haven't heard it from you yet.",
        "A full answer has this in it as well, and I'd rather ask than count it against you.",
        "I haven't heard you on this yet, and it's part of what I wanted to know.",
    ),
)
NOT_HEARD_BESIDE = Purpose(  # some words of theirs on another part of it
    (
        "You said {words}, and I've noted that. This asks about another part of my question.",
        "I've got {words}. My question has another part, and that's what this is about.",
        "I heard you on {words}, and I'd like to hear you on the rest of my question as well.",
    ),
)
NOT_NOTED = Purpose(  # where only bullets are seen of what was said aloud
    (
        "It isn't in your notes, and you may well have said it, so I'm asking.",
        "I only see your notes, so I'd rather ask than guess how much of this you said.",
    ),
    briefly=(
        "It isn't in your notes, though you may well have said it.",
        "I only see your notes, and this isn't among them.",
    ),
)
LEFT_OPEN = Purpose(
    (
        "I couldn't quite tell whether this was in your answer, so I'd rather ask than guess.",
        "Part of what you said may have been about this, and I want to be sure how you meant it.",
        "Your words could be taken in more than one way there, so I'm pinning it down.",
    ),
)
# the same where some words of theirs are what it goes on from
UNCLEAR_WORDS = Purpose(
    (
        "You said {words}, and I'd like to know more exactly what you meant.",
        "When you said {words}, you may have had more in mind, so I'm asking.",
    ),
    briefly=("You said {words}, and I'm not sure how much you meant by it.",),
)
UNCLEAR_QUOTED = Purpose(  # where the follow-up has repeated them
    (
        "I'm not sure how much you meant by that, and I'd rather ask than guess.",
        "You may have had more in mind there, so I'm asking.",
    ),
    briefly=("I'm not sure how much you meant by that.",),
)
FROM_WORDS = Purpose(
    (
        "You brought that up yourself, so I'd like to see where it leads.",
        "You said it yourself, so I'd like to see what you can do with it.",
        "Those are your words, and I'd like to know what's behind them.",
    ),
)
# a drill: one question, or one on a case that it tells of; then the same on words of theirs
DEEPER = Purpose(
    (
        "My question was the broad one. This goes into one part of it, to see how well you know it from close up.",
        "It goes a step further than my question did, to see how far you can follow it.",
        "It's one part of the matter, and I'd like to see how exactly you know it.",
    ),
)
A_CASE = Purpose(
    (
        "It's one concrete case, to see how you'd use what you know.",
        "I'd like to see you apply it: to know about a thing and to use it aren't the same.",
        "I'm giving you something concrete, so that you can show what you make of it.",
    ),
)
EXERCISE = Purpose(
    (
        "I'd like to see you do it, as that's harder than talking about it.",
        "Trying it on something small shows me more than another explanation would.",
    ),
)
DEEPER_IN_WORDS = Purpose(
    (
        "You said {words}, and I'd like to know what's behind that.",
        "I'm going on from where you said {words}, to see how exactly you know it.",
        "When you said {words}, that's what I wanted to ask you next.",
    ),
    briefly=NEAR_THAT,
)
A_CASE_FOR_WORDS = Purpose(
    (
        "You said {words}, and I'd like to see what that comes to in a case like this.",
        "I'm going on from where you said {words}, with a case to try it on.",
        "You said {words}, so I've made up a case in which you can use it.",
    ),
    briefly=NEAR_THAT,
)
STANDS_BY = Purpose(
    (
        "I'm taking you at your word there, to hear what it rests on. I do that whether I agree or not.",
        "It's your own statement, so let's see where it leads if one follows it through. That doesn't mean it's wrong.",
        "I'd like to look at what you said there from close up, before we build on it.",
    ),
)
RESTS_ON = Purpose(
    (
        "There's one thing in your answer that I'd like to look at more closely before we go on.",
        "I'd like to follow one thread of your answer a little further, to see where you take it.",
        "I'm checking how you meant one part of your answer, so that I don't misunderstand you.",
    ),
)
NO_EXCEPTION = Purpose(
    (
        "You sounded sure of that, so I'd like to hear where you'd draw the line.",
        "Most rules of that kind end somewhere, and I'd like to know whether you've thought about where this one does.",
        "People rely on a sentence like that at work, so I want to know how far they can. I'd ask it of a right one.",
    ),
)
SCEPTIC = Purpose(
    (
        "It's an objection, whether I believe it or not, and I'd like to hear how you'd answer it.",
        "A colleague might well come to you with that, and you'd need an answer.",
        "I'm pressing a little here, as you'd have to stand up for your view at work, too.",
    ),
)
SCEPTIC_OF_WORDS = Purpose(
    (
        "You said {words}, so I'm putting an objection to you, whether I believe it or not.",
        "You said {words}, and somebody at work may well come to you with this, so I'd like to hear your answer.",
    ),
    briefly=NEAR_THAT,
)
AWKWARD = Purpose(
    (
        "It goes a step further than my question did, to see how far your answer carries.",
        "I'm pushing a little further here, to find out how far your answer carries.",
        "Your answer was one thing. Now I'd like to see what you do when it gets a little harder.",
    ),
)
AWKWARD_FOR_WORDS = Purpose(
    (
        "You said {words}, and I'd like to see how far that carries.",
        "I'm going on from where you said {words}, with something that isn't so easy.",
    ),
    briefly=NEAR_THAT,
)
CHANGED = Purpose(
    (
        "Things have changed a bit now, and I'd like to see what you'd keep and what you'd do over.",
        "Hardly any plan stays as it is, so I want to see how yours copes with something new.",
        "It's the kind of thing that comes in between at work, and your plan has to bear it.",
    ),
)
GIVEN = Purpose(
    (
        "It goes a step further than my question did, and you need that fact for it, which nobody would know.",
        "You needn't guess the fact, so you can tell me what you make of it: that's what I'm after.",
    ),
    briefly=(
        "You need that fact for this one, and nobody could have known it.",
        "I've given you the fact first, as this one hangs on it.",
    ),
)
GIVEN_INSTEAD = Purpose(
    (
        "You'd assumed something there, so I've given you the fact, to see what changes with it.",
        "What you'd assumed was fair, but here it's different, so I'm asking again with the fact.",
    ),
    briefly=(
        "You'd assumed something there, so I've given you the fact.",
        "What you'd assumed was fair, but here it's different.",
    ),
)
