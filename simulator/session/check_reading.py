"""What was read from the answer to a check, said back before it counts: a number with its unit, or an option."""

from dataclasses import dataclass

from simulator.errors import NotAllowed, NothingWritten
from simulator.graph.records import Check
from simulator.session import answers
from simulator.session.flow import normalise


@dataclass(frozen=True)
class CheckReading:
    """An answer to a check as it was understood. `words` say it back, and not whether it is right."""

    text: str
    words: str
    correct: bool
    value: float | None = None
    chosen: int | None = None


def read_check(text: str, check: Check) -> CheckReading:
    """What `text` says to a check: the one place that reads it. Raises NotAllowed where it cannot be read."""
    typed = normalise(text)
    if not typed:
        raise NothingWritten("Choose an option." if check.options else "Write a number.")
    if check.options:
        chosen = answers.read_option(typed, check)
        if chosen is None:
            raise NotAllowed(f"Choose one of the {len(check.options)} options by its letter or number.")
        return CheckReading(typed, f'"{check.options[chosen]}"', chosen == check.correct, chosen=chosen)
    read = answers.read_number(typed, check.unit)
    if isinstance(read, answers.NotRead):
        raise NotAllowed(read.why)
    return CheckReading(typed, read.echo, answers.within(read.value, check), value=read.value)
