"""Why an item was asked, in words: whole, as it's said in the room, and while the item is open."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from simulator import __version__
from simulator.engine.choice.reasons import ADVERT_MENTIONS, HAD_MENTIONED, WEIGHTS, Reason, beyond, regrets, sentence
from simulator.engine.choice.told.named import named_as_said
from simulator.engine.model.parameters import ENGINE_VERSION
from simulator.engine.scoring import SHORT, STRONG
from simulator.errors import SimulatorError
from simulator.graph.records import Graph
from simulator.session.brought_up import said_before, takes_up_aloud, took_up, touched_by
from simulator.session.header import Header
from simulator.session.interview.events import Asked, Event, Probed
from simulator.session.interview.item_blocks import Block, probe_block
from simulator.session.interview.parting_questions import ORDER
from simulator.session.interview.state import Awaits, State, apply, effective
from simulator.session.interview.turn import Turn

if TYPE_CHECKING:
    from simulator.engine.choice.told.course import Course, Unanswered, Wordings
    from simulator.engine.choice.told.followed_because import AskedFollowUp
    from simulator.session.transcript.read import Reading

WHY_PARTING = "Every panel asks something like this: how you work counts as well as what you know. It isn't scored."
WHY_YOURS = "It's your turn now: what you ask shows what matters to you at work. It isn't scored either."
WHY_NOTHING = "There's no question open just now."
WHY_LOST = "The reason for this question can't be read any more."
MOST_REGRETS = 2  # times that the same is said of what the bank had nothing left for: a small one has it at every turn
MOST_WEIGHTY = 2  # areas of an interview of which it's said that they're a big part of the role, or a part of it

# of items and follow-ups, by the number of their event: what was or would have been told to whoever asked
Reasons: TypeAlias = Mapping[int, str]
NO_REASONS: Reasons = {}


def reason_of(turn: Turn) -> Reason | None:
    """Why the item was asked; None if the transcript holds no reason that can be read."""
    try:
        return msgspec.convert(turn.asked.reason, Reason)
    except msgspec.ValidationError:
        return None


def reason_sentences(turns: Sequence[Turn], graph: Graph, header: Header) -> list[str]:
    """Why each of these items was asked, as a sentence; empty if the transcript holds no reason that can be read.

    In one go, as what was said of an area's weight before isn't said again.
    """
    weights, sentences, own_work = _Weights(), list[str](), set[str]()
    for turn in turns:
        told = _sentence(turn, graph, header, weights.left_out(turn), own_work)
        weights.heard(turn, told)
        sentences.append(told)
        own_work |= {turn.asked.area} if turn.is_story and not turn.skipped else set()
    return sentences


def _sentence(turn: Turn, graph: Graph, header: Header, left_out: Collection[str], own_work: Collection[str]) -> str:
    """The report's sentence on one item; `own_work` are the areas that a story before it was asked for under."""
    reason = reason_of(turn)
    if reason is None:
        return ""
    reason, untold = _as_told(reason, turn, graph)
    if not reason.touched and turn.asked.area in own_work:  # a story counts for no area, but was heard
        reason = msgspec.structs.replace(reason, touched="story")
    try:
        words = sentence(
            reason,
            graph,
            header.role,
            advert=header.advert,
            named=_named_by_advert(turn, graph, header),
            story=turn.is_story,
            number=turn.asked.number,
            seniority=header.seniority,
            left_out=left_out,
        )
        return f"{words} {HAD_MENTIONED.format(named_as_said(untold))}" if untold else words
    except KeyError:  # a tier that has no name
        return ""


def _as_told(reason: Reason, turn: Turn, graph: Graph) -> tuple[Reason, str]:
    """The reason as it's told before the reference, and the name that it then leaves out: it tells what it's about."""
    if not (reason.mentioned or reason.led_by) or takes_up_aloud(graph, turn):
        return reason, ""
    return msgspec.structs.replace(reason, mentioned="", led_by=""), reason.mentioned


def reasons_then(header: Header, events: Iterable[Event], graph_of: Callable[[str], Graph]) -> Reasons:
    """Why each item and follow-up of a transcript was asked, as it was told in the room while that was open.

    Nothing keeps these words. They follow from what came before, and from program, engine and graph: none are told
    where one of these has changed since, as they would be others, or where the graph can't be read.
    """
    try:
        graph = graph_of(header.graph) if (header.program, header.engine) == (__version__, ENGINE_VERSION) else None
    except (SimulatorError, OSError):
        return NO_REASONS
    if graph is None or header.graph_digest != graph.digest:
        return NO_REASONS
    from simulator.engine.choice.told.course import Wordings  # with the engine
    from simulator.engine.choice.told.followed_because import follow_up_because

    told: dict[int, str] = {}
    of_items, of_follow_ups, weights = Wordings(header.seed), Wordings(header.seed), _Weights()
    state = State(header)
    for event in effective(events):
        state = apply(state, event)
        match event:
            case Asked():
                turn, before = state.turn(event.position), state.turns[: event.position - 1]
                told[event.n] = _said_of(turn, before, graph, header, of_items, weights.left_out(turn))
                weights.heard(turn, told[event.n])
            case Probed():
                asked = _follow_up(state.turn(event.position), event, graph)
                told[event.n] = follow_up_because(asked, of_follow_ups)
    return told


def with_reasons(turn: Turn, blocks: Sequence[Block], reasons: Reasons) -> list[Block]:
    """The blocks of an item, and a line below its question and each follow-up that says why that was asked."""
    shown, at = list(blocks), max(n for n, block in enumerate(blocks) if block.kind in {"prompt", "options"})
    for event, sort in ((turn.asked, "check" if turn.check else "question"), *((p, "follow-up") for p in turn.probes)):
        if isinstance(event, Probed):
            at = shown.index(probe_block(event), at + 1)
        if why := reasons.get(event.n):
            at += 1
            shown.insert(at, Block("reason", f"Why this {sort}: {why}"))
    return shown


def transcript_lines(reading: "Reading", graph_of: Callable[[str], Graph]) -> Iterator[str]:
    """A session as lines of text, with why each item and follow-up was asked."""
    from simulator.session.archive.as_text import retold_lines  # reports do without

    return retold_lines(reading, partial(with_reasons, reasons=reasons_then(reading.header, reading.events, graph_of)))


def reason_now(state: State, graph: Graph) -> str:
    """What the interviewer says when asked why this is asked."""
    if state.awaits is Awaits.PARTING:
        yours = state.parting.open is not None and state.parting.open.subject == ORDER[-1]
        return WHY_YOURS if yours else WHY_PARTING
    if (turn := state.current) is None:
        return WHY_NOTHING
    if state.awaits is Awaits.REPLY:
        return follow_up_reason(turn, graph, state.header, state.turns)
    tells = reason_before_reference if state.conceals(turn) else reason_in_the_room
    return tells(turn, graph, state.header, state.turns) or WHY_LOST


def reason_in_the_room(turn: Turn, graph: Graph, header: Header, turns: Sequence[Turn] = ()) -> str:
    """Why the item was asked, once its reference was seen: what was said before it, and the concept that it was on."""
    reason, told = reason_of(turn), reason_before_reference(turn, graph, header, turns)
    if reason is None or not told or turn.is_story:
        return told

    subject = f"It was on “{graph.concept_title(reason.concept)}”."
    _, untold = _as_told(reason, turn, graph)
    had = HAD_MENTIONED.format(named_as_said(untold)) if untold else ""
    return " ".join(filter(None, (told, subject, had, beyond(reason, header.seniority))))


def reason_before_reference(turn: Turn, graph: Graph, header: Header, turns: Sequence[Turn] = ()) -> str:
    """Why the item was asked, as it's said while the item is open: without its concept and tier.

    With scores at the end nothing is told of what the answer before was worth. `turns` are all items: what was said at
    those before isn't said again.
    """
    from simulator.engine.choice.told.course import Wordings  # with the engine

    wordings, told, said = Wordings(header.seed), "", _Weights()
    before: tuple[Turn, ...] = tuple(turns[: turn.position - 1])
    for number, one in enumerate((*before, turn)):
        told = _said_of(one, before[:number], graph, header, wordings, said.left_out(one))
        said.heard(one, told)
    return told


def follow_up_reason(turn: Turn, graph: Graph, header: Header, turns: Sequence[Turn]) -> str:
    """Why the open follow-up to an item was asked, in other words than those before it in the interview."""
    from simulator.engine.choice.told.course import Wordings  # with the engine
    from simulator.engine.choice.told.followed_because import follow_up_because

    wordings, told = Wordings(header.seed), ""
    for one in (*turns[: turn.position - 1], turn):
        for probe in one.probes:
            told = follow_up_because(_follow_up(one, probe, graph), wordings)
    return told


def _follow_up(turn: Turn, probe: Probed, graph: Graph) -> "AskedFollowUp":
    """A follow-up with what had been said by then."""
    from simulator.engine.choice.told.followed_because import AskedFollowUp  # with the engine

    said = (turn.answer_text, *(reply.text for reply in turn.replies[: probe.probe - 1]))
    return AskedFollowUp(
        turn.question,
        probe.sort,
        probe.asks,
        probe.point,
        before="\n\n".join(filter(None, said)),
        quoted=bool(probe.quote),
        told=bool(probe.told),
        spoken=turn.spoken,
        misconceptions=graph.misconceptions.values(),
    )


class _Weights:
    """Of which areas it was said that they're a big part of the role, or a part of it."""

    def __init__(self) -> None:
        self.said: Counter[str] = Counter()
        self.areas: set[str] = set()

    def left_out(self, turn: Turn) -> list[str]:
        """What may not be said of this item's area."""
        return [words for words in WEIGHTS if turn.asked.area in self.areas or self.said[words] >= MOST_WEIGHTY]

    def heard(self, turn: Turn, told: str) -> None:
        """Keep what was said of this item's area."""
        if weighty := [words for words in WEIGHTS if words in told.replace("'s ", " is ")]:
            self.said.update(weighty)
            self.areas.add(turn.asked.area)


def _said_of(
    turn: Turn,
    before: Sequence[Turn],
    graph: Graph,
    header: Header,
    wordings: "Wordings",
    left_out: Collection[str],
) -> str:
    """The reason of one item, which followed those `before`."""
    from simulator.engine.choice.told.asked_because import question_because
    from simulator.engine.choice.told.checked_because import check_because

    reason = reason_of(turn)
    if reason is None:
        return ""
    reason, _ = _as_told(reason, turn, graph)
    course = _course(turn, reason, before, graph, header, left_out)
    words = (question_because if turn.check is None else check_because)(course, wordings)
    regret = wordings.at_most(MOST_REGRETS, regrets(reason, graph))
    return " ".join(filter(None, (words, _of_advert(turn, graph, header), regret)))


def _course(
    turn: Turn, reason: Reason, before: Sequence[Turn], graph: Graph, header: Header, left_out: Collection[str]
) -> "Course":
    """How the interview stood when the item was asked."""
    from simulator.engine.choice.told.course import Course  # with the engine

    asked = [one for one in before if one.check is None]
    answered = [one for one in asked if not one.skipped and not one.is_story]
    scored = header.score != "end"
    checks = before[asked[-1].position :] if asked else ()
    return Course(
        reason,
        turn.question if turn.check is None else turn.check,
        graph,
        role=header.role,
        seniority=header.seniority,
        advert=header.advert,
        number=turn.asked.number,
        between=len(checks),
        missed=sum(one.correct is False for one in checks) if scored else 0,
        just_checked=before[-1].asked.area if before and before[-1].check is not None else "",
        skipped=bool(asked) and asked[-1].skipped,
        unanswered=_unanswered(asked[-1]) if asked else "",
        talked=Counter(one.asked.area for one in answered),
        checked=Counter(one.asked.area for one in before if one.check is not None and not one.skipped),
        own_work={one.asked.area for one in asked if one.is_story and not one.skipped},
        came_near={graph.area_of(c) for one in answered for c in one.question.concepts[1:] if c in graph.concepts},
        held={one.asked.area for one in answered if scored and one.verdict in STRONG},
        fell=Counter(one.asked.area for one in answered if one.verdict in SHORT),
        only_area=header.area,
        scored=scored,
        minutes_left=header.minutes - turn.asked.clock / 60,
        left_out=left_out,
        said=said_before(before, turn) if turn.asked.reason.get("touched") or took_up(turn) else "",
        touched_by=touched_by(graph, turn, before),
    )


def _unanswered(turn: Turn) -> "Unanswered":
    """Which follow-ups to an answer got nothing, or by the candidate's own mark not what they asked for.

    Where a reply only has no word of what would be a good one, not more than "some" is told of it.
    """
    from simulator.engine.choice.unknown import gives_up, is_beside  # with the engine

    missed = {probe.probe: turn.marks[probe.point] for probe, _ in turn.missed_when_asked}
    typed = [(p, r) for p, r in zip(turn.probes, turn.replies, strict=False) if not r.said and r.spoken_seconds is None]
    failed = [gives_up(reply.text) or missed.get(probe.probe) == "no" for probe, reply in typed]
    if failed and all(failed) and len(failed) == len(turn.probes):
        return "one" if len(failed) == 1 else "all"
    beside = (is_beside(turn.question, probe.reply, probe.point, reply.text) for probe, reply in typed)
    return "some" if missed or any(failed) or any(beside) else ""


def _of_advert(turn: Turn, graph: Graph, header: Header) -> str:
    """What of the question a job advert names, in a sentence."""
    named = _named_by_advert(turn, graph, header)
    return ADVERT_MENTIONS.format(", ".join(named)) if named else ""


def _named_by_advert(turn: Turn, graph: Graph, header: Header) -> tuple[str, ...]:
    """The names that a question shares with a job advert; none of a story, for which they don't matter."""
    if not header.advert_terms or turn.is_story or header.again is not None:
        return ()
    from simulator.graph.job_advert.naming import names_of  # only where there is an advert

    return names_of(graph, header.advert_terms, turn.asked.id)
