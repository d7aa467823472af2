"""Honest words: what a report cannot say yet, and what makes its figures less sure than they look."""

from collections.abc import Sequence

from simulator.graph.records import Graph
from simulator.graph.text import names, plural
from simulator.report import records as rec
from simulator.report.figures.questions import secret_sentence
from simulator.report.figures.standing import NOT_ASKED
from simulator.session.interview.state import State

FEW = 4  # answers below which a session is a first impression
WIDE = 3  # tiers between both ends of an interval that says next to nothing
NAMED = 3


def caveats(
    state: State,
    graph: Graph,
    questions: Sequence[rec.QuestionResult],
    checks: Sequence[rec.CheckResult],
    areas: Sequence[rec.AreaResult],
    level: rec.LevelResult,
) -> tuple[str, ...]:
    """One sentence each, the weightiest first; none where there is nothing to hold back."""
    found = [
        first_impression(questions, level) or _nothing(questions, level),
        _wide(level),
        _untouched(areas),
        _waiting(questions),
        secret_sentence(questions, checks),
        _overruled(questions),
        _seen(questions),
        _set_aside(checks),
        _changed(state, graph, questions),
    ]
    return tuple(sentence for sentence in found if sentence)


def _nothing(questions: Sequence[rec.QuestionResult], level: rec.LevelResult) -> str:
    if any(q.verdict for q in questions) or level.checks:
        return ""
    said = "scored yet" if any(q.waiting for q in questions) else "answered"
    source = "what earlier interviews say" if level.earlier else "where you started from"
    return f"Nothing was {said}: what stands here is {source}."


def first_impression(questions: Sequence[rec.QuestionResult], level: rec.LevelResult) -> str:
    """The caution that few answers need on the first page; empty where there are enough, or earlier sessions.

    Where all that is said comes from earlier sessions the headline would be taken for this one's.
    """
    if level.earlier:
        return _nothing(questions, level)
    answers = sum(q.verdict is not None for q in questions)
    if not 0 < answers < FEW:
        return ""
    return f"{plural(answers, 'answer').capitalize()} only: take everything here as a first impression."


def _wide(level: rec.LevelResult) -> str:
    if level.high - level.low < WIDE:
        return ""
    low = f"between tier {level.low} and" if level.low else "from below tier 1 to"
    return f"The level is hardly known yet: anything {low} tier {level.high} fits."


def _untouched(areas: Sequence[rec.AreaResult]) -> str:
    asked = sorted((a for a in areas if a.weight and a.word == NOT_ASKED), key=lambda a: -a.weight)
    if not asked or not any(a.questions for a in areas):
        return ""
    more = [plural(len(asked) - NAMED, "more area")] if len(asked) > NAMED else []
    return f"Not asked about {names([*(a.title for a in asked[:NAMED]), *more])}; nothing firm is said of them."


def _waiting(questions: Sequence[rec.QuestionResult]) -> str:
    waiting = [q for q in questions if q.waiting]
    if not waiting:
        return ""
    verb = "waits for its" if len(waiting) == 1 else "wait for their"
    until = "; until then the prediction stands for it" if any(q.prediction for q in waiting) else ""
    return f"{plural(len(waiting), 'answer').capitalize()} still {verb} score{until}."


def _overruled(questions: Sequence[rec.QuestionResult]) -> str:
    count = sum(q.overruled for q in questions)
    return f"{plural(count, 'verdict').capitalize()} set against the points, which counts for less." if count else ""


def _seen(questions: Sequence[rec.QuestionResult]) -> str:
    count = sum(q.seen for q in questions)
    if not count:
        return ""
    return f"{plural(count, 'question').capitalize()} had been seen before with the answer, which counts for less."


def _set_aside(checks: Sequence[rec.CheckResult]) -> str:
    count = sum(check.set_aside for check in checks)
    verb = "was" if count == 1 else "were"
    return f"{plural(count, 'check').capitalize()} {verb} read wrongly and set aside: no evidence." if count else ""


def _changed(state: State, graph: Graph, questions: Sequence[rec.QuestionResult]) -> str:
    gone = sum(q.id is not None and q.id not in graph.questions for q in questions)
    if gone:
        return f"The graph no longer holds {plural(gone, 'question')} of this session; the level does without."
    if state.header.graph_digest != graph.digest:
        return "The graph has changed since; questions and points are shown as they were asked."
    return ""
