"""Why a step of the replay moved the chances as it did, in words."""

from collections.abc import Iterator

from simulator.engine.scoring import CAP
from simulator.graph.text import cells, upper_first
from simulator.report.figures.replay import Cause
from simulator.report.text.check_words import COUNTS


def cause_words(cause: Cause | None, width: int) -> str:
    """What the step changed in the evidence, in the most words that fit; empty where its result says it all."""
    texts = list(_texts(cause)) if cause else [""]
    return next((text for text in texts if cells(text) <= width), texts[-1])


def _texts(cause: Cause) -> Iterator[str]:
    """The same from the longest to the shortest."""
    if cause.counts == "check":
        yield from _check_texts(cause)
    elif cause.by_words:
        yield "Your marks hardly differ from here on, so all answers go by your words alone."
        yield "From here on, all answers go by your words alone."
    elif cause.replaced:
        guess = f"It replaces your guess, {cause.replaced}"
        if cause.heard:
            yield f"{guess}. Your marks count half, what I heard in your words the other half."
            yield f"{guess}, and your words count as much as your marks."
            yield f"In place of your guess, {cause.replaced}; words count too."
        yield f"{guess}."
    elif cause.expected:
        was = f"a {cause.expected} {cause.counts} was expected"
        yield f"On a question at tier {cause.tier}, {was} of you."
        yield f"{upper_first(was)} at tier {cause.tier}."
    elif cause.counts == "guess":
        yield "Your guess counts until the verdict takes its place."
        yield "It counts until the verdict takes its place."


def _check_texts(cause: Cause) -> Iterator[str]:
    if cause.correct is False:  # less than a weak answer by its marks, but not where its words count beside them
        costs = f"A wrong check costs a bit more than a {CAP} answer"
        yield f"{costs}, and what's near its subject falls with it."
        yield f"{costs}."
        yield f"It costs a bit more than a {CAP} answer."
    else:
        yield f"A check counts {COUNTS}, for what's near its subject too."
        yield f"A check counts {COUNTS}."
