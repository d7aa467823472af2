"""Code in Markdown is found as a real parser finds it, and imports keep it to the letter."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from simulator.graph.code_spans import split_code
from simulator.graph.importers.entry import text_of_html, without_layout
from tests.some import some

LINES = (
    "` `` ``` ~~~ <b> </b> <br/> <NAME> </s> {x} a &lt; <code> </code> <pre> </pre> <!-- --> <details> <i> 1.".split()
)
PIECES = st.lists(st.sampled_from([*LINES, "<T, U>", " ", "\n", "\n\n", "    "]), max_size=30).map("".join)


@given(PIECES)
def test_pieces_joined_are_the_text(text: str) -> None:
    assert "".join(piece.text for piece in split_code(text)) == text


@given(st.text(alphabet="`ab <>\\", max_size=30))
def test_spans_are_those_of_commonmark(text: str) -> None:
    line = f"x{text.replace('<', '')}x"  # the first letter keeps it a paragraph, without tags and autolinks
    (inline,) = [token for token in MarkdownIt("commonmark").parse(line) if token.type == "inline"]
    theirs = [token.content for token in inline.children or [] if token.type == "code_inline"]
    ours = [piece.text.strip("`") for piece in split_code(line) if piece.is_code]
    assert [code.strip() for code in ours] == [code.strip() for code in theirs]


@given(before=PIECES.filter(lambda text: "`" not in text and "~" not in text and "<" not in text), code=PIECES)
def test_code_comes_through_an_import_to_the_letter(before: str, code: str) -> None:
    fence = f"```html\n{code.replace('`', '').replace('~', '')}\n```"
    span = f"`{code.replace('`', '').replace(chr(10), '')}x`"
    assert fence in without_layout(f"{before}\n\n{fence}\n\n{before}")
    assert span in without_layout(f"{span} and {before}")


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("use `<b>{x}</b>` here", "use `<b>{x}</b>` here"),
        ("run job <NAME> now", "run job <NAME> now"),
        ("a <b>bold</b> word", "a bold word"),
        ("<b>use `x`</b>", "use `x`"),
        ("Either<A, B> or List<String>", "Either<A, B> or List<String>"),
        ("for each <i> of <n>", "for each <i> of <n>"),
        ("<s> begins, </s> ends", "<s> begins, </s> ends"),
        ("<think>hm</think>", "<think>hm</think>"),
        ('<a href="http://x.example">a link</a>', "a link"),
        ("<details>\n\nfolded\n</details>", "\n\nfolded\n"),
        ("x <!-- unseen --> y", "x  y"),
        ("<code>a &lt;b&gt;</code>", "`a <b>`"),
        ("if a < b and c > d", "if a < b and c > d"),
    ],
)
def test_layout_goes_and_the_rest_stays(given_text: str, kept: str) -> None:
    assert without_layout(given_text) == kept


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("use <code>&lt;b&gt;{x}&lt;/b&gt;</code> here", "use `<b>{x}</b>` here"),
        ("<pre>def f():<br>&nbsp;&nbsp;return &lt;x&gt;</pre>", "```\ndef f():\n  return <x>\n```"),
        ("```python<br>x = a &lt; b<br>```", "```python\nx = a < b\n```"),
        ("run job &lt;NAME&gt;", "run job <NAME>"),
        ("<div>one</div><div>two</div>", "one\n\ntwo"),
        ("`use <b>{x}</b> here`", "`use <b>{x}</b> here`"),
        ("&amp;lt; is an entity", "&lt; is an entity"),
        ("<pre>unclosed", "unclosed"),
    ],
)
def test_fields_of_html_become_markdown(field: str, text: str) -> None:
    assert text_of_html(field) == text


@pytest.mark.parametrize(
    "unit",
    some(
        ["`", "``a", "<!--", "<code>", "<pre>", "<b>", "</b>", "<", "\n```", "~~~\n", "<a ", "`x``", " ", "\\`"],
        " ",
        "``a",
        "<code>",
        "~~~\n",
    ),
)
def test_long_bait_takes_no_time(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    start = time.process_time()
    text_of_html(text)
    without_layout(text)
    assert time.process_time() - start < 4  # quadratic, the mildest of these takes a minute
