"""What an interview starts from where nobody sets it up by hand, and what a format says of itself."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from simulator.engine.choice.formats import FORMATS
from simulator.engine.lab.people import drawn_candidate
from simulator.graph.records import Graph
from simulator.report.figures.day_plan import LENGTHS
from simulator.session.clock import SimulatedClock
from simulator.session.demo import DemoCandidate, perform
from simulator.session.header import DEMO_CANDIDATE, Settings
from simulator.session.presets import TASTE_MINUTES, deep_dive, planned, practice, sitting_title, taste, tonight
from simulator.session.sitting import begin, reopen
from simulator.session.transcript.read import head_of
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences
from tests.reporting import START

CHOSEN = Preferences(role="r", format="deep-dive", area="inference", minutes=45.0, score="end").settings("me", seed=3)


def test_a_taste_is_a_short_screening_call() -> None:
    found = taste(CHOSEN)
    assert (found.format, found.area, found.minutes) == ("screen", "", TASTE_MINUTES)
    assert (found.role, found.score, found.candidate, found.seed) == ("r", "end", "me", 3)


def test_a_taste_is_called_one_everywhere() -> None:
    """Its header says no more than a screening call of ten minutes, which nothing else is."""
    named = {minutes: SimpleNamespace(format="screen", minutes=minutes) for minutes in (TASTE_MINUTES, 20.0)}
    assert [sitting_title(sat) for sat in named.values()] == ["Taste", "Screening call"]
    assert sitting_title(SimpleNamespace(format="drill", minutes=TASTE_MINUTES)) == "Drill"


def test_practice_lasts_as_long_as_a_drill() -> None:
    found = practice(CHOSEN)
    assert (found.format, found.area, found.minutes) == ("drill", "", None)
    assert FORMATS[found.format].asks_what_is_due


def test_a_deep_dive_is_on_its_area() -> None:
    found = deep_dive(Settings(role="r"), "training", 10.0)
    assert (found.format, found.area, found.minutes) == ("deep-dive", "training", 10.0)
    assert FORMATS[found.format].has_area


@pytest.mark.parametrize("items", [(), ("a", "b")])
def test_tonight_asks_the_questions_of_the_advice(items: tuple[str, ...]) -> None:
    found = tonight(CHOSEN, "training", 10.0, items, "s1")
    assert (found.format, found.area, found.minutes) == ("deep-dive", "training", 10.0)
    assert (found.again.items if found.again else ()) == items


@pytest.mark.parametrize("format", ["screen", "drill", "deep-dive"])
def test_the_shortest_planned_sitting_asks_something(llm: Graph, workspace: Workspace, format: str) -> None:
    chosen = Settings(role="applied-engineer", seed=1)
    concepts = ("kv-cache",) if format == "deep-dive" else ()
    found = planned(chosen, format, LENGTHS[-1], "inference" if concepts else "", concepts)
    sitting = begin(llm, found, workspace, SimulatedClock(START))
    sitting.interview.next()
    asked = sitting.interview.state.turns[0].question
    sitting.close()
    assert asked.primary in (concepts or llm.concepts)


def test_only_formats_with_areas_start_with_one() -> None:
    for name, shape in FORMATS.items():
        settings = Preferences(role="r", format=name, area="inference").settings("me")
        assert bool(settings.area) is shape.has_area
    assert Preferences(role="r", format="gone", area="inference").settings("me").area == ""


@pytest.mark.parametrize("graph", ["llm", "my-graph", "deep-sea"])
@pytest.mark.parametrize("form", FORMATS)
def test_file_names_tell_every_format(form: str, graph: str) -> None:
    name = f"2026-11-24T140200-{graph}-{form}-abcd.toml"
    header = head_of(b"[session]\nseed = \n", Path(name), has_events=True).header
    assert (header.graph, header.format) == (graph, form)


def test_an_interview_asks_nothing_a_demo_showed(llm: Graph, workspace: Workspace) -> None:
    """The check of the first taste was that of the demo, whose answer one had just seen."""

    def sat(candidate: str, *, stops: bool = False) -> set[str]:
        clock = SimulatedClock(START + timedelta(hours=candidate != DEMO_CANDIDATE))
        sitting = begin(llm, taste(Settings(seed=104, candidate=candidate)), workspace, clock)
        demo = DemoCandidate(drawn_candidate(sitting.interview.selection.bank, 104), 104)
        while (act := demo.act(sitting.interview)) is not None:
            clock.advance(act.seconds)
            perform(sitting.interview, act).result()
            if stops and sitting.interview.state.turns[0].scored:
                sitting.close()
                sitting, stops = reopen(sitting.path, workspace, llm, clock), False
                sitting.interview.resume()
        sitting.close()
        return {turn.asked.id for turn in sitting.interview.state.turns}

    shown = sat(DEMO_CANDIDATE)
    assert shown == sat(DEMO_CANDIDATE), "another demo may show the same"
    assert not shown & sat("somebody")
    assert not shown & sat("else", stops=True)
