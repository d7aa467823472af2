"""The workspace: where graphs, transcripts, cache and settings are, and whose history counts."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from simulator.errors import UsageError
from simulator.graph import bounded_toml
from simulator.graph.files import is_ours, is_shared, typed_path
from simulator.graph.findings import nearest
from simulator.graph.records import Graph
from simulator.graph.text import short

APP = "interview-simulator"
DEFAULT_GRAPH = "llm"
DEFAULT_CANDIDATE = "me"
MAX_NAME = 60


@dataclass(frozen=True)
class Workspace:
    """The folders of graphs, transcripts and caches, the settings file (`config`), and the candidate's name.

    `sessions`, `cache` and `config` need not exist; they are created by the first write. `current` is the folder that a
    command was run in where it found no workspace: `graph new` and `graph import` put graphs there. `says_reading` is
    called before a graph is parsed that isn't in the cache yet, as that takes some seconds.
    """

    graphs: Path
    sessions: Path
    candidate: str
    cache: Path
    config: Path
    current: Path | None = None
    says_reading: Callable[[], None] | None = field(default=None, compare=False, repr=False)

    @property
    def unspoken(self) -> "Workspace":
        """The same for a full screen, which says itself that it reads a graph: a line of text would spoil it."""
        return replace(self, says_reading=None)


def working_folder() -> Path:
    """The folder that the program is in. Raises UsageError where somebody has removed it."""
    try:
        return Path.cwd()
    except FileNotFoundError as error:
        raise UsageError("The folder that you're in has been removed; change to another one.") from error


def find(cwd: Path, env: Mapping[str, str], options: Mapping[str, str | None]) -> Workspace:
    """The workspace for a command run in `cwd`.

    The order is: the options (`graphs`, `sessions`, `candidate`); INTERVIEW_GRAPHS, INTERVIEW_SESSIONS and
    INTERVIEW_CANDIDATE; the nearest folder at or above `cwd` with both `graphs` and `sessions`, but none such as /tmp;
    the bundled graphs and the user's data folder. Raises UsageError for a folder or a name that cannot be used.
    """
    import platformdirs  # deferred: `interview --help` needs no folders

    folders = (cwd, *cwd.parents)
    root = next((f for f in folders if _is_workspace(f, cwd)), None)
    graphs = _chosen("graphs", env, options)
    sessions = _chosen("sessions", env, options)
    try:
        data, cache, config = (
            Path(folder(APP, appauthor=False))
            for folder in (platformdirs.user_data_dir, platformdirs.user_cache_dir, platformdirs.user_config_dir)
        )
    except RuntimeError as error:  # an unknown user without HOME
        raise UsageError("There is no home folder for this user; set HOME to a folder that can be written.") from error
    if graphs and not (cwd / graphs).is_dir():
        raise UsageError(f"There is no folder {short(cwd / graphs, 200)} for the graphs; make it or name another.")
    candidate = _chosen("candidate", env, options) or DEFAULT_CANDIDATE
    if not candidate.isprintable() or not candidate.strip() or len(candidate) > MAX_NAME:
        raise UsageError(
            f"\"{short(candidate)}\" can't be a candidate's name; use up to {MAX_NAME} printable characters."
        )
    return Workspace(
        graphs=cwd / graphs if graphs else root / "graphs" if root else bundled_graphs(),
        sessions=_sessions_folder(cwd / sessions) if sessions else root / "sessions" if root else data / "sessions",
        candidate=candidate.strip(),
        cache=cache,
        config=config / "config.toml",
        current=None if graphs or root else cwd,
    )


def _is_workspace(folder: Path, cwd: Path) -> bool:
    """Whether a folder is a workspace for a command run in `cwd`.

    Where everybody may write, a stranger may have made both folders, to be given transcripts and to give questions.
    """
    if not (folder / "graphs").is_dir() or not (folder / "sessions").is_dir():
        return False
    return not is_shared(folder) or (folder == cwd and is_ours(folder / "sessions"))


def bundled_graphs() -> Path:
    """The folder of the graphs that come with the program: in the package, or beside it in a checkout."""
    from importlib.resources import files  # deferred: only needed where no workspace holds the graphs

    package = Path(str(files("simulator")))
    installed = package / "bundled" / "graphs"
    return installed if installed.is_dir() else package.parent / "graphs"


def graph_folders(workspace: Workspace) -> dict[str, Path]:
    """The graphs by folder name: the workspace's own, then the bundled ones with other names.

    Without a workspace also those in the current folder.
    """
    folders: dict[str, Path] = {}
    current = [workspace.current] if workspace.current is not None else []
    for parent in (workspace.graphs, bundled_graphs(), *current):
        with suppress(OSError):  # where there is none, or it may not be read
            for path in sorted(parent.iterdir()):
                with suppress(OSError):  # a folder that may not be read hides no other
                    if (path / "graph.toml").is_file():
                        folders.setdefault(path.name, path)
    return folders


def find_graph(workspace: Workspace, name: str | None = None) -> Path:
    """The folder of the graph with this name or at this path; without a name `llm`, else the first one.

    The workspace's own graphs come before the bundled ones. A name that is not a folder may be a graph's id, as
    sessions use it. Raises UsageError, with the nearest valid name, if there is no such graph.
    """
    known = graph_folders(workspace)
    if name is None:
        own = {key: path for key, path in known.items() if path.parent == workspace.graphs} or known
        return own.get(DEFAULT_GRAPH) or next(iter(own.values()), workspace.graphs / DEFAULT_GRAPH)
    if name in known:
        return known[name]
    written = typed_path(name)
    named = [workspace.graphs / name] if written.name == name else []  # "." and "a/b" are paths, not names
    for path in (*named, written):
        if path.is_dir():
            return path
    by_id = next((path for path in known.values() if graph_id(path) == name), None)
    if by_id is not None:
        return by_id
    if written.exists():
        raise UsageError(f"{short(name, 200)} isn't a folder; a graph is the folder that holds its graph.toml.")
    if written.name != name:
        by_name = nearest(written.name, known) or "; `interview graph list` names those that need no path"
        raise UsageError(f'There is no graph "{short(name, 200)}", as there is no such folder{by_name}.')
    hint = nearest(name, known) or (f"; known are {', '.join(known)}" if known else "")
    elsewhere = "; for one elsewhere, give its path, or its folder with --graphs DIR"
    raise UsageError(f'There is no graph "{short(name)}" in {short(workspace.graphs, 200)}{hint}{elsewhere}.')


def open_graph(workspace: Workspace, name: str | Path | None = None) -> Graph:
    """The graph with this name (as in `find_graph`), or the one in this folder. Raises UsageError, GraphError.

    All commands and screens open graphs with this, so they share one cache of parsed graphs.
    """
    from simulator.graph.load import load  # deferred: --help reads no graph, and home is painted before one is read

    path = name if isinstance(name, Path) else find_graph(workspace, name)
    return load(path, workspace.cache, workspace.says_reading)


def graph_sat_on(workspace: Workspace, name: str, which: str = "this interview") -> Graph:
    """The graph that an interview was sat on, by the name in its header. Raises UsageError, GraphError.

    Nobody typed that name, so if the graph isn't here the message says where it may be, not what else there is.
    """
    try:
        folder = find_graph(workspace, name)
    except UsageError as error:
        missing = f'There is no graph "{short(name)}" in {short(workspace.current or workspace.graphs, 200)}'
        raise UsageError(f"{missing}; {which} used it: say where it is with --graphs DIR.") from error
    return open_graph(workspace, folder)


def missing_graphs(workspace: Workspace, names: Iterable[str]) -> frozenset[str]:
    """Which of these graphs, as headers name them, aren't here: an interview on one of them can't be resumed.

    A graph that was given by its path is missing as soon as nothing says where it is.
    """

    def is_missing(name: str) -> bool:
        """Whether no graph is found under the name."""
        try:
            find_graph(workspace, name)
        except UsageError:
            return True
        return False

    return frozenset(filter(is_missing, {*names}))


def graph_id(path: Path) -> str | None:
    """The id in a graph's own file; None if that cannot be read."""
    try:
        head = bounded_toml.loads((path / "graph.toml").read_text("utf-8-sig")).get("graph")
    except (OSError, ValueError):
        return None
    return head.get("id") if isinstance(head, dict) else None


def _chosen(name: str, env: Mapping[str, str], options: Mapping[str, str | None]) -> str | None:
    return options.get(name) or env.get(f"INTERVIEW_{name.upper()}") or None


def _sessions_folder(path: Path) -> Path:
    if path.is_symlink() and not path.exists():
        raise UsageError(f"{short(path, 200)} is a broken link; transcripts need a folder.")
    if path.exists() and not path.is_dir():
        raise UsageError(f"{short(path, 200)} isn't a folder; transcripts need one.")
    return path
