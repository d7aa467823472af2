"""What you show to others, as a file: its text with or without the candidate's own words, its name and its place."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from pathlib import Path
from typing import Literal

from msgspec.structs import replace

from simulator.engine.choice.reasons import (
    ADVERT_ASKS,
    ADVERT_MENTIONS,
    BY_ADVERT,
    BY_ROLE,
    HAD_MENTIONED,
    LED_BY,
    OF_STORY,
    TAKES_UP,
)
from simulator.engine.scoring import MET
from simulator.graph.text import one_line
from simulator.report import records as rec
from simulator.report.debrief.tonight import without_new
from simulator.report.debrief_records import Strength
from simulator.report.export.html import as_html, long_date
from simulator.report.export.markdown import as_markdown
from simulator.report.export.picture import as_card, without_illegal
from simulator.report.path_records import PathStep
from simulator.session.clock import LOCAL
from simulator.session.interview.input import the_answer_is
from simulator.session.interview.item_blocks import TITLES, Block, Kind
from simulator.session.transcript.disk import renewing

Shown = Literal[
    "page", "answers", "markdown", "card"
]  # the debrief without the candidate's words, with them, and the card
SUFFIXES: Mapping[Shown, str] = {
    "page": ".html",
    "answers": "-with-answers.html",
    "markdown": ".md",
    "card": "-card.svg",
}
ROLE_LETTERS = 60  # letters of a role in a name
_FONTS = re.compile(r"\s*@font-face\s*\{[^}]*\}")
_NOT_A_NAME = re.compile(r"[^a-z0-9]+")


def shared_file(assessment: rec.Assessment, what: Shown) -> tuple[str, str]:
    """A name for the file, and its text. Only `answers` holds what the candidate said."""
    shown = assessment if what == "answers" else without_own_words(assessment)
    name = f"{report_stem(assessment)}{SUFFIXES[what]}"
    write = {"card": as_card, "markdown": as_markdown}.get(what, as_html)
    return name, write(shown)


def report_stem(assessment: rec.Assessment) -> str:
    """The beginning of the name of a file about one interview, whichever way it's written; a demo's says so."""
    session = assessment.session
    return file_stem(f"{'demo ' * session.is_demo}{session.role_title}", session.started.astimezone(LOCAL))


def file_stem(subject: str, day: date) -> str:
    """The beginning of a file's name: `interview-applied-llm-engineer-2026-11-27`; a title may hold anything."""
    plain = unicodedata.normalize("NFKD", subject).encode("ascii", "ignore").decode().lower()
    words = _NOT_A_NAME.sub("-", plain)[:ROLE_LETTERS].strip("-")
    return "-".join(filter(None, ("interview", words, f"{day:%Y-%m-%d}")))


def picture_title(screen: str, role: str, day: date) -> str:
    """What stands above the picture of a screen: `Map, Applied LLM engineer, 27 November 2026`."""
    return ", ".join(filter(None, (screen, one_line(role), long_date(day))))


def as_picture(screen: str) -> str:
    """A picture of a screen without the fonts it would fetch: the reader's own are used instead."""
    plain = without_illegal(_FONTS.sub("", screen))
    return plain.replace("font-family: Fira Code, monospace", "font-family: 'Fira Code', ui-monospace, monospace")


def write_beside(folder: Path, name: str, text: str) -> Path:
    """Write a text to a new file and return its path; if the name is taken, it gets a number. Raises OSError."""
    return new_file(folder, name, lambda file: file.write_text(text, "utf-8"))


def new_file(folder: Path, name: str, write: Callable[[Path], object]) -> Path:
    """The path of a new file, written by `write`; if the name is taken, it gets a number.

    Raises OSError and what `write` raises; then there is no file.
    """
    wanted = folder / name
    path = wanted
    for number in count(2):
        try:
            with renewing(path, over=False) as fresh:
                write(fresh)
            break
        except FileExistsError:  # also a link that leads nowhere
            path = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
    return path


# Without the candidate's name, and without what they said or wrote

# a list of what is shown, so that a new kind of block is left out until somebody has thought about it
SHOWN: frozenset[Kind] = frozenset(
    (
        "prompt", "options", "hint", "aside", "result", "why", "head", "reference", "gist", "claim", "correction",
        "exemplar", "verdict", "point", "source", "fact", "example",
    )
)  # fmt: skip
# what a reason says of a job advert
_OF_ADVERT = re.compile(rf" (?:{ADVERT_MENTIONS.format('.*?')[:-1]}\.|{re.escape(ADVERT_ASKS)})(?= [A-Z]|$)")
_OWN_CLAIM = re.compile("“.*”")  # up to the last mark: the claim may hold some
OWN_REASON, OWN_INSIGHT = "set by you", "with an insight of your own"


def without_own_words(assessment: rec.Assessment) -> rec.Assessment:
    """The same report without name, answers, quotations, notes and reasons of the candidate's own."""
    given = assessment.recommendation
    recommendation = replace(
        given,
        strengths=tuple(_strengths(given.strengths, assessment.questions)),
        concerns=tuple(replace(concern, said="", reached="", fails="") for concern in given.concerns),
        manner=_OWN_CLAIM.sub("a claim of yours", given.manner),
        advert="",  # it would tell where they apply
        unasked_by_advert=False,
        advert_areas=(),
        advert_unmet=(),
    )
    return replace(
        assessment,
        session=replace(assessment.session, candidate=""),
        questions=tuple(map(_question, assessment.questions)),
        checks=tuple(map(_check, assessment.checks)),
        recommendation=recommendation,
        path=tuple(map(_step, assessment.path)),
        # what was never asked is there as the advert wants it
        tonight=tuple(replace(i, of_hundred=None, named=()) for i in without_new(assessment.tonight)),
        findings=(),
        parting=(),
    )


def _step(step: PathStep) -> PathStep:
    """A step without the advert, and without the questions that only the advert ruled out."""
    from simulator.engine.choice.constraints import FAR_FROM_NAMED, NOT_NAMED  # brings numpy

    others = tuple(other for other in step.passed_over if other.ruled_out not in {NOT_NAMED, FAR_FROM_NAMED})
    return replace(step, reason=without_said(without_advert(step.reason)), passed_over=others)


# what a reason takes up of the candidate's words, and how it's told without them
_OF_SAID = tuple(
    (re.compile(re.escape(said).replace(r"\{\}", ".*?")), plain)
    for said, plain in (
        (OF_STORY, "After your story, here are some questions"),
        (LED_BY, "Now something"),
        (TAKES_UP, "I'd like to take up something that you mentioned"),
        (f" {HAD_MENTIONED}", ""),
    )
)


def without_advert(reason: str) -> str:
    """A reason without what a job advert has to do with it: that would tell where they apply."""
    return _OF_ADVERT.sub("", reason).replace(BY_ADVERT, BY_ROLE)


def without_said(reason: str) -> str:
    """A reason without the words of the candidate that it takes up."""
    for said, plain in _OF_SAID:
        reason = said.sub(plain, reason)
    return reason


def _question(question: rec.QuestionResult) -> rec.QuestionResult:
    blocks = _blocks(question.blocks)
    if question.overruled or question.insight:  # then a verdict gives the reason that the candidate wrote
        reason = OWN_REASON if question.overruled else OWN_INSIGHT
        blocks = tuple(replace(block, text=reason) if block.kind == "verdict" else block for block in blocks)
    own: dict[str, object] = {"answer": "", "follow_ups": (), "notes": (), "retold": "", "why": "", "insight": ""}
    reason = without_said(without_advert(question.reason))
    code = replace(question.code, text="", runs=()) if question.code else None
    return replace(question, blocks=blocks, code=code, reason=reason, **own)


def _check(check: rec.CheckResult) -> rec.CheckResult:
    """A check without what was answered, nor by how much that missed: with the right answer it would tell."""
    truth = the_answer_is(check.truth)
    cut = (
        replace(block, text=f"{block.text.partition(truth)[0]}{truth}.")
        if block.kind == "result" and truth in block.text
        else block
        for block in _blocks(check.blocks)
    )
    return replace(check, text="", blocks=tuple(cut))


def _blocks(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks without a conversation: a follow-up may quote the answer, and its reply belongs to it."""
    shown = (block for block in blocks if block.kind in SHOWN)
    plain = (block for block in shown if block.kind != "head" or block.text != TITLES["retold"])
    return tuple(block for block in plain if block.kind != "reference" or not block.mark)


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
