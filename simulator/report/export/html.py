"""A report as one HTML file, made from its Markdown. It needs no other file, no network and no script."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from simulator.engine.scoring import MARK_WORDS
from simulator.report.export import charts
from simulator.report.export.markdown import (
    AREAS_HEADING,
    FIGURES,
    PATH_HEADING,
    RATING_HEADING,
    as_markdown,
    title_of,
)
from simulator.report.records import Assessment
from simulator.report.text.report import areas_in_order

WEB = ("https://", "http://")
CELL = 3  # nesting level of a cell in the report's own tables; those of a question are nested deeper
_QUESTION = re.compile(r"Question (\d+): ")
_MARK = re.compile(rf"({'|'.join(map(re.escape, (*MARK_WORDS.values(), 'not judged')))}): ")

STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.55 Georgia, 'Times New Roman', serif; color: #1a202c; background: #ffffff; max-width: 46rem;
  margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word; }
h1, h2, h3, table, svg, figcaption, h1 + p, h2[id] + p, .label, ul ul {
  font-family: system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .3rem; }
h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; border-bottom: 1px solid #cbd2dd; padding-bottom: .2rem; }
h2[id] { font-size: 1.05rem; }
h3 { font-size: 1rem; margin: 1.6rem 0 .4rem; }
h1 + p, h2[id] + p, ul ul, figcaption, .label {
  color: #4a5568; font-size: .875rem; }
h1 + p + h2 { font-size: 1.45rem; margin: 1.2rem 0 .4rem; border: 0; padding: 0; }
h1 + p + h2 + p { font-size: 1.05rem; margin-top: 0; }
li strong:first-child { font-family: system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; }
thead :is(th, td)::first-letter { text-transform: uppercase; }
summary { cursor: pointer; margin-top: 2.2rem; }
summary h2 { display: inline; border: 0; }
.label { margin: 1rem 0 .2rem; }
li { margin: .2rem 0; }
li > p { margin: 0; }
blockquote { margin: .5rem 0; padding: .1rem 0 .1rem .9rem; border-left: 3px solid #9aa8bd; }
blockquote > p:first-child { margin-top: .3rem; }
blockquote > p:last-child { margin-bottom: .3rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid #e2e6ed; vertical-align: top; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
pre, code { font: .875rem/1.4 ui-monospace, 'DejaVu Sans Mono', Menlo, monospace; }
pre { overflow-x: auto; background: #f4f6f9; padding: .6rem; white-space: pre-wrap; }
svg { width: 100%; height: auto; }
figure { margin: 0; }
ul.points { list-style: none; padding: 0; }
ul.points li { display: flow-root; padding-left: 5.2rem; }
ul.points strong { float: left; width: 5rem; margin-left: -5.2rem; }
a { color: #1f4e9c; }
@media print {
  body { max-width: none; margin: 0; font-size: 10.5pt; }
  h2, h3, h2 + p, .label { break-after: avoid; }
  svg { max-width: 14cm; }
  svg, tr, blockquote { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
  a[href^='http']::after { content: ' (' attr(href) ')'; font-size: .8em; }
}
"""


# forbids the page to run or fetch anything
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def as_html(assessment: Assessment) -> str:
    """The whole report as one HTML page."""
    return "".join(document(title_of(assessment), [body(assessment)]))


def html_pages(assessments: Iterable[Assessment]) -> Iterator[str]:
    """Each report as a page."""
    return map(as_html, assessments)


def html_archive(assessments: Iterable[Assessment]) -> Iterator[str]:
    """All reports in one page, in pieces."""
    return document("Interviews", map(body, assessments))


def document(title: str, bodies: Iterable[str]) -> Iterator[str]:
    """A whole page around its bodies, in pieces to be written one after the other."""
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
    )
    yield from bodies
    yield "</main>\n</body>\n</html>\n"


def index_page(markdown: str) -> str:
    """The index of a folder as a page. Its links lead to files beside it, so none is refused."""
    reader = _reader(own_links=True)
    tokens = reader.parse(markdown)
    _mark_up_tables(tokens, {})
    return "".join(document("Interviews", [_rendered(reader, tokens)]))


def prose(text: str) -> str:
    """A graph's Markdown as HTML without scripts, pictures, headings, or links other than http and https."""
    tokens = _reader().parse(text)
    _embolden_headings(tokens, 0)
    return _rendered(_reader(), tokens)


def body(assessment: Assessment) -> str:
    """One report: table rows link to questions, sources to their pages, and charts stand beside the figures."""
    tokens = _reader().parse(as_markdown(assessment))
    anchors = {str(q.number): f"{assessment.session.id}-{q.position}" for q in assessment.questions}
    _embolden_headings(tokens, 1)
    _mark_up_tables(tokens, anchors)
    _mark_up_points(tokens)
    _mark_up_lines(tokens, anchors)
    _link_sources(tokens)
    return _rendered(_reader(), _folded(list(_with_charts(tokens, assessment))))


@lru_cache(maxsize=2)
def _reader(*, own_links: bool = False) -> MarkdownIt:
    """A parser that takes raw HTML for text and pictures for links, so that nothing runs or is fetched."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image"])
    # an allow-list, since a click on `vscode:`, `ms-msdt:` or `//host/share` would start another program
    reader.validateLink = lambda url: own_links or url.strip().lower().startswith(WEB)  # type: ignore[method-assign]
    return reader


def _rendered(reader: MarkdownIt, tokens: Iterable[Token]) -> str:
    html: str = reader.renderer.render(list(tokens), reader.options, {})
    return html


def _embolden_headings(tokens: Sequence[Token], level: int) -> None:
    """Turn headings at this nesting level or deeper into bold lines; the report's own are at level 0."""
    for token in tokens:
        if token.type.startswith("heading") and token.level >= level:
            token.type = "html_block"
            token.content = "<p><strong>" if token.nesting == 1 else "</strong></p>\n"


def _mark_up_lines(tokens: Sequence[Token], anchors: Mapping[str, str]) -> None:
    """Give each question its anchor, and a class to lines that only name what stands below them."""
    for opening, words in pairwise(tokens):
        if opening.type == "heading_open" and (named := _QUESTION.match(words.content)) and named[1] in anchors:
            opening.attrSet("id", anchors[named[1]])
        elif opening.type == "paragraph_open" and opening.level == 0:
            match [token for token in words.children or () if token.type != "text" or token.content]:
                case [Token(type="strong_open"), _, Token(type="strong_close")]:
                    opening.attrSet("class", "label")


def _mark_up_tables(tokens: Sequence[Token], anchors: Mapping[str, str]) -> None:
    """Make the first text cell of a row its header, linked to the question whose number stands before it."""
    named, first = False, ""
    for opening, words, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        is_number = opening.type in {"th_open", "td_open"} and bool(opening.attrs.pop("style", ""))
        if is_number:
            opening.attrSet("class", "n")
        if opening.type == "tr_open":
            named, first = False, ""
        elif opening.type == "th_open" and words.content:
            opening.attrSet("scope", "col")
        elif opening.type == "th_open":
            opening.tag = closing.tag = "td"  # a screen reader would announce an empty heading
        elif opening.level != CELL or opening.type != "td_open":
            continue
        elif is_number:
            first = first or words.content
        elif not named:
            named = True
            opening.tag = closing.tag = "th"
            opening.attrSet("scope", "row")
            if first in anchors:
                words.children = _tagged("a", words.children or [], {"href": f"#{anchors[first]}"})


def _mark_up_points(tokens: Sequence[Token]) -> None:
    """Set the marks of points in a column of their own."""
    points: Token | None = None
    for n, token in enumerate(tokens):
        if token.type == "bullet_list_open" and token.level == 0:
            points = token
        text = token.children[0] if token.type == "inline" and token.level == 3 and token.children else None
        if points and text and (mark := _MARK.match(text.content)) and tokens[n - 2].type == "list_item_open":
            points.attrSet("class", "points")
            text.content = text.content[mark.end() :]
            token.children = [*_tagged("strong", [_text(mark[1])]), _text(" "), *(token.children or [])]


def _link_sources(tokens: Sequence[Token]) -> None:
    """Link the name of a source, in place of the long address behind it."""
    for token in tokens:
        match token.children:
            case [name, Token(markup="autolink") as opening, _, closing] if name.content.strip():
                name.content = name.content.rstrip()
                opening.attrSet("rel", "noreferrer")
                token.children = [opening, name, closing]


def _with_charts(tokens: Sequence[Token], assessment: Assessment) -> Iterator[Token]:
    """The tokens, with each chart after the first block below its heading."""
    drawn = {AREAS_HEADING: charts.areas_chart(areas_in_order(assessment), assessment.level.target)}
    if assessment.calibration.steps:
        rated = charts.calibration_chart(assessment.questions, assessment.calibration.steps)
        caption = "A ring is your prediction, a dot the score from your points."
        drawn[RATING_HEADING] = f"<figure>{rated}<figcaption>{caption}</figcaption></figure>\n"
    if assessment.path:
        drawn[PATH_HEADING] = charts.path_chart(assessment.path)
    heading = ""
    for n, token in enumerate(tokens):
        yield token
        if token.level or token.nesting == 0:
            continue
        if token.type == "heading_open":
            heading = tokens[n + 1].content
        elif token.type != "heading_close" and token.nesting == -1 and heading in drawn:
            yield Token("html_block", "", 0, content=drawn.pop(heading))


def _folded(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, with the figures, which stand last, folded away: they open at a click, without a script."""
    opened = False
    for n, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0 and tokens[n + 1].content == FIGURES:
            opened = True
            yield Token("html_block", "", 0, content="<details>\n<summary>\n")
        yield token
        if opened and token.type == "heading_close" and tokens[n - 1].content == FIGURES:
            yield Token("html_block", "", 0, content="</summary>\n")
    if opened:
        yield Token("html_block", "", 0, content="</details>\n")


def _tagged(tag: str, inside: Sequence[Token], attrs: dict[str, Any] | None = None) -> list[Token]:
    return [Token(f"{tag}_open", tag, 1, attrs=attrs or {}), *inside, Token(f"{tag}_close", tag, -1)]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
