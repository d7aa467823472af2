"""Which follow-up the interviewer asks after an answer, before anything is revealed.

A thin answer gets one nudge, which says nothing, and so does one that seems to be about something else. A story of
one's own work is asked for what it leaves out. Elsewhere a mistake that was heard is challenged first, or what comes
near a false belief is asked about. Then comes the heaviest must-have that was very probably not said, or one where it
isn't clear, as when the answer has its words but no sentence says it: the same words then pin it down. Then a point
that the prompt leaves to a follow-up, then any other that was not said. Else a drill or a challenge on what was said.
What was heard is never asked for, nor what somebody says they don't know. Nothing is random: the draw is a hash of
seed, position and the number of follow-ups so far.
"""

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, TypeVar

from simulator.engine.choice.asked_back.facts import assumption, fact_told, says_as_much
from simulator.engine.choice.likeness import breaths
from simulator.engine.choice.listening import (
    NOTHING,
    Heard,
    believed,
    heard,
    listen_to,
    mistakes_heard,
    shares_heard,
)
from simulator.engine.choice.own_work import missing, never_did
from simulator.engine.choice.quotes import mean_chance, own_words
from simulator.engine.choice.remarks import (
    general_words,
    heard_truly,
    leads_to,
    nearly_claimed,
    of_mistake,
    reassuring,
    repeated,
    sweeping,
)
from simulator.engine.choice.unknown import NUDGES, STORY_NUDGES, WAYS_BACK, disclaimed_points, is_elsewhere, is_thin
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.listening.taken_back import concedes, is_given_up, is_taken_back
from simulator.graph.listening.word import TypedWord
from simulator.graph.listening.words import tokens
from simulator.graph.listening.wrapped import unwrapped
from simulator.graph.records import PROBE_MINUTES, Misconception, Mistake, Point, Probe, Question

# asked about words that may be a claim, a plan or an opinion: of a plan nobody asks when it isn't true
LIMITS = (
    "What would be an exception to that?",
    "Can you think of a case where that fails?",
    "When would you not rely on that?",
)
CHOICE_LIMIT = "When would that be the wrong choice?"
_CHOOSES = re.compile(r"(^(always|never)|\b(i|we|you)\b.*) (use|pick|choose|take|run|go|want|prefer)\b", re.IGNORECASE)
# to somebody who never did such a thing, once
SUPPOSING = (
    "Fair enough. If you had to do it next month, where would you begin?",
    "That's all right. Suppose you were asked to: how would you go about it?",
    "Okay. How would you do it, and how would you know that it worked?",
)
SAID_ALREADY, FEWEST_WANTED = 0.6, 3  # of the words of a good reply to a drill, and how many it must have
# of the words that tell a good reply, said anywhere: of such follow-ups one in ten is answered already, or every other
HARDLY, HALF_SAID = 0.2, 0.4
SAID_AT_ONCE = 0.4  # of the words of a good reply, in one sentence
# or of what is asked and of a good reply, in one sentence: how many words of each at least, and how large shares
BOTH_WORDS, BOTH_SHARES = (3, 2), (1 / 3, 0.25)
BOTH_TOGETHER, BOTH_ASKED_MOST = 0.5, 0.5  # or both shares together, and the most that what is asked counts for
SAME_FIGURE, ROUGH_DIGITS = 0.05, 2  # of a figure: so far from it one with so few digits means the same
SMALL_FIGURE = 10  # up to which it is said exactly
BESIDE_FIGURE = (2, 3)  # words of the follow-up in the sentence of such a figure, and of a small one
REPEATS_POINT = 0.7  # chance that a point is heard in the reply alone, from which that says the point once more
WELL_HEARD = 0.95  # and how likely the point was said then
T = TypeVar("T")
Sort = Literal["gap", "drill", "challenge", "twist", "nudge"]


class Follow(NamedTuple):
    """A follow-up as the transcript keeps it.

    `quote` are the candidate's own words that it is about. `told` is a prepared fact that the interviewer says before
    it; the quote then is what the candidate had assumed instead.
    """

    sort: Sort
    asks: str
    point: str = ""
    reply: str = ""
    quote: str = ""
    told: str = ""


@dataclass(frozen=True)
class Context:
    """What a follow-up may depend on; times are in seconds of the interview's clock.

    `asked_here` are the follow-ups on this answer, `repeated_here` the candidate's words that came before them, and
    `points_asked` the points that they asked for; `told` are the replies that the candidate has had. `position` is that
    of the item, from 1. `asked_before` and `open_before` count follow-ups of the whole interview, all and those that
    ask for no gap. `ends_thread`: no question of this thread comes after it. `spoken`: the text holds only bullets of
    what was said aloud, so that what it lacks tells nothing. `misconceptions` are the false beliefs of the field that
    are listened for; what was `asked_elsewhere`, at other items, isn't asked again of whoever repeats one.
    """

    seed: int
    position: int
    asked_here: tuple[str, ...]
    points_asked: frozenset[str]
    told: frozenset[str]
    asked_before: int
    open_before: int
    question_seconds: float
    seconds_left: float
    ends_thread: bool = False
    spoken: bool = False
    repeated_here: tuple[str, ...] = ()
    misconceptions: Collection[Misconception] = ()
    asked_elsewhere: frozenset[str] = frozenset()


def next_probe(question: Question, text: str, context: Context) -> Follow | None:
    """The next follow-up to all that was said so far (`text`), or None; a later one needs time to spare."""
    # one mistake in what was said about code is challenged; twist and talk are stages, and ask for the rest
    if question.is_coding:
        over = context.asked_here or context.seconds_left < PROBE_MINUTES * 60
        return None if over else _on_mistake_or_belief(question, text, context)
    own_work = question.kind == "experience"
    planned = question.planned_minutes * 60 * (P.STORY_TIME if own_work else 1.0)
    quick = context.seconds_left >= P.SPARE_SECONDS and context.question_seconds < planned
    count = len(context.asked_here)
    most = P.PROBES_AT_THE_END if context.ends_thread or own_work else P.PROBES
    if count >= most or context.seconds_left < PROBE_MINUTES * 60 or (count and not quick):
        return None
    if own_work and never_did(text):
        reply = "What they'd do first, with a reason, and how they'd tell whether it worked."
        return None if count else Follow("drill", _pick(SUPPOSING, context), reply=reply)
    if not context.spoken and is_thin(question, text):
        if {*NUDGES, *STORY_NUDGES} & set(context.asked_here):
            return None  # it stays short: on to the next
        # a single cue in a few words is heard as half of UNSAID; words that fit any question are below it
        scraps = not count and all(point.share < P.UNSAID / 2 for point in heard(question, text).values())
        if scraps and not mistakes_heard(question, text):
            return Follow("nudge", _pick(STORY_NUDGES if own_work else NUDGES, context))
    if own_work and (doubted := _on_belief(text, context)):
        return doubted
    if own_work and not context.spoken and (count or missing(text)):
        return _left_out(question, text, context)
    twists = [t for t in question.twists if t.asks not in context.asked_here]
    if twists and (not count or len(twists) >= most - count):
        return Follow("twist", twists[0].asks, reply=twists[0].reply)
    hearing = heard_truly(question, text, () if question.shows_code else context.misconceptions)
    unknown = disclaimed_points(question, text)  # to be asked for just what one doesn't know is no question
    if not (count or context.spoken) and is_elsewhere(question, text):
        return Follow("nudge", _pick(WAYS_BACK, context))
    left = [p for p in question.probes if p.asks not in context.asked_here]
    left = [p for p in left if p.kind == "challenge" or p.point not in unknown]
    gap = _gap(question, left, hearing, context)
    fits = _open_probes(question, text, left, hearing, context)
    open_probe = _pick(fits, context) if fits else None
    if open_probe is not None and count and context.open_before < P.OPEN_FLOOR * context.asked_before:
        gap = None  # where most follow-ups asked for what was missing, being asked would tell the candidate so
    chosen = _on_mistake_or_belief(question, text, context)
    if chosen is None and not (own_work or question.shows_code):  # that tells what was, or what stands there
        chosen = _limit_of(reassuring(text), text, context) or _on_near_belief(question, text, hearing, context)
    chosen = chosen or _follow(question, text, gap, hearing, context)
    if chosen is None and twists:
        return Follow("twist", twists[0].asks, reply=twists[0].reply)
    if chosen is None and not (own_work or question.shows_code):  # that tells what was, or what stands there
        chosen = _limit_of(sweeping(text, question.prompt) if _unit(context) < P.SWEEPING_SHARE else "", text, context)
    return chosen or _follow(question, text, open_probe, hearing, context)


def _open_probes(
    question: Question, text: str, left: list[Probe], hearing: Mapping[str, Heard], context: Context
) -> list[Probe]:
    """The drills and challenges on something that was said, right or wrong, or tied to no point: of these the freshest.

    A whole story leaves nothing out, so it has told what its drills ask for.
    """
    fits = [p for p in left if p.kind != "gap" and (p.point not in hearing or _is_heard(hearing[p.point]))]
    fits = [p for p in fits if not _said_already(p, question, text, hearing)]
    if question.kind != "experience":
        return _freshest(fits, question, text, HALF_SAID if context.asked_here else 1.0)
    return fits if context.spoken else [p for p in fits if p.kind == "challenge"] or fits


def _said_already(probe: Probe, question: Question, text: str, hearing: Mapping[str, Heard]) -> bool:
    """Whether what was said answers a follow-up: by its words, by its figure, or as it only asks for a point again."""
    asked, reply = own_words("", probe.asks).keys(), own_words("", probe.reply).keys()
    spoken = listen_to(text)
    said = [spoken.tokens[first:stop] for first, stop in breaths(spoken)]
    at_once = [{token.stem for token in sentence} for sentence in said]
    says = _says_both if _has_case(probe, question) else _says_enough  # which holds wherever the other does
    return (
        _says_most(probe, reply - asked, spoken.places.keys(), at_once)
        or any(says(asked, reply - asked, words) for words in at_once)
        or (probe.kind == "drill" and _says_figure(probe, question, said))
        or _asks_again(probe, question, hearing)
    )


def _says_most(probe: Probe, wanted: Set[str], everything: Set[str], at_once: list[set[str]]) -> bool:
    """Whether the words of its reply, without those that it asks with, were said: most, or many at once."""
    if len(wanted) < FEWEST_WANTED:
        return False
    most = probe.kind == "drill" and len(wanted & everything) >= SAID_ALREADY * len(wanted)
    return most or any(len(wanted & words) >= SAID_AT_ONCE * len(wanted) for words in at_once)


def _freshest(fits: list[Probe], question: Question, text: str, most: float) -> list[Probe]:
    """Those of whose replies hardly a word was said, or else the least; over `most`, only those with their own case."""
    everything, shares = listen_to(text).places.keys(), {}
    for number, probe in enumerate(fits):
        telling = own_words("", probe.reply).keys() - own_words("", probe.asks).keys() - general_words()
        share = len(telling & everything) / max(1, len(telling))
        if share <= most or _has_case(probe, question):
            shares[number] = share
    enough = max(HARDLY, min(shares.values(), default=0.0))
    return [fits[number] for number, share in shares.items() if share <= enough]


def _says_both(asked: Set[str], wanted: Set[str], words: Set[str]) -> bool:
    """Whether a sentence has some of the words that are asked with and of those of the reply."""
    parts = asked - general_words(), wanted - general_words()
    return all(
        len(part & words) >= max(least, share * len(part))
        for part, least, share in zip(parts, BOTH_WORDS, BOTH_SHARES, strict=True)
    )


def _says_enough(asked: Set[str], wanted: Set[str], words: Set[str]) -> bool:
    """Whether the two shares in a sentence, of which that of what is asked counts for no more, make enough together."""
    asked, wanted = asked - general_words(), wanted - general_words()
    shares = min(len(asked & words) / max(1, len(asked)), BOTH_ASKED_MOST) + len(wanted & words) / max(1, len(wanted))
    return shares >= BOTH_TOGETHER and len(wanted & words) >= BOTH_WORDS[1]


def _has_case(probe: Probe, question: Question) -> bool:
    """Whether it asks with a figure that the question doesn't give."""
    given = {value for token in tokens(question.prompt) for value in token.values}
    return any(t.values and t.word != "one" and not given & {*t.values} for t in tokens(probe.asks))


def _says_figure(probe: Probe, question: Question, said: list[Sequence[TypedWord]]) -> bool:
    """Whether a sentence has a figure of its reply that is given nowhere, with words that tell what it is of."""
    given = {value for token in tokens(f"{question.prompt} {probe.asks}") for value in token.values}
    figures = [t.values[-1] for t in tokens(probe.reply) if t.values and not given & {*t.values}]
    about = {t.stem for t in tokens(f"{probe.asks} {probe.reply}") if not t.values} - general_words()
    about &= own_words("", f"{probe.asks} {probe.reply}").keys()
    return any(
        len(about & {token.stem for token in sentence}) >= BESIDE_FIGURE[figure <= SMALL_FIGURE]
        for sentence in said
        for figure in figures
        if figure > 2 and any(_same(token, figure) for token in sentence if token.values)
    )


def _same(said: TypedWord, figure: float) -> bool:
    """Whether a number that was said is a figure: exactly, or roughly, as people say large ones."""
    rough = figure > SMALL_FIGURE and said.digits <= ROUGH_DIGITS
    return abs(said.values[-1] - figure) <= (SAME_FIGURE * figure if rough else 0)


def _asks_again(probe: Probe, question: Question, hearing: Mapping[str, Heard]) -> bool:
    """Whether its reply says no more than a point that was said; with figures of its own it asks for another case."""
    heard_well = likely(hearing.get(probe.point, NOTHING)) >= WELL_HEARD
    return heard_well and not _has_case(probe, question) and _reply_heard(question, probe) >= REPEATS_POINT


@lru_cache(maxsize=512)  # the follow-ups of an interview, which are gone through after each answer
def _reply_heard(question: Question, probe: Probe) -> float:
    """How likely a point is heard in the reply to its follow-up alone, from 0 to 1."""
    return shares_heard(question, probe.reply)[probe.point]


def _left_out(question: Question, text: str, context: Context) -> Follow | None:
    """What a story of one's own work leaves out, each thing asked for once."""
    for part in missing(text):
        if not {*part.asks, *part.openly} & set(context.asked_here):
            return Follow("drill", _pick(part.ways(text, question.prompt), context), reply=part.reply)
    return None


def _pick(variants: Sequence[T], context: Context) -> T:
    return variants[int(_unit(context) * len(variants))]


def is_must(point: Point) -> bool:
    """Whether a point is so heavy that leaving it out is asked about first."""
    return point.critical or point.weight == 3


def likely(found: Heard) -> float:
    """How likely it is that a point was said, from 0 to 1: by the whole answer and the words most like it, equally."""
    return mean_chance(found.share, found.borne) if found.quote else found.share


def _is_heard(found: Heard) -> bool:
    return found.share >= P.UNCLEAR and likely(found) >= P.PINNED_DOWN


def _on_mistake_or_belief(question: Question, text: str, context: Context) -> Follow | None:
    """A challenge to the first mistake that was heard, by the candidate's own words.

    The question's own come first, then what people believe of the field, unless the question shows code.
    """
    for number, claim in mistakes_heard(question, text).items():
        mistake = question.mistakes[number]
        if mistake.challenge and _still_stands(claim, mistake, text, context):
            quote = of_mistake(repeated(text, claim), text, mistake, question)
            return Follow("challenge", mistake.challenge, reply=mistake.why, quote=quote)
    return None if question.shows_code else _on_belief(text, context)


def _on_belief(text: str, context: Context) -> Follow | None:
    """A challenge to a false belief of the field; without the words it would come out of nowhere."""
    for belief, claim in believed(text, context.misconceptions):
        if belief.challenge in context.asked_elsewhere:  # other beliefs in the same answer weren't asked about
            continue
        if _still_stands(claim, belief, text, context) and (words := repeated(text, claim)):
            return Follow("challenge", belief.challenge, reply=belief.why, quote=words)
    return None


def _on_near_belief(question: Question, text: str, hearing: Mapping[str, Heard], context: Context) -> Follow | None:
    """A plain question on words that come near a false belief of the field, once an answer: they may be right."""
    if context.spoken or any(belief.challenge in context.asked_here for belief in context.misconceptions):
        return None
    for belief, words in nearly_claimed(text, context.misconceptions):
        ask = Probe(kind="drill", asks=belief.challenge, reply=belief.why)
        over = not {belief.challenge, words}.isdisjoint({*context.asked_elsewhere, *context.repeated_here})
        over = over or concedes(words, unwrapped(text).partition(words)[2])
        if not (over or _said_already(ask, question, text, hearing)):
            return Follow("drill", ask.asks, reply=ask.reply, quote=words)
    return None


def _still_stands(claim: Heard, wrong: Mistake | Misconception, text: str, context: Context) -> bool:
    """Whether a claim wasn't given up, nor asked about: by its challenge, or by any follow-up that repeated it."""
    whole = unwrapped(text)
    words = whole[claim.start : claim.end]
    asked = wrong.challenge in context.asked_here or any(q in words or words in q for q in context.repeated_here)
    return not (asked or is_taken_back(whole, claim.start, claim.end) or is_given_up(whole, claim.end))


def _limit_of(quote: str, text: str, context: Context) -> Follow | None:
    """When a claim fails, once an answer. It contests right ones as well, and only asks; not one that's given up."""
    is_over = not quote or concedes(quote, unwrapped(text).partition(quote)[2])
    if is_over or {*LIMITS, CHOICE_LIMIT} & set(context.asked_here):
        return None
    asks = CHOICE_LIMIT if _CHOOSES.search(quote) else LIMITS[context.position % len(LIMITS)]
    return Follow("challenge", asks, quote=quote)


def _gap(question: Question, left: list[Probe], hearing: Mapping[str, Heard], context: Context) -> Probe | None:
    """The gap probe for the heaviest point not said, or not clear if it's a must-have: those first, then what waits."""
    points = {point.id: point for point in question.rubric}
    open_gaps = [
        (probe, points[probe.point], hearing[probe.point])
        for probe in left
        if probe.kind == "gap" and probe.point in points and probe.point not in context.points_asked
    ]
    candidates = []
    for number, (_, point, found) in enumerate(open_gaps):
        if found.share < P.UNSAID or (is_must(point) and (found.is_unsaid or likely(found) < P.PINNED_DOWN)):
            turn = 1 if point.waits else 0 if is_must(point) else 2
            candidates.append((turn, not found.is_unsaid, -point.weight, not point.critical, likely(found), number))
    return open_gaps[min(candidates)[-1]][0] if candidates else None


def _follow(
    question: Question, text: str, probe: Probe | None, hearing: Mapping[str, Heard], context: Context
) -> Follow | None:
    if probe is None:
        return None
    needed = next((c for c in question.clarifications if c.id and c.id == probe.needs), None)
    if needed is not None and not {needed.reply, fact_told(needed)} & context.told:
        assumed = assumption(text, needed)
        if not (assumed and says_as_much(assumed, needed.reply)):
            return Follow(probe.kind, probe.asks, probe.point, probe.reply, assumed, fact_told(needed))
    found = hearing.get(probe.point, NOTHING)
    fits = _may_say_it(found, probe, context) if probe.kind == "gap" else leads_to(found.words, probe, question)
    return Follow(probe.kind, probe.asks, probe.point, probe.reply, found.words if found.words and fits else "")


def _may_say_it(found: Heard, probe: Probe, context: Context) -> bool:
    """Whether the words may be what a must-have is pinned down by, and share one with what is asked or wanted."""
    is_own = not (found.contested or found.opposed or context.spoken or found.is_unsaid)
    shared = own_words("", found.words).keys() & own_words("", f"{probe.asks} {probe.reply}").keys()
    return is_own and found.borne >= P.REPEATED_BORNE and bool(shared - general_words())


def _unit(context: Context) -> float:
    """A number in [0, 1) that depends only on where in the interview the follow-up comes."""
    key = f"{context.seed}/{context.position}/{len(context.asked_here)}".encode()
    return int.from_bytes(hashlib.blake2b(key, digest_size=6).digest(), "big") / 2**48
