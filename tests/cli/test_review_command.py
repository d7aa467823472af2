"""`interview review` and `interview doctor`: data on stdout, talk on stderr, status by the rules."""

import json
import re
import signal
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from simulator.cli.main import run
from simulator.graph.text import one_line
from simulator.session.archive.index import Index
from simulator.session.archive.summary import row_of
from simulator.session.transcript.read import read
from simulator.ui.tui.review.rows import beside
from tests.before_house import EXPECTED, place_in
from tests.transcripts import on_another_graph, put, split, whole
from tests.warm import warmed_home


@pytest.fixture
def sessions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "sessions"
    for number in range(3):
        put(folder, *whole(number))
    monkeypatch.setenv("INTERVIEW_SESSIONS", str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(warmed_home(tmp_path / "cache")))
    return folder


Output = pytest.CaptureFixture[str]


def asked(capsys: Output, *arguments: str) -> Any:
    assert run(["review", *arguments, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["version"] == 1
    return found["sessions"]


def test_the_list_as_json_has_the_promised_keys(sessions: Path, capsys: Output) -> None:
    rows = asked(capsys)
    keys = "id path candidate graph format role started state questions score level".split()
    assert len(rows) == 3
    assert all(set(keys) <= set(row) for row in rows)
    assert [row["id"] for row in rows] == sorted((p.stem for p in sessions.iterdir()), reverse=True)


def test_the_list_says_which_was_spoken(sessions: Path, capsys: Output) -> None:
    name, text = whole(3)
    spoken = put(sessions, name, text.replace(b'kind = "answered"\n', b'kind = "answered"\nspoken_seconds = 12.0\n', 1))
    assert [row["id"] for row in asked(capsys) if row["spoken"]] == [spoken.stem]
    assert run(["review"]) == 0
    assert [line for line in capsys.readouterr().out.splitlines() if ", spoken" in line] != []
    row = row_of(read(spoken))
    assert beside(row, 27, lambda _, name: name) == f"spoken · missed {len(row.missed)}"
    assert beside(row, 5, lambda _, name: name) == ""


def test_a_narrow_list_reads_as_sentences(sessions: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row read "me, screen, asking, 1 asked", like a log, and nothing said how to open one."""
    monkeypatch.setattr("simulator.cli.review.terminal_width", lambda: 60)
    assert run(["review", "--limit", "1"]) == 0
    out, told = capsys.readouterr()
    row = asked(capsys, "--limit", "1")[0]
    name, words = out.splitlines()[0], " ".join(out.splitlines()[1:])
    started = datetime.fromisoformat(row["started"]).astimezone()
    assert name == row["id"]
    assert f" on {started.day} {started:%B} {started.year} at {started:%H:%M}" in " ".join(words.split())
    assert f"{row['questions']} question" in words
    assert "`interview review SESSION` shows what was said in one" in " ".join(told.split())


def test_filters_and_limit(sessions: Path, capsys: Output) -> None:
    assert {r["format"] for r in asked(capsys, "--format", "screen")} == {"screen"}
    assert len(asked(capsys, "--limit", "1")) == 1
    assert asked(capsys, "--since", "2030-01-01") == []
    assert len(asked(capsys, "--until", "2024-01-02")) == 3
    assert asked(capsys, "--candidate", "nobody") == []
    assert asked(capsys, "--state", "asking") == []


def test_a_misspelt_filter_is_set_right(sessions: Path, capsys: Output) -> None:
    assert run(["review", "--sessions", str(sessions), "--graph", "lmm"]) == 0
    assert '; none has the graph "lmm" (did you mean "llm"?).' in capsys.readouterr().err
    assert run(["review", "--sessions", str(sessions), "--state", "trash"]) in {0, 2}
    assert "none has" not in capsys.readouterr().err


def test_an_empty_list_says_what_is_missing(sessions: Path, capsys: Output) -> None:
    """A mistyped concept was only "no match", and so was a folder in which nothing was looked for."""
    assert run(["review", "--concept", "nosuch"]) == 0
    assert 'none asked about "nosuch"' in capsys.readouterr().err
    concept = asked(capsys, asked(capsys)[0]["id"])[0]["turns"][0]["concepts"][0]
    assert run(["review", "--concept", concept, "--since", "2030-01-01"]) == 0
    assert capsys.readouterr().err == f"No interview in {sessions} matches.\n"
    assert run(["review", "--sessions", str(sessions / "none")]) == 0
    assert capsys.readouterr().err == f"There's no interview in {sessions / 'none'}; `interview start` begins one.\n"


def test_the_table_names_each_session(sessions: Path, capsys: Output) -> None:
    assert run(["review"]) == 0
    out = capsys.readouterr().out
    assert all(p.stem in out for p in sessions.iterdir())


def test_a_name_of_several_names_them(sessions: Path, capsys: Output) -> None:
    """It said "2 sessions begin or end with ..." and left one to guess which."""
    assert run(["review", "2"]) == 2
    said = capsys.readouterr().err
    assert said.startswith('3 interviews begin or end with "2"; give more of the name: ')
    assert all(p.stem in said for p in sessions.iterdir())


def test_a_taste_is_called_one_everywhere(sessions: Path, capsys: Output) -> None:
    """The list said "taste", and the interview itself "screen"."""
    name, text = whole(1)
    for line, other in ((rb"minutes = .*", b"minutes = 10.0"), (rb'format = ".*"', b'format = "screen"')):
        text = re.sub(rb"(?m)^" + line + b"$", other, text)
    put(sessions, name, text)
    assert run(["review", name]) == 0
    assert capsys.readouterr().out.startswith(f"{name}: taste, ")


def test_search_shows_where_the_words_stand(sessions: Path, capsys: Output) -> None:
    assert run(["review", "--search", "token"]) == 0
    assert "[token" in capsys.readouterr().out.lower()
    matches = [m for row in asked(capsys, "--search", "token") for m in row["matches"]]
    assert matches
    assert set(matches[0]) == {"position", "title", "field", "text"}


def test_search_finds_concepts_and_marks_what_nobody_wrote(sessions: Path, capsys: Output) -> None:
    turns = {row["id"]: asked(capsys, row["id"])[0]["turns"] for row in asked(capsys)}
    turn = next(t for of_it in turns.values() for t in of_it if "-" in t["concepts"][0])
    words = turn["concepts"][0].replace("-", " ")
    found = {row["id"]: row["matches"] for row in asked(capsys, "--search", f'"{words}"')}
    about = {(row, m["position"]) for row, of_it in found.items() for m in of_it}
    assert about >= {(row, t["position"]) for row, of_it in turns.items() for t in of_it if words in said_of(t)}
    named = [m for of_it in found.values() for m in of_it if m["field"] == "names"]
    assert named
    assert all(words in m["text"] for m in named)
    assert run(["review", "--search", f'"{words}"']) == 0
    assert capsys.readouterr().out.count("    about: ") == len(named)


def said_of(turn: Any) -> list[str]:
    """The concepts of an item of a transcript, in words."""
    return [name.replace("-", " ") for name in turn["concepts"]]


def test_a_session_is_read_with_questions_and_answers(sessions: Path, capsys: Output) -> None:
    name = whole(1)[0]
    (found,) = asked(capsys, name[:16])
    assert found["turns"][0]["prompt"]
    assert run(["review", name]) == 0
    out = capsys.readouterr().out
    assert found["turns"][0]["prompt"].split("\n")[0] in out
    assert "Verdict:" in out


def test_a_note_is_kept_and_found(sessions: Path, capsys: Output) -> None:
    name = whole(1)[0]
    assert run(["review", name, "--note", "2", "Zygotes are not asked for."]) == 0
    capsys.readouterr()
    (row,) = asked(capsys, "--search", "zygotes")
    assert row["id"] == name
    assert run(["review", name, "--note", "two", "x"]) == 2
    assert run(["review", name, "--note", "99", "x"]) == 2


def test_an_answer_is_scored_anew(sessions: Path, capsys: Output) -> None:
    name = whole(1)[0]
    turns = asked(capsys, name)[0]["turns"]
    turn = next(t for t in turns if t["marks"] and t["tier"] < 5)
    item, count = str(turn["position"]), len(turn["marks"])
    assert run(["review", name, "--score", item, "n" * (count + 1)]) == 2
    assert run(["review", name, "--score", item, "x" * count]) == 2
    example = capsys.readouterr().err.split()[-1].removesuffix(".")
    assert (len(example), example[:3]) == (count, "ypn"), "the example fits the question"
    assert run(["review", name, "--score", item, "n" * count, "--verdict", "solid"]) == 2
    assert asked(capsys, name)[0]["turns"][turn["position"] - 1] == turn, "a refusal changes nothing"
    assert run(["review", name, "--score", item, "n" * count]) == 0
    assert "weak now" in capsys.readouterr().err
    again = asked(capsys, name)[0]["turns"][turn["position"] - 1]
    assert again["scored"]["verdict"] == "weak"
    assert again["answer"] == turn["answer"]
    assert run(["review", name, "--score", item, "n" * count, "--verdict", "solid", "--why", "My case differs."]) == 0
    assert asked(capsys, name)[0]["turns"][turn["position"] - 1]["scored"]["overruled"]


@pytest.fixture
def gardens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, tuple[str, ...]]:
    """A session whose first question is about own work and whose sixth is of tier 5, and where it lies."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    place = place_in(tmp_path)
    name = next(name for name, made in EXPECTED.items() if made["name"] == "ada-full")
    return name, ("--sessions", str(place.sessions), "--graphs", str(place.graphs))


def test_own_work_is_scored_by_verdict_alone(gardens: tuple[str, tuple[str, ...]], capsys: Output) -> None:
    name, folder = gardens
    assert run(["review", name, "--score", "1", "yp", *folder]) == 2
    assert "no points: give - for them, and your verdict with --verdict" in capsys.readouterr().err
    assert run(["review", name, "--score", "1", "-", *folder]) == 2
    assert "--score 1 - --verdict solid" in capsys.readouterr().err
    assert run(["review", name, "--score", "1", "-", "--verdict", "borderline", *folder]) == 0
    assert "borderline now" in capsys.readouterr().err


def test_high_tiers_say_that_the_lower_counts(gardens: tuple[str, tuple[str, ...]], capsys: Output) -> None:
    name, folder = gardens
    assert run(["review", name, "--score", "6", "ynn", *folder]) == 2
    assert "your own verdict too: add --verdict." in capsys.readouterr().err
    assert run(["review", name, "--score", "6", "ynn", "--verdict", "outstanding", "--why", "It was.", *folder]) == 0
    said = " ".join(capsys.readouterr().err.split())
    assert "You said outstanding and the points say" in said
    assert "at tiers 5 and 6 the lower one counts, and --why doesn't change that." in said


def test_what_the_list_cannot_read_is_told(sessions: Path, capsys: Output) -> None:
    """One of a later version, say; what isn't named as a transcript is nobody's interview."""
    newer = whole(2)[1].replace(b"version = 1", b"version = 2", 1)
    put(sessions, "2030-01-01T100000-llm-full-zzzz", newer)
    put(sessions, "pyproject", b"x = 1\n")
    assert run(["review"]) == 0
    assert "1 file can't be read as an interview; `interview doctor` says why." in capsys.readouterr().err


def test_a_deleted_session_comes_back(sessions: Path, capsys: Output) -> None:
    name = whole(1)[0]
    assert run(["review", "--trash"]) == 0
    assert "The trash is empty" in capsys.readouterr().err
    assert run(["review", name, "--delete"]) == 0
    said = capsys.readouterr().err
    assert str(sessions / ".trash" / name) in said
    assert f"`interview review {name} --restore` brings it back." in said
    assert len(asked(capsys)) == 2
    assert run(["review"]) == 0
    assert "1 interview in the trash; `interview review --trash`" in capsys.readouterr().err
    assert [row["id"] for row in asked(capsys, "--trash")] == [name]
    assert run(["review", "--trash"]) == 0
    assert capsys.readouterr().out.startswith(f"{name}  deleted 20")
    assert run(["review", name, "--restore"]) == 0
    assert len(asked(capsys)) == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["2024"],
        ["--since", "yesterdy"],
        ["--delete"],
        ["--state", "x"],
        ["--format", "foo"],
        ["--limit", "0"],
        ["x", "--restore"],
    ],
)
def test_a_mistake_is_one_sentence_and_status_2(sessions: Path, capsys: Output, arguments: list[str]) -> None:
    assert run(["review", *arguments]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Traceback" not in shown.err
    assert shown.err.strip()


def test_the_doctor_is_content_with_a_sound_archive(sessions: Path, capsys: Output) -> None:
    assert run(["doctor", "--rebuild"]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Rebuilt the index from 3 files" in shown.err
    assert "nothing is wrong" in shown.err


def test_the_doctor_says_what_it_found(sessions: Path, capsys: Output) -> None:
    name, data = whole(2)
    put(sessions, name, data[:-20])
    assert run(["doctor"]) == 1
    assert f"{name}: The last event was cut off" in capsys.readouterr().out
    assert run(["doctor", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["checked"] == 3
    assert [f["problem"] for f in found["findings"]] == ["torn"]


def test_harmless_remarks_are_no_failure(sessions: Path, capsys: Output) -> None:
    """A graph in another place was called gone, with no problem and the status of one."""
    on_another_graph(next(sessions.glob("*.toml")), "mine", 1)
    assert run(["doctor"]) == 0
    shown = capsys.readouterr()
    assert "Its graph mine isn't among yours" in shown.out
    assert "0 problems and 1 harmless remark." in shown.err
    assert run(["doctor", "--json"]) == 0


def test_a_damaged_transcript_is_told_in_one_line(sessions: Path, capsys: Output) -> None:
    name, data = whole(2)
    path = put(sessions, name, data[:-20])
    assert run(["review", name]) == 0
    assert capsys.readouterr().err.splitlines() == [finding.message for finding in read(path).findings]
    head, blocks = split(data)
    put(
        sessions,
        name,
        head + b"".join([*blocks[:4], b"kind = [\n\n", *blocks[4:9], b"x = ]\n\n", *blocks[9:-1], b"[[ev"]),
    )
    first, *others = read(path).findings
    assert others
    assert run(["review", name]) == 0
    (line,) = capsys.readouterr().err.splitlines()
    more = "1 more finding" if len(others) == 1 else f"{len(others)} more findings"
    assert line == f"{first.message} {more}: `interview doctor` lists all."
    run(["doctor"])
    listed = capsys.readouterr().out
    assert all(one_line(finding.message) in listed for finding in (first, *others))


def test_an_interrupted_rebuild_says_that_it_goes_on(
    sessions: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a parent in the background may ignore it
    with monkeypatch.context() as interrupted:
        interrupted.setattr(Index, "_insert", lambda *_: signal.raise_signal(signal.SIGINT))
        assert run(["doctor", "--rebuild"]) == 130
    signal.signal(signal.SIGINT, before)
    assert "`interview doctor --rebuild` carries on from here" in capsys.readouterr().err
    assert run(["doctor", "--rebuild"]) == 0
    said = capsys.readouterr().err
    assert "An earlier rebuild was interrupted; this one carries on from there." in said
    assert "Rebuilt the index from 3 files" in said


def test_a_check_read_wrongly_is_set_aside(sessions: Path, capsys: Output) -> None:
    for path in sessions.glob("*.toml"):
        (row,) = asked(capsys, path.stem)
        turns = [t for t in row["turns"] if t["sort"] == "check" and t["answer"]]
        if turns:
            break
    item, question = turns[0]["position"], next(t["position"] for t in row["turns"] if t["sort"] == "question")
    assert run(["review", path.stem, "--misread", str(item)]) == 0
    assert f"Item {item} is set aside" in capsys.readouterr().err
    (now,) = asked(capsys, path.stem)
    turn = now["turns"][item - 1]
    assert (turn["set_aside"], turn["correct"], turn["answer"]) == (True, None, turns[0]["answer"])
    assert now["level"] is not None
    assert run(["review", path.stem, "--misread", str(item)]) == 0
    assert f"Item {item} counts again" in capsys.readouterr().err
    assert asked(capsys, path.stem)[0]["turns"][item - 1]["correct"] == turns[0]["correct"]
    assert run(["review", path.stem, "--misread", str(question)]) == 2
    assert "only reads checks" in capsys.readouterr().err
    assert run(["review", "--misread", "1"]) == 2
    assert "Name the interview" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [("--limit", "9" * 20), ("--until", "9999-12-31"), ("x" * 100_000,)])
def test_no_value_is_too_large_for_one_sentence(sessions: Path, capsys: Output, arguments: tuple[str, ...]) -> None:
    assert run(["review", *arguments]) == 2
    said = capsys.readouterr().err
    assert "broke" not in said
    assert "damaged" not in said
    assert len(said) < 400


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--delete", "--note", "1", "words"), "--note and --delete don't go together"),
        (("--score", "1", "yyyy", "--note", "1", "words", "--bookmark", "0"), "--note, --bookmark and --score don't"),
        (("--trash", "--delete"), "--trash lists all"),
        (("--why", "words"), "give it with --score"),
        (("--search", "cache", "--missed"), "--missed and --search can't be used with SESSION"),
    ],
)
def test_no_option_is_dropped_without_a_word(
    sessions: Path, capsys: Output, arguments: tuple[str, ...], said: str
) -> None:
    path = min(sessions.glob("*.toml"))
    before = path.read_bytes()
    assert run(["review", path.stem, *arguments]) == 2
    shown = capsys.readouterr()
    assert said in one_line(shown.err)
    assert shown.out == ""
    assert path.read_bytes() == before


def test_missed_concepts_are_named_whole(sessions: Path) -> None:
    """ "missed 4: Cost, latenc…" told neither which, nor how to widen it."""
    row = replace(row_of(read(put(sessions, *whole(3)))), is_spoken=False, missed=("caching", "latency", "cost"))
    told = {room: beside(row, room, lambda _, name: name) for room in range(60)}
    assert told[8] == "missed 3"
    assert told[16] == "missed 3"
    assert told[17] == "missed 3: caching"
    assert told[22] == "missed 3: caching, ..."
    assert told[31] == "missed 3: caching, latency, ..."
    assert told[59] == "missed 3: caching, latency, cost"
    assert all(len(words) <= room for room, words in told.items())
