"""What a candidate is told before the first question: by the program how long it takes, by the interviewer the plan."""

import hashlib

from simulator.engine.choice.formats import time_for
from simulator.graph.records import Graph
from simulator.graph.text import format_minutes
from simulator.session.header import Header
from simulator.session.presets import has_tasks

HELLO = (
    "Hello, thanks for coming. I'm one of the people you'd work with.",
    "Hello, good to meet you. I'm on the team you'd join.",
    "Hello, thanks for making the time. I do this work here myself.",
)
WITH_SCORING, UNSCORED = "with scoring", "without scoring"  # which minutes are counted, said in the same words
DESIGN_LATER = "a design if those go well"
MAY_ASK = "Interrupt me if anything's unclear."
BY_ADVERT = " I've read the job advert, and I'll go by what it asks for."
FEW = 3  # subjects
FEW_MISSED = 2  # concepts that are named
DESIGN_MINUTES, SEVERAL_MINUTES = 30.0, 40.0  # with less there is no design, and no third subject


def opening_words(header: Header, graph: Graph) -> str:
    """What the interviewer says first in a full interview, and where the plan goes over what was missed; else empty."""
    from simulator.graph.speech import title_within  # nothing of it on the way to home, which needs the minutes alone
    from simulator.session.interview.parting_questions import has_parting

    if not has_parting(header):
        return _missed_words(header, graph)
    number = hashlib.blake2b(f"{header.seed}/hello".encode(), digest_size=4).digest()
    hello = HELLO[int.from_bytes(number, "big") % len(HELLO)]
    minutes = "a minute" if header.minutes == 1 else f"{header.minutes:g} minutes"
    role = graph.roles[header.role]
    kinds = {question.kind for question in graph.questions.values()}
    begins = "your own work" if header.project and "experience" in kinds else "the basics"
    subjects = _subjects(header, graph)
    task, both = time_for(header.minutes)
    code = role.code and has_tasks(graph) and task
    designs = "design" in kinds and (not code or both)
    longer = ["some code"] * code + [DESIGN_LATER] * designs
    long = "".join(f", {one}" for one in longer) if header.minutes >= DESIGN_MINUTES else ""
    title = title_within(graph, role.title)
    return (
        f"{hello} You're interviewing for the {title} role, at {header.seniority} level, and we have "
        f"{minutes}: {begins} first, then {subjects}{long}, and your questions at the end."
        f"{BY_ADVERT * bool(header.areas)} {MAY_ASK}"
    )


def _missed_words(header: Header, graph: Graph) -> str:
    """That it goes over what was missed, where it does: a concept holds more than the one question that fell short."""
    if header.again is None or header.again.session:
        return ""
    from simulator.graph.speech import title_within  # as above

    titles = [title_within(graph, graph.concepts[c].title) for c in header.again.concepts if c in graph.concepts]
    if len(titles) > FEW_MISSED and header.area in graph.areas:
        titles = [title_within(graph, graph.area_title(header.area))]
    return f"You missed something {' and '.join(f'on {t}' for t in titles)}, so we start there." if titles else ""


def _subjects(header: Header, graph: Graph) -> str:
    """How many subjects come after the first questions: no more than the role asks about and the bank has."""
    had = {graph.area_of(question.concepts[0]) for question in graph.questions.values()}
    asked = [area for area, weight in graph.roles[header.role].areas.items() if weight > 0 and area in had] or had
    if len(asked) == 1:
        from simulator.graph.speech import title_within  # as above

        return f"more on {title_within(graph, graph.area_title(next(iter(asked))))}"
    return "a few subjects" if len(asked) >= FEW and header.minutes >= SEVERAL_MINUTES else "a subject or two"


def scoring_minutes(minutes: float) -> int:
    """The minutes that scoring roughly takes for an interview of so many, off the clock.

    Simulated whole interviews ask 7.7 questions in 45 minutes and 4.1 in 20. With the reference read at 220 words a
    minute, 6 seconds for a point and 8 for prediction and verdict, that is 13.6 and 6.9 minutes.
    """
    return max(1, round(minutes / 3))


def scoring_words(minutes: float) -> str:
    """How long scoring takes for an interview of so many minutes."""
    return f"about {scoring_minutes(minutes)} min to score"


def lasting_words(minutes: float, *, brief: bool = False) -> str:
    """How long an interview takes, and its scoring: "45 min and about 15 to score" was read as 15 questions."""
    scoring = scoring_words(minutes)
    return f"{format_minutes(minutes)}, {scoring.removeprefix('about ') if brief else f'and {scoring}'}"
