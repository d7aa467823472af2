"""A job advert: paste it or name its file, then see what was taken from it."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from simulator.errors import SimulatorError
from simulator.graph.text import cells, clean, of_hundred, short
from simulator.ui.interviewer import ADVERT_ASKS, advert_notes, area_asked
from simulator.ui.tui.home.choosing import ChoiceRows
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.widgets.chrome import Keys, Rule, Title
from simulator.ui.tui.widgets.editor import Editor
from simulator.ui.tui.widgets.frame import Frame
from simulator.ui.tui.widgets.rows import MARK, Row, Rows

if TYPE_CHECKING:
    from simulator.graph.job_advert.match import Advert
    from simulator.session.header import Settings

PASTED = "pasted"
COUNT = 4  # columns of a number of questions
NOT_KEPT = "What it asks for is kept; the text isn't."
TEXT_OR_PATH = f"Paste its text, or type the path of a text file. {NOT_KEPT}"
TEXT_ONLY = f"Paste its text. {NOT_KEPT}"
IN_FORCE = "{home.setup} on the home screen shows it or removes it."


class AdvertEntry(Frame):
    """Takes an advert's text, or the path of its file; only what it weighs and names is kept."""

    BINDINGS = bindings("advert")
    CSS_PATH = "../styles/advert.tcss"
    contexts = ("advert",)
    shows_help = True

    def body(self) -> ComposeResult:
        yield Title("A job advert", id="title")
        yield Rule()
        label = self.host.preferences.advert
        asks = [TEXT_ONLY if self.app.is_web else TEXT_OR_PATH]
        if label:
            asks += [f"It replaces the one that counts now, {label}.", self.host.keyed(IN_FORCE)]
        yield Static(" ".join(asks), id="asks", markup=False)
        yield Editor(gives=("advert.read", self.action_read))

    def on_mount(self) -> None:
        self.show_keys("advert")
        self.query_one(Editor).focus()

    def action_read(self) -> None:
        self.run_worker(self._read(self.query_one(Editor).text), exclusive=True, exit_on_error=False)

    async def _read(self, given: str) -> None:
        from simulator.graph.job_advert.match import match_advert  # both only where there is an advert
        from simulator.graph.job_advert.read import from_text, pasted

        self.quiet("Reading the advert.")
        # someone who opens the page from another machine must not read this machine's files by naming them
        read = pasted if self.app.is_web else from_text
        try:
            graph = await self.host.graph()
            advert = await asyncio.to_thread(lambda: match_advert(read(given), graph))
        except SimulatorError as error:
            self.quiet(str(error))
            return
        self.quiet("")
        self.host.replace_screen("taken", advert, label=PASTED if self.app.is_web else advert_label(given))


class AdvertTaken(Frame):
    """What was taken from an advert, an area a line. Enter keeps those that aren't dropped, or with `start` starts."""

    BINDINGS = bindings("taken")
    CSS_PATH = "../styles/advert.tcss"
    contexts = ("taken", "lists")
    shows_help = True

    def __init__(self, advert: "Advert", start: "Settings | None" = None, *, label: str = "") -> None:
        super().__init__()
        self._advert, self._start, self._label = advert, start, label
        self._dropped: set[str] = set()
        self._role = ""

    def body(self) -> ComposeResult:
        yield Title("A job advert", id="title")
        yield Rule()
        yield Static(ADVERT_ASKS, id="asks")
        yield ChoiceRows(label_width=COUNT, id="areas")
        yield VerticalScroll(Static(id="notes", markup=False), Static(id="words", markup=False), can_focus=False)

    def on_mount(self) -> None:
        self.show_keys("taken")
        self.query_one(Rows).focus()
        self.show_areas()
        self.run_worker(self._name_role(), exit_on_error=False)

    async def _name_role(self) -> None:
        graph = await self.read_graph()
        role = graph.roles.get(self._start.role if self._start else self.host.preferences.role) if graph else None
        self._role = role.title if role else ""
        self.show_areas()

    @property
    def _parts(self) -> dict[str, float]:
        """The part of each area that is kept."""
        return {area: part for area, part in self._advert.parts.items() if area not in self._dropped}

    def show_areas(self) -> None:
        """Show a line for each area, and what they come to."""
        counts = of_hundred(self._parts)
        rows = [
            Row(area.area, f"{counts.get(area.area, '-'):>2}", area_asked(area), "dropped" * (area.area not in counts))
            for area in self._advert.found
        ]
        self.query_one("#areas", Rows).fill(rows)
        notes = advert_notes(self._advert, self._parts, self._role)
        self.query_one("#notes", Static).update(Content("\n\n".join(notes)))
        self.show_words()

    @on(Rows.Moved)
    def show_words(self) -> None:
        """Say the marked line in full where it's cut."""
        rows, words = self.query_one("#areas", Rows), self.query_one("#words", Static)
        dropped = rows.row is not None and rows.row.key in self._dropped
        self.query_one(Keys).relabel({"taken.drop": "take back" if dropped else "drop"})
        text = rows.row.text if rows.row is not None else ""
        words.display = cells(text) > rows.size.width - len(MARK) - COUNT
        words.update(Content(text))
        notes, is_last = self.query_one(VerticalScroll), bool(rows.rows) and rows.row == rows.rows[-1]
        notes.scroll_end(animate=False) if is_last else notes.scroll_home(animate=False)  # a low window cuts them

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - the frame's own handler runs too
        self.call_after_refresh(self.show_words)

    @on(ChoiceRows.Clicked)
    def action_drop(self) -> None:
        row = self.query_one("#areas", Rows).row
        if row is not None:
            self._dropped ^= {row.key}
            self.show_areas()

    @on(Rows.Chosen)
    def action_go(self) -> None:
        host, parts, terms = self.host, self._parts, self._advert.terms_in(self._parts)
        if self._start is None:
            label = self._label if parts else ""
            host.remember_choices(replace(host.preferences, advert=label, advert_areas=parts, advert_terms=terms))
        self.dismiss()
        if self._start is not None:
            host.start(replace(self._start, advert=parts, advert_terms=terms))


def advert_label(given: str) -> str:
    """What the setup calls the advert: its file's name, or that it was pasted."""
    given = clean(given).strip()
    path = Path(given.strip("\"'")).expanduser() if "\n" not in given and len(given) < 300 else None
    return short(path.name, 40) if path is not None and path.suffix else PASTED
