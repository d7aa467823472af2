"""Markdown and the blocks of an item as HTML. Nothing in it runs or is fetched."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape
from itertools import groupby
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from simulator.engine.scoring import MARK_WORDS
from simulator.graph.code_spans import without_blanks
from simulator.report.tones import MARK_BADGES, NOTHING, OUTCOME_BADGES, Badge, outcome_badge
from simulator.session.code.code_runs import FAILED, PASSED
from simulator.session.interview.item_blocks import CHANGED, MARKDOWN, SPEAKERS, TITLES, Block, Kind
from simulator.session.interview.outcome_words import NOT_KNOWN, OUTCOMES, RIGHT, WRONG

WEB = ("https://", "http://")
CELL = 3  # nesting level of a cell in the report's own tables; those of a question are nested deeper


def prose(text: str, *, coloured: bool = False) -> str:
    """A graph's Markdown as HTML without scripts, pictures, headings, or links other than http and https.

    With `coloured` its Python has the classes of Pygments, which only a page with their style sheet shows.
    """
    reader = _reader(coloured=coloured)
    tokens = reader.parse(text)
    for token in tokens:
        if token.type.startswith("heading"):
            token.type = "html_block"
            token.content = "<p><strong>" if token.nesting == 1 else "</strong></p>\n"
    return _rendered(reader, tokens)


def highlighted(code: str) -> str:
    """Python as HTML with the classes of Pygments; the page's style sheet gives them their colours."""
    from pygments import highlight  # only a page with code
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    # without the guess at an encoding and the newlines that it would take off
    return str(highlight(without_blanks(code), PythonLexer(stripnl=False, ensurenl=False), HtmlFormatter(nowrap=True)))


def tables(markdown: str, *, own_links: bool = False) -> str:
    """The report's own Markdown as HTML; the first text cell of a row in a table is its header.

    `own_links` lead to files beside the page.
    """
    reader = _reader(own_links=own_links)
    tokens = reader.parse(markdown)
    has_header = False
    for opening, words, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        is_number = opening.type in {"th_open", "td_open"} and bool(opening.attrs.pop("style", ""))
        if is_number:
            opening.attrSet("class", "n")
        if opening.type == "tr_open":
            has_header = False
        elif opening.type == "th_open" and words.content:
            opening.attrSet("scope", "col")
        elif opening.type == "th_open":
            opening.tag = closing.tag = "td"  # a screen reader would announce an empty heading
        elif opening.type == "td_open" and opening.level == CELL and not is_number and not has_header:
            has_header = True
            opening.tag = closing.tag = "th"
            opening.attrSet("scope", "row")
    return _rendered(reader, tokens)


def is_web(url: str) -> bool:
    """Whether a link to this address may stand in a page: a click on `vscode:` or `//host` starts another program."""
    return url.strip().lower().startswith(WEB)


@lru_cache(maxsize=3)
def _reader(*, own_links: bool = False, coloured: bool = False) -> MarkdownIt:
    """A parser that takes raw HTML for text and pictures for links, so that nothing runs or is fetched."""

    def highlight(code: str, language: str, _attributes: str) -> str:
        """The code of a fence; anything but Python is left as it is."""
        return highlighted(code) if language in {"python", "py"} else ""

    options: dict[str, Any] = {"html": False, "highlight": highlight if coloured else None}
    reader = MarkdownIt("commonmark", options).enable("table").disable(["image"])
    reader.validateLink = lambda url: own_links or is_web(url)  # type: ignore[method-assign]
    return reader


def _rendered(reader: MarkdownIt, tokens: Iterable[Token]) -> str:
    html: str = reader.renderer.render(list(tokens), reader.options, {})
    return html


# The blocks of an item, and the signs and badges of a page

LISTS: Mapping[Kind, str] = {
    "point": "signed points", "case": "signed points", "claim": "claims", "example": "claims", "fact": "facts",
    "source": "sources",
}  # fmt: skip
_FOLDED = TITLES["reference"]  # the head from which on a question is folded
_BY_MARK: Mapping[str, Badge] = {  # of points, and of cases
    **{word: MARK_BADGES[mark] for mark, word in MARK_WORDS.items()},
    PASSED: OUTCOME_BADGES[RIGHT],
    FAILED: OUTCOME_BADGES[WRONG],
}
_SIDES: Mapping[str, str] = {"+": "good", "-": "poor", " ": ""}  # of a diff, by the sign of a line
_BY_OUTCOME: Mapping[str, Badge] = {
    **{word.capitalize(): OUTCOME_BADGES[name] for name, word in OUTCOMES.items()},
    NOT_KNOWN.capitalize(): OUTCOME_BADGES[WRONG],
}


def sign(look: Badge) -> str:
    """A sign in its colour; screen readers read the word beside it."""
    return f'<span class="sign {look.tone}" aria-hidden="true">{look.sign}</span>'


def badge(look: Badge, word: str) -> str:
    """A sign and a word in a frame of their colour."""
    return f'<span class="badge {look.tone}"><span aria-hidden="true">{look.sign}</span> {escape(word)}</span>'


def source_link(text: str, url: str) -> str:
    """The name of a source, linked where its address may be followed."""
    if not is_web(url):
        return escape(f"{text} {url}".strip())
    return f'<a href="{escape(url)}" rel="noreferrer">{escape(text.strip() or url)}</a>'


def blocks_html(blocks: Sequence[Block]) -> Iterator[str]:
    """What was asked, said and judged; then the reference and what goes with it, open only beside an answer."""
    heads = [n for n, block in enumerate(blocks) if block.kind == "head" and block.text == _FOLDED]
    cut = heads[0] if heads else len(blocks)
    yield from _groups(blocks[:cut])
    if cut < len(blocks):
        opened = any(block.kind == "you" for block in blocks)
        yield f"<details{' open' if opened else ''}><summary>{_FOLDED}</summary>"
        yield from (*_groups(blocks[cut + 1 :]), "</details>")


def _groups(blocks: Sequence[Block]) -> Iterator[str]:
    """The blocks in order; the entries of a list stay together."""

    def of_list(block: Block) -> str:
        """The list that a block is an entry of; empty for a block by itself."""
        return LISTS.get("claim" if block.kind == "correction" else block.kind, "")

    for listed, group in groupby(blocks, of_list):
        pieces = "".join(map(_block, group))
        yield f'<ul class="{listed}">{pieces}</ul>' if listed else pieces


def _text(block: Block) -> str:
    """The text of a block: a graph's Markdown, or a person's words as they were typed."""
    if block.kind in MARKDOWN:
        return f'<div class="prose" dir="auto">{prose(block.text, coloured=True)}</div>'
    return f'<div class="said" dir="auto">{escape(block.text)}</div>'


def _block(block: Block) -> str:
    """One block as HTML."""
    match block.kind:
        case "prompt" | "reference" | "gist" | "exemplar" | "retold" | "why":
            return f'<blockquote class="{block.kind}">{_label(block.mark)}{_text(block)}</blockquote>'
        case "options":
            options = "".join(f"<li>{escape(line)}</li>" for line in block.text.split("\n"))
            return f'<ul class="options">{options}</ul>'
        case "point" | "case":
            look = _BY_MARK.get(block.mark, NOTHING)
            return f'<li>{sign(look)}<span class="mark {look.tone}">{escape(block.mark)}</span> {_text(block)}</li>'
        case "code":
            code = highlighted(block.text)
            return f'<div class="turn code">{_label(SPEAKERS["code"])}<pre><code>{code}</code></pre></div>'
        case "diff":
            lines = block.text.split("\n")  # in colours, though the signs of the lines say the same
            code = "\n".join(f'<span class="{_SIDES.get(line[:1], "quiet")}">{escape(line)}</span>' for line in lines)
            return f'<div class="turn diff">{_label(CHANGED)}<pre><code>{code}</code></pre></div>'
        case "verdict":
            because = f" {escape(block.text)}" if block.text else ""
            return f'<p class="verdict">{badge(outcome_badge(block.mark), block.mark)}{because}</p>'
        case "result":
            return (
                f'<p class="verdict">{badge(_BY_OUTCOME.get(block.mark, NOTHING), block.mark)} {escape(block.text)}</p>'
            )
        case "aside" | "reason":
            return f'<p class="quiet">{escape(block.text)}</p>'
        case "head":
            return f"<h4>{escape(block.text)}</h4>"  # below the item's own head
        case "claim" | "example":
            return f"<li>{_text(block)}</li>"
        case "correction":
            return f'<li class="correction">{_text(block)}</li>'
        case "fact":
            return f'<li><span class="who">{escape(block.mark)}</span> {_text(block)}</li>'
        case "source":
            return f"<li>{source_link(block.text, block.mark)}</li>"
        case kind:  # somebody's words, below who they are; first those of the candidate that the interviewer takes up
            who = block.mark if kind in {"hint", "note"} else SPEAKERS.get(kind, "")
            taken_up = f'<div class="said">{escape(block.mark)}</div>' if block.mark and who != block.mark else ""
            return f'<div class="turn {kind}">{_label(who)}{taken_up}{_text(block)}</div>'


def _label(who: str) -> str:
    return f'<p class="who">{escape(who)}</p>' if who else ""
