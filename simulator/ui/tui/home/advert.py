"""A job advert: paste it or name its file, then see what was taken from it."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.widgets import Static

from simulator.errors import SimulatorError
from simulator.graph.text import clean, short
from simulator.ui.interviewer import advert_sentences
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.widgets.chrome import Rule, Title
from simulator.ui.tui.widgets.editor import Editor
from simulator.ui.tui.widgets.frame import Frame, Page
from simulator.ui.tui.widgets.text import plain_text

if TYPE_CHECKING:
    from simulator.graph.job_advert.match import Advert
    from simulator.session.header import Settings

PASTED = "pasted"
TEXT_OR_PATH = "Paste its text, or type the path of a text file. The text isn't kept."
TEXT_ONLY = "Paste its text. The text isn't kept."


class AdvertEntry(Frame):
    """Takes an advert's text, or the path of its file; only the weights are kept."""

    BINDINGS = bindings("advert")
    CSS_PATH = "../styles/advert.tcss"
    contexts = ("advert",)
    shows_help = True

    def body(self) -> ComposeResult:
        yield Title("A job advert", id="title")
        yield Rule()
        yield Static(TEXT_ONLY if self.app.is_web else TEXT_OR_PATH, id="asks")
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


class AdvertTaken(Page):
    """What was taken from an advert. Enter keeps the weights; with `start` it starts that interview."""

    BINDINGS = bindings("taken")
    CSS_PATH = "../styles/advert.tcss"
    contexts = ("taken",)
    shows_help = True
    heading = "A job advert"

    def __init__(self, advert: "Advert", start: "Settings | None" = None, *, label: str = "") -> None:
        super().__init__()
        self._advert, self._start, self._label = advert, start, label

    def on_mount(self) -> None:
        self.run_worker(self._show(), exit_on_error=False)

    async def _show(self) -> None:
        graph = await self.read_graph()
        if graph is None:
            return
        role = graph.roles.get(self._start.role if self._start else self.host.preferences.role)
        sentences = advert_sentences(self._advert, role.title if role else "")
        await self.fill([plain_text("\n\n".join(sentences))])

    def action_go(self) -> None:
        host = self.host
        if self._start is None:
            kept = replace(host.preferences, advert=self._label, advert_areas=self._advert.parts)
            host.remember_choices(kept)
        self.dismiss()
        if self._start is not None:
            host.start(self._start)


def advert_label(given: str) -> str:
    """What the setup calls the advert: its file's name, or that it was pasted."""
    given = clean(given).strip()
    path = Path(given.strip("\"'")).expanduser() if "\n" not in given and len(given) < 300 else None
    return short(path.name, 40) if path is not None and path.suffix else PASTED
