"""A list of rows with one marked. Only the rows on screen are rendered, so it may be of any length."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import msgspec
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from simulator.graph.text import shorten_name
from simulator.report.tones import Badge
from simulator.ui.tui.keys.registry import bindings

MARK = "> "
NOTE_GAP = 2  # columns before a note
# the marked line where the terminal's own colours leave no other background that text is readable on
REVERSED = Style(color="default", bgcolor="default", bold=True, reverse=True)


class Row(msgspec.Struct, frozen=True):
    """One line: a short label, a text, and a muted note at the right end. `key` identifies it.

    The sign of a `badge` stands before the text, in its tone; the word for it is in the text or the note. `accented`
    lines are what to do now: their label has the accent. `pieces` follow the text, each in the colour of a token. A
    text that `is_name` is cut between two words, and only once its note has gone, or is the `brief_note`.
    """

    key: str
    label: str = ""
    text: str = ""
    note: str = ""
    badge: Badge | None = None
    accented: bool = False
    pieces: tuple[tuple[str, str], ...] = ()
    brief: str = ""  # the text where there's no room for the whole
    brief_note: str = ""  # the same of the note
    is_name: bool = False

    def note_beside(self, room: int) -> str:
        """The longest note for which there's room beside the whole text."""
        left = room - cell_len(self.text) - NOTE_GAP
        return next((note for note in (self.note, self.brief_note) if cell_len(note) <= left), "")


class Rows(ScrollView, can_focus=True):
    """Rows to choose from with arrows, j and k, or the mouse."""

    about: Widget | None = None  # what scrolls and says more of the marked row

    BINDINGS = bindings("lists")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *("rows--mark", "rows--cursor", "rows--quiet", "rows--label", "rows--rule"),
        *("rows--good", "rows--fair", "rows--poor", "rows--unknown"),
    }
    DEFAULT_CSS = """
    Rows { height: auto; min-width: 4; overflow-x: hidden; background: transparent; }
    Rows > .rows--mark { color: $accent; text-style: bold; }
    Rows > .rows--cursor { color: $foreground; background: $cursor; text-style: bold; }
    Rows > .rows--quiet { color: $muted; }
    Rows > .rows--label { color: $foreground; }
    Rows > .rows--rule { color: $rule; }
    Rows > .rows--good { color: $good; }
    Rows > .rows--fair { color: $fair; }
    Rows > .rows--poor { color: $poor; }
    Rows > .rows--unknown { color: $unknown; }
    """

    cursor: reactive[int] = reactive(0, init=False)
    shows_cursor = True  # whether the marked line looks so
    mark_sign = MARK  # of the marked line

    @dataclass
    class OfRow(Message):
        """What happened to a row."""

        rows: "Rows"
        row: Row

        @property
        def control(self) -> "Rows":
            return self.rows

    class Chosen(OfRow):
        """A row was chosen."""

    class Moved(OfRow):
        """Another row is marked."""

    def __init__(self, rows: Sequence[Row] = (), *, label_width: int = 10, id: str | None = None) -> None:
        super().__init__(id=id)
        self._label_width = label_width
        self._take(rows)

    @property
    def row(self) -> Row | None:
        """The marked row."""
        return self.rows[self.cursor] if self.rows else None

    @property
    def is_cut(self) -> bool:
        """Whether the text of the marked row has no room."""
        width = self.scrollable_content_region.width
        return self.row is not None and self.row.text not in self._line(self.row, width, marked=True).plain

    def fill(self, rows: Sequence[Row], *, keep: bool = True) -> None:
        """Show other rows. With `keep` the marked row stays marked if it is still there."""
        before, was = self.row.key if keep and self.row else None, self.cursor
        self._take(rows)
        keys = [row.key for row in self.rows]
        self.set_reactive(Rows.cursor, keys.index(before) if before in keys else 0)
        self._measure()
        self.refresh(layout=True)
        if self.cursor != was:  # else the wheel may have gone elsewhere, and stays there
            self.call_after_refresh(self._keep_in_sight)

    def _take(self, rows: Sequence[Row]) -> None:
        self.rows = tuple(rows)
        self._widest = max([self._label_width, *(2 + cell_len(row.label) for row in self.rows)])  # `Question 10`

    def mark(self, key: str) -> None:
        """Mark the row with this key, if there is one."""
        keys = [row.key for row in self.rows]
        if key in keys:
            self.cursor = keys.index(key)

    def on_mount(self) -> None:
        self._measure()

    def _measure(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self.rows))

    def on_resize(self) -> None:
        self._measure()
        self._keep_in_sight()  # a message below takes lines of the list

    def _keep_in_sight(self) -> None:
        """Scroll as far as the marked row needs."""
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return max(1, len(self.rows))

    def watch_cursor(self) -> None:
        self.refresh()
        self._keep_in_sight()
        if self.about is not None:
            self.about.scroll_home(animate=False)
        if self.row is not None:
            self.post_message(self.Moved(self, self.row))

    def validate_cursor(self, value: int) -> int:
        return max(0, min(value, len(self.rows) - 1))

    def action_move(self, by: int) -> None:
        self.cursor += by

    def action_page(self, by: int) -> None:
        """Read on in what is said of the marked row, and then in the next one's; where all is seen, a page of rows."""
        about = self.about
        if about is not None and (about.scroll_y < about.max_scroll_y if by > 0 else about.scroll_y > 0):
            (about.scroll_page_down if by > 0 else about.scroll_page_up)(animate=False)
        elif about is not None and about.max_scroll_y:
            self.cursor += by
        else:
            self.cursor += by * max(1, self.size.height - 1)

    def action_first(self) -> None:
        self.cursor = 0

    def action_last(self) -> None:
        self.cursor = len(self.rows) - 1

    def action_choose(self) -> None:
        if self.row is not None:
            self.post_message(self.Chosen(self, self.row))

    def on_click(self, event: events.Click) -> None:
        index = int(self.scroll_offset.y) + event.y
        if 0 <= index < len(self.rows):
            self.cursor = index
            self.clicked()

    def clicked(self) -> None:
        """A line was clicked, and is now the marked one."""
        self.action_choose()

    def render_line(self, y: int) -> Strip:
        index = y + int(self.scroll_offset.y)
        width = self.scrollable_content_region.width
        if not 0 <= index < len(self.rows):
            return Strip.blank(width, self.rich_style)
        marked = index == self.cursor and self.shows_cursor
        text = self._line(self.rows[index], width, marked=marked)
        behind = self.rich_style
        if marked and self.app.current_theme.ansi:
            behind += REVERSED
        elif marked:
            behind += Style(bgcolor=self.get_component_rich_style("rows--cursor").bgcolor)
        over = behind if behind.reverse else Style(bgcolor=behind.bgcolor)
        segments = Segment.apply_style(text.render(self.app.console), post_style=over)
        return Strip(segments).adjust_cell_length(width, behind).apply_style(behind)

    def _line(self, row: Row, width: int, *, marked: bool) -> Text:
        name = "rows--cursor" if marked else "rows--label"
        style, quiet = self.get_component_rich_style(name), self.get_component_rich_style("rows--quiet")
        line = Text(no_wrap=True, end="")
        line.append(self.mark_sign if marked else " " * len(MARK), self.get_component_rich_style("rows--mark"))
        if row.label:
            label = self.get_component_rich_style("rows--mark") if row.accented else style
            line.append(row.label + " " * (self._widest - cell_len(row.label)), label)
        if row.badge is not None:
            line.append(f"{row.badge.sign} ", self.get_component_rich_style(f"rows--{row.badge.tone}"))
        room = width - line.cell_len - sum(cell_len(words) for words, _ in row.pieces)
        note = Text(row.note_beside(room) if row.is_name else row.note, quiet, no_wrap=True)
        free = room - note.cell_len - NOTE_GAP if note else room
        told = row.brief if row.brief and cell_len(row.text) > free else row.text
        told = shorten_name(told, max(1, room)) if row.is_name else told
        body = Text(told, style if not row.label or marked else quiet, no_wrap=True)
        if note and room >= note.cell_len + min(body.cell_len, 16) + NOTE_GAP:
            body.truncate(room - note.cell_len - NOTE_GAP, overflow="ellipsis", pad=True)
            line.append_text(body).append(" " * NOTE_GAP).append_text(note)
        else:
            body.truncate(max(1, room), overflow="ellipsis")
            line.append_text(body)
        for words, token in row.pieces:
            line.append(words, style if token == "label" else self.get_component_rich_style(f"rows--{token}"))
        return line
