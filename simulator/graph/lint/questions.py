"""Questions one by one: how long their texts are, what they lack, their rubric and probes."""

import re

from simulator.graph.lint.rules import (
    CLARIFICATIONS,
    CRITICAL,
    GIST_WORDS,
    HEAVIEST_SHARE,
    HINTS,
    MISTAKES,
    PROBES,
    PROMPT_WORDS,
    STANDARDS,
    TWISTS,
    span,
    spoken_words,
    words,
)
from simulator.graph.parse import PartialGraph
from simulator.graph.records import Point, Question
from simulator.graph.text import RUBRIC_WORDS, STOP_WORDS, plural

GIVEN_AWAY_SHARE = 0.75
FEWEST_WORDS = 3
_WORD = re.compile(r"[^\W_]{3,}(?:-[^\W_]+)*")
_VAGUE = re.compile(r"(?i)^(mentions|talks about|discusses|knows about|refers to|touches on)\b")
_COMMON = (
    STOP_WORDS
    | RUBRIC_WORDS
    | frozenset(
        "above accepted before being below between both cannot itself makes many may means much nothing same saying "
        "several shows through until very way".split()
    )
)


def lint_rubric(draft: PartialGraph) -> None:
    """Adds findings about rubric points and probes."""
    for question in draft.records["question"].values():
        if question.rubric:
            _points(draft, question)
            _weights(draft, question)
            for index, point in enumerate(question.rubric):
                _point(draft, question, index, point)
        elif question.kind != "experience":
            _add(
                draft,
                question,
                "missing-rubric",
                "rubric",
                "there is no rubric; without points nobody can judge an answer",
            )
        _probes(draft, question)


def _add(draft: PartialGraph, question: Question, rule: str, key: str, message: str) -> None:
    draft.add(rule, ("question", question.id), key, message)


def _points(draft: PartialGraph, question: Question) -> None:
    low, high = bounds = STANDARDS[question.tier].points
    count = len(question.rubric)
    if not low <= count <= high:
        _add(draft, question, "point-count", "rubric", f"{count} points; tier {question.tier} asks for {span(bounds)}")
    critical = sum(point.critical for point in question.rubric)
    if not CRITICAL[0] <= critical <= CRITICAL[1]:
        _add(draft, question, "critical-count", "rubric", f"{critical} critical points; mark one or two")
    if not any(point.beyond for point in question.rubric):
        _add(
            draft,
            question,
            "missing-beyond",
            "rubric",
            "no point goes beyond the answer; add one of judgement (a limit, a number, an alternative)",
        )


def _weights(draft: PartialGraph, question: Question) -> None:
    total = sum(point.weight for point in question.rubric)
    for index, point in enumerate(question.rubric):
        if len(question.rubric) > 1 and point.weight > HEAVIEST_SHARE * total:
            _add(
                draft,
                question,
                "heavy-point",
                f"rubric[{index}].weight",
                f"{point.id} carries {point.weight / total:.0%} of the weight; at most {HEAVIEST_SHARE:.0%} is wanted",
            )


def _point(draft: PartialGraph, question: Question, index: int, point: Point) -> None:
    key = f"rubric[{index}]"
    if point.critical and point.beyond:
        _add(
            draft,
            question,
            "critical-beyond",
            key,
            f"{point.id} is both critical and beyond; an answer cannot be required to surpass itself, drop one",
        )
    if point.critical and point.weight == 1:
        _add(draft, question, "light-critical", f"{key}.weight", f"{point.id} is critical but weighs 1; give it 2 or 3")
    if _VAGUE.match(point.point):
        _add(
            draft,
            question,
            "vague-point",
            f"{key}.point",
            f'"{point.point.split()[0]} ..." cannot be judged; say which claim counts',
        )
    _given_away(draft, question, key, point)


def _given_away(draft: PartialGraph, question: Question, key: str, point: Point) -> None:
    """A prompt may name what a plain point is about; a hint may give away none."""
    texts = [("prompt", question.prompt)] if point.critical else []
    texts += [(f"hints[{index}]", hint) for index, hint in enumerate(question.hints)]
    for place, text in texts:
        shared, of = given_away(point.point, text)
        if of >= FEWEST_WORDS and len(shared) >= GIVEN_AWAY_SHARE * of:
            message = f"{place} holds the words of {point.id} ({', '.join(shared)}); reword one of the two"
            _add(draft, question, "given-away", f"{key}.point", message)


def given_away(point: str, prompt: str) -> tuple[list[str], int]:
    """The content words of a point that the prompt holds too, and the number of its content words."""
    wanted = {_stem(word): word for word in _content(point)}
    held = {_stem(word) for word in _content(prompt)}
    return sorted(word for stem, word in wanted.items() if stem in held), len(wanted)


def _content(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in _COMMON]


def _stem(word: str) -> str:
    """A word without its plainest endings and cut to six letters, so that `grows` meets `growing`."""
    for ending in ("s", "ing", "ed", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
    return word[:6]


def _probes(draft: PartialGraph, question: Question) -> None:
    low, high = PROBES
    count = len(question.probes)
    if not low <= count <= high:
        _add(
            draft,
            question,
            "probes-count",
            "probes",
            f"{plural(count, 'probe')}; {span(PROBES)} are asked for",
        )
    if count and not any(probe.kind in ("drill", "challenge") for probe in question.probes):
        _add(
            draft,
            question,
            "probe-kinds",
            "probes",
            "every probe is a gap probe, so that a probe tells what was missed; make one a drill or a challenge",
        )
    for index, probe in enumerate(question.probes):
        if probe.kind == "gap" and not probe.point and question.rubric:
            draft.add(
                "loose-probe",
                ("question", question.id),
                f"probes[{index}].point",
                "a gap probe asks for one rubric point; name its id",
            )


def lint_texts(draft: PartialGraph) -> None:
    """Adds findings about prompts, answers, gists, hints, clarifications, stages and sources."""
    for question in draft.records["question"].values():
        _prompt(draft, question)
        _answer(draft, question)
        _lists(draft, question)
        _sources(draft, question)
        if question.tier == 6 or question.kind == "design":
            _design(draft, question)


def _prompt(draft: PartialGraph, question: Question) -> None:
    count = spoken_words(question.prompt)
    if count > PROMPT_WORDS:
        _add(draft, question, "prompt-length", "prompt", f"{count} words; say it in at most {PROMPT_WORDS}")


def _answer(draft: PartialGraph, question: Question) -> None:
    standard = STANDARDS[question.tier]
    low, high = standard.answer
    count = words(question.answer)
    if not count:
        _add(draft, question, "missing-answer", "answer", "there is no reference answer; write one")
    elif question.kind != "experience" and not low <= count <= high:
        wanted = f"tier {question.tier} asks for {span(standard.answer)}"
        _add(draft, question, "answer-length", "answer", f"{count} words; {wanted}")
    gist = words(question.gist)
    if not gist:
        _add(draft, question, "missing-gist", "gist", f"there is no gist; give the answer in {GIST_WORDS} words")
    elif gist > GIST_WORDS:
        _add(draft, question, "gist-length", "gist", f"{gist} words; a gist has at most {GIST_WORDS}")
    if standard.exemplar and question.kind != "experience" and not question.exemplar.strip():
        _add(
            draft,
            question,
            "missing-exemplar",
            "exemplar",
            f"tier {question.tier} asks for an exemplar; write a good answer as a person would say it",
        )


def _lists(draft: PartialGraph, question: Question) -> None:
    _count(draft, question, "hints", len(question.hints), HINTS)
    if question.kind == "experience":
        if not question.anchors:
            _add(
                draft,
                question,
                "missing-anchors",
                "anchors",
                "an experience question is judged by anchors; write one for each verdict, the lowest first",
            )
        return
    _count(draft, question, "mistakes", len(question.mistakes), MISTAKES)
    if STANDARDS[question.tier].clarifications:
        _count(draft, question, "clarifications", len(question.clarifications), CLARIFICATIONS)


def _count(draft: PartialGraph, question: Question, key: str, count: int, bounds: tuple[int, int]) -> None:
    if not bounds[0] <= count <= bounds[1]:
        _add(
            draft,
            question,
            f"{key}-count",
            key,
            f"{count} {key.removesuffix('s') if count == 1 else key}; {span(bounds)} are asked for",
        )


def _sources(draft: PartialGraph, question: Question) -> None:
    if not question.sources and question.kind != "experience":
        _add(draft, question, "missing-source", "sources", "there is no source; name a paper or official documentation")
    for index, source in enumerate(question.sources):
        if not source.arxiv and not source.url and not (source.authors and source.year):
            _add(
                draft,
                question,
                "loose-source",
                f"sources[{index}]",
                "nobody can find this source; give arxiv, url, or authors and year",
            )


def _design(draft: PartialGraph, question: Question) -> None:
    if not question.stages:
        _add(
            draft, question, "missing-stages", "stages", "a design question has stages: requirements, estimate, design"
        )
    else:
        total, planned = sum(stage.minutes for stage in question.stages), question.planned_minutes
        if abs(total - planned) > 0.01:
            _add(
                draft,
                question,
                "stage-minutes",
                "stages",
                f"the stages take {total:g} minutes, the question {planned:g}; make them agree",
            )
    if len(question.twists) != TWISTS:
        _add(
            draft, question, "twists-count", "twists", f"{len(question.twists)} twists; a design question has {TWISTS}"
        )
