"""What is written to be shown to others: the screen as a picture, the debrief as a page, the card of an interview.

It goes into the folder in which the program was started, never over another file, and without the candidate's answers
unless they are asked for.
"""

import asyncio
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace

from simulator.errors import UsageError
from simulator.session.workspace import working_folder
from simulator.ui.tui.widgets.frame import Frame
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.rows import Row

if TYPE_CHECKING:
    from simulator.report.export.files import Shown
    from simulator.report.records import Assessment

ASKS = "What would you like to share?"
ASKS_OF_SCREEN = "Save a picture of what you see here (SVG)?"
ASKS_OF_SAID = "The picture shows what you said. Save it?"
IN_BROWSER = "A browser tab can't write files; in a terminal, `interview report --to html` can."
THIS_SCREEN = "screen"
ROWS = (
    Row("page", "The report", "one HTML page, without your answers"),
    Row("answers", "With answers", "the same page, with all you said"),
    Row("markdown", "Markdown", "as text, without your answers"),
    Row("card", "A card", "the outcome in one picture (SVG)"),
    Row(THIS_SCREEN, "This screen", "what's on it, with your own words"),
)
ROWS_OF_SAID = (ROWS[-1], ROWS[0])
ASKS_OF_BRIEF = "What of the brief would you like to save?"
ROWS_OF_BRIEF = (
    Row("text", "The brief", "as text, with your own words"),
    Row(THIS_SCREEN, "This screen", "one page of it, as a picture (SVG)"),
)
BRIEF_WIDTH = 72  # columns of its text


def offered(assessment: "Assessment") -> list[Row]:
    """What there is to show of an interview: without an outcome there is no card, which is for the level shown."""
    if not assessment.recommendation.word:
        return [row for row in ROWS if row.key != "card"]
    card = f"the outcome for {assessment.recommendation.level} in one picture (SVG)"
    return [replace(row, text=card) if row.key == "card" else row for row in ROWS]


class SharesScreen(Frame):
    """A screen of which a picture can be written; `shares` names it."""

    shares = ""

    def action_share(self) -> None:
        self.run_worker(self.share(), exclusive=True, group="share", exit_on_error=False)

    async def share(self) -> None:
        """Ask before writing what there is to show: here the screen."""
        if self.app.is_web:
            self.quiet(IN_BROWSER)
            return
        try:
            rows = [Row(THIS_SCREEN, "Save", f"in {working_folder()}")]
        except UsageError as error:
            self.quiet(str(error))
            return
        if await self.app.push_screen_wait(Pick(ASKS_OF_SCREEN, rows, yes=THIS_SCREEN)):
            await self.share_screen(self.shared_role)

    @property
    def shared_role(self) -> str:
        """The role that the screen is about."""
        graph, role = self.host.present_graph, self.host.preferences.role
        return graph.roles[role].title if graph and role in graph.roles else ""

    async def share_screen(self, role: str) -> None:
        """Write a picture of this screen, without the quiet line: it may name a folder."""
        from simulator.report.export.files import as_picture, file_stem, picture_title  # deferred: few share

        self.quiet("")
        await self.wait_for_refresh()
        today = self.host.today
        picture = self.app.export_screenshot(title=picture_title(self.shares, role, today))
        await self.share_text(f"{file_stem(f'{self.shares} {role}', today)}.svg", as_picture(picture))

    async def share_report(self, assessment: "Assessment") -> None:
        """Ask what to write of an interview, and write it."""
        picked = await self.app.push_screen_wait(Pick(ASKS, offered(assessment)))
        if picked == THIS_SCREEN:
            await self.share_screen(assessment.session.role_title)
        elif picked is not None:
            await self.share_file(assessment, cast("Shown", picked))

    async def share_file(self, assessment: "Assessment", what: "Shown") -> None:
        """Write one of the files that are made of an interview."""
        from simulator.report.export.files import shared_file  # deferred: few share

        name, text = await asyncio.to_thread(shared_file, assessment, what)
        await self.share_text(name, text)

    async def share_text(self, name: str, text: str) -> None:
        """Write a file and say where it is, or why it can't be written."""
        from simulator.report.export.files import write_beside  # deferred: few share

        if self.app.is_web:  # the folder is the server's
            self.quiet(IN_BROWSER)
            return
        try:
            folder = working_folder()
            path = await asyncio.to_thread(write_beside, folder, name, text)
        except UsageError as error:
            self.quiet(str(error))
            return
        except OSError as error:
            self.quiet(f"{name} can't be written in {folder}: {error.strerror or error}.")
            return
        taken = " There was one of that name already." if path.name != name else ""
        self.quiet(f"Wrote {path.name} in {folder}.{taken}")
