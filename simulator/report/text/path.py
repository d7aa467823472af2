"""The path of an interview in words: each step with its result, and what it changed."""

from simulator.engine.scoring import SOLID, STRONG
from simulator.graph.text import percent
from simulator.report import records as rec
from simulator.report.text.words import interval, tier_words
from simulator.session.interview import outcomes as out

LEAST_STEP = 0.015  # the least change of a chance that is shown as one: of 1% nobody could say why


def step_words(step: rec.PathStep) -> str:
    """A step of the path with its result: `Question 2: Prompt engineering, tier 3, borderline`."""
    name, word = ("Check" if step.kind == "check" else "Question"), outcome_of_step(step)
    return f"{name} {step.number}: {step.concept_title}, tier {step.tier}, {word}"


def outcome_of_step(step: rec.PathStep) -> str:
    """What a step of the path came to, in the word that the list of answers has for it too."""
    return out.item_word(step.outcome, check=step.kind == "check")


def step_change(step: rec.PathStep) -> str:
    """The chance of a solid answer before and after a step, with its interval: `29% → 25% (9 to 52)`.

    One that moved less than a sitting could tell has no arrow: `still about 64% (47 to 78)`.
    """
    moved = abs(step.mastery - step.before) >= LEAST_STEP
    change = f"{percent(step.before)} → {percent(step.mastery)}" if moved else f"still about {percent(step.mastery)}"
    return f"{change} ({interval(step.low, step.high)})"


def path_sentences(assessment: rec.Assessment) -> list[str]:
    """What the figures along the path mean, and why a good answer can lower them if one did."""
    target = tier_words(assessment.level.target)
    sentences = [f"Your chance of a {SOLID} answer at {target} after each question and check."]
    if any(s.outcome in STRONG | {"right"} and s.before - s.mastery >= LEAST_STEP for s in assessment.path):
        sentences.append("A good answer to an easy question, or after a hint, can lower it: more was expected.")
    return sentences
