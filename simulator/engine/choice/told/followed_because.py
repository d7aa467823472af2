"""Why a follow-up comes, as it's said while it's open: what it was chosen for, and what it asks for.

It names no point, doesn't tell whether what was said is right, and claims to have heard nothing of it: only that the
interviewer isn't sure.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.engine.choice.listening import NOTHING, REMARKED, UNFIT, heard
from simulator.engine.choice.own_work import PARTS
from simulator.engine.choice.probes import CHOICE_LIMIT, LIMITS, SUPPOSING, Sort, is_unsaid
from simulator.engine.choice.quotes import own_words
from simulator.engine.choice.remarks import general_words
from simulator.engine.choice.told.aims import Aim, aim_of_words
from simulator.engine.choice.told.course import Wordings
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.records import Question
from simulator.graph.speech import spoken_after_another
from simulator.graph.text import length_in_words, quoted_words

NUDGED = (
    "That was short, and I don't want to judge you by so little. Whatever you add counts as part of your answer.",
    "I've too little to go on so far, and you may well know more than that.",
    "I'd rather give you room to say more than move on after so few words.",
)
NUDGED_STORY = (
    "I can't picture it from so few words, and I'd like to know what you did.",
    "That was short for a story, and I want to hear more of it before I ask about details.",
    "I don't know your project, so I need a bit more before I can ask you anything useful about it.",
)
SUPPOSED = (
    "As you haven't done it yourself, I'd like to hear how you'd go about it: that tells me something, too.",
    "Nobody has done everything. How you'd begin still shows me how you think.",
    "I can't ask how it went, so I'm asking for your plan instead.",
)
# what a story of one's own work is asked for, in the order of `PARTS`; none says that it wasn't told
OF_STORY: Sequence[tuple[str, ...]] = (
    (
        "I'm interviewing you and not your team, so I want to be clear about what was yours.",
        "Most things are done by several people, and I'd like to know what I can put down to you.",
    ),
    (
        "A figure lets me see how well it went, even though I wasn't there.",
        "You'd need a number to convince somebody who doesn't know you, so that's what I'm asking for.",
    ),
    (
        "Hardly any project goes smoothly, and what you learnt on the way tells me more than the result.",
        "I hear a lot of success stories, so I'm curious about what wasn't one.",
    ),
    (
        "A result only means something beside what there was before, or what there'd have been otherwise.",
        "I'd like to know what you changed, and for that I need something to compare it with.",
    ),
    (
        "What you turned down shows how you decide, so I'm asking for that.",
        "There's nearly always another way, and I'd like to hear why you didn't go it.",
    ),
)
OWN_DETAIL = (
    "You've given me the outline, so I'm asking for something that only you can know, as you were there.",
    "Everybody can sum up a project. The details tell me how close you were to it.",
    "I'd like to look behind what you've told me, as I can't look it up anywhere.",
)
OWN_DOUBT = (
    "It's what somebody who wasn't there would ask, and I'd like to hear how you'd convince them.",
    "A colleague with doubts would put that to you, so I'd like to hear your answer.",
)
# what the question left to a follow-up
KEPT_BACK = (
    "It's the second half of what I wanted to know. In my question it would have been too much at once.",
    "My question left this out to stay short, and it belongs to the whole picture.",
    "You couldn't know that I wanted this as well, so I'm asking for it now.",
)
NOT_HEARD = (
    "It belongs to a full answer to my question, and I haven't heard it from you yet.",
    "A full answer has this in it as well, and I'd rather ask than count it against you.",
    "I haven't heard you on this yet, and it's part of what I wanted to know.",
)
NOT_HEARD_BESIDE = (  # some words of theirs on another part of it
    "You said {words}, and I've noted that. This asks about another part of my question.",
    "I've got {words}. My question has another part, and that's what this is about.",
    "I heard you on {words}, and I'd like to hear you on the rest of my question as well.",
)
NOT_NOTED = (  # where only bullets are seen of what was said aloud
    "It isn't in your notes, and you may well have said it, so I'm asking.",
    "I only see your notes, so I'd rather ask than guess how much of this you said.",
)
LEFT_OPEN = (
    "I couldn't quite tell whether this was in your answer, so I'd rather ask than guess.",
    "Part of what you said may have been about this, and I want to be sure how you meant it.",
    "Your words could be taken in more than one way there, so I'm pinning it down.",
)
# the same where some words of theirs are what it goes on from
UNCLEAR_WORDS = (
    "You said {words}, and I'd like to know more exactly what you meant.",
    "When you said {words}, you may have had more in mind, so I'm asking.",
)
FROM_WORDS = (
    "You brought that up yourself, so I'd like to see where it leads.",
    "You said it yourself, so I'd like to see what you can do with it.",
    "Those are your words, and I'd like to know what's behind them.",
)
# a drill: one question, or one on a case that it tells of; then the same on words of theirs
DEEPER = (
    "My question was the broad one. This goes into one part of it, to see how well you know it from close up.",
    "It goes a step further than my question did, to see how far you can follow it.",
    "It's one part of the matter, and I'd like to see how exactly you know it.",
)
A_CASE = (
    "It's one concrete case, to see how you'd use what you know.",
    "I'd like to see you apply it: to know about a thing and to use it aren't the same.",
    "I'm giving you something concrete, so that you can show what you make of it.",
)
EXERCISE = (
    "I'd like to see you do it, as that's harder than talking about it.",
    "Trying it on something small shows me more than another explanation would.",
)
DEEPER_IN_WORDS = (
    "You said {words}, and I'd like to know what's behind that.",
    "I'm going on from where you said {words}, to see how exactly you know it.",
    "When you said {words}, that's what I wanted to ask you next.",
)
A_CASE_FOR_WORDS = (
    "You said {words}, and I'd like to see what that comes to in a case like this.",
    "I'm going on from where you said {words}, with a case to try it on.",
    "You said {words}, so I've made up a case in which you can use it.",
)
STANDS_BY = (
    "I'm taking you at your word there, to hear what it rests on. I do that whether I agree or not.",
    "It's your own statement, so let's see where it leads if one follows it through. That doesn't mean it's wrong.",
    "I'd like to look at what you said there from close up, before we build on it.",
)
RESTS_ON = (
    "There's one thing in your answer that I'd like to look at more closely before we go on.",
    "I'd like to follow one thread of your answer a little further, to see where you take it.",
    "I'm checking how you meant one part of your answer, so that I don't misunderstand you.",
)
NO_EXCEPTION = (
    "You put that without any exception, so I'd like to hear where you'd draw the line.",
    "Most rules end somewhere, and I'd like to know whether you've thought about where this one does.",
    "I ask that of nearly every rule: if you know where it ends, you know it well.",
)
SCEPTIC = (
    "It's an objection, whether I believe it or not, and I'd like to hear how you'd answer it.",
    "A colleague might well come to you with that, and you'd need an answer.",
    "I'm pressing a little here, as you'd have to stand up for your view at work, too.",
)
SCEPTIC_OF_WORDS = (
    "You said {words}, so I'm putting an objection to you, whether I believe it or not.",
    "You said {words}, and somebody at work may well come to you with this, so I'd like to hear your answer.",
)
AWKWARD = (
    "It goes a step further than my question did, to see how far your answer carries.",
    "I'm pushing a little further here, to find out how far your answer carries.",
    "Your answer was one thing. Now I'd like to see what you do when it gets a little harder.",
)
AWKWARD_FOR_WORDS = (
    "You said {words}, and I'd like to see how far that carries.",
    "I'm going on from where you said {words}, with something that isn't so easy.",
)
CHANGED = (
    "Things have changed a bit now, and I'd like to see what you'd keep and what you'd do over.",
    "Hardly any plan stays as it is, so I want to see how yours copes with something new.",
    "It's the kind of thing that comes in between at work, and your plan has to bear it.",
)
GIVEN = (
    "It goes a step further than my question did, and you need that fact for it, which nobody would know.",
    "You needn't guess the fact, so you can tell me what you make of it: that's what I'm after.",
)
GIVEN_INSTEAD = (
    "You'd assumed something there, so I've given you the fact, to see what changes with it.",
    "What you'd assumed was fair, but here it's different, so I'm asking again with the fact.",
)

# what the words of a follow-up ask for, where they tell it
ASKS: Mapping[Aim, tuple[str, ...]] = {
    "cause": (
        "I'm most interested in where you'd look first.",
        "It's about how you get from what you see to the cause.",
    ),
    "claim": ("It's your judgement that I'm after.", "I'd like to hear what you make of it."),
    "reckon": ("Rough figures will do.", "Even a rough figure tells me whether you know what goes on."),
    "prove": ("It's about how you'd find out.", "I care most about what you'd look at to be sure."),
    "limits": ("The price counts as much as the gain.", "I'd like to hear what it costs, too."),
    "compare": ("It's the difference that I'm after.",),
    "why": ("It's the reason that I'm after.", "If you can say why, that's worth more than the fact."),
}
_PRESSES = re.compile(
    r"\b(?:I'd|we|my|surely|just|why|bother|colleague|sceptic|what (?:do|would) you say)\b", re.IGNORECASE
)
LINKED = 1.0  # what the words that are shared count together, of which those of the question itself count for less
_CLAUSES = re.compile(r"[,;.:?!](?:\s+|$)|\n+")
_LEADS_IN = re.compile(r"^(?:(?:and|so|but|because|since|whereas|while|as|then|also)\s+)+", re.IGNORECASE)
_SUPPOSES = re.compile(r"(?:if|unless|when|whether|which|who|that|where|to)\b", re.IGNORECASE)
_SUM = re.compile(r"(?<!\w)\d")  # "what decides how much it notices" asks for none
_TO_DO = re.compile(r"(?:^|[.:;?] )(?:(?:Re)?[Ww]rite|Draw|Put|Give|Show|Sketch|List|Work out|Compute|Design)\b")
_ENDS = re.compile(r"[.:;?] ")  # a case is told before it's asked about


@dataclass(frozen=True)
class AskedFollowUp:
    """A follow-up as it was put. `before` is what had been said by then, `quoted` that it repeats some of that.

    `told` says that a prepared fact comes before it, `spoken` that the text only holds bullets of what was said aloud.
    """

    question: Question
    sort: Sort
    asks: str
    point: str
    before: str
    quoted: bool = False
    told: bool = False
    spoken: bool = False


def follow_up_because(follow_up: AskedFollowUp, wordings: Wordings) -> str:
    """Why a follow-up comes, and what it asks for as far as its words tell."""
    linked = _linked(follow_up)
    if not linked and (noted := _noted(follow_up)):
        why = wordings.pick(NOT_HEARD_BESIDE, words=quoted_words(noted))
    else:
        why = wordings.pick(_purposes(follow_up, linked=bool(linked)), words=quoted_words(linked))
    return f"{why} {wordings.pick(_asks_for(follow_up))}".rstrip()


def _asks_for(follow_up: AskedFollowUp) -> Sequence[str]:
    """What is true of what it asks for, as far as its words tell; of a change or a story that says nothing new."""
    if follow_up.question.kind == "experience" or follow_up.told or follow_up.sort in {"nudge", "twist"}:
        return ()
    aim = aim_of_words(follow_up.asks)
    no_sum = aim == "reckon" and not _SUM.search(follow_up.asks)
    return () if no_sum else ASKS.get(aim, ())


def _linked(follow_up: AskedFollowUp) -> str:
    """Words of the candidate from which it goes on and that it hasn't said itself; empty where there are none.

    They are what was heard of its own point: others that share a word with it lead elsewhere as often as not.
    """
    if follow_up.quoted or not follow_up.point:
        return ""
    asked = own_words(follow_up.question.prompt, follow_up.asks)

    def shared(words: str) -> float:
        return sum(asked[stem] for stem in own_words("", words).keys() & asked.keys() - general_words())

    found = heard(follow_up.question, follow_up.before).get(follow_up.point, NOTHING)
    clauses = (_LEADS_IN.sub("", clause) for clause in _CLAUSES.split(found.words or found.quote))
    return max((one for one in clauses if shared(one) >= LINKED and _can_be_said(one)), key=shared, default="")


def _noted(follow_up: AskedFollowUp) -> str:
    """Words that were surely heard of another point, where this one was asked for and very probably not said.

    Empty where it isn't so, or where nothing can be repeated.
    """
    point = next((point for point in follow_up.question.rubric if point.id == follow_up.point), None)
    if follow_up.sort != "gap" or follow_up.told or follow_up.spoken or point is None or point.waits:
        return ""
    found = heard(follow_up.question, follow_up.before)
    if not is_unsaid(found.get(point.id, NOTHING)):
        return ""
    sure = [one for name, one in found.items() if name != point.id and one.borne >= P.SURELY_BORNE]
    said = sorted((one for one in sure if one.share >= P.SURELY_HEARD), key=lambda one: one.share, reverse=True)
    return next((one.words for one in said if _can_be_said(one.words)), "")


def _can_be_said(words: str) -> bool:
    """Whether an interviewer would repeat these words: a clause that says something, no speech, and no notes."""
    says = length_in_words(words) <= REMARKED[1] and not (UNFIT.search(words) or _SUPPOSES.match(words))
    return says and bool(spoken_after_another(f"{words}."))


def _purposes(follow_up: AskedFollowUp, *, linked: bool) -> Sequence[str]:
    """The sentences that are true of what it's for; `linked` to words of the candidate."""
    own_work = follow_up.question.kind == "experience"
    if follow_up.sort == "nudge":
        return NUDGED_STORY if own_work else NUDGED
    if follow_up.told:
        return GIVEN_INSTEAD if follow_up.quoted else GIVEN
    if follow_up.sort == "twist":
        return CHANGED
    if follow_up.sort == "gap":
        return _of_gap(follow_up, linked=linked)
    if follow_up.sort == "challenge":
        return _of_challenge(follow_up, linked=linked)
    if own_work:
        return _of_story(follow_up)
    if follow_up.quoted:
        return FROM_WORDS
    if _TO_DO.search(follow_up.asks) and not linked:
        return EXERCISE
    if _ENDS.search(follow_up.asks):
        return A_CASE_FOR_WORDS if linked else A_CASE
    return DEEPER_IN_WORDS if linked else DEEPER


def _of_gap(follow_up: AskedFollowUp, *, linked: bool) -> Sequence[str]:
    """What the question kept back, what very probably wasn't said, or what isn't clear."""
    point = next((point for point in follow_up.question.rubric if point.id == follow_up.point), None)
    if point is not None and point.waits:
        return KEPT_BACK
    if follow_up.spoken:
        return NOT_NOTED
    found = heard(follow_up.question, follow_up.before).get(follow_up.point, NOTHING)
    if is_unsaid(found):
        return NOT_HEARD
    return UNCLEAR_WORDS if linked else LEFT_OPEN


def _of_challenge(follow_up: AskedFollowUp, *, linked: bool) -> Sequence[str]:
    """A claim without exception, the candidate's own words, something they seemed to believe, or a doubt of ours."""
    if follow_up.asks in {*LIMITS, CHOICE_LIMIT}:
        return NO_EXCEPTION
    if follow_up.quoted:
        return STANDS_BY
    if follow_up.question.kind == "experience":
        return OWN_DOUBT
    believes = follow_up.asks in {mistake.challenge for mistake in follow_up.question.mistakes}
    if believes:
        return RESTS_ON
    if _PRESSES.search(follow_up.asks):
        return SCEPTIC_OF_WORDS if linked else SCEPTIC
    return AWKWARD_FOR_WORDS if linked else AWKWARD


def _of_story(follow_up: AskedFollowUp) -> Sequence[str]:
    """What a story is asked for: the plan where it's of nothing done, one of `PARTS`, or a detail."""
    if follow_up.asks in SUPPOSING:
        return SUPPOSED
    asked = zip(PARTS, OF_STORY, strict=True)
    return next((words for part, words in asked if follow_up.asks in {*part.asks, *part.openly}), OWN_DETAIL)
