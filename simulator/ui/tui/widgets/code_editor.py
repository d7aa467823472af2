"""An editor for Python: line numbers, colours, indentation, and brackets that close themselves.

The colours come from Pygments, which Rich brings anyway. Textual's own need tree-sitter, whose present version crashes.
"""

from collections.abc import Callable, Mapping
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.content import Content
from textual.events import Key, Paste

from simulator.ui.tui.widgets.editor import Act, Editor, given

INDENT = 4
AT_ONCE = 0.012  # seconds: keys that come faster are typed out by a terminal, and mean just what they are
PAIRS = {"(": ")", "[": "]", "{": "}"}
MOST_COLOURED = 60_000  # characters; longer code is shown without colours
Span = tuple[int, int, str]


def coloured(code: str) -> dict[int, list[Span]]:
    """The spans of each line that have a colour: start, end and component class."""
    from pygments.lexers import PythonLexer  # only where code is written
    from pygments.token import Comment, Keyword, Name, Number, String, Token

    looks: Mapping[object, str] = {
        Comment: "editor--comment", String: "editor--string", Number: "editor--number", Keyword: "editor--keyword",
        Name.Function: "editor--defined", Name.Class: "editor--defined", Name.Decorator: "editor--defined",
        Name.Builtin: "editor--builtin",
    }  # fmt: skip
    found: dict[int, list[Span]] = {}
    line = column = 0
    for kind, value in PythonLexer(stripnl=False, ensurenl=False).get_tokens(code):
        while kind is not Token and kind not in looks and kind.parent is not None:
            kind = kind.parent
        look = looks.get(kind, "")
        for number, piece in enumerate(value.split("\n")):
            if number:
                line, column = line + 1, 0
            if look and piece:
                found.setdefault(line, []).append((column, column + len(piece), look))
            column += len(piece)
    return found


LOOKS = {
    "editor--comment": "italic $muted", "editor--string": "$good", "editor--number": "$fair",
    "editor--keyword": "bold $accent", "editor--defined": "$heard", "editor--builtin": "$accent",
}  # fmt: skip


def painted(code: str) -> Content:
    """Code that is only read, in the colours of the editor."""
    spans, start = coloured(code), 0
    content = Content(code)
    for number, line in enumerate(code.split("\n")):
        for begin, end, look in spans.get(number, ()):
            content = content.stylize(LOOKS[look], start + begin, start + end)
        start += len(line) + 1
    return content


class CodeEditor(Editor):
    """Where code is written. `stops` is called by ctrl+c while something runs; it says whether it did."""

    DEFAULT_CSS = """
    CodeEditor > .editor--comment { color: $muted; text-style: italic; }
    CodeEditor > .editor--string { color: $good; }
    CodeEditor > .editor--number { color: $fair; }
    CodeEditor > .editor--keyword { color: $accent; text-style: bold; }
    CodeEditor > .editor--defined { color: $heard; }
    CodeEditor > .editor--builtin { color: $accent; }
    CodeEditor .text-area--gutter { color: $muted; background: transparent; }
    CodeEditor .text-area--cursor-gutter { color: $foreground; background: transparent; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "editor--comment", "editor--string", "editor--number", "editor--keyword", "editor--defined", "editor--builtin",
    }  # fmt: skip

    def __init__(self, code: str, *, gives: tuple[str, Act], runs: tuple[str, Act], stops: Callable[[], bool]) -> None:
        """`gives` and `runs`: the actions whose keys hand the code in and run it, and their functions."""
        self._painted: dict[int, list[Span]] = {}
        self._styles: dict[str, Style] = {}
        super().__init__(code, gives=gives)
        self.soft_wrap, self.show_line_numbers, self.indent_width = False, True, INDENT
        self._runs, self._stops = runs, stops
        self._last_key_at = 0.0
        self.pasted = 0  # characters of the longest text that came in one go

    # Colours

    def _build_highlight_map(self) -> None:
        """Colour the text anew; the text area calls this after each change."""
        self._line_cache.clear()
        text = self.text
        self._painted = coloured(text) if len(text) <= MOST_COLOURED else {}

    def notify_style_update(self) -> None:
        self._styles.clear()
        super().notify_style_update()

    def get_line(self, line_index: int) -> Text:
        """A line of the code in its colours."""
        line = super().get_line(line_index)
        for start, end, look in self._painted.get(line_index, ()):
            if look not in self._styles:
                self._styles[look] = self.get_component_rich_style(look, partial=True)
            line.stylize(self._styles[look], start, end)
        return line

    # Keys

    async def _on_key(self, event: Key) -> None:
        """Run, stop and indent; whatever a terminal types out by itself is taken as it is."""
        at_once, self._last_key_at = event.time - self._last_key_at < AT_ONCE, event.time
        if given(self, event, self._runs) or (event.key == "ctrl+c" and self._stops()):
            handled = True
        else:
            handled = self._edited(event, at_once=at_once)
        if handled:
            event.prevent_default()
            event.stop()
        else:
            await super()._on_key(event)

    def _edited(self, event: Key, *, at_once: bool) -> bool:
        """Carry out what code needs besides the usual keys; whether the key was one of these."""
        match event.key:
            case "tab":
                self._indent()
            case "shift+tab":
                self._dedent()
            case "enter" if not at_once:
                self._new_line()
            case "backspace" if not at_once and self._empty_pair():
                row, column = self.cursor_location
                self._replace_via_keyboard("", (row, column - 1), (row, column + 1))
            case "backspace" if not at_once and self._only_indented():
                row, column = self.cursor_location
                self._replace_via_keyboard("", (row, (column - 1) // INDENT * INDENT), (row, column))
            case _:
                return not at_once and self._paired(event.character or "")
        return True

    def _before(self) -> str:
        row, column = self.cursor_location
        return self.document.get_line(row)[:column]

    def _after(self) -> str:
        row, column = self.cursor_location
        return self.document.get_line(row)[column:]

    def _empty_pair(self) -> bool:
        return bool(self.selection.is_empty and PAIRS.get(self._before()[-1:], "?") == self._after()[:1])

    def _only_indented(self) -> bool:
        return bool(self.selection.is_empty and len(self._before()) > 1 and not self._before().strip(" "))

    def _new_line(self) -> None:
        """A new line, indented like the last one, and deeper after a colon."""
        before = self._before()
        indent = before[: len(before) - len(before.lstrip(" "))]
        deeper = " " * INDENT if before.rstrip().endswith(":") and not before.lstrip().startswith("#") else ""
        self._replace_via_keyboard(f"\n{indent}{deeper}", *self.selection)

    def _rows(self) -> range:
        (first, _), (last, _) = sorted(self.selection)
        return range(first, last + 1)

    def _indent(self) -> None:
        if len(rows := self._rows()) == 1 and self.selection.is_empty:
            missing = INDENT - len(self._before()) % INDENT
            self._replace_via_keyboard(" " * missing, *self.selection)
            return
        for row in rows:
            if self.document.get_line(row).strip():
                self._replace_via_keyboard(" " * INDENT, (row, 0), (row, 0))

    def _dedent(self) -> None:
        for row in self._rows():
            line = self.document.get_line(row)
            if spaces := min(INDENT, len(line) - len(line.lstrip(" "))):
                self._replace_via_keyboard("", (row, 0), (row, spaces))

    def _paired(self, typed: str) -> bool:
        """Close a bracket that is opened before a space or the end, and step over one that is there already."""
        if not self.selection.is_empty or len(typed) != 1:
            return False
        after = self._after()[:1]
        if typed in PAIRS.values() and after == typed:
            self.action_cursor_right()
            return True
        if typed in PAIRS and not after.strip():
            self._replace_via_keyboard(typed + PAIRS[typed], *self.selection)
            self.action_cursor_left()
            return True
        return False

    async def _on_paste(self, event: Paste) -> None:
        self.pasted = max(self.pasted, len(event.text.strip()))
        await super()._on_paste(event)
