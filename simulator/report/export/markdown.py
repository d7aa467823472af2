"""A report as a Markdown document: the first page, the details, and every question with what was said."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from simulator.engine.choice.formats import format_title
from simulator.engine.scoring import SOLID
from simulator.graph.code_spans import split_code
from simulator.graph.text import names
from simulator.report import records as rec
from simulator.report.text import words
from simulator.report.text.item_blocks import (
    check_words,
    covered_words,
    passed_over,
    path_sentences,
    rating_sentences,
    step_change,
    step_words,
    subject,
    tier_of,
    time_words,
    verdict_words,
)
from simulator.report.text.report import Standing, area_rows, concept_rows
from simulator.report.text.words import level_sentence, tier_words
from simulator.session.interview.item_blocks import MARKDOWN, SPEAKERS, Block, Kind

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&!$])")
_LEADING = re.compile(r"^([-+=]|\d+[.)])", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+(?=\S)", re.MULTILINE)
_LINE_END = re.compile(r"(?<=\S)[ \t]*\n(?=[ \t]*\S)")
# what would start raw HTML or a picture; behind an odd number of backslashes it is escaped already
_LIVE = re.compile(r"(?<!\\)((?:\\\\)*)(<(?=[A-Za-z/!?])|!(?=\[))")
LISTED: frozenset[Kind] = frozenset(("claim", "correction", "point", "source"))


def plain_markdown(text: str) -> str:
    """Text of a person so that Markdown shows it as it was written."""
    escaped = _SPECIAL.sub(r"\\\1", text)
    escaped = _LEADING.sub(lambda m: f"{m[0][:-1]}\\{m[0][-1]}", escaped)
    # four blanks would begin code, in which a backslash is shown; fewer are dropped
    indented = _INDENT.sub(lambda m: "&nbsp;" * len(m[0].expandtabs(4)), escaped)
    return _LINE_END.sub(r"\\\n", indented)


def quoted(text: str) -> str:
    """Lines as a Markdown quotation."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def inert_markdown(text: str) -> str:
    """Markdown of a graph in which no reader finds raw HTML to run or a picture to fetch; code stays as it is.

    Whether something is code is for a real parser to say: where it disagrees, code is escaped as well.
    """
    if "<" not in text and "![" not in text:  # most texts: nothing else begins a tag or a picture
        return text
    kept = "".join(piece.text if piece.is_code else _escaped(piece.text) for piece in split_code(text))
    return next((each for each in (kept, _escaped(text)) if _is_inert(each)), plain_markdown(text))


def _escaped(prose: str) -> str:
    return _LIVE.sub(r"\1\\\2", prose)


@lru_cache(maxsize=1)
def _careless_reader() -> "MarkdownIt":
    """A reader that takes tags and pictures for what they are, as those of other people may."""
    from markdown_it import MarkdownIt  # deferred: only exports read Markdown

    return MarkdownIt("commonmark", {"html": True})


def _is_inert(markdown: str) -> bool:
    live = {"html_block", "html_inline", "image"}
    tokens = _careless_reader().parse(markdown)
    return not any(token.type in live for block in tokens for token in (block, *(block.children or ())))


def title_of(found: rec.Assessment) -> str:
    """The heading of a session: `Interview of 2026-11-24 14:02 UTC`."""
    return f"Interview of {found.session.started:%Y-%m-%d %H:%M} UTC"


def as_markdown(found: rec.Assessment) -> str:
    """The whole report as Markdown."""
    parts = (_head, _caveats, _tonight, _asked, _standing, _rating, _path, _questions, _checks, _study)
    return "\n\n".join(block for part in parts for block in part(found)) + "\n"


def _head(found: rec.Assessment) -> Iterator[str]:
    session = found.session
    yield f"# {title_of(found)}"
    sat = f"{plain_markdown(format_title(session.format))}, {session.minutes:g} min"
    yield f"{plain_markdown(session.candidate)}, {plain_markdown(session.role_title)}, {sat}"
    yield "## Am I ready?"
    rows = [f"- {kind}: {plain_markdown(ready)}" for kind, ready in words.ready_for(found)]
    rows.append(f"- level: {level_sentence(found.level)}. {words.basis_sentence(found.level)}")
    rows += [f"- {kind}: {word}" for kind, word in found.kinds.items()]
    yield "\n".join(rows)
    if found.first_impression:
        yield plain_markdown(found.first_impression)
    if found.held_back:
        yield f"Held you back: {plain_markdown(' · '.join(found.held_back))}"


def _caveats(found: rec.Assessment) -> Iterator[str]:
    if sentences := (*found.findings, *(c for c in found.caveats if c != found.first_impression)):
        yield "\n".join(f"- {plain_markdown(sentence)}" for sentence in sentences)


def _tonight(found: rec.Assessment) -> Iterator[str]:
    if found.tonight:
        yield "## Tonight"
        yield "\n".join(
            f"{n}. {plain_markdown(item.title)}, {item.minutes} min ({plain_markdown(item.why)})"
            for n, item in enumerate(found.tonight, 1)
        )


def _asked(found: rec.Assessment) -> Iterator[str]:
    if found.questions:
        yield "## What was asked"
        yield "\n".join(
            ["| | concept | verdict | covered | time |", "|---:|---|---|---:|---:|", *map(_row, found.questions)]
        )


def _row(q: rec.QuestionResult) -> str:
    cells = (str(q.number), plain_markdown(subject(q)), verdict_words(q), covered_words(q), time_words(q))
    return f"| {' | '.join(cells)} |"


def _standing(found: rec.Assessment) -> Iterator[str]:
    yield f"## Areas\n\nChance of a {SOLID} answer at {tier_words(found.level.target)}, with its 80% interval."
    yield _table("area", area_rows(found))
    if concepts := concept_rows(found):
        yield "## Concepts that were asked about"
        yield _table("concept", concepts)


def _table(of: str, rows: list[Standing]) -> str:
    lines = [f"| {of} | chance | 80% | asked | |", "|---|---:|---:|---:|---|"]
    for r in rows:
        word = f"{r.word}: {r.note}" if r.note else r.word
        lines.append(f"| {plain_markdown(r.title)} | {r.chance} | {r.interval} | {r.asked} | {word} |")
    return "\n".join(lines)


def _rating(found: rec.Assessment) -> Iterator[str]:
    yield "## How you rate yourself, and your time"
    time = (words.time_sentence(found.time), words.time_parts(found.time))
    yield "\n".join(f"- {line}" for line in (*rating_sentences(found.calibration), *time))


def _path(found: rec.Assessment) -> Iterator[str]:
    if not found.path:
        return
    yield f"## The path\n\n{' '.join(path_sentences(found))}"
    lines = []
    for step in found.path:
        lines.append(f"- **{plain_markdown(step_words(step))}**, {step_change(step, '→')}")
        lines += [f"  - {plain_markdown(step.reason)}"] if step.reason else []
        lines += [f"  - worth asking too: {plain_markdown(other)}" for other in passed_over(step)]
    yield "\n".join(lines)


def _questions(found: rec.Assessment) -> Iterator[str]:
    for question in found.questions:
        yield from _question(question)


def _question(q: rec.QuestionResult) -> Iterator[str]:
    yield f"## Question {q.number}: {plain_markdown(subject(q))}, {verdict_words(q)}"
    covered = f", {covered_words(q)} covered" if q.coverage is not None else ""
    prompt, *rest = q.blocks
    yield markdown_block(prompt)
    yield f"{tier_of(q, ', ')}{time_words(q)}{covered}."
    yield from _told(rest)


def _checks(found: rec.Assessment) -> Iterator[str]:
    if found.checks:
        yield "## Checks"
    for check in found.checks:
        yield f"### Check {check.number}: {check_words(check)}"
        yield from _told(check.blocks)


def _told(blocks: Sequence[Block]) -> Iterator[str]:
    """The blocks of an item; what is a list stays together."""
    for is_list, group in groupby(blocks, lambda block: block.kind in LISTED):
        pieces = map(markdown_block, group)
        yield from ("\n".join(pieces),) if is_list else pieces


def markdown_block(block: Block) -> str:
    """A block as Markdown."""
    text = inert_markdown(block.text) if block.kind in MARKDOWN else plain_markdown(block.text)
    match block.kind:
        case "hint" | "note" | "reference" if block.mark:
            return f"**{block.mark}**\n\n{quoted(text)}"
        case (
            "prompt" | "reference" | "gist" | "exemplar" | "retold" | "why"
        ):  # what a graph says stays in its quotation
            return quoted(text)
        case "head":
            return f"**{text}**"
        case "options":
            return "\n".join(f"- {line}" for line in text.split("\n"))
        case "point":
            return f"- {block.mark}: {text}"
        case "claim":
            return f"- {' '.join(text.split())}"
        case "correction":
            return f"  {' '.join(text.split())}"
        case "source":
            return f"- {text} {plain_markdown(block.mark)}".rstrip()
        case "result":
            return f"**{block.mark}.** {text}".rstrip()
        case "verdict":
            return f"**Verdict: {block.mark}**, {text}."
        case kind:
            return f"**{SPEAKERS[kind]}**\n\n{quoted(text)}" if kind in SPEAKERS else text


def _study(found: rec.Assessment) -> Iterator[str]:
    if found.study:
        yield "## What to study, in this order"
    for number, item in enumerate(found.study, 1):
        lines = [
            f"{number}. **{plain_markdown(item.title)}** {plain_markdown(item.definition)}",
            f"   - {plain_markdown(item.why)}",
        ]
        lines += [f"   - rests on {plain_markdown(names(item.rests_on))}"] if item.rests_on else []
        lines += [f"   - opens {plain_markdown(names(item.opens))}"] if item.opens else []
        lines += [f"   - again: {', '.join(item.questions)}"] if item.questions else []
        lines += [f"   - new: {', '.join(item.others)}"] if item.others else []
        lines += [f"   - {plain_markdown(s.text)} {plain_markdown(s.url)}".rstrip() for s in item.sources]
        yield "\n".join(lines)
