"""A report as it may be shown to others: without the candidate's name, and without what they said or wrote."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from simulator.engine.scoring import MET
from simulator.report import records as rec
from simulator.report.debrief_records import Strength
from simulator.session.interview.item_blocks import REPLY_TITLE, TITLES, Block, Kind

# a list of what is shown, so that a new kind of block is left out until somebody has thought about it
SHOWN: frozenset[Kind] = frozenset(
    (
        "prompt", "options", "hint", "aside", "result", "why", "head", "reference", "gist", "claim", "correction",
        "exemplar", "verdict", "point", "source", "fact",
    )
)  # fmt: skip
OWN_REASON, OWN_INSIGHT = "set by you", "with an insight of your own"


def without_own_words(assessment: rec.Assessment) -> rec.Assessment:
    """The same report without name, answers, quotations, notes and reasons of the candidate's own."""
    given = assessment.recommendation
    recommendation = replace(
        given,
        strengths=tuple(_strengths(given.strengths, assessment.questions)),
        concerns=tuple(replace(concern, said="", reached="", fails="", reason="") for concern in given.concerns),
        advert="",  # it would tell where they apply
        unasked_by_advert=False,
        advert_areas=(),
        advert_unmet=(),
    )
    return replace(
        assessment,
        session=replace(assessment.session, candidate=""),
        questions=tuple(map(_question, assessment.questions)),
        checks=tuple(replace(check, text="", blocks=_blocks(check.blocks)) for check in assessment.checks),
        recommendation=recommendation,
        tonight=tuple(replace(item, of_hundred=None) for item in assessment.tonight),
        findings=(),
        parting=(),
    )


def _question(question: rec.QuestionResult) -> rec.QuestionResult:
    blocks = _blocks(question.blocks)
    if question.overruled or question.insight:  # then a verdict gives the reason that the candidate wrote
        reason = OWN_REASON if question.overruled else OWN_INSIGHT
        blocks = tuple(replace(block, text=reason) if block.kind == "verdict" else block for block in blocks)
    own: dict[str, object] = {"answer": "", "follow_ups": (), "notes": (), "retold": "", "why": "", "insight": ""}
    code = replace(question.code, text="", runs=()) if question.code else None
    return replace(question, blocks=blocks, code=code, **own)


def _blocks(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks without a conversation: a follow-up may quote the answer, and its reply belongs to it."""
    shown = (block for block in blocks if block.kind in SHOWN)
    plain = (block for block in shown if block.kind != "head" or block.text != TITLES["retold"])
    return tuple(block for block in plain if block.kind != "reference" or block.mark != REPLY_TITLE)


def _strengths(strengths: Iterable[Strength], questions: Sequence[rec.QuestionResult]) -> Iterator[Strength]:
    """Strengths in the words of the rubric: in place of a quotation the point that it says, if that was met.

    Else it's the weightiest point that was, and no point twice.
    """
    given: set[str] = set()
    for strength in strengths:
        if not strength.quoted:
            yield strength
            continue
        met = [p for q in questions if q.position in strength.positions for p in q.points if p.mark in MET]
        fresh = [point for point in met if point.point not in given]
        said = strength.point
        best = max(fresh, key=lambda point: (point.point == said, point.critical, point.weight), default=None)
        words = best.point if best else ""
        given.add(words)
        yield replace(strength, quote=words, quoted=False, point="")
