"""Code on the screen: to read, and in an editor with colours, indentation and brackets that close themselves.

The colours come from Pygments, which Rich brings anyway. Textual's own need tree-sitter, whose present version crashes.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.content import Content, Span
from textual.events import Key, MouseEvent, Paste
from textual.geometry import Offset, Size
from textual.strip import Strip
from textual.widgets import Label
from textual.widgets.text_area import Selection

from simulator.graph.code_spans import without_blanks
from simulator.graph.text import cells, clean, shorten
from simulator.ui.tui.widgets.editor import Act, Editor, given

INDENT = 4
AT_ONCE = 0.012  # seconds: keys that come faster are typed out by a terminal, and mean just what they are
PAIRS = {"(": ")", "[": "]", "{": "}"}
MOST_COLOURED = 40_000  # characters; longer code is shown without colours
NARROWEST = 8  # columns
DEEPER = 4  # columns, by which a line that is only read goes on deeper than it begins
JOINTS = (" ([{", ",.=:)]}")  # behind which a line is cut, the better places first
GOES_ON = "…"  # at the edge of a line that goes on beyond it
LOOKS = {  # of the kinds of word, by component class
    "editor--comment": "italic $muted", "editor--string": "$good", "editor--number": "$fair",
    "editor--keyword": "bold $accent", "editor--defined": "$heard", "editor--builtin": "$accent",
}  # fmt: skip
COMMENT = LOOKS["editor--comment"]
WordSpan = tuple[int, int, str]  # of a word in its line: start, end and component class


def coloured(code: str) -> dict[int, list[WordSpan]]:
    """The words of each line that have a colour; none of very long code."""
    if len(code) > MOST_COLOURED:
        return {}
    from pygments.lexers import PythonLexer  # only where code is written
    from pygments.token import Comment, Keyword, Name, Number, Operator, String, Token

    looks: Mapping[object, str] = {
        Comment: "editor--comment", String: "editor--string", Number: "editor--number", Keyword: "editor--keyword",
        Operator.Word: "editor--keyword",
        Name.Function: "editor--defined", Name.Class: "editor--defined", Name.Decorator: "editor--defined",
        Name.Builtin: "editor--builtin",
    }  # fmt: skip
    places: dict[int, list[WordSpan]] = {}
    line = column = 0
    for kind, value in PythonLexer(stripnl=False, ensurenl=False).get_tokens(without_blanks(code)):
        while kind is not Token and kind not in looks and kind.parent is not None:
            kind = kind.parent
        look = looks.get(kind, "")
        for number, piece in enumerate(value.split("\n")):
            if number:
                line, column = line + 1, 0
            if look and piece:
                places.setdefault(line, []).append((column, column + len(piece), look))
            column += len(piece)
    return places


def painted(code: str) -> Content:
    """Code that is only read, in the colours of the editor."""
    places, spans, start = coloured(code), list[Span](), 0
    for number, line in enumerate(code.split("\n")):
        spans += [Span(start + begin, start + end, LOOKS[look]) for begin, end, look in places.get(number, ())]
        start += len(line) + 1
    return Content(code, spans)


class CodeLines(Label):
    """Code that is only read: a line that is too long goes on below, deeper than it begins, so that it stays Python."""

    DEFAULT_CSS = "CodeLines { width: 100%; }"

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self.lines_in(width))

    def render(self) -> Content:
        return Content("\n").join(self.lines_in(self.size.width))

    def lines_in(self, width: int) -> list[Content]:
        """The lines in so many cells."""
        code = self.content if isinstance(self.content, Content) else Content(str(self.content))
        return [part for line in code.split("\n", allow_blank=True) for part in _deeper(line, max(NARROWEST, width))]


def _deeper(line: Content, width: int) -> list[Content]:
    """A line of code in as many as it needs, cut at a space or behind a bracket; within a word only if it must be."""
    begins = len(line.plain) - len(line.plain.lstrip())
    deeper = min(begins + DEEPER, width // 2)
    parts, room, before = list[Content](), width, ""
    while cells(line.plain) > room:
        fits = len(shorten(line.plain, room + 1)) - 1
        end = next(filter(None, (_last_of(signs, line.plain, fits) for signs in JOINTS)), fits)
        parts.append(Content.assemble((before, COMMENT), line[:end]))
        commented = any(span.style == COMMENT and span.start < end < span.end for span in line.spans)
        before = " " * deeper + "# " * (commented and width > deeper + NARROWEST)
        line, room = line[end:], width - len(before)
    return [*parts, Content.assemble((before, COMMENT), line)]


def _last_of(signs: str, line: str, fits: int) -> int:
    """Where the part ends that has the last of these signs at its end and has room; 0 where there is none."""
    found = (line.rfind(sign, 0, fits + (sign == " ")) + 1 for sign in signs)  # a space may stand beyond the edge
    return max(end if line[:end].strip() else 0 for end in found)


def untabbed(code: str) -> str:
    """Code with plain newlines, and spaces for tabs: as long as it is on the screen, so that the cursor is right."""
    return code.replace("\r\n", "\n").replace("\r", "\n").expandtabs(INDENT)


def _rule(name: str) -> str:
    style, _, colour = LOOKS[name].rpartition(" ")
    return f"CodeEditor > .{name} {{ color: {colour}; text-style: {style or 'none'}; }}\n"


class CodeEditor(Editor):
    """Where code is written. `stops` is called by ctrl+c while something runs; it says whether it did."""

    DEFAULT_CSS = f"""
    {"".join(map(_rule, LOOKS))}
    CodeEditor .text-area--gutter {{ color: $muted; background: transparent; }}
    CodeEditor .text-area--cursor-gutter {{ color: $foreground; background: transparent; }}
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = set(LOOKS)
    _at_start = False  # whether the line that is painted or clicked stands at its start

    def __init__(self, code: str, *, gives: tuple[str, Act], runs: tuple[str, Act], stops: Callable[[], bool]) -> None:
        """`gives` and `runs`: the actions whose keys hand the code in and run it, and their functions."""
        self._painted: dict[int, list[WordSpan]] | None = None  # None where the text has changed since
        self._styles: dict[str, Style] = {}
        super().__init__(untabbed(code), gives=gives)
        self.soft_wrap, self.show_line_numbers, self.indent_width = False, True, INDENT
        self._runs, self._stops = runs, stops
        self._last_key_at = 0.0
        self._fresh_indent: tuple[int, int] | None = None  # the line that was just begun, and how far it is indented
        self._brings_indent = False  # whether what comes in a burst is indented already
        self.pasted = 0  # characters of the longest text that came in one go

    # Colours

    def _build_highlight_map(self) -> None:
        """Note that the text has changed: it is coloured when it is painted, not at each of many keys in a row."""
        self._line_cache.clear()
        self._painted = None

    def notify_style_update(self) -> None:
        """Take the colours of another theme."""
        self._styles.clear()
        super().notify_style_update()

    def get_line(self, line_index: int) -> Text:
        """A line of the code in its colours."""
        line = super().get_line(line_index)
        if self._painted is None:
            self._painted = coloured(self.text)
        for start, end, look in self._painted.get(line_index, ()):
            if look not in self._styles:
                self._styles[look] = self.get_component_rich_style(look, partial=True)
            line.stylize(self._styles[look], start, end)
        return line

    def render_line(self, y: int) -> Strip:
        """A line of the code; where it goes on beyond the edge there is a sign, but not upon the cursor."""
        with self._line_at(y):
            strip, (scrolled, above) = super().render_line(y), self.scroll_offset
        if y + above >= self.document.line_count:
            return strip
        left, right = self.gutter_width, self.scrollable_content_region.width - 1
        length = cells(self.document.get_line(y + above))
        goes_on = {left: 0 < scrolled < length, right: length - scrolled > right + 1 - left}
        cursor_x, cursor_y = self._cursor_offset
        if self._draw_cursor and cursor_y == y + above:
            goes_on[cursor_x - scrolled + left] = False
        for x in (edge for edge, cut in goes_on.items() if cut):
            sign = Segment(GOES_ON, self.get_component_rich_style("editor--comment", partial=True))
            strip = Strip.join([strip.crop(0, x), Strip([sign], 1), strip.crop(x + 1)])
        return strip

    # A long line goes aside alone, so that the others can be read while it is written

    @property
    def scroll_offset(self) -> Offset:
        """How far the text is scrolled; to the side that is only the line with the cursor."""
        offset = super().scroll_offset
        return Offset(0, offset.y) if self._at_start else offset

    @contextmanager
    def _line_at(self, y: int) -> Iterator[None]:
        """Take the line at `y` on the screen for one that stands at its start, unless it has the cursor."""
        self._at_start = y + self.scroll_offset.y != self._cursor_offset[1]
        try:
            yield
        finally:
            self._at_start = False

    def get_target_document_location(self, event: MouseEvent) -> tuple[int, int]:
        """Where a click goes."""
        with self._line_at(event.y - self.gutter.top):
            return super().get_target_document_location(event)

    def on_resize(self) -> None:
        """Keep the cursor in sight, as what the cases said takes lines from the code."""
        self.call_after_refresh(self.scroll_cursor_visible)

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Scroll to the cursor; back to the beginning of the lines as soon as that leaves it in sight."""
        scrolled = super().scroll_cursor_visible(center, animate)
        if self.scroll_x and self.cursor_location[1] < self.size.width - self.gutter_width - 1:
            self.scroll_to(x=0, animate=False, immediate=True)
        return scrolled

    # Keys

    async def _on_key(self, event: Key) -> None:
        """Run, stop and indent; whatever a terminal types out by itself is taken as it is."""
        at_once, self._last_key_at = event.time - self._last_key_at < AT_ONCE, event.time
        self._follow_burst(event, at_once=at_once)
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
        before, after, unmarked = self._before(), self._after(), self.selection.is_empty
        match event.key:
            case "tab":
                self._indent()
            case "shift+tab":
                self._shift(lambda line: line[min(INDENT, len(line) - len(line.lstrip(" "))) :])
            case "enter" if not self._brings_indent:
                self._new_line()
                self._fresh_indent = self.cursor_location
            case "backspace" if not at_once and unmarked and PAIRS.get(before[-1:], "?") == after[:1]:
                row, column = self.cursor_location
                self._replace_via_keyboard("", (row, column - 1), (row, column + 1))
            case "backspace" if not at_once and unmarked and len(before) > 1 and not before.strip(" "):
                row, column = self.cursor_location
                self._replace_via_keyboard("", (row, (column - 1) // INDENT * INDENT), (row, column))
            case _:
                return not at_once and self._paired(event.character or "")
        return True

    def _follow_burst(self, event: Key, *, at_once: bool) -> None:
        """Keys in one burst come over a slow line, or from a terminal that types out a paste.

        What comes over a slow line is indented after a colon and like the line above. A paste brings spaces of its own
        at the start of a line, or has a blank line in it: from there on it stays as it is, and a line that was just
        indented loses that.
        """
        fresh, self._fresh_indent = self._fresh_indent, None
        spaced = event.key in {"space", "tab"} and not self._before().strip()
        self._brings_indent = spaced or (at_once and self._brings_indent)
        if fresh is None or not at_once or self.cursor_location != fresh or not self.selection.is_empty:
            return
        row, column = fresh
        if spaced or event.key == "enter":
            self._brings_indent = True
            self._replace_via_keyboard("", (row, 0), (row, column))

    def _before(self) -> str:
        row, column = self.cursor_location
        return self.document.get_line(row)[:column]

    def _after(self) -> str:
        row, column = self.cursor_location
        return self.document.get_line(row)[column:]

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
        if len(self._rows()) == 1 and self.selection.is_empty:
            missing = INDENT - len(self._before()) % INDENT
            self._replace_via_keyboard(" " * missing, *self.selection)
            return
        self._shift(lambda line: " " * INDENT + line if line.strip() else line)

    def _shift(self, change: Callable[[str], str]) -> None:
        """Change the marked lines, in one step that is undone as one; what was marked stays so."""
        rows, (start, end) = self._rows(), self.selection
        before = [self.document.get_line(row) for row in rows]
        after = [change(line) for line in before]
        if after == before:
            return
        longer = {row: len(new) - len(old) for row, new, old in zip(rows, after, before, strict=True)}
        self._replace_via_keyboard("\n".join(after), (rows[0], 0), (rows[-1], len(before[-1])))
        moved = [(row, max(0, column + longer[row])) for row, column in (start, end)]
        self.selection = Selection(*moved)

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
        await super()._on_paste(Paste(untabbed(event.text)))
        event.prevent_default()
        event.stop()

    def replace_all(self, text: str) -> None:
        """Replace the whole code, as when it was saved elsewhere; this can be undone, and the cursor stays about."""
        row, column = self.cursor_location
        self.replace(clean(untabbed(text)), self.document.start, self.document.end)
        row = min(row, self.document.line_count - 1)
        self.move_cursor((row, min(column, len(self.document.get_line(row)))))
