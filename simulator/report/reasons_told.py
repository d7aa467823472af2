"""Why an item was asked, in words: whole, as it's said in the room, and while the item is open."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from simulator.graph.records import Graph
from simulator.graph.speech import title_within
from simulator.session.brought_up import takes_up_aloud
from simulator.session.header import Header
from simulator.session.interview.turn import Turn

if TYPE_CHECKING:
    from simulator.engine.choice.reasons import Reason

MOST_WEIGHTY = 2  # areas of an interview of which it's said that they're a big part of the role, or a part of it
STILL = "We're still on {area}, as I'd like to be surer of how you do there."
LONGER = "A longer task now, to see how you put things together."
NEW = "A new subject, {area}, so that I hear you on more than one."
_TIER = re.compile(r",? ?\(tier \d[^)]*\)")


def reason_of(turn: Turn) -> "Reason | None":
    """Why the item was asked; None if the transcript holds no reason that can be read."""
    from simulator.engine.choice.reasons import Reason  # with the engine

    try:
        return msgspec.convert(turn.asked.reason, Reason)
    except msgspec.ValidationError:
        return None


def reason_sentence(
    turn: Turn, graph: Graph, header: Header, turns: Sequence[Turn] = (), *, early: bool = False
) -> str:
    """Why the item was asked, as a sentence; empty if the transcript holds no reason that can be read.

    `turns` are all items: what was said of an area's weight before isn't said again. `early`: its tier is not to be
    told yet, so neither is that it lies beyond the level.
    """
    *_, told = _sentences((*turns[: turn.position - 1], turn), graph, header, early=early)
    return told


def reason_sentences(turns: Sequence[Turn], graph: Graph, header: Header) -> list[str]:
    """Why each of these items was asked; in one go, as each sentence goes by those before it."""
    return list(_sentences(turns, graph, header))


def _sentences(turns: Sequence[Turn], graph: Graph, header: Header, *, early: bool = False) -> Iterator[str]:
    """The sentences of items in their order, of which the last may be told `early`."""
    from simulator.engine.choice.reasons import WEIGHTS  # with the engine

    said: Counter[str] = Counter()
    areas: set[str] = set()
    for turn in turns:
        area = turn.asked.area
        left_out = [words for words in WEIGHTS if area in areas or said[words] >= MOST_WEIGHTY]
        told = _sentence(turn, graph, header, left_out, early=early and turn is turns[-1])
        if weighty := [words for words in WEIGHTS if words in told]:
            said.update(weighty)
            areas.add(area)
        yield told


def _sentence(turn: Turn, graph: Graph, header: Header, left_out: Collection[str], *, early: bool = False) -> str:
    from simulator.engine.choice.reasons import HAD_MENTIONED, named_as_said, sentence  # with the engine

    reason = reason_of(turn)
    if reason is None:
        return ""
    untold = reason.mentioned if not takes_up_aloud(turn) else ""  # the name would tell what it's about
    if untold:
        reason = msgspec.structs.replace(reason, mentioned="")
    named: tuple[str, ...] = ()
    told = turn.check is None and turn.question.kind == "experience"  # what is named is no matter for a story
    if header.advert_terms and not told and header.again is None:
        from simulator.graph.job_advert.naming import names_of  # only where there is an advert

        named = names_of(graph, header.advert_terms, turn.asked.id)
    try:
        words = sentence(
            reason,
            graph,
            header.role,
            advert=header.advert,
            named=named,
            story=told,
            number=turn.asked.number,
            seniority="" if early else header.seniority,
            left_out=left_out,
        )
        return f"{words} {HAD_MENTIONED.format(named_as_said(untold))}" if untold and not early else words
    except KeyError:  # a tier that has no name
        return ""


def reason_in_the_room(turn: Turn, graph: Graph, header: Header, turns: Sequence[Turn] = ()) -> str:
    """The sentence as it's said: nobody says a tier."""
    return _TIER.sub("", reason_sentence(turn, graph, header, turns))


def reason_before_reference(turn: Turn, graph: Graph, header: Header, turns: Sequence[Turn] = ()) -> str:
    """The sentence while the item is open: without its concept and tier, which the reveal tells.

    Where nothing can be left out, as where the concept before is asked about again, and where it would tell of the
    question before, whose reference comes at the end, it's only about the area, which anybody sees.
    """
    from simulator.engine.choice.reasons import FOLLOWING  # with the engine

    told, reason = reason_sentence(turn, graph, header, turns, early=True), reason_of(turn)
    if reason is None:
        return ""
    title = f"“{graph.concept_title(reason.concept)}”"
    told = _TIER.sub("", re.sub(rf"(?: Close to it)?:? ?{re.escape(title)}", "", told))
    told = told.replace("..", ".").strip()
    tells_of_last = header.score == "end" and reason.move in {*FOLLOWING, "design"} and not reason.mentioned
    if reason.concept == reason.from_concept or tells_of_last or not told.strip("."):
        return _of_area(turn, graph, reason)
    return told


def _of_area(turn: Turn, graph: Graph, reason: "Reason") -> str:
    """What can be said of any question: whether it stays with an area."""
    area = title_within(graph, graph.area_title(turn.asked.area))
    if reason.move == "design":
        return LONGER
    known = reason.from_concept in graph.concepts
    stays = known and graph.area_of(reason.from_concept) == turn.asked.area
    return (STILL if stays else NEW).format(area=area)
