"""What is typed in the review list: filters and words, and one sentence on what is not understood."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from simulator.errors import UsageError
from simulator.session.archive import archive
from simulator.session.archive.search import (
    SEARCH_LETTERS,
    TOO_LONG,
    Filters,
    end_of_day,
    expression,
    merge_filters,
    snippet_parts,
    start_of_day,
)
from simulator.session.archive.search import parse_query as parse
from simulator.session.rescoring import reopened
from simulator.session.workspace import Workspace
from tests.transcripts import put, whole
from tests.warm import warmed_home


@pytest.fixture(autouse=True)
def _in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


def day(number: int) -> datetime:
    return datetime(2026, 11, number, tzinfo=UTC)


def test_filters_and_words_are_told_apart() -> None:
    found = parse("format:full kv role:x verdict:weak state:ended cache after:2026-11-01 until:2026-11-30 ", "me")
    assert found.filters == Filters(
        candidate="me", format="full", role="x", verdict="weak", state="ended", since=day(1), until=datetime(
            2026, 12, 1, tzinfo=UTC
        )
    )  # fmt: skip
    assert (found.text, found.problem) == ("kv cache ", "")


def test_before_excludes_a_day_and_until_includes_it() -> None:
    assert parse("before:2026-11-05").filters.until == day(5)
    assert parse("until:2026-11-05").filters.until == day(6)
    assert parse("since:2026-11-05").filters.since == parse("after:2026-11-05").filters.since == day(5)


def test_a_day_without_a_next_is_refused() -> None:
    assert parse("until:9999-12-30").filters.until == datetime(9999, 12, 31, tzinfo=UTC)
    assert (
        parse("until:9999-12-31").problem
        == '"9999-12-31" isn\'t a day; write one such as 2026-11-01, yesterday, monday or 3d.'
    )


@pytest.mark.parametrize(
    ("said", "on"),
    [
        ("today", 12),
        ("Yesterday", 11),
        ("3 days ago", 9),
        ("3d", 9),
        ("a week ago", 5),
        ("last week", 5),
        ("1w", 5),
        ("Monday", 9),
        ("last thursday", 12),
        ("fri", 6),
        ("tues", 10),
        ("9 Nov", 9),
        ("Nov 3", 3),
        ("2.11.", 2),
        ("2026-11-02", 2),
    ],
)
def test_days_that_were_are_read(said: str, on: int) -> None:
    """`--since yesterday` was refused, though the plan reads such days."""
    thursday = date(2026, 11, 12)
    assert start_of_day(said, thursday) == day(on)
    assert end_of_day(said, thursday) == day(on + 1)
    assert start_of_day("24 Dec", thursday) == datetime(2025, 12, 24, tzinfo=UTC)  # the last one
    with pytest.raises(UsageError, match="isn't a day; write one such as"):
        start_of_day("tomorrow", thursday)


def test_a_typed_day_waits_for_its_end() -> None:
    thursday = date(2026, 11, 12)
    assert parse("after:3d", today=thursday).filters.since == day(9)
    for half in ("after:yester", "after:2026-11-1"):
        assert parse(half, today=thursday) == parse("")
    assert "isn't a day" in parse("after:yester ", today=thursday).problem


def test_a_pasted_book_is_searched_for_its_beginning() -> None:
    found = parse("format:full " + "cache " * 10_000)
    assert expression("cache " * 10_000) == expression(("cache " * 10_000)[:SEARCH_LETTERS])
    assert (found.filters.format, len(found.text) < SEARCH_LETTERS, found.problem) == ("full", True, TOO_LONG)


def test_what_is_being_typed_fits_its_beginning() -> None:
    assert parse("concept:kv").filters.concept == "kv*"
    assert parse("concept:kv ").filters.concept == "kv"
    assert parse("verdict:we").filters.verdict == "weak"
    assert parse("after:2026-1").problem == ""
    assert parse("is:b").filters.bookmarked
    assert parse("format:d").filters.format == "d*"  # a diagnostic, a deep dive or a drill
    assert parse("format:").filters == Filters()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (
            "format:foo ",
            '"format:foo" isn\'t understood; format takes full, screen, diagnostic, deep-dive, drill, ladder, code',
        ),
        ("format:x", "format takes full,"),
        ("verdict:good", "verdict takes weak, borderline, solid or outstanding."),
        ("state:we ", "state takes asking, debriefing or ended."),
        ("after:2026-11-99", "isn't a day; write one such as 2026-11-01, yesterday, monday or 3d."),
        ("fromat:full", '"fromat:" isn\'t a filter; there are graph, format, role, concept, verdict, state'),
        ("is:new x", "is takes missed or bookmarked."),
    ],
)
def test_what_is_not_understood_is_one_sentence(typed: str, says: str) -> None:
    problem = parse(typed).problem
    assert says in problem
    assert problem.count(". ") == 0


def test_addresses_and_times_are_words() -> None:
    for text in ("12:30 a-b:c", "http://x.org", "note: see"):
        assert (parse(text).text, parse(text).problem) == (text, "")
    assert parse("note:see it").text == "note:see it"


def test_what_is_typed_counts_before_options() -> None:
    options = Filters(candidate="me", format="full", role="x", missed=True)
    found = merge_filters(options, parse("format:screen verdict:weak").filters)
    assert found == Filters(candidate="me", format="screen", role="x", verdict="weak", missed=True)


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    for number in range(3):
        put(workspace.sessions, *whole(number))
    return workspace


def test_the_archive_fits_the_filters(filled: Workspace) -> None:
    rows = archive.rows(filled)
    missing = next(r for r in rows if r.missed)

    def ids(typed: str) -> list[str]:
        return [r.id for r in archive.rows(filled, filters=parse(typed).filters)]

    assert ids("") == [r.id for r in rows]
    assert ids("is:missed ") == [r.id for r in rows if r.missed]
    assert missing.id in ids(f"concept:{missing.missed[0][:4]}")
    assert ids("format:scr") == ids("format:screen ") == [r.id for r in rows if r.format == "screen"]
    assert ids("role:scr ") == ids("role:%") == ids("is:bookmarked") == []
    assert ids("format:scr ") == ids("")  # what is not understood narrows nothing


def test_taste_is_found_by_its_listed_name(workspace: Workspace) -> None:
    """The list called it a taste, and `format:taste` wasn't understood."""
    name, data = whole()
    place = data.decode()
    for number, (format_, minutes) in enumerate([("screen", "10.0"), ("screen", "20.0"), ("full", "10.0")]):
        sat = re.sub(
            r'(?m)^format = ".*"$', f'format = "{format_}"', place.replace(name, f"{name[:-1]}{number}"), count=1
        )
        sat = re.sub(r"(?m)^minutes = .*$", f"minutes = {minutes}", sat, count=1)
        put(workspace.sessions, f"{name[:-1]}{number}", sat.encode())
    found = {kind: [row.id[-1] for row in archive.rows(workspace, filters=parse(f"format:{kind} ").filters)]
             for kind in ("taste", "screen", "full")}  # fmt: skip
    assert found == {"taste": ["0"], "screen": ["1"], "full": ["2"]}


def test_bookmark_of_item_and_of_session_are_found(filled: Workspace) -> None:
    first, second, _ = archive.paths(filled.sessions)
    with reopened(first) as session:
        session.bookmark(2).result(5)
    with reopened(second) as session:
        session.bookmark().result(5)
    found = archive.rows(filled, filters=parse("is:bookmarked").filters)
    assert {(r.id, r.bookmarks) for r in found} == {(first.stem, (2,)), (second.stem, (0,))}


@pytest.mark.parametrize("word", ["検索", "速く", "書き込み", "速くなり"])
def test_word_within_a_japanese_sentence_is_found(
    filled: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    word: str,
) -> None:
    """Only how a sentence begins was found: it counted as one word."""
    from simulator.cli.main import run

    monkeypatch.setenv("INTERVIEW_SESSIONS", str(filled.sessions))
    monkeypatch.setenv("XDG_CACHE_HOME", str(warmed_home(tmp_path / "other")))
    with reopened(archive.paths(filled.sessions)[0]) as session:
        session.note("検索が速くなりますが書き込みは遅い", 1).result(5)
    assert run(["review", "--search", word]) == 0
    out = capsys.readouterr().out
    assert f"[{word}]" in out
    assert "\u2060" not in out


def test_the_command_finds_what_is_marked(
    filled: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    import json

    from simulator.cli.main import run

    monkeypatch.setenv("INTERVIEW_SESSIONS", str(filled.sessions))
    monkeypatch.setenv("XDG_CACHE_HOME", str(warmed_home(tmp_path / "other")))
    name = archive.paths(filled.sessions)[1].stem
    assert run(["review", name, "--bookmark", "2"]) == 0
    assert "Item 2 is bookmarked." in capsys.readouterr().err
    assert run(["review", "--search", "is:bookmarked", "--json"]) == 0
    assert [row["id"] for row in json.loads(capsys.readouterr().out)["sessions"]] == [name]
    assert run(["review", "--search", "token is:bookmarked fromat:x"]) == 0
    assert "isn't a filter" in capsys.readouterr().err
    assert run(["review", "--search", "format:foo", "--json"]) == 0
    shown = capsys.readouterr()
    assert "format takes full, screen, diagnostic, deep-dive, drill, ladder, code or taste." in shown.err
    assert len(json.loads(shown.out)["sessions"]) == 3
    assert run(["review", "--bookmarked", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["sessions"]
    assert (row["id"], row["bookmarked"], row["bookmarks"]) == (name, False, [2])
    assert run(["review", name, "--bookmark", "2"]) == 0
    assert run(["review", name, "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["sessions"]
    assert (row["bookmarks"], row["turns"][1]["bookmarked"]) == ([], False)
    assert run(["review", name, "--bookmark", "99"]) == 2


def test_replies_in_a_snippet_stand_apart() -> None:
    """The end of one reply and the beginning of the next read as one sentence."""
    parts = snippet_parts("it is on the\nother \ue000node\ue001\n\nso  we wait")
    assert "".join(text for text, _ in parts) == "it is on the / other node / so we wait"
    assert [text for text, is_found in parts if is_found] == ["node"]
