"""The kinds of trials by their names, in the order of the table."""

from tests.trials import graphs, imports, screens, storage, transcripts
from tests.trials.running import Kind

KINDS: dict[str, Kind] = {
    "transcripts by commands": transcripts.transcripts_by_commands,
    "transcripts on the screens": screens.transcripts_on_screens,
    "graphs by commands": graphs.graphs_by_commands,
    "graphs on the screens": screens.graphs_on_screens,
    "damaged index": storage.damaged_index,
    "forbidding modes": storage.forbidding_modes,
    "damaged imports": imports.imports_by_command,
}
