"""What the home screen must not load: a fresh interpreter tells."""

import os
import subprocess
import sys
from pathlib import Path

from tests.commands import environment, in_folders

HEAVY = (
    "numpy",
    "textual_plot",
    "textual_hires_canvas",
    "icalendar",
    "networkx",
    "markdown_it",
    "sqlite3",
    "filelock",
    "tomli_w",
    "tomlkit",
    "json",
    "textual.widgets._text_area",
    "simulator.engine.model.belief",
    "simulator.report.figures",
    "simulator.report.load",
    "simulator.report.text.words",
    "simulator.report.text.debrief",
    "simulator.ui.tui.home.card_texts",
    "simulator.ui.tui.home.card_facts",
    "simulator.ui.tui.widgets.plots",
    "simulator.session.interview.events",
    "simulator.session.interview.item_blocks",
    "simulator.session.numbers",
)

LISTENS = (  # needed from the first words of the first answer on
    "simulator.engine.choice.listening",
    "simulator.engine.choice.probes",
    "simulator.engine.choice.asked_back.facts",
    "simulator.engine.choice.asked_back.unprepared",
    "simulator.engine.choice.asked_back.replying",
    "Stemmer",
    "rapidfuzz",
)


def test_home_is_painted_before_anything_heavy_is_loaded() -> None:
    code = f"import sys, simulator.cli.common, simulator.ui.tui.app; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


ONCE_PAINTED = """
import asyncio, sys
from pathlib import Path
from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.home.screen import Home

def painted(self):
    print([m for m in HEAVY if m in sys.modules], len(self.query("HomeCard")))
    self.app.exit()

async def start():
    here = Path(sys.argv[1])
    (here / "config.toml").write_text("role = 'tester'")
    place = Workspace(here, here, "me", here, here / "config.toml")
    async with InterviewApp(place).run_test(size=(160, 45)) as pilot:
        await pilot.pause(0.1)

Home.refresh_facts = painted
InterviewApp.preload = lambda self: None  # in a thread, and on its own time
asyncio.run(start())
"""


def test_the_widest_home_is_painted_without_its_cards(tmp_path: Path) -> None:
    code = f"HEAVY = {HEAVY!r}\n{ONCE_PAINTED}"
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stderr + done.stdout == "[] 0\n"


ASKED = f"""
import sys
from simulator.cli.main import main
try:
    main()
finally:
    print("loaded", [m for m in {LISTENS!r} if m in sys.modules])
"""


def test_the_first_question_is_asked_without_listening(tmp_path: Path) -> None:
    """In the line mode, which ends here with its input: nobody has answered yet."""
    env = {**os.environ, **environment(tmp_path, {})}
    command = [sys.executable, "-c", ASKED, *in_folders(tmp_path, ("start", "llm", "--plain"))]
    done = subprocess.run(command, input="", capture_output=True, text=True, timeout=60, env=env, cwd=tmp_path)
    assert "Your answer." in done.stdout
    assert done.stdout.splitlines()[-1] == "loaded []"
