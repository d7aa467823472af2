"""What the palette finds by its name: concepts, interviews and what was asked in them; and an interview to export.

Everything is looked up as you type, outside the screen's own thread and a few of each, so that the palette opens at
once however many there are. Nothing in the bank is found unless it was asked.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from textual.command import Hit, Hits, Provider
from textual.content import Content

from simulator.errors import SimulatorError, UsageError
from simulator.graph.text import one_line, short
from simulator.session.interview.outcome_words import outcome_word
from simulator.session.presets import sitting_title
from simulator.session.workspace import Workspace, working_folder
from simulator.ui.tui import words
from simulator.ui.tui.host import Host, host_of
from simulator.ui.tui.palette import fit_of, has_all, sits_interview
from simulator.ui.tui.widgets.frame import Frame
from simulator.ui.tui.widgets.text import toned

if TYPE_CHECKING:
    from simulator.graph.records import Concept, Graph
    from simulator.report.records import Assessment
    from simulator.session.archive.search import Hit as FoundItem
    from simulator.session.archive.summary import SessionRow
    from simulator.session.interview.state import State

MOST = 6  # of each kind
FEWEST_LETTERS, LONGEST_QUERY = 2, 200  # letters: what is shorter names nothing, and nothing has a longer name
LINE = 90  # letters of what was asked or said
PATIENCE = 0.2  # seconds of reading transcripts that are new to the index
# below what the screen's own actions score, in this order
CONCEPT_SCORE, SESSION_SCORE, ITEM_SCORE, EXPORT_SCORE = 0.5, 0.4, 0.3, 0.6
OTHER_NAME_SCORE = 0.45  # of a concept whose title lacks a word that its id has

WITH_ANSWERS = "html"  # the format that is offered with the answers too
LAST = "the last interview"
NO_CARDS = "No card was made: no answer in it fell short."


class Finder(Provider):
    """Finds concepts, interviews and their questions, and writes an interview to a file."""

    async def startup(self) -> None:
        """The palette was opened: read everything anew."""
        self._sessions: Mapping[str, SessionRow] | None = None
        self._names: dict[str, str] = {}
        self._states: dict[str, State] = {}

    @property
    def _host(self) -> Host:
        return host_of(self.screen)

    async def search(self, query: str) -> Hits:
        """What is called like this, each kind in its place; nothing while an interview is sat."""
        terms = [*dict.fromkeys(query[:LONGEST_QUERY].casefold().split())]  # each is marked in all that is found
        if not isinstance(self.screen, Frame) or sits_interview(self.app) or self._host.preferences.is_new:
            return
        if len("".join(terms)) < FEWEST_LETTERS:
            return
        from simulator.ui.tui.review.rows import found_words, went  # home is painted without it

        report, opens = await self._report()
        if opens is not None and has_all(report, terms):
            yield self._hit(fit_of(report, terms), report, "what a panel would say", opens, terms)
        for title, also, export in await self._exports():
            if has_all(f"{title} {also}", terms):
                yield self._hit(EXPORT_SCORE, title, "into the folder you started in", export, terms)
        for concept, area in await self._concepts(terms):
            leads = partial(self._host.open_screen, "concept", concept.id)
            score = CONCEPT_SCORE if has_all(concept.title, terms) else OTHER_NAME_SCORE
            yield self._hit(score, concept.title, f"concept · {area}", leads, terms)
        try:
            sessions = await self._listed()
            named_so = await asyncio.to_thread(self._named_so, sessions.values(), terms)
            items = await asyncio.to_thread(self._items, query)
        except (SimulatorError, OSError):
            return  # the review says what is wrong with the archive
        for row in named_so:
            leads = partial(self._host.open_screen, "reader", row.path)
            yield self._hit(SESSION_SCORE, self._name(row), f"interview · {went(row)}", leads, terms)
        for item in [item for item in items if item.session in sessions][:MOST]:
            row = sessions[item.session]
            words = found_words(item.parts)
            leads = partial(self._host.open_screen, "reader", row.path, position=item.position, words=words)
            prompt, outcome = await asyncio.to_thread(self._asked, row, item.position)
            # found by the names of its concepts, it would be titled with these
            text = short(f"{item.title}: {prompt if item.only_about and prompt else item.text}", LINE)
            about = f"about {item.text}" if item.only_about and prompt else ""
            below = " · ".join(filter(None, (about, outcome, self._name(row))))
            yield self._hit(ITEM_SCORE, text, below, leads, terms)

    def _hit(self, score: float, text: str, below: str, command: "partial[None]", terms: Sequence[str]) -> Hit:
        """What is found, its words marked. Both texts may be a file's: Textual would read its own help as markup."""
        content, lowered = Content(text), text.casefold()
        for term in terms:
            if len(lowered) == len(text) and (start := lowered.find(term)) >= 0:
                content = content.stylize(self.match_style or "bold", start, start + len(term))
        return Hit(score, Content("\n").join((content, toned(below, "muted"))), command, text)

    async def _concepts(self, terms: Sequence[str]) -> "list[tuple[Concept, str]]":
        """The concepts that are called so, each with its area: those by their titles first, the shortest of them."""
        try:
            graph = await self._host.graph()
        except SimulatorError:
            return []
        matching = [c for c in graph.concepts.values() if has_all(f"{c.title} {words.spoken(c.id)}", terms)]
        matching.sort(key=lambda c: (-fit_of(c.title, terms) if has_all(c.title, terms) else 0, len(c.title)))
        return [(concept, graph.areas[concept.area].title) for concept in matching[:MOST]]

    async def _listed(self) -> "Mapping[str, SessionRow]":
        """The candidate's interviews by id, newest first; read once while the palette is open."""
        if self._sessions is None:
            rows = self._host.latest_sessions or await asyncio.to_thread(self._read_sessions)
            await self._host.learn_names({row.graph for row in rows})
            self._sessions = {row.id: row for row in rows}
        return self._sessions

    def _read_sessions(self) -> "list[SessionRow]":
        from simulator.session.archive import archive  # home is painted before the archive is read

        workspace = self._host.workspace
        return archive.rows(workspace, candidate=workspace.candidate, patience=PATIENCE)

    def _named_so(self, rows: "Iterable[SessionRow]", terms: Sequence[str]) -> "list[SessionRow]":
        """The newest with all these words in their names."""
        return list(islice((row for row in rows if has_all(self._name(row), terms)), MOST))

    def _name(self, row: "SessionRow") -> str:
        if row.id not in self._names:
            when = words.moment(row.started, self._host.today)
            parts = (sitting_title(row), when, self._host.named(row.graph, row.role))
            self._names[row.id] = " · ".join(parts)
        return self._names[row.id]

    def _asked(self, row: "SessionRow", position: int) -> tuple[str, str]:
        """The question at a position, and how it went in a word.

        That is empty for what has no outcome, or while it is secret.
        """
        from simulator.report.load import state_of
        from simulator.session.archive.as_text import plain_prose

        if row.id not in self._states:
            self._states[row.id] = state_of(row.path)
        state = self._states[row.id]
        turn = next((turn for turn in state.turns if turn.position == position), None)
        if turn is None:
            return "", ""
        prompt = one_line(plain_prose((turn.check or turn.question).prompt))
        return prompt, "" if state.conceals(turn) else outcome_word(turn.outcome)

    def _items(self, query: str) -> "list[FoundItem]":
        """What was asked, said and noted with these words; the concepts of open questions are in no index."""
        from simulator.session.archive import archive
        from simulator.session.archive.search import Filters

        workspace = self._host.workspace
        return archive.found_items(workspace, query, Filters(candidate=workspace.candidate), MOST * 2)

    async def _exports(self) -> "list[tuple[str, str, partial[None]]]":
        """A command for each format that writes the interview at hand, or else the last one that ended.

        Each has its title and other words for it; only one that says so holds what the candidate said.
        """
        from simulator.report.export.exporters import EXPORTERS

        path, which = await self._interview_at_hand()
        if path is None:
            return []
        rows = []
        for to, exporter in EXPORTERS.items():
            without = ", without your answers" if exporter.own_words else ""
            title = f"Export {which} as {to}: {exporter.about}{without}"
            rows.append((title, exporter.also, partial(self._export, path, to, answers=False)))
        whole = f"Export {which} as {WITH_ANSWERS}, with your answers: {EXPORTERS[WITH_ANSWERS].about}"
        return [*rows, (whole, EXPORTERS[WITH_ANSWERS].also, partial(self._export, path, WITH_ANSWERS, answers=True))]

    async def _report(self) -> "tuple[str, partial[None] | None]":
        """The title that opens the report of the last interview; none where a screen has a key for the one at hand."""
        path, which = await self._interview_at_hand()
        if path is None or which != LAST:
            return "", None
        return f"Report: {which}", partial(self._host.open_screen, "report", path)

    async def _interview_at_hand(self) -> tuple[Path | None, str]:
        screen = self.screen
        assert isinstance(screen, Frame)
        if (marked_row := getattr(screen, "marked", None)) is not None:
            return marked_row.path, "the marked interview"
        if screen.transcript_path is not None:
            return screen.transcript_path, "this interview"
        try:
            sessions = await self._listed()
        except (SimulatorError, OSError):
            return None, ""
        ended = (row.path for row in sessions.values() if row.state == "ended")
        return next(ended, None), LAST

    def _export(self, path: Path, to: str, *, answers: bool) -> None:
        self.app.run_worker(self._write(path, to, answers=answers), group="export", exit_on_error=False)

    async def _write(self, path: Path, to: str, *, answers: bool) -> None:
        host = self._host
        from simulator.ui.tui.share import IN_BROWSER  # it brings an editor, which home is painted without

        if self.app.is_web:  # the folder is the server's
            host.say(IN_BROWSER)
            return
        host.say("Writing the file.")
        try:
            folder = working_folder()
            graph = await host.graph()
            report = partial(report_in, host.workspace, graph, on_the_day=host.preferences.days_left(host.today) == 0)
            written = await asyncio.to_thread(exported, path, to, folder, report, answers=answers)
        except SimulatorError as error:
            host.say(str(error))
        except OSError as error:
            host.say(f"The file can't be written in {folder}: {error.strerror or error}.")
        else:
            host.say(f"Wrote {written.name} in {written.parent}.")


def report_in(workspace: Workspace, graph: "Graph", transcript: Path, *, on_the_day: bool) -> "Assessment":
    """The report of a transcript; the engine comes with it."""
    from simulator.report.load import graphs_of, report_of

    return report_of(transcript, workspace, graphs_of(workspace, graph), on_the_day=on_the_day)


def exported(transcript: Path, to: str, folder: Path, report: "Callable[[Path], Assessment]", *, answers: bool) -> Path:
    """Write the report of a transcript to a new file in the folder, beside what is there; its path.

    Without `answers` it holds nothing that the candidate said. Raises SimulatorError for a transcript that can't be
    read, or one that gives nothing to write, and OSError.
    """
    from simulator.report.export.exporters import EXPORTERS, as_chosen, export_file
    from simulator.report.export.files import SUFFIXES, new_file, report_stem

    chosen = [*as_chosen([report(transcript)], to, answers=answers)]
    suffix = SUFFIXES["answers" if answers else "card"] if answers or to == "card" else EXPORTERS[to].suffix
    name = f"{report_stem(chosen[0])}{suffix}"  # as the key that shares it names it

    def write(file: Path) -> None:
        if not export_file(chosen, to, file, time.time(), many=False):
            raise UsageError(NO_CARDS)

    return new_file(folder, name, write)
