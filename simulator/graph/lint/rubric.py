"""The rubric and the probes: how many points, how they weigh, and whether the question gives one away."""

import re

from simulator.graph.lint.standard import CRITICAL, HEAVIEST_SHARE, PROBES, STANDARDS, span
from simulator.graph.parse import Draft
from simulator.graph.records import Point, Question

GIVEN_AWAY_SHARE = 0.75
FEWEST_WORDS = 3
_WORD = re.compile(r"[^\W_]{3,}(?:-[^\W_]+)*")
_VAGUE = re.compile(r"(?i)^(mentions|talks about|discusses|knows about|refers to|touches on)\b")
_COMMON = frozenset(
    """
    about above accepted after also and any are because been before being below between both but can cannot does each
    either else every explains for from gives has have how into its itself less like makes many may means more most
    much must names not nothing number one only other over per points right same saying says several should shows so
    some stated states such than that the their them then there these they this those through too two under until
    uses using very was way what when where which while who why will with without would you your
    """.split()
)


def lint(draft: Draft) -> None:
    """Adds findings about rubric points and probes."""
    for question in draft.records["question"].values():
        if question.rubric:
            _points(draft, question)
            _weights(draft, question)
            for index, point in enumerate(question.rubric):
                _point(draft, question, index, point)
        elif question.kind != "experience":
            _warn(
                draft,
                question,
                "missing-rubric",
                "rubric",
                "there is no rubric; without points nobody can judge an answer",
            )
        _probes(draft, question)


def _warn(draft: Draft, question: Question, rule: str, key: str, message: str) -> None:
    draft.add(rule, ("question", question.id), key, message, "warning")


def _points(draft: Draft, question: Question) -> None:
    low, high = bounds = STANDARDS[question.tier].points
    count = len(question.rubric)
    if not low <= count <= high:
        _warn(draft, question, "point-count", "rubric", f"{count} points; tier {question.tier} asks for {span(bounds)}")
    critical = sum(point.critical for point in question.rubric)
    if not CRITICAL[0] <= critical <= CRITICAL[1]:
        _warn(draft, question, "critical-count", "rubric", f"{critical} critical points; mark one or two")
    if not any(point.beyond for point in question.rubric):
        _warn(
            draft,
            question,
            "missing-beyond",
            "rubric",
            "no point goes beyond the answer; add one of judgement (a limit, a number, an alternative)",
        )


def _weights(draft: Draft, question: Question) -> None:
    total = sum(point.weight for point in question.rubric)
    for index, point in enumerate(question.rubric):
        if len(question.rubric) > 1 and point.weight > HEAVIEST_SHARE * total:
            _warn(
                draft,
                question,
                "heavy-point",
                f"rubric[{index}].weight",
                f"{point.id} carries {point.weight / total:.0%} of the weight; at most {HEAVIEST_SHARE:.0%} is wanted",
            )


def _point(draft: Draft, question: Question, index: int, point: Point) -> None:
    key = f"rubric[{index}]"
    if point.critical and point.beyond:
        _warn(
            draft,
            question,
            "critical-beyond",
            key,
            f"{point.id} is both critical and beyond; an answer cannot be required to surpass itself, drop one",
        )
    if point.critical and point.weight == 1:
        _warn(
            draft, question, "light-critical", f"{key}.weight", f"{point.id} is critical but weighs 1; give it 2 or 3"
        )
    if _VAGUE.match(point.point):
        _warn(
            draft,
            question,
            "vague-point",
            f"{key}.point",
            f'"{point.point.split()[0]} ..." cannot be judged; say which claim counts',
        )
    _given_away(draft, question, key, point)


def _given_away(draft: Draft, question: Question, key: str, point: Point) -> None:
    """A prompt may name what a plain point is about; a hint may give away none."""
    texts = [("prompt", question.prompt)] if point.critical else []
    texts += [(f"hints[{index}]", hint) for index, hint in enumerate(question.hints)]
    for place, text in texts:
        shared, of = given_away(point.point, text)
        if of >= FEWEST_WORDS and len(shared) >= GIVEN_AWAY_SHARE * of:
            message = f"{place} holds the words of {point.id} ({', '.join(shared)}); reword one of the two"
            _warn(draft, question, "given-away", f"{key}.point", message)


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


def _probes(draft: Draft, question: Question) -> None:
    low, high = PROBES
    count = len(question.probes)
    if not low <= count <= high:
        _warn(
            draft,
            question,
            "probes-count",
            "probes",
            f"{count} probe{'s' * (count != 1)}; {span(PROBES)} are asked for",
        )
    if count and not any(probe.kind in ("drill", "challenge") for probe in question.probes):
        _warn(
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
