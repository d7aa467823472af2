"""A report as a Markdown document: the first page, the walk, every question with the answer, and all figures last."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from simulator.graph.code_spans import split_code
from simulator.graph.text import fenced, one_line
from simulator.report import records as rec
from simulator.report.debrief.advert import COLUMNS, shown_words
from simulator.report.debrief_records import AdvertArea
from simulator.report.text import sections, words
from simulator.report.text.check_words import WHAT_CHECKS_COUNT, check_words, checks_words
from simulator.report.text.debrief import first_page_entries, session_words
from simulator.report.text.words import subject, time_words, verdict_words
from simulator.session.interview.item_blocks import CHANGED, MARKDOWN, PARTING_TITLE, SPEAKERS, Block, Kind

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&!$])")
_LEADING = re.compile(r"^([-+=]|\d+[.)])", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+(?=\S)", re.MULTILINE)
_LINE_END = re.compile(r"(?<=\S)[ \t]*\n(?=[ \t]*\S)")
_OF_OPTION = re.compile(r"^- (\d+) ", re.MULTILINE)
# starts raw HTML or a picture, unless an odd number of backslashes escapes it
_LIVE = re.compile(r"(?<!\\)((?:\\\\)*)(<(?=[A-Za-z/!?])|!(?=\[))")
_WEB = re.compile(r"https?://[^\s<>]+")
LISTED: frozenset[Kind] = frozenset(("claim", "correction", "point", "case", "source", "fact", "example"))
OwnSections = Mapping[str, Callable[[rec.Assessment], Iterator[str]]]  # by the name of a section
LIVE = frozenset(("html_block", "html_inline", "image"))  # tokens of what a reader would run or fetch


def plain_markdown(text: str) -> str:
    """A person's text, escaped so that Markdown shows it as it was typed."""
    escaped = _SPECIAL.sub(r"\\\1", text)
    escaped = _LEADING.sub(lambda m: f"{m[0][:-1]}\\{m[0][-1]}", escaped)
    # four blanks would begin code, where a backslash shows; fewer would be dropped
    indented = _INDENT.sub(lambda m: "&nbsp;" * len(m[0].expandtabs(4)), escaped)
    return _LINE_END.sub(r"\\\n", indented)


def in_a_line(text: str) -> str:
    """The same on one line, for a heading, a cell or an entry of a list: a break would end these."""
    return plain_markdown(one_line(text))


def quoted(text: str) -> str:
    """Text as a Markdown quotation."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def inert_markdown(text: str) -> str:
    """A graph's Markdown, with raw HTML and pictures escaped outside code, so that no reader runs or fetches them.

    A real parser checks the result; if it still finds some, code is escaped as well.
    """
    if "<" not in text and "![" not in text:  # most texts
        return text
    kept = "".join(piece.text if piece.is_code else _escaped(piece.text) for piece in split_code(text))
    for escaped in (kept, _escaped(text)):
        tokens = [token for block in _html_reader().parse(escaped) for token in (block, *(block.children or ()))]
        if not any(token.type in LIVE for token in tokens):
            return escaped
    return plain_markdown(text)


def _escaped(prose: str) -> str:
    return _LIVE.sub(r"\1\\\2", prose)


@lru_cache(maxsize=1)
def _html_reader() -> "MarkdownIt":
    """A reader that takes raw HTML and pictures for what they are."""
    from markdown_it import MarkdownIt  # deferred: only exports read Markdown

    return MarkdownIt("commonmark", {"html": True})


def title_of(assessment: rec.Assessment) -> str:
    """The heading of a session: `Interview of 2026-11-24 14:02 UTC`."""
    return f"Interview of {assessment.session.started:%Y-%m-%d %H:%M} UTC"


def as_markdown(assessment: rec.Assessment) -> str:
    """The whole report as Markdown."""
    blocks = [*_first_page(assessment)]
    for section in sections.report_sections(assessment):
        own = OWN_BLOCKS.get(section.name)
        blocks.append(f"{'#' * section.level} {section.head}")
        blocks += own(assessment) if own else section_markdown(section)
    return "\n\n".join(blocks) + "\n"


def _first_page(assessment: rec.Assessment) -> Iterator[str]:
    session = assessment.session
    yield f"# {title_of(assessment)}"
    yield plain_markdown(
        " · ".join(filter(None, (session.candidate, session_words(assessment), f"{session.minutes:g} min")))
    )
    for head, entries in groupby(first_page_entries(assessment), lambda entry: entry.under):
        yield from (f"### {head}",) if head else ()
        for kind, group in groupby(entries, lambda entry: entry.kind):
            found = [(in_a_line(e.text), e.detail) for e in group]
            lines = [(text, in_a_line(detail)) for text, detail in found]
            match kind:
                case "lead":
                    yield from (f"## {text}" for text, _ in lines)
                case "for" | "against" | "minor":
                    yield "\n".join(f"- **{text}**{_listed(detail, '  ')}" for text, detail in found)
                case "label":
                    yield from (f"**{text}:** {detail}" for text, detail in lines)
                case "advert":
                    for text, detail in lines:
                        yield from (f"### {text}", advert_table(assessment.recommendation.advert_areas))
                        yield from filter(None, (detail,))
                case "tonight":
                    told = [f"{text} ({detail})" if detail else text for text, detail in lines]
                    yield "\n".join(f"{number}. {text}" for number, text in enumerate(told, 1))
                case _:
                    yield from (text for text, _ in lines)


def _listed(text: str, indent: str = "") -> str:
    """The lines of a text as entries of a list, each on a line of its own: a break within one shows as a backslash."""
    return "".join(f"\n{indent}- {in_a_line(line)}" for line in text.splitlines())


def advert_table(areas: Sequence[AdvertArea]) -> str:
    """What a job advert asks for, and what was shown of it, as a table."""
    rows = [f"| {in_a_line(a.title)} | {a.of_hundred} | {shown_words(a)} |" for a in areas]
    return "\n".join([f"| {' | '.join(COLUMNS)} |", "|---|---:|---|", *rows])


def section_markdown(section: sections.ReportSection) -> Iterator[str]:
    """What stands below the head of a section: a paragraph, a table and a list."""
    if section.told:
        yield plain_markdown(" ".join(section.told))
    if section.standings:
        yield _table(section.of, section.standings)
    entries = []
    for row in section.rows:
        text, beside = in_a_line(row.text), f", {row.beside}" if row.beside else ""
        entries.append(f"- **{text}**{beside}" if section.hangs else f"- {text}")
        entries += [f"  - {in_a_line(row.below)}"] if row.below else []
    yield from ("\n".join(entries),) if entries else ()


def _table(of: str, standings: Sequence[sections.Standing]) -> str:
    lines = [f"| {of} | seen | chance | 80% | |", "|---|---|---:|---:|---|"]
    for row in standings:
        word = f"{row.word}: {row.note}" if row.note else row.word
        lines.append(f"| {in_a_line(row.title)} | {row.seen} | {row.chance} | {row.interval} | {word} |")
    return "\n".join(lines)


def _answers(assessment: rec.Assessment) -> Iterator[str]:
    """A table of all questions; then each with its answer, the checks and the parting questions."""
    rows = ["| | concept | verdict | time |", "|---:|---|---|---:|"]
    for q in assessment.questions:
        rows.append(f"| {q.number} | {in_a_line(subject(q))} | {verdict_words(q)} | {time_words(q)} |")
    yield from ("\n".join(rows),) if assessment.questions else ()
    for q in assessment.questions:
        yield f"## Question {q.number}: {in_a_line(subject(q))}, {verdict_words(q)}"
        yield f"{words.tier_of(q, ', ')}{time_words(q)}."
        yield from [plain_markdown(q.doubt)] if q.doubt else []
        yield from _blocks(q.blocks)
    if assessment.checks:
        yield from ("## Checks", f"{checks_words(assessment.checks)}. {WHAT_CHECKS_COUNT}")
    for check in assessment.checks:
        yield f"### Check {check.number}: {check_words(check)}"
        yield from _blocks(check.blocks)
    if assessment.parting:
        yield f"## {PARTING_TITLE}"
    for exchange in assessment.parting:
        yield from _blocks(exchange.blocks)


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    """The blocks of an item; the entries of a list stay together."""
    for is_list, group in groupby(blocks, lambda block: block.kind in LISTED):
        pieces = map(markdown_block, group)
        yield from ("\n".join(pieces),) if is_list else pieces


def markdown_block(block: Block) -> str:
    """One block as Markdown."""
    said = one_line(block.text) if block.kind in LISTED else block.text
    text = inert_markdown(said) if block.kind in MARKDOWN else plain_markdown(said)
    match block.kind:
        case "code":
            return f"**{SPEAKERS['code']}**\n\n{fenced(block.text)}"
        case "diff":
            return f"**{CHANGED}**\n\n{fenced(block.text, 'diff')}"
        case "hint" | "note" | "reference" if block.mark:
            return f"**{block.mark}**\n\n{quoted(text)}"
        case (
            "prompt" | "reference" | "gist" | "exemplar" | "retold" | "why"
        ):  # keeps what a graph says apart from the report's own words
            return quoted(text)
        case "head":
            return f"**{text}**"
        case "options":
            return _OF_OPTION.sub(r"\1. ", _listed(block.text).lstrip())
        case "ran":
            how, _, failing = block.text.partition("\n")
            return f"{plain_markdown(how)}\n{_listed(failing)}".rstrip()
        case "point" | "case":
            return f"- {block.mark}: {text}"
        case "claim" | "example":
            return f"- {text}"
        case "fact":
            return f"- {in_a_line(block.mark)} {text}"
        case "correction":
            return f"  {text}"
        case "source":
            return f"- {text} {_address(block.mark)}".rstrip()
        case "result":
            return f"**{block.mark}.** {text}".rstrip()
        case "verdict":
            return f"**Verdict: {block.mark}**{f', {text}' if text else ''}."
        case kind:
            speech = f"{plain_markdown(block.mark)} {text}".strip()
            return f"**{SPEAKERS[kind]}**\n\n{quoted(speech)}" if kind in SPEAKERS else text


def _address(url: str) -> str:
    """A web address as a link that can be followed; anything else as plain text."""
    return f"<{url}>" if _WEB.fullmatch(url) else in_a_line(url)


def _study(assessment: rec.Assessment) -> Iterator[str]:
    for item in assessment.study:
        lines = [
            f"- **{in_a_line(sections.study_title(item, assessment))}** {in_a_line(item.definition)}",
            f"  - {in_a_line(item.why)}",
        ]
        lines += [f"  - {in_a_line(line)}" for line in sections.study_lines(item, assessment)]
        lines += [f"  - {in_a_line(s.text)} {_address(s.url)}".rstrip() for s in item.sources]
        yield "\n".join(lines)


# sections of which a document says more than their rows
OWN_BLOCKS: OwnSections = {"answers": _answers, "study": _study}
