"""The kinds of trials by their names, in the order of the table."""

from tests.trials import graphs, imports, kills_lines, kills_screen, screens, signals, storage, transcripts
from tests.trials.running import Kind

KINDS: dict[str, Kind] = {
    "kill -9 in lines, between events": kills_lines.kills_while_answering,
    "kill -9 in lines, unfinished line": kills_lines.kills_while_typing,
    "kill -9 on the screen, an answer": kills_screen.ANSWER,
    "kill -9 on the screen, after a click": kills_screen.CLICK,
    "kill -9 on the screen, a question back": kills_screen.ASK,
    "kill -9 on the screen, a reason": kills_screen.REASON,
    "kill -9 on the screen, a note": kills_screen.NOTE,
    "kill -9 or closed window, in vim": kills_screen.IN_VIM,
    "kill -9, in an editor that saves": kills_screen.IN_SCRIPT,
    "signals in lines": signals.signals_in_lines,
    "signals on the screen": signals.signals_on_the_screen,
    "transcripts by commands": transcripts.transcripts_by_commands,
    "transcripts on the screens": screens.transcripts_on_screens,
    "graphs by commands": graphs.graphs_by_commands,
    "graphs on the screens": screens.graphs_on_screens,
    "damaged index": storage.damaged_index,
    "forbidding modes": storage.forbidding_modes,
    "damaged imports": imports.imports_by_command,
}
