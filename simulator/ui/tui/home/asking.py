"""The prompts for the day of the interview and for the minutes a day, the same wherever they are asked for."""

from datetime import date
from functools import partial

from simulator.ui.preferences import LEAST_A_DAY, MOST_A_DAY
from simulator.ui.tui.widgets.prompt import LinePrompt
from simulator.ui.tui.words import DAY_EXAMPLES, day_of, minutes_of


def day_prompt(today: date) -> LinePrompt:
    """Asks for the day of the interview."""
    reads = partial(day_of, today=today)
    return LinePrompt("When is the interview?", f"{DAY_EXAMPLES}; or none", reads=reads)


def minutes_prompt(now: int | None = None) -> LinePrompt:
    """Asks for the minutes a day, which are `now` so many."""
    limits, value = f"a number, {LEAST_A_DAY} to {MOST_A_DAY}", "" if now is None else str(now)
    return LinePrompt("How many minutes a day?", limits, value, reads=minutes_of)
