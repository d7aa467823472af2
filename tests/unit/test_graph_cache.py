"""The cache of parsed graphs is never believed when it is wrong, and never missed when it is gone."""

import resource
from pathlib import Path
from shutil import copytree

import pytest

from simulator.graph import load as cached
from simulator.graph.load import load
from simulator.graph.records import Graph


def content(graph: Graph) -> tuple[object, ...]:
    kinds = (graph.areas, graph.roles, graph.concepts, graph.questions, graph.checks)
    return (graph.id, graph.title, graph.about, graph.digest, *(dict(kind) for kind in kinds))


def kept(cache: Path) -> Path:
    (file,) = cache.iterdir()
    return file


def test_second_load_reads_cache_and_gives_same(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    first = load(folder, cache)
    monkeypatch.setattr("simulator.graph.load.parse", lambda _: pytest.fail("parsed again"))
    assert content(load(folder, cache)) == content(first)


def test_only_a_graph_that_is_parsed_says_so(folder: Path, tmp_path: Path) -> None:
    """A first start showed nothing for seconds."""
    said: list[str] = []
    for path in (folder, folder, copytree(folder, tmp_path / "other")):
        load(path, tmp_path / "cache", lambda: said.append("reading"))
    assert said == ["reading", "reading"]


def test_a_graph_in_use_is_decoded_once(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    load(folder, cache)
    used = load(folder, cache)
    monkeypatch.setattr("simulator.graph.load.msgspec.msgpack.decode", lambda *_, **__: pytest.fail("decoded again"))
    assert load(folder, cache) is used


def test_graphs_in_two_folders_are_told_apart(folder: Path, tmp_path: Path) -> None:
    cache, other = tmp_path / "cache", tmp_path / "other"
    copytree(folder, other)
    both = [load(path, cache) for _ in range(2) for path in (folder, other)]
    assert [graph.path for graph in both] == [folder, other, folder, other]


def test_an_edit_is_seen_at_once(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    load(folder, cache)
    path = folder / "concepts.toml"
    path.write_text(path.read_text("utf-8").replace("Hash tables", "Tables by hash"), "utf-8")
    assert load(folder, cache).concepts["hash-table"].title == "Tables by hash"
    assert len(list(cache.iterdir())) == 1


def test_every_torn_or_altered_cache_is_harmless(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    whole = content(load(folder, cache))
    file = kept(cache)
    data = file.read_bytes()
    damaged = [data[:size] for size in range(0, len(data), 97)]
    damaged += [data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] for at in range(0, len(data), 89)]
    for bad in damaged:
        file.write_bytes(bad)
        assert content(load(folder, cache)) == whole
        assert file.read_bytes() == data


def test_an_unusable_cache_is_harmless(folder: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    assert load(folder, blocked).id == "sample"
    cache = tmp_path / "cache"
    load(folder, cache)
    file = kept(cache)
    file.unlink()
    file.mkdir()
    assert load(folder, cache).id == "sample"


def test_a_graph_that_is_refused_is_not_kept(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    (folder / "questions" / "bad.toml").write_text("[[question]]\n")
    with pytest.raises(Exception, match="required"):
        load(folder, cache)
    assert not cache.exists()


def test_record_type_that_changed_makes_old_caches_void(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    graph = load(folder, cache)
    monkeypatch.setattr(cached, "__version__", "99")
    assert cached.read(cache, folder, graph.digest) is None


def test_full_disk_keeps_no_part_of_cache(folder: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        whole = load(folder, cache)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(cache.iterdir()) == []
    assert content(load(folder, cache)) == content(whole)
    assert kept(cache).stat().st_size > 100
