"""`start --jd FILE` and `brief`, as a person types them."""

import json
import re
from pathlib import Path

import pytest

from simulator.cli import interview
from simulator.report.text.brief import ONLY_LIKELY
from simulator.session.archive.archive import paths
from simulator.session.transcript.read import read
from simulator.session.workspace import APP
from simulator.ui.preferences import Preferences, read_preferences
from tests.commands import called as run
from tests.graphs import llm_graph
from tests.settings import write_preferences

ADVERT = """\
Inference engineer
You know the KV cache, paged attention, continuous batching and speculative decoding; CUDA and Terraform help.
"""


def test_advert_is_summed_up_and_weighs_interview(tmp_path: Path) -> None:
    (tmp_path / "ad.txt").write_text(ADVERT)
    done = run(tmp_path, "start", "--plain", "--jd", "ad.txt", "--seed", "1")
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    asks = "What the advert asks for, out of 100 questions"
    assert re.search(rf"{asks}: \d+ inference and serving: .*KV cache", said)
    assert "No questions here on: Terraform. You can add the area that it belongs to, or go over it elsewhere." in said
    counts = [int(n) for n in re.findall(r"The advert decides (\d+) of 100 .* decides the other (\d+)\.", said)[0]]
    assert sum(counts) == 100
    header = read(paths(tmp_path / "sessions")[0]).header
    assert max(header.areas, key=lambda area: header.areas[area]) == "inference"
    assert ADVERT.split("\n")[1] not in paths(tmp_path / "sessions")[0].read_text()


def test_an_advert_kept_in_the_setup_counts(tmp_path: Path) -> None:
    kept = Preferences(role="applied-engineer", advert="ad.txt", advert_areas={"safety": 0.4})
    write_preferences(tmp_path / APP / "config.toml", kept)
    done = run(tmp_path, "start", "--plain", "--seed", "1")
    assert "Your last job advert, ad.txt, still counts" in done.stdout
    assert read(paths(tmp_path / "sessions")[0]).header.areas["safety"] > 0.4


def test_an_advert_of_the_command_line_is_kept(tmp_path: Path) -> None:
    (tmp_path / "ad.txt").write_text(ADVERT)
    kept = Preferences(role="applied-engineer", minutes_a_day=90)
    write_preferences(tmp_path / APP / "config.toml", kept)
    run(tmp_path, "start", "--plain", "--jd", "ad.txt", "--seed", "1")
    after = read_preferences(tmp_path / APP / "config.toml")
    (path,) = paths(tmp_path / "sessions")
    assert (after.advert, after.advert_areas) == ("ad.txt", read(path).header.advert)
    assert kept.changes(after).keys() == {"advert", "advert_areas", "advert_terms", "advert_read"}
    plan = json.loads(run(tmp_path, "plan", "--date", "in 5 days", "--json").stdout)
    assert set(plan["advert"]) == set(after.advert_areas)
    assert {part["area"] for day in plan["days"] for part in (day, *day["also"]) if part["area"]} <= {*plan["advert"]}


def test_the_last_advert_is_taken_away_again(tmp_path: Path) -> None:
    (tmp_path / "ad.txt").write_text(ADVERT)
    run(tmp_path, "start", "--plain", "--jd", "ad.txt", "--seed", "1")
    assert "still counts; `--jd none` removes it." in run(tmp_path, "start", "--plain", "--seed", "1").stdout
    done = run(tmp_path, "start", "--plain", "--jd", "none", "--seed", "1")
    assert "No job advert counts any more" in done.stdout
    assert read_preferences(tmp_path / APP / "config.toml").advert == ""
    assert sorted(bool(read(path).header.advert) for path in paths(tmp_path / "sessions")) == [False, True, True]
    assert "still counts" not in run(tmp_path, "start", "--plain", "--seed", "1").stdout


def test_an_advert_that_cannot_be_kept_still_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(interview, "keep_choices", refused)
    (tmp_path / "ad.txt").write_text(ADVERT)
    done = run(tmp_path, "start", "--plain", "--jd", "ad.txt", "--seed", "1")
    assert done.returncode == 0
    assert "for this interview only: it couldn't be saved (Permission denied)." in done.stderr
    assert "later interviews too" not in done.stdout
    (path,) = paths(tmp_path / "sessions")
    assert read(path).header.advert


def test_an_interview_that_is_resumed_keeps_its_weights(tmp_path: Path) -> None:
    (tmp_path / "ad.txt").write_text(ADVERT)
    run(tmp_path, "start", "--plain", "--jd", "ad.txt", "--seed", "1", lines="words\n.\n/pause\n")
    (path,) = paths(tmp_path / "sessions")
    before = read(path).header.areas
    assert run(tmp_path, "resume", "--plain", lines="/dk\n").returncode == 0
    assert read(path).header.areas == before != {}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "There is no file ad.txt; check its path."),
        (b"", "ad.txt is empty"),
        (b"\x00\x01\x02", "ad.txt is no plain text"),
        (b"word " * 50_000, "ad.txt is larger than 200 kB"),
        (b"A gardener who mows lawns.", "Nothing of the advert is in the bank llm"),
    ],
)
def test_an_advert_that_is_none_is_one_sentence(tmp_path: Path, data: bytes | None, said: str) -> None:
    if data is not None:
        (tmp_path / "ad.txt").write_bytes(data)
    done = run(tmp_path, "start", "--plain", "--jd", "ad.txt")
    assert done.returncode == 2
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1
    assert not paths(tmp_path / "sessions")


def test_the_brief_goes_over_what_was_sat(tmp_path: Path) -> None:
    assert run(tmp_path, "demo", "--plain", "--seed", "2", "--speed", "100000").returncode == 0
    shown = run(tmp_path, "brief", "--candidate", "demo")
    assert shown.returncode == 0, shown.stderr
    assert ": Applied LLM engineer" in shown.stdout
    data = json.loads(run(tmp_path, "brief", "--candidate", "demo", "--json").stdout)
    assert data["version"] == 1
    assert len(data["questions"]) == 2
    assert " ".join(data["questions"][0]["prompt"].split()) in " ".join(shown.stdout.split())


def test_a_demo_takes_the_level_set(tmp_path: Path) -> None:
    write_preferences(tmp_path / APP / "config.toml", Preferences(role="inference-engineer", seniority="staff"))
    ten = ("demo", "--plain", "--seed", "2", "--speed", "1000000", "--format", "screen", "--minutes", "10")
    assert "staff" in run(tmp_path, *ten).stdout
    (path,) = paths(tmp_path / "sessions")
    assert (read(path).header.role, read(path).header.seniority) == ("inference-engineer", "staff")


def test_brief_without_interview_has_likely_questions(tmp_path: Path) -> None:
    done = run(tmp_path, "brief")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("The brief, about 6 minutes: Applied LLM engineer\n\nLikely, and not asked yet\n")
    assert ONLY_LIKELY in " ".join(done.stdout.split())
    assert run(tmp_path, "brief", "--role", "nobody").returncode == 2


def test_the_brief_goes_by_the_advert(tmp_path: Path) -> None:
    """The screen went by the advert, and the command by the role alone."""
    (tmp_path / "ad.txt").write_text(ADVERT)
    run(tmp_path, "start", "--plain", "--jd", "ad.txt", "--seed", "1")
    kept = read_preferences(tmp_path / APP / "config.toml")
    likely = json.loads(run(tmp_path, "brief", "--json").stdout)["likely"]
    areas = {llm_graph().area_of(each["concept"]) for each in likely}
    assert areas
    assert areas <= kept.advert_areas.keys()
