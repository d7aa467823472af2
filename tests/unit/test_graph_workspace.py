"""Where graphs and transcripts are found: options, environment, workspace, bundled."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.errors import UsageError
from simulator.graph.authoring import write_template
from simulator.session.workspace import bundled_graphs, find, find_graph, graph_folders, graph_sat_on


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "home"


@pytest.fixture
def place(tmp_path: Path, home: Path) -> Path:
    for name in ("graphs", "sessions", "deep/down"):
        (tmp_path / "work" / name).mkdir(parents=True)
    return tmp_path / "work"


def test_folder_above_that_holds_both_is_workspace(place: Path) -> None:
    found = find(place / "deep" / "down", {}, {})
    assert (found.graphs, found.sessions, found.candidate) == (place / "graphs", place / "sessions", "me")


def test_elsewhere_bundled_graphs_and_users_folders_are_used(tmp_path: Path, home: Path) -> None:
    (tmp_path / "graphs").mkdir()
    found = find(tmp_path, {}, {})
    assert found.graphs == bundled_graphs()
    assert (found.graphs / "llm" / "graph.toml").is_file()
    assert home in found.sessions.parents
    assert home in found.cache.parents
    assert found.config.name == "config.toml"
    assert home in found.config.parents
    assert not home.exists()


def test_options_win_over_environment_and_both_over_workspace(place: Path, tmp_path: Path) -> None:
    env = {"INTERVIEW_GRAPHS": str(tmp_path), "INTERVIEW_SESSIONS": "", "INTERVIEW_CANDIDATE": "ada"}
    found = find(place, env, {"graphs": None, "sessions": "elsewhere"})
    assert (found.graphs, found.sessions, found.candidate) == (tmp_path, place / "elsewhere", "ada")
    assert find(place, env, {"graphs": "deep", "candidate": "bo"}).graphs == place / "deep"
    assert find(place, env, {"candidate": "bo"}).candidate == "bo"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"graphs": "nowhere"}, "no folder"),
        ({"sessions": "file"}, "isn't a folder"),
        ({"candidate": "a\x1bb"}, "candidate's name"),
        ({"candidate": " "}, "candidate's name"),
        ({"candidate": "x" * 61}, "candidate's name"),
    ],
)
def test_what_cannot_be_used_is_said(place: Path, options: dict[str, str | None], words: str) -> None:
    (place / "file").write_text("")
    with pytest.raises(UsageError, match=words) as caught:
        find(place, {}, options)
    assert "\x1b" not in str(caught.value)


def test_graphs_are_found_by_name_then_by_path(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    write_template(place / "graphs" / "mine")
    write_template(place / "deep" / "other")
    found = find(place, {}, {})
    assert next(iter(graph_folders(found))) == "mine"
    assert find_graph(found) == place / "graphs" / "mine"
    assert find_graph(found, "mine") == place / "graphs" / "mine"
    assert find_graph(found, "llm") == bundled_graphs() / "llm"
    assert find_graph(found, "deep/other") == Path("deep/other")
    monkeypatch.chdir(place / "deep" / "other")
    assert find_graph(found, ".") == Path()
    with pytest.raises(UsageError, match=r'did you mean "mine"'):
        find_graph(found, "mines")
    with pytest.raises(UsageError, match="known are mine, llm; for one elsewhere, give its path, or its folder with"):
        find_graph(found, "yours")
    with pytest.raises(UsageError, match=r"graph.toml isn't a folder; a graph is the folder that holds its graph.toml"):
        find_graph(found, "graph.toml")


def test_a_graph_is_found_by_its_id(place: Path) -> None:
    """A session knows only the id; without this what was begun there could not be gone on with."""
    write_template(place / "graphs" / "mine")
    (place / "graphs" / "mine").rename(place / "graphs" / "renamed")
    (place / "graphs" / "torn").mkdir()
    (place / "graphs" / "torn" / "graph.toml").write_text("[graph\n")
    assert find_graph(find(place, {}, {}), "mine") == place / "graphs" / "renamed"


def test_this_folder_is_searched_by_id(tmp_path: Path, home: Path) -> None:
    """Without a workspace a graph is begun by its path; what was begun is gone on with by the id."""
    write_template(tmp_path / "mine")
    (tmp_path / "mine").rename(tmp_path / "My questions")
    found = find(tmp_path, {}, {})
    assert find_graph(found, "mine").resolve() == tmp_path / "My questions"
    assert list(graph_folders(found)) == ["llm", "My questions"]
    assert find_graph(found).name == "llm"


def test_a_folder_that_is_not_read_hides_nothing(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found, listed = find(tmp_path, {}, {}), Path.iterdir

    def refused(folder: Path) -> Iterator[Path]:
        if folder.resolve() == tmp_path.resolve():
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", refused)
    assert list(graph_folders(found)) == ["llm"]


def test_tmp_is_no_workspace_from_below(place: Path) -> None:
    """Somebody else could make both folders in /tmp; and what one test leaves there would change another."""
    place.chmod(0o1777)
    found = find(place / "deep", {}, {})
    assert (found.graphs, found.sessions.is_relative_to(place)) == (bundled_graphs(), False)
    assert find(place, {}, {}).sessions == place / "sessions"  # one's own, and in sight


def test_sessions_of_strangers_in_tmp_are_no_workspace(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place.chmod(0o1777)
    owner = place.stat().st_uid
    monkeypatch.setattr("os.geteuid", lambda: owner + 1)
    assert find(place, {}, {}).graphs == bundled_graphs()
    place.chmod(0o755)
    assert find(place, {}, {}).graphs == place / "graphs"


def test_path_without_a_folder_is_said(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    write_template(place / "graphs" / "mine")
    found = find(place, {}, {})
    with pytest.raises(UsageError, match='"deep/other", as there is no such folder; `interview graph list` names'):
        find_graph(found, "deep/other")
    with pytest.raises(UsageError, match=r'no such folder \(did you mean "mine"\?\)'):
        find_graph(found, "graphs/mien")
    with pytest.raises(UsageError, match="for one elsewhere, give its path"):
        find_graph(found, "other")


def test_absent_graph_of_interview_names_option(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    write_template(place / "deep" / "other")
    with pytest.raises(UsageError) as caught:
        graph_sat_on(find(place, {}, {}), "other")
    where = f'There is no graph "other" in {place / "graphs"}'
    assert str(caught.value) == f"{where}; this interview used it: say where it is with --graphs DIR."
    assert graph_sat_on(find(place, {}, {"graphs": "deep"}), "other").id == "other"
