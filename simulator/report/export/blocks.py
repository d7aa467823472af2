"""The blocks of an item as HTML, and the signs and badges of a page."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby

from simulator.engine.scoring import MARK_WORDS
from simulator.report.export.prose import highlighted, is_web, prose
from simulator.report.tones import MARK_BADGES, NOTHING, OUTCOME_BADGES, Badge, outcome_badge
from simulator.session.interview.code_runs import FAILED, PASSED
from simulator.session.interview.item_blocks import CHANGED, MARKDOWN, SPEAKERS, TITLES, Block, Kind
from simulator.session.interview.outcomes import OUTCOMES, RIGHT, WRONG

LISTS: Mapping[Kind, str] = {
    "point": "signed points", "case": "signed points", "claim": "claims", "fact": "facts", "source": "sources",
}  # fmt: skip
_FOLDED = TITLES["reference"]  # the head from which on a question is folded
_BY_MARK: Mapping[str, Badge] = {  # of points, and of cases
    **{word: MARK_BADGES[mark] for mark, word in MARK_WORDS.items()},
    PASSED: OUTCOME_BADGES[RIGHT],
    FAILED: OUTCOME_BADGES[WRONG],
}
_SIDES: Mapping[str, str] = {"+": "good", "-": "poor", " ": ""}  # of a diff, by the sign of a line
_BY_OUTCOME: Mapping[str, Badge] = {word.capitalize(): OUTCOME_BADGES[name] for name, word in OUTCOMES.items()}


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
        case "aside":
            return f'<p class="quiet">{escape(block.text)}</p>'
        case "head":
            return f"<h3>{escape(block.text)}</h3>"
        case "claim":
            return f"<li>{_text(block)}</li>"
        case "correction":
            return f'<li class="correction">{_text(block)}</li>'
        case "fact":
            return f'<li><span class="who">{escape(block.mark)}</span> {_text(block)}</li>'
        case "source":
            return f"<li>{source_link(block.text, block.mark)}</li>"
        case _:
            return _turn(block)


def _label(who: str) -> str:
    return f'<p class="who">{escape(who)}</p>' if who else ""


def _turn(block: Block) -> str:
    """Somebody's words, below who they are; first the words of the candidate that the interviewer takes up."""
    who = block.mark if block.kind in {"hint", "note"} else SPEAKERS.get(block.kind, "")
    taken_up = f'<div class="said">{escape(block.mark)}</div>' if block.mark and who != block.mark else ""
    return f'<div class="turn {block.kind}">{_label(who)}{taken_up}{_text(block)}</div>'
