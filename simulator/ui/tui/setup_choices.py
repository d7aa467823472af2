"""The lines of the setup for a graph; the settings share some of them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from simulator.engine.plan import FORMATS, Format
from simulator.session.fitting import DEEP_DIVE as DEEP_DIVE
from simulator.session.fitting import fitting_area, fitting_role
from simulator.ui.advert_text import in_sentence
from simulator.ui.settings import LEVELS, Preferences
from simulator.ui.tui import words
from simulator.ui.tui.actions import key_for, with_keys
from simulator.ui.tui.screens.choosing import Choice

if TYPE_CHECKING:
    from simulator.graph.records import Graph

MINUTES = (10.0, 20.0, 30.0, 45.0, 60.0, 90.0)


def fitting(chosen: Preferences, graph: "Graph") -> Preferences:
    """The choices, with a role and for a deep dive an area that the graph has."""
    chosen = replace(chosen, role=fitting_role(graph, chosen.role))
    dive = chosen.format == DEEP_DIVE
    return replace(chosen, area=fitting_area(graph, chosen.role, chosen.area)) if dive else chosen


def choices(graph: "Graph", chosen: Preferences, graphs: Sequence[str] = ()) -> tuple[Choice, ...]:
    """The lines of the setup for a graph; other graphs can be chosen where there are several."""
    return tuple(_choices(graph, chosen, graphs))


def _choices(graph: "Graph", chosen: Preferences, graphs: Sequence[str]) -> Iterator[Choice]:
    formats, areas = list(FORMATS.values()), [graph.areas[a] for a in graph.areas_asked or graph.areas]
    yield Choice("format", "Format", [f.id for f in formats], [f.title for f in formats], [f.about for f in formats])
    if chosen.format == DEEP_DIVE:
        about = "The only area that is asked."
        yield Choice("area", "Area", [a.id for a in areas], [a.title for a in areas], [about] * len(areas))
    yield role_choice(graph)
    yield LEVEL
    shape = FORMATS.get(chosen.format) or formats[0]
    own = lengths_of(shape, chosen.minutes)
    lengths = [words.minutes(m) if m else f"{words.minutes(shape.minutes)}, as the format has it" for m in own]
    about = "Thinking and answering; the scoring comes beside it and is not on the clock."
    yield Choice("minutes", "Minutes", own, lengths, [about] * len(own))
    yield from (SCORE, input_choice(chosen.keys), clock_choice(chosen.keys))
    if len(graphs) > 1:
        about = graph.about or f"{len(graph.questions)} questions on {len(graph.concepts)} concepts."
        yield Choice(
            "graph", "Graph", graphs, [g if g != graph.id else graph.title for g in graphs], [about] * len(graphs)
        )
    yield _advert(graph, chosen)


def lengths_of(shape: Format, chosen: float | None) -> tuple[float | None, ...]:
    """The lengths in a circle: the format's own as None, the usual ones, and the one that was written by hand."""
    usual = {m for m in (*MINUTES, chosen) if m is not None and m != shape.minutes}
    return (None, *sorted(usual))


def role_choice(graph: "Graph") -> Choice:
    """The line of the role."""
    roles = list(graph.roles.values())
    return Choice("role", "Role", [r.id for r in roles], [r.title for r in roles], [r.about for r in roles])


def _advert(graph: "Graph", chosen: Preferences) -> Choice:
    """The line of the job advert, with what it weighs."""
    if not chosen.advert:
        about = "Paste a job advert, or name its file: its words weigh the areas beside your role."
        return Choice("advert", "Job advert", ("",), ("none",), (about,), opens=True)
    parts = sorted(chosen.advert_areas.items(), key=lambda part: -part[1])
    said = [f"{in_sentence(graph.areas[a].title)} {round(100 * p)} %" for a, p in parts if a in graph.areas]
    rest = round(100 * (1 - sum(chosen.advert_areas.values())))
    ways = with_keys("{setup.next} takes it away, {setup.advert} reads another.", chosen.keys)
    about = f"It weighs {', '.join(said)}; your role weighs the other {rest} %. {ways}"
    return Choice("advert", "Job advert", (chosen.advert,), (chosen.advert,), (about,), opens=True)


LEVEL = Choice("seniority", "Level", LEVELS, LEVELS, ["Where the questions start; they adapt soon."] * len(LEVELS))
SCORE = Choice(
    "score",
    "Score",
    ("each", "end"),
    ("after each answer", "at the end"),
    (
        "You see the reference after each answer, and the next question follows from your score.",
        "As in a real interview: nothing is shown until the last answer, then all are scored.",
    ),
)


def input_choice(keys: Mapping[str, str]) -> Choice:
    """The line of typing or speaking; `keys` are a person's own, by action."""
    speaks = (
        f"You speak while {key_for('answer.speak', keys)} takes the time, then write three bullets of what you said."
    )
    names = ("typed", "spoken aloud")
    return Choice("input", "Answers", ("typed", "spoken"), names, ("You write your answer.", speaks))


def clock_choice(keys: Mapping[str, str]) -> Choice:
    """The line of the clock."""
    about = f"You can change it with {key_for('answer.clock', keys)} at any moment."
    return Choice("clock", "Clock", (True, False), ("shown", "hidden"), [about] * 2)
