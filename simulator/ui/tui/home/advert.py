"""A job advert: paste it or name its file, then see what was taken from it."""

from math import inf
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from simulator.graph.files import typed_path
from simulator.graph.text import cells, clean, of_hundred, one_line, short
from simulator.ui.advert_words import ADVERT_ASKS, CODE_ROUND_ON_SCREEN, advert_notes, area_asked
from simulator.ui.tui.home.choosing import ChoiceRows
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.widgets.chrome import Keys, Rule, Title
from simulator.ui.tui.widgets.editor import Editor
from simulator.ui.tui.widgets.frame import Frame
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.rows import MARK, Row, Rows

if TYPE_CHECKING:
    from simulator.graph.job_advert.match import Advert
    from simulator.graph.records import Graph
    from simulator.session.header import Settings

PASTED = "pasted"
ADD = "+"  # the line that adds an area
COUNT = 4  # columns of a number of questions
NOT_KEPT = "What it asks for is kept; the text isn't."
TEXT_OR_PATH = f"Paste its text, or type the path of a text file. {NOT_KEPT}"
TEXT_ONLY = f"Paste its text. {NOT_KEPT}"
LEFT_UNREAD = "The advert hasn't been read yet; what you entered stays here."
STILL_THERE = "This is what you entered before; pasting again replaces it."
IN_FORCE = "{home.setup} on the home screen shows it or removes it."
NOT_TAKEN, UNCHANGED = "The advert isn't kept.", "The advert stays as it was."
TAKEN = "The advert is kept: it decides {} of 100 questions."
NONE_TAKEN = "None of the advert is kept: only your role decides."
NONE_LEFT = "Every area in the bank is already there."


def open_advert(screen: Frame) -> None:
    """Show what was read from the advert in force; where there is none, take one."""
    from simulator.graph.job_advert.match import Advert

    host, kept = screen.host, screen.host.preferences
    advert = Advert.of_kept(kept.advert_read) if kept.advert else None
    if advert is None:
        host.open_screen("advert")
    else:
        dropped = frozenset(area.area for area in advert.found) - kept.advert_areas.keys()
        host.open_screen("taken", advert, label=kept.advert, dropped=dropped)


class AdvertEntry(Frame):
    """Takes an advert's text, or the path of its file; only what it weighs and names is kept."""

    BINDINGS = bindings("advert")
    CSS_PATH = "../styles/advert.tcss"
    contexts = ("advert",)

    def body(self) -> ComposeResult:
        yield Title("A job advert", id="title")
        yield Rule()
        label = self.host.preferences.advert
        asks = [TEXT_ONLY if self.app.is_web else TEXT_OR_PATH]
        if label:
            former = "the one you pasted before" if label == PASTED else f"{label}, the one that counts now"
            asks += [f"It replaces {former}.", self.host.keyed(IN_FORCE)]
        if self.host.advert_typed:
            asks += [STILL_THERE]
        yield Static(" ".join(asks), id="asks", markup=False)
        yield Editor(self.host.advert_typed, gives=("advert.read", self.action_read))

    def on_mount(self) -> None:
        editor = self.query_one(Editor)
        editor.select_all()  # as a kept line is: another advert would stand behind this one
        editor.focus()

    async def action_back(self) -> None:
        """Leave. A long paste isn't lost with one key: it's here again until the program ends."""
        typed = self.query_one(Editor).text
        self.host.advert_typed = typed if typed.strip() else ""
        self.dismiss()
        if self.host.advert_typed:
            self.host.say(LEFT_UNREAD)

    def action_read(self) -> None:
        self.run_worker(self._read(self.query_one(Editor).text), exclusive=True, exit_on_error=False)

    async def _read(self, given: str) -> None:
        from simulator.graph.job_advert.match import match_advert  # both only where there is an advert
        from simulator.graph.job_advert.read import from_text, pasted

        self.quiet("Reading the advert.")
        # someone who opens the page from another machine must not read this machine's files by naming them
        read = pasted if self.app.is_web else from_text
        if (graph := await self.read_graph()) is None:
            return
        advert = await self.in_thread(lambda: match_advert(read(given), graph))
        if advert is None:
            return
        self.quiet("")
        self.host.advert_typed = given  # until it's taken: whoever goes back from what was read has pasted it once
        self.host.replace_screen("taken", advert, label=PASTED if self.app.is_web else advert_label(given))


class AdvertTaken(Frame):
    """What was taken from an advert, an area a line. Enter keeps those that aren't dropped, or with `start` starts.

    `dropped` is given for an advert that is in force.
    """

    BINDINGS = bindings("taken")
    CSS_PATH = "../styles/advert.tcss"
    contexts = ("taken", "lists")

    def __init__(
        self,
        advert: "Advert",
        start: "Settings | None" = None,
        *,
        label: str = "",
        dropped: frozenset[str] | None = None,
    ) -> None:
        super().__init__()
        self._advert, self._start, self._label = advert, start, label
        self._in_force, self._dropped = dropped is not None, set(dropped or ())
        self._first = (advert, frozenset(self._dropped))
        self._role = ""
        self._graph: Graph | None = None
        self._shown_at = inf  # by the clock of the keys

    def takes_key(self, event: events.Key | events.Paste) -> bool:
        """Drop what was typed before this was shown: reading takes a moment, and enter would keep it unseen."""
        return event.time < self._shown_at

    def body(self) -> ComposeResult:
        yield Title("A job advert", self._label * self._in_force, id="title")
        yield Rule()
        yield Static(ADVERT_ASKS, id="asks")
        yield ChoiceRows(label_width=COUNT, id="areas")
        yield VerticalScroll(Static(id="words", markup=False), Static(id="notes", markup=False), can_focus=False)

    def on_mount(self) -> None:
        self.query_one(Rows).focus()
        self.show_areas()
        self._shown_at = events.Event().time
        self.run_worker(self._name_role(), exit_on_error=False)

    async def _name_role(self) -> None:
        graph = await self.read_graph()
        role = graph.roles.get(self._start.role if self._start else self.host.preferences.role) if graph else None
        self._role = role.title if role else ""
        self.show_areas()

    @property
    def _parts(self) -> dict[str, float]:
        """The part of each area that is kept."""
        return self._advert.parts_without(self._dropped)

    def show_areas(self) -> None:
        """Show a line for each area, and what they come to."""
        counts = of_hundred(self._parts)
        rows = [
            Row(area.area, f"{counts.get(area.area, '-'):>2}", area_asked(area), "dropped" * (area.area not in counts))
            for area in self._advert.found
        ]
        rows.append(Row(ADD, f"{ADD:>2}", "another area that it asks for"))
        self.query_one("#areas", Rows).fill(rows)
        notes = advert_notes(self._advert, self._parts, self._role, CODE_ROUND_ON_SCREEN)
        self.query_one("#notes", Static).update(Content("\n\n".join(notes)))
        self.show_words()

    @on(Rows.Moved)
    def show_words(self) -> None:
        """Say the marked line in full where it's cut."""
        rows, words = self.query_one("#areas", Rows), self.query_one("#words", Static)
        key = rows.row.key if rows.row is not None else ""
        does = "bring back" if key in self._dropped else "drop"
        left_out = {"taken.drop"} if key == ADD else {"taken.go"}  # where enter does the same
        self.show_keys(without=frozenset(left_out | ({"taken.replace"} if self._start else set())))
        self.query_one(Keys).relabel({"taken.drop": does, "taken.choose": "add" if key == ADD else "go on"})
        area = next((one for one in self._advert.found if one.area == key), None)
        text = area_asked(area) if area is not None else ""
        more = ", ".join(map(one_line, area.further)) if area is not None else ""
        words.display = bool(more) or cells(text) > rows.size.width - len(MARK) - COUNT
        words.update(Content(f"{text}, {more}" if more else text))
        notes, is_last = self.query_one(VerticalScroll), key in {row.key for row in rows.rows[-2:-1]}
        at_end = is_last and not words.display  # a low window cuts them; what isn't here is seen where one adds an area
        notes.scroll_end(animate=False) if at_end else notes.scroll_home(animate=False)

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - the frame's own handler runs too
        self.call_after_refresh(self.show_words)

    @on(ChoiceRows.Clicked)
    async def action_drop(self) -> None:
        if self.is_on_add:
            await self.ask_area()
        elif (row := self.query_one("#areas", Rows).row) is not None:
            self._dropped ^= {row.key}
            self.show_areas()

    @property
    def is_on_add(self) -> bool:
        """Whether the last line is marked, which adds an area."""
        row = self.query_one("#areas", Rows).row
        return row is not None and row.key == ADD

    async def ask_area(self) -> None:
        """Ask which other area the advert asks for."""
        self._graph = graph = await self.read_graph()
        if graph is None:
            return
        there = {area.area for area in self._advert.found}
        rows = [Row(area.id, text=area.title) for area in graph.areas.values() if area.id not in there]
        if rows:
            self.app.push_screen(Pick("What else does the advert ask for?", rows), self._add)
        else:
            self.quiet(NONE_LEFT)

    def _add(self, area: str | None) -> None:
        if area is not None and self._graph is not None:
            self._advert = self._advert.with_area(area, self._graph.areas[area].title)
            self.show_areas()
            self.query_one("#areas", Rows).mark(area)

    def action_replace(self) -> None:
        if self._start is None:  # else the interview that it starts would be lost
            self.host.replace_screen("advert")

    @on(Rows.Chosen)
    async def action_choose(self) -> None:
        if self.is_on_add:
            await self.ask_area()
        else:
            self.action_go()

    def action_go(self) -> None:
        """Take these areas, and go on."""
        host, parts = self.host, self._parts
        kept = host.preferences.with_read_advert(self._advert, parts, self._label)
        host.advert_typed = ""
        host.remember_choices(kept)  # it's about the person: the plan goes by it, and so do later interviews
        self.dismiss()
        if self._start is None:
            count = sum(of_hundred(parts).values())
            host.say(TAKEN.format(count) if parts else NONE_TAKEN)
        else:
            host.start(replace(self._start, advert=parts, advert_terms=kept.advert_terms))

    async def action_back(self) -> None:
        """Leave, and say so where something would have been changed."""
        self.dismiss()
        if not self._in_force:
            self.host.say(NOT_TAKEN)
        elif self._first != (self._advert, frozenset(self._dropped)):
            self.host.say(UNCHANGED)


def advert_label(given: str) -> str:
    """What the setup calls the advert: its file's name, or that it was pasted."""
    given = clean(given).strip()
    path = typed_path(given.strip("\"'")) if "\n" not in given and len(given) < 300 else None
    return short(path.name, 40) if path is not None and path.suffix else PASTED
