"""What has come of an area so far, as the reason for a question on it tells it."""

from collections.abc import Mapping, Sequence
from typing import Literal

from simulator.engine.choice.told.course import Course

Went = Literal["well", "short", "both", "untold"]

NOTHING = (  # the story may well have been of it
    "you've had no question on {area} yet",
    "I haven't asked you about {area} yet",
    "there's been no question of mine on {area} yet",
)
ONLY_OWN_WORK = (
    "I've only asked about {area} as part of your own work so far",
    "my only question on {area} so far was on your own work",
)
OWN_WORK_AND_CHECKS = ("all we've had on {area} is your own work and a quick check or two",)
ONLY_CHECK = (
    "all we've had on {area} is a quick check",
    "there's only been a short check on {area}",
)
ONLY_CHECKS = (
    "all we've had on {area} is quick checks",
    "there have only been short checks on {area}",
)
ONLY_BESIDE = (  # a question on something else had to do with it
    "{area} has only come up beside other things so far",
    "we've only touched on {area} so far",
)
BESIDE_OWN_WORK = (  # the same, where a story was asked for under its area
    "I've asked about {area} only as part of your own work and beside other things so far",
    "apart from your own work, we've only touched on {area} so far",
)
CAME_UP = (
    "you mentioned {touched} before, but I haven't asked you about {area} yet",
    "you've had no question on {area} yet, although you spoke of {touched}",
)
BACK_STILL: Mapping[Went, tuple[str, ...]] = {  # by how more than one answer there went
    "well": (
        "You've done well on {area} so far, and I'm coming back to it for a side that I haven't asked about.",
        "What you said on {area} has held up so far, so here's a last side of it.",
    ),
    "short": (
        "{Area} hasn't gone so well yet, so here's another chance at it, from another side.",
        "I haven't heard you at your best on {area} yet, so I'm coming back to it.",
    ),
    "both": (
        "Your answers on {area} have gone both ways, so I'd like another one to go by.",
        "On {area} you've had a good answer and one that fell short, so one more will tell me which to go by.",
    ),
    "untold": ("I'm coming back to {area}, as there's something in it that I haven't asked about.",),
}


def answers_on_area(course: Course) -> Went:
    """How the answers on its area went, as far as that may be told."""
    fell = course.fell.get(course.area, 0) if course.scored else -1
    if fell < 0:
        return "untold"
    return "well" if not fell else "short" if fell >= course.talked.get(course.area, 0) else "both"


def came_of_area(course: Course) -> Sequence[str]:
    """What came of its area so far."""
    if course.area in course.came_near and not course.reason.touched:
        return BESIDE_OWN_WORK if course.area in course.own_work else ONLY_BESIDE
    if checks := course.checked.get(course.area, 0):
        return OWN_WORK_AND_CHECKS if course.area in course.own_work else ONLY_CHECK if checks == 1 else ONLY_CHECKS
    if course.reason.touched and course.touched_by:
        return CAME_UP
    return ONLY_OWN_WORK if course.area in course.own_work else NOTHING
