"""Why something long comes, an open-ended question or a task for code, and why it's on its subject."""

from simulator.engine.choice.told.course import Course
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.speech import title_within
from simulator.graph.text import names

LONGER = "Most interviews have one longer task: it shows how you put things together."
LONGER_WELL = "Your answers have held up, so there's room for a longer task, to see how you put things together."
ON_HELD = "This one is on {area}, where you've done well."
ON_TOLD = "This one is on {area}, as you mentioned {touched}."
ON_HEAVY = "This one is on {area}, which this role asks a lot about."
TAKES_IN = "It takes in {areas}, which this role asks about."
CODE = "You'd be writing code in this job, so I ask everybody for some."
MOST_FELL = 1  # answers that fell short, with which it may still be said that they've held up


def longer_because(course: Course) -> str:
    """Why a longer task comes, and why it's on its subject."""
    reason = course.reason
    held_up = course.strong and reason.from_tier >= P.DESIGN_TIER - 2 and sum(course.fell.values()) <= MOST_FELL
    others = [title_within(course.graph, course.graph.area_title(area)) for area in course.taken_in[:2]]
    takes_in = TAKES_IN.format(areas=names(others)) if others else ""
    return f"{LONGER_WELL if held_up else LONGER} {_on(course) or takes_in}".strip()


def task_because(course: Course) -> str:
    """Why a task for code comes."""
    return f"{CODE} {_on(course)}".strip()


def _on(course: Course) -> str:
    """Why something long is on its subject, as far as that shows; empty where nothing speaks for it."""
    if course.area in course.held and not course.fell.get(course.area):
        on = ON_HELD
    elif course.touched_by and course.reason.touched == "story":
        on = ON_TOLD
    else:
        on = ON_HEAVY if course.is_heavy else ""
    return on.format(**course.names)
