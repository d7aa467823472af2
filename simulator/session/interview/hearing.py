"""What was heard of an answer, for the candidate who judges it: the words that seem to say a point.

It never fills in a mark. In one answer in four the words come only after the mark: only from those marks can it be
learned how reading and candidate agree.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.evidence import Unheard
from simulator.engine.scoring import MET, Mark
from simulator.graph.records import Graph, Misconception, Question
from simulator.graph.text import length_in_words, names, plural, upper_first
from simulator.session.interview.events import Probed
from simulator.session.interview.turn import Turn

if TYPE_CHECKING:
    from simulator.engine.choice.listening import Heard

AT_ONCE = 10  # false beliefs that are prepared while somebody types, some 10 ms
SEVERAL, SEVERAL_SHARE = 2, 1 / 3  # points of one answer, and of those marked as met, from which it's said
SHORT_QUOTE = 40  # characters
RUN = 5  # words that are looked at together, to find those of a quote that matter
SHORT_REPLY = 40  # words: a longer one is searched
SHARE_ABOUT_CODE = 2 / 3  # in two short replies about code more goes unheard
LOOK_AGAIN = "Look again?"  # where a key does it, its name comes right after
_HOW = re.compile(r"[\s,;:–—-]+(?:(?:but|and|though) )?(?:how|why|in (?:what|which) way)\b[^.!?\n]*", re.IGNORECASE)


def heard_of(turn: Turn) -> "dict[str, Heard]":
    """What was heard of each point that has cues, in the answer and in the replies to follow-ups.

    Words of the answer come before those of a reply, which was asked for, unless only the reply says it surely. Empty
    where there is nothing to hear: a spoken answer without text, "don't know", a rubric without cues.
    """
    if not (names := listened_for(turn)):
        return {}
    from simulator.engine.choice.listening import heard  # not on the way to the home screen, which reads transcripts

    texts = turn.answer_text, turn.said_text
    first, whole = (undoubted(turn, text, heard(turn.question, text)) for text in texts)
    unasked = {
        name: replace(found, share=whole[name].share)
        for name, found in first.items()
        if found.shown and min(P.SURELY_BORNE, whole[name].borne) <= found.borne
    }
    return {point: unasked.get(point, found) for point, found in whole.items() if point in names}


def doubted_words(turn: Turn) -> list[str]:
    """The candidate's words that were challenged as a mistake."""
    return [p.quote for p in turn.probes if p.sort == "challenge" and p.quote and p.reply and not p.point]


def questioned_words(turn: Turn) -> list[str]:
    """The candidate's words that were doubted, or that they gave up when a follow-up repeated them."""
    return [*doubted_words(turn), *(probe.quote for probe, _ in taken_back(turn))]


def taken_back(turn: Turn) -> list[tuple[Probed, str]]:
    """The follow-ups that repeated words of the candidate, with the replies that gave these up."""
    from simulator.graph.listening.taken_back import concedes  # not on the way to the home screen

    challenged = [(p, turn.reply_to(p.probe)) for p in turn.probes if p.sort == "challenge" and p.quote]
    return [(probe, reply) for probe, reply in challenged if reply and concedes(probe.quote, reply)]


def undoubted(turn: Turn, text: str, found: "Mapping[str, Heard]") -> "Mapping[str, Heard]":
    """What was heard in a text, but words that were doubted or taken back support nothing: no point shows them."""
    from simulator.graph.listening.taken_back import is_taken_back  # not on the way to the home screen
    from simulator.graph.listening.wrapped import unwrapped

    whole, doubted = unwrapped(text), questioned_words(turn)  # as the words were repeated

    def is_withdrawn(one: "Heard") -> bool:
        """Whether the words found for a point are such words."""
        challenged = any(words in whole[one.start : one.end] for words in doubted)
        return challenged or (one.shown and is_taken_back(whole, one.start, one.end))

    return {name: replace(one, borne=0.0) if is_withdrawn(one) else one for name, one in found.items()}


@lru_cache(maxsize=64)
def prepare_to_listen(question: Question) -> None:
    """What can be done before an answer is there: once for a question, while the candidate writes."""
    from simulator.engine.choice.listening import prepare  # nothing of it on the way to the first question

    prepare(question)


def prepare_for_misconceptions(graph: Graph) -> Iterator[None]:
    """Prepares to hear the false beliefs of the field, a few at each step: anybody typing would feel it all at once."""
    from simulator.engine.choice.listening import believed  # nothing of it on the way to the first question
    from simulator.graph.listening.misconceptions import profile

    known = iter(graph.misconceptions.values())
    while few := list(islice(known, AT_ONCE)):
        believed("", few)
        for each in few:
            profile(each.claim, each.why, each.cues)
        yield


def listened_for(turn: Turn) -> frozenset[str]:
    """The points whose words are looked for: those with cues, if there is a text to look in."""
    if turn.check is not None or not turn.said_text:
        return frozenset()
    return frozenset(point.id for point in turn.question.rubric if point.cues)


def reading(turn: Turn) -> dict[str, Any]:
    """What is kept with the score of an answer: the coverage that was heard, and how its marks go with that.

    Nothing where it is not read: what was spoken, as only a few bullets of it are there; an answer whose reference was
    known; a list of keywords; and whatever has no cues. It is kept so that reading a transcript never listens.
    """
    from simulator.engine.choice.listening import coverage_read  # at the first score, not before

    is_read = turn.can_be_read and bool(turn.said_text)
    coverage = coverage_read(turn.question, turn.said_text, turn.unasked) if is_read else None
    if coverage is None:
        return {}
    return {"heard": round(coverage, 4), "unheard": tuple(_met_unheard(turn))}


def _met_unheard(turn: Turn) -> Unheard:
    """How many of the points marked as met have no words in the answer; those without cues aren't looked for."""
    heard = heard_of(turn)
    met = [
        (heard[p.id].share < P.HEARD_AT_ALL, p.critical)
        for p in turn.question.rubric
        if p.id in heard and turn.marks.get(p.id) in MET
    ]
    musts = [missing for missing, critical in met if critical]
    return Unheard(len(met), sum(missing for missing, _ in met), len(musts), sum(musts))


def read_coverage(turn: Turn) -> float | None:
    """The coverage that was heard of a scored answer, from 0 to 1; None where it was not read."""
    return turn.scored.heard if turn.scored is not None and turn.readable else None


def unheard_of(turn: Turn) -> Unheard | None:
    """How many of the points marked as met were not heard; None where the answer was not read."""
    kept = turn.scored.unheard if turn.scored is not None and turn.readable else None
    return None if kept is None else Unheard(*kept)


def marks_tell_nothing(turns: Iterable[Turn]) -> bool:
    """Whether a session's marks tell no answer from another: nearly all points are met by them, and the words object.

    Where all are met, so that nothing differs, it's enough that most honest people leave less unheard. Where nearly all
    are, the words must contradict them as few honest people's do.
    """
    read = [(turn, unheard) for turn in turns if (unheard := unheard_of(turn)) is not None]
    marks = [mark in MET for turn, _ in read for mark in turn.marks.values()]
    fewest, share = P.HARDLY_DIFFER
    if len(read) < fewest or sum(marks) < share * len(marks):
        return False
    from simulator.engine.model.surprise import chance_of_difference  # only where nearly all is marked as met

    limit = P.USUAL_DIFFERENCE if all(marks) else P.DOUBTED
    return chance_of_difference(tuple(unheard for _, unheard in read)) < limit


def as_heard(turn: Turn) -> Turn:
    """An answer with the marks and the verdict that its words make: met, half met where they are unclear, or not.

    One that was not read is left as it is.
    """
    found = heard_of(turn) if unheard_of(turn) is not None else {}
    if not found or turn.scored is None:
        return turn
    marks: dict[str, Mark] = {
        point: "yes" if heard.shown else "partly" if heard.share >= P.HEARD_AT_ALL else "no"
        for point, heard in found.items()
    }
    by_words = replace(turn, marks={**turn.marks, **marks})
    if (score := by_words.score) is None:
        return turn
    scored = msgspec.structs.replace(
        turn.scored, verdict=score.verdict, coverage=score.coverage, by_points=score.verdict, anchored=None,
        capped=score.capped, overruled=False, insight="",
    )  # fmt: skip
    return replace(by_words, scored=scored)


def not_found(met: int, unheard: int, unclear: int = 0, which: Sequence[int] = ()) -> str:
    """Says that words were missing for points marked as met, in a sentence that may follow a colon.

    `which` are their numbers, of those of one answer.
    """
    more = f" (point{'s' * (len(which) > 1)} {names([*map(str, which)])})" if which else ""
    more += f", and I can't tell for {unclear} more" if unclear else ""
    found = f"{'any' if unheard == met else unheard} in your words{more}"
    return f"of the {plural(met, 'point')} you marked as met, I couldn't find {found}. {LOOK_AGAIN}"


def look_again(turn: Turn) -> str:
    """Says, before a verdict, that words are missing for several points of an answer or of the talk about code."""
    if turn.scored is not None or turn.score is None:
        return ""
    from simulator.graph.listening.disclaimed import says_no_more  # not on the way to the home screen

    if says_no_more(turn.said_text) and (marked := sum(mark in MET for mark in turn.marks.values())):
        return f"You wrote that you don't know, and marked {plural(marked, 'point')} as met. {LOOK_AGAIN}"
    if turn.question.is_coding and not (turn.dont_know or turn.seen or turn.spoken):
        (met, unheard, *_), share = _met_unheard(turn), SHARE_ABOUT_CODE
    else:
        (met, unheard, *_), share = reading(turn).get("unheard", (0, 0)), SEVERAL_SHARE
    if unheard < max(SEVERAL, share * met):
        return ""
    unclear = sum(found.somewhere for point, found in words_found(turn).items() if turn.marks.get(point) in MET)
    missing = {name for name, one in heard_of(turn).items() if one.share < P.HEARD_AT_ALL}
    which = [n for n, p in enumerate(turn.question.rubric, 1) if p.id in missing and turn.marks.get(p.id) in MET]
    return upper_first(not_found(met, unheard, unclear, which if unheard < met else ()))


def by_marks_alone(turn: Turn) -> bool:
    """Whether only the candidate's marks count for a scored answer: it was spoken, or could not be read.

    A task has its cases.
    """
    alone = turn.scored is not None and not turn.dont_know and unheard_of(turn) is None
    return alone and turn.code_rank is None


class FoundWords(NamedTuple):
    """The candidate's words for a point, and whether they surely say it; no words where nothing was found.

    `somewhere`: there are traces of it all over the text, and no words that could be pointed to. `in_reply`: the words
    stand in a reply to a follow-up. `replied`: nothing was found, and the words are what was said when the point was
    asked for. `matters` is where in the quote the words begin that tell the point most, in characters. `noted`: the
    words are bullets of what was said aloud; without words, the answer was. `told`: a follow-up got "I said that".
    `repeated`: one that asked for the point repeated words that may have said it.
    """

    quote: str = ""
    surely: bool = False
    somewhere: bool = False
    in_reply: bool = False
    replied: bool = False
    matters: int = 0
    noted: bool = False
    told: bool = False
    repeated: bool = False

    @property
    def found(self) -> str:
        """The words that were found, so not what merely stands beside the point."""
        return "" if self.replied else self.quote


def words_found(turn: Turn, misconceptions: Iterable[Misconception] = ()) -> dict[str, FoundWords]:
    """For each point that has cues what was found of it: the same points count as found in a report.

    Words that were doubted, or claim one of these `misconceptions`, are no point's: others are shown, or none. They
    are an exact part of one paragraph: of what runs from one into the next, the piece that bears it out more.
    A follow-up asked for what wasn't heard in the answer: where nothing surely says the point, its reply is shown, as
    found words only if something of the point is heard in it. Without a whole cue of their own the words are a perhaps,
    as half of such say half of the point; the reply to a drill doesn't stand in for them.
    """
    found, replies = {}, _replies_about(turn)
    told = {probe.point for probe in turn.probes for r in turn.replies if r.said and r.probe == probe.probe}
    for point, heard in _truly_heard(turn, misconceptions).items():
        words, bears = FoundWords(somewhere=heard.share >= P.HEARD_AT_ALL), False
        if heard.shown:
            quote, borne = _within_paragraph(turn.question, point, heard)
            if quote:
                bears = borne >= P.SURELY_BORNE and not _leaves_how_open(turn.said_text, heard.end)
                words = FoundWords(quote, bears and heard.whole, in_reply=quote not in turn.answer_text)
        if point in replies and not (words.surely or (bears and not replies[point].of_gap)):
            reply, counts = replies[point], heard.share >= P.HEARD_AT_ALL
            says = counts and reply.says_something
            words = FoundWords(reply.text, somewhere=counts and not says, in_reply=says, replied=not says)
        parts = turn.replies if words.in_reply or words.replied else turn.answers
        noted = any(part.spoken_seconds is not None and words.quote in part.text for part in parts)
        found[point] = words._replace(
            matters=_tells_most(turn.question, point, words.found), noted=noted, told=point in told
        )
    repeated = {probe.point for probe in turn.probes if probe.sort == "gap" and probe.quote}
    return {point: words._replace(repeated=point in repeated) for point, words in found.items()}


def _truly_heard(turn: Turn, misconceptions: Iterable[Misconception]) -> "Mapping[str, Heard]":
    """What was heard of each point; where the best words claim what is false, those that are best without these.

    How likely the point was said stays as it is: only the words that are shown are others.
    """
    found = heard_of(turn)
    if not any(one.quote and one.share >= P.HEARD_AT_ALL for one in found.values()):
        return found
    from simulator.engine.choice.listening import heard  # known by now: something was heard
    from simulator.graph.listening.wrapped import overlap, without

    false = _false_claims(turn, misconceptions)
    wrong = {name: one for name, one in found.items() if one.quote and overlap(one.start, one.end, false)}
    if not wrong:
        return found
    elsewhere = heard(turn.question, without(turn.said_text, false))
    for name, one in wrong.items():
        other = elsewhere[name]
        if other.shown and not overlap(other.start, other.end, false):
            wrong[name] = replace(other, share=one.share, quote=turn.said_text[other.start : other.end])
        else:
            wrong[name] = replace(one, borne=0.0)
    return {**found, **wrong}


def _false_claims(turn: Turn, misconceptions: Iterable[Misconception]) -> list[tuple[int, int]]:
    """From and to which character something false is said: what was doubted, and what is believed of the field.

    A mistake of the question is mostly said in words that also hold the point, and counts in what bears this out.
    """
    from simulator.engine.choice.listening import believed  # known by now: something was heard
    from simulator.graph.listening.wrapped import unwrapped

    whole = unwrapped(turn.said_text)
    doubted = [(whole.find(words), len(words)) for words in questioned_words(turn)]
    beliefs = [] if turn.question.shows_code else believed(turn.said_text, misconceptions)
    places = [(start, start + length) for start, length in doubted if start >= 0]
    return [*places, *((claim.start, claim.end) for _, claim in beliefs)]


def _tells_most(question: Question, point: str, quote: str) -> int:
    """Where in a quote the run of words begins that tells most of its point; a short one is shown from its start."""
    if len(quote) <= SHORT_QUOTE:
        return 0
    from simulator.engine.choice.quotes import vocabulary  # known by now: something was heard
    from simulator.graph.listening.words import tokens

    typed, weights = tokens(quote), vocabulary(question.prompt, question.rubric).get(point, {})
    worth = [weights.get(token.stem, 0.0) for token in typed]
    runs = [sum(worth[n : n + RUN]) if value else 0.0 for n, value in enumerate(worth)]
    return typed[runs.index(max(runs))].start if any(runs) else 0


def _within_paragraph(question: Question, point: str, words: "Heard") -> tuple[str, float]:
    """The words found, and how far they bear the point out; of several paragraphs those that do so by themselves."""
    from simulator.engine.choice.listening import heard  # known by now: something was heard

    pieces = [piece.strip() for piece in words.quote.split("\n\n") if piece.strip()]
    if len(pieces) == 1:
        return pieces[0], words.borne
    borne, _, best = max((heard(question, piece)[point].borne, len(piece), piece) for piece in pieces)
    return (best, borne) if borne >= P.PERHAPS_BORNE else ("", borne)


def _leaves_how_open(text: str, end: int) -> bool:
    """Whether "I don't know how" follows some words: then they name the thing, and don't explain it."""
    from simulator.engine.choice.listening import listen_to  # known by now: something was heard

    behind = _HOW.match(text, end)
    return behind is not None and not any(
        behind.start() <= token.start < behind.end() for token in listen_to(text).tokens
    )


class _ReplyAbout(NamedTuple):
    """What was said when a point was asked about, whether something of it is heard there, and if it asked for a gap."""

    text: str
    says_something: bool
    of_gap: bool


def _replies_about(turn: Turn) -> dict[str, _ReplyAbout]:
    """What was said when a point was asked about, by point; of a long reply what's heard of the point in it alone."""
    from simulator.engine.choice.listening import heard  # not on the way to the home screen
    from simulator.engine.choice.unknown import gives_up

    texts = {reply.probe: reply.text.strip() for reply in turn.replies if not gives_up(reply.text)}
    replies = {}
    for probe in turn.probes:
        text = texts.get(probe.probe, "")
        if probe.sort not in {"gap", "drill"} or not probe.point or not text:
            continue
        alone = heard(turn.question, text).get(probe.point)
        says = alone is not None and alone.share >= P.UNSAID
        in_one = alone.quote if alone is not None and alone.shown and length_in_words(text) > SHORT_REPLY else text
        replies[probe.point] = _ReplyAbout(max(in_one.split("\n\n"), key=len).strip(), says, probe.sort == "gap")
    return replies
