"""Why an interview ended: what the transcript keeps, and the sentence made from it."""

from math import ceil
from typing import Literal

EndReason = Literal[
    "finished",  # everything that was planned was asked
    "questions",  # so many as were asked for
    "time",  # it is up, or too little is left for another question
    "nothing_fits",  # time is left, and every question that could still come takes longer
    "skipped",  # so many were skipped that no other takes their place
    "design",  # the open-ended question was answered, and comes last
    "ladder",  # its top was reached, or two answers in a row did not hold
    "precise",  # the level is known well enough
    "exhausted",  # nothing is left to ask
    "stopped",  # by the candidate; all others are the engine's
]

ONLY_ONE = "That was the one question you asked for."  # or for a task
SPARE_MINUTES = 5  # from here on it is said that time is left: not how much, as nothing more comes of it
QUICKER = " We've finished early."
SAYS_LAST: frozenset[EndReason] = frozenset(("questions", "design", "exhausted", "finished"))  # the sentence says so


def end_sentence(why: EndReason, seconds_left: float, *, asked: int, area: bool, again: bool, skipped: int = 0) -> str:
    """Why the interview ended, for the candidate; empty where they ended it themselves.

    `asked` counts the questions that were answered, `skipped` those that weren't. `area` tells whether they were of
    one area, `again` whether the interview had a list of its own.
    """
    minutes = ceil(seconds_left / 60)  # as the head line counts them
    left = f"We have {f'about {minutes} minutes' if minutes > 1 else 'less than a minute'} left"
    match why:
        case "stopped":
            return ""
        case "time":
            return "Our time is up." if seconds_left <= 0 else f"{left}, not enough for another full question."
        case "nothing_fits":
            return f"{left}, and every question I could still ask would take longer."
        case "questions":
            return f"You asked for {asked} questions, and that was the last." if asked > 1 else ONLY_ONE
        case "skipped":
            those = f"{skipped} questions" if skipped > 1 else "a few"
            return f"You've skipped {those}, and I've nothing left to put in their place."
        case "design":
            return f"That was my last question.{QUICKER * (minutes >= SPARE_MINUTES)}"
        case "ladder":
            return "A ladder ends at the top, or when two answers in a row fall short."
        case "precise":
            return "Another question wouldn't tell us much more."
        case "exhausted":
            return f"I have no more questions{' on this area' if area else ''}."
        case "finished" if again:
            return f"That was everything on the list.{QUICKER * (minutes >= SPARE_MINUTES)}"
        case "finished" if seconds_left < 60:
            return "That was everything we had planned."
        case "finished":
            return f"That was the last one I had for today.{QUICKER}"
