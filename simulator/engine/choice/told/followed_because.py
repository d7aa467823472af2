"""Why a follow-up comes, as it's said while it's open: what it was chosen for, and what it asks for.

It names no point, doesn't tell whether what was said is right, and claims to have heard nothing of it: only that the
interviewer isn't sure. What hangs on it is the `aim` of the bank's follow-up; where there is none, its words are read.
"""

import re
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from simulator.engine.choice.listening import NOTHING, REMARKED, UNFIT, heard
from simulator.engine.choice.own_work import PARTS
from simulator.engine.choice.probes import CHOICE_LIMIT, LIMITS, SUPPOSING, Sort
from simulator.engine.choice.quotes import own_words
from simulator.engine.choice.remarks import general_words
from simulator.engine.choice.told import follow_up_purposes as purposes
from simulator.engine.choice.told.aims import Aim, aim_of_words
from simulator.engine.choice.told.course import Wordings
from simulator.engine.choice.unknown import WAYS_BACK
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.records import Misconception, Probe, Question, Twist
from simulator.graph.speech import spoken_after_another
from simulator.graph.text import length_in_words, quoted_words

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
# what the words that are shared count together, of which those of the question itself count for less; by a single one
# "keep our own test set" led to "suppose you keep a layer of your own"
LINKED = 1.0
# what a word of a good reply counts beside one of the follow-up; what words count that are shared with one of the two
# alone; what all must come to in another point's words: of 14 clauses found so 12 were what it goes on from
OF_REPLY, ONE_ALONE, NEAR = 0.7, 0.5, 1.7
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
    It may be the challenge to one of the `misconceptions`, of which no question holds the aim.
    """

    question: Question
    sort: Sort
    asks: str
    point: str
    before: str
    quoted: bool = False
    told: bool = False
    spoken: bool = False
    misconceptions: Collection[Misconception] = ()


def follow_up_because(follow_up: AskedFollowUp, wordings: Wordings) -> str:
    """Why a follow-up comes, and what hangs on it: its aim, else what it asks for as far as its words tell."""
    linked, aim = _linked(follow_up), _aim(follow_up)
    noted = "" if linked or aim else _noted(follow_up)
    purpose = purposes.NOT_HEARD_BESIDE if noted else _purpose(follow_up, linked=bool(linked))
    why = wordings.pick(purpose.variants(has_aim=bool(aim)), words=quoted_words(linked or noted))
    return f"{why} {aim or wordings.pick(_asks_for(follow_up))}".strip()


def _aim(follow_up: AskedFollowUp) -> str:
    """What the bank says of it; empty for one that isn't the bank's, or has no aim there."""
    question = follow_up.question
    of_bank: tuple[Probe | Twist, ...] = (*question.probes, *question.twists)
    asked = {one.challenge: one.aim for one in (*follow_up.misconceptions, *question.mistakes)}
    asked |= {one.asks: one.aim for one in of_bank}
    return asked.get(follow_up.asks, "")


def _asks_for(follow_up: AskedFollowUp) -> Sequence[str]:
    """What is true of what it asks for, as far as its words tell; of a change or a story that says nothing new."""
    if follow_up.question.kind == "experience" or follow_up.told or follow_up.sort in {"nudge", "twist"}:
        return ()
    aim = aim_of_words(follow_up.asks)
    no_sum = aim == "reckon" and not _SUM.search(follow_up.asks)
    return () if no_sum else ASKS.get(aim, ())


def _linked(follow_up: AskedFollowUp) -> str:
    """Words of the candidate from which it goes on and that it hasn't said itself; empty where there are none.

    They are what was heard of its own point: surely and with a word of it or of its reply, or with more words of it. Of
    other points' words those that it shares alone lead elsewhere as often as not; with its reply's they seldom do.
    """
    if follow_up.quoted or not follow_up.point:
        return ""
    prompt = follow_up.question.prompt
    reply = next((one.reply for one in follow_up.question.probes if one.asks == follow_up.asks), "")
    words = _FollowUpWords(own_words(prompt, follow_up.asks), own_words(prompt, reply))
    found = heard(follow_up.question, follow_up.before).get(follow_up.point, NOTHING)
    own = _clauses(found.words or found.quote)
    fitting = [one for one in own if words.asked_in(one) >= LINKED]
    if not fitting and follow_up.sort in {"drill", "challenge"}:
        fitting = [one for one in own if found.is_sure and words.near(one)]
        fitting = fitting or [one for one in _clauses(follow_up.before) if words.near(one) >= NEAR]
    return max(fitting, key=words.near, default="")


class _FollowUpWords(NamedTuple):
    """The words that a follow-up asks with and those of a good reply, by their weights."""

    asked: Mapping[str, float]
    replied: Mapping[str, float]

    def asked_in(self, words: str) -> float:
        """What a clause shares with the follow-up; nothing by a single word."""
        both = _telling(words) & self.asked.keys()
        return sum(self.asked[stem] for stem in both) if len(both) >= P.SHARED_WORDS else 0.0

    def near(self, words: str) -> float:
        """What a clause shares with the follow-up and its reply together."""
        telling = _telling(words)
        asked, replied = telling & self.asked.keys(), telling & self.replied.keys()
        shared = sum(self.asked[stem] for stem in asked)
        shared += OF_REPLY * sum(self.replied[stem] for stem in replied - asked)
        return shared if asked and replied else ONE_ALONE * shared


def _telling(words: str) -> Set[str]:
    """The stems of words that aren't said of anything."""
    return own_words("", words).keys() - general_words()


def _clauses(words: str) -> list[str]:
    """The clauses that an interviewer would repeat."""
    return [one for one in (_LEADS_IN.sub("", clause) for clause in _CLAUSES.split(words)) if _can_be_said(one)]


def _noted(follow_up: AskedFollowUp) -> str:
    """Words that were surely heard of another point, where this one was asked for and very probably not said.

    Empty where it isn't so, or where nothing can be repeated.
    """
    point = next((point for point in follow_up.question.rubric if point.id == follow_up.point), None)
    if follow_up.sort != "gap" or follow_up.told or follow_up.spoken or point is None or point.waits:
        return ""
    found = heard(follow_up.question, follow_up.before)
    if not found.get(point.id, NOTHING).is_unsaid:
        return ""
    sure = [one for name, one in found.items() if name != point.id and one.is_sure]
    said = sorted(sure, key=lambda one: one.share, reverse=True)
    return next((one.words for one in said if _can_be_said(one.words)), "")


def _can_be_said(words: str) -> bool:
    """Whether an interviewer would repeat these words: a clause that says something, no speech, and no notes."""
    says = length_in_words(words) <= REMARKED[1] and not (UNFIT.search(words) or _SUPPOSES.match(words))
    return says and bool(spoken_after_another(f"{words}."))


def _purpose(follow_up: AskedFollowUp, *, linked: bool) -> purposes.Purpose:
    """What it's for; `linked` to words of the candidate."""
    own_work = follow_up.question.kind == "experience"
    if follow_up.asks in WAYS_BACK:
        return purposes.LOST
    if follow_up.sort == "nudge":
        return purposes.NUDGED_STORY if own_work else purposes.NUDGED
    if follow_up.told:
        return purposes.GIVEN_INSTEAD if follow_up.quoted else purposes.GIVEN
    if follow_up.sort == "twist":
        return purposes.CHANGED
    if follow_up.sort == "gap":
        return _of_gap(follow_up, linked=linked)
    if follow_up.sort == "challenge":
        return _of_challenge(follow_up, linked=linked)
    if own_work:
        return _of_story(follow_up)
    if follow_up.quoted:
        return purposes.FROM_WORDS
    if _TO_DO.search(follow_up.asks) and not linked:
        return purposes.EXERCISE
    if _ENDS.search(follow_up.asks):
        return purposes.A_CASE_FOR_WORDS if linked else purposes.A_CASE
    return purposes.DEEPER_IN_WORDS if linked else purposes.DEEPER


def _of_gap(follow_up: AskedFollowUp, *, linked: bool) -> purposes.Purpose:
    """What the question kept back, what very probably wasn't said, or what isn't clear."""
    point = next((point for point in follow_up.question.rubric if point.id == follow_up.point), None)
    if point is not None and point.waits:
        return purposes.KEPT_BACK
    if follow_up.spoken:
        return purposes.NOT_NOTED
    found = heard(follow_up.question, follow_up.before).get(follow_up.point, NOTHING)
    if found.is_unsaid:
        return purposes.NOT_HEARD
    unclear = purposes.UNCLEAR_QUOTED if follow_up.quoted else purposes.LEFT_OPEN
    return purposes.UNCLEAR_WORDS if linked else unclear


def _of_challenge(follow_up: AskedFollowUp, *, linked: bool) -> purposes.Purpose:
    """A claim without exception, the candidate's own words, something they seemed to believe, or a doubt of ours."""
    if follow_up.asks in {*LIMITS, CHOICE_LIMIT}:
        return purposes.NO_EXCEPTION
    if follow_up.quoted:
        return purposes.STANDS_BY
    if follow_up.question.kind == "experience":
        return purposes.OWN_DOUBT
    believes = follow_up.asks in {mistake.challenge for mistake in follow_up.question.mistakes}
    if believes:
        return purposes.RESTS_ON
    if _PRESSES.search(follow_up.asks):
        return purposes.SCEPTIC_OF_WORDS if linked else purposes.SCEPTIC
    return purposes.AWKWARD_FOR_WORDS if linked else purposes.AWKWARD


def _of_story(follow_up: AskedFollowUp) -> purposes.Purpose:
    """What a story is asked for: the plan where it's of nothing done, one of `PARTS`, or a detail."""
    if follow_up.asks in SUPPOSING:
        return purposes.SUPPOSED
    asked = zip(PARTS, purposes.OF_STORY, strict=True)
    return next((words for part, words in asked if follow_up.asks in {*part.asks, *part.openly}), purposes.OWN_DETAIL)
