"""The texts of a question: present where the tier asks for them, and of the right length."""

from simulator.graph.lint.standard import (
    CLARIFICATIONS,
    GIST_WORDS,
    HINTS,
    MISTAKES,
    PROMPT_WORDS,
    STANDARDS,
    TWISTS,
    span,
    spoken_words,
    words,
)
from simulator.graph.parse import Draft
from simulator.graph.records import Question


def lint(draft: Draft) -> None:
    """Adds findings about prompts, answers, gists, hints, clarifications, stages and sources."""
    for question in draft.records["question"].values():
        _prompt(draft, question)
        _answer(draft, question)
        _lists(draft, question)
        _sources(draft, question)
        if question.tier == 6 or question.kind == "design":
            _design(draft, question)


def _warn(draft: Draft, question: Question, rule: str, key: str, message: str) -> None:
    draft.add(rule, ("question", question.id), key, message, "warning")


def _prompt(draft: Draft, question: Question) -> None:
    count = spoken_words(question.prompt)
    if count > PROMPT_WORDS:
        _warn(draft, question, "prompt-length", "prompt", f"{count} words; say it in at most {PROMPT_WORDS}")


def _answer(draft: Draft, question: Question) -> None:
    standard = STANDARDS[question.tier]
    low, high = standard.answer
    count = words(question.answer)
    if not count:
        _warn(draft, question, "missing-answer", "answer", "there is no reference answer; write one")
    elif question.kind != "experience" and not low <= count <= high:
        wanted = f"tier {question.tier} asks for {span(standard.answer)}"
        _warn(draft, question, "answer-length", "answer", f"{count} words; {wanted}")
    gist = words(question.gist)
    if not gist:
        _warn(draft, question, "missing-gist", "gist", f"there is no gist; give the answer in {GIST_WORDS} words")
    elif gist > GIST_WORDS:
        _warn(draft, question, "gist-length", "gist", f"{gist} words; a gist has at most {GIST_WORDS}")
    if standard.exemplar and question.kind != "experience" and not question.exemplar.strip():
        _warn(
            draft,
            question,
            "missing-exemplar",
            "exemplar",
            f"tier {question.tier} asks for an exemplar; write a solid answer as a person would say it",
        )


def _lists(draft: Draft, question: Question) -> None:
    _count(draft, question, "hints", len(question.hints), HINTS)
    if question.kind == "experience":
        if not question.anchors:
            _warn(
                draft,
                question,
                "missing-anchors",
                "anchors",
                "an experience question is judged by anchors; write the four (weak, borderline, solid, outstanding)",
            )
        return
    _count(draft, question, "mistakes", len(question.mistakes), MISTAKES)
    if STANDARDS[question.tier].clarifications:
        _count(draft, question, "clarifications", len(question.clarifications), CLARIFICATIONS)


def _count(draft: Draft, question: Question, key: str, count: int, bounds: tuple[int, int]) -> None:
    if not bounds[0] <= count <= bounds[1]:
        _warn(
            draft,
            question,
            f"{key}-count",
            key,
            f"{count} {key.removesuffix('s') if count == 1 else key}; {span(bounds)} are asked for",
        )


def _sources(draft: Draft, question: Question) -> None:
    if not question.sources and question.kind != "experience":
        _warn(
            draft, question, "missing-source", "sources", "there is no source; name a paper or official documentation"
        )
    for index, source in enumerate(question.sources):
        if not source.arxiv and not source.url and not (source.authors and source.year):
            _warn(
                draft,
                question,
                "loose-source",
                f"sources[{index}]",
                "nobody can find this source; give arxiv, url, or authors and year",
            )


def _design(draft: Draft, question: Question) -> None:
    if not question.stages:
        _warn(
            draft, question, "missing-stages", "stages", "a design question has stages: requirements, estimate, design"
        )
    else:
        total, planned = sum(stage.minutes for stage in question.stages), question.planned_minutes
        if abs(total - planned) > 0.01:
            _warn(
                draft,
                question,
                "stage-minutes",
                "stages",
                f"the stages take {total:g} minutes, the question {planned:g}; make them agree",
            )
    if len(question.twists) != TWISTS:
        _warn(
            draft, question, "twists-count", "twists", f"{len(question.twists)} twists; a design question has {TWISTS}"
        )
