"""Near-duplicates: two questions that ask the same thing, two points that claim the same thing."""

import re
from collections.abc import Sequence

from simulator.graph.lint.standard import without_fences
from simulator.graph.parse import Draft
from simulator.graph.records import Check, Question

ALIKE_PROMPTS = 70.0
ALIKE_CHECKS = 82.0
ALIKE_POINTS = 90.0
ALIKE_POINTS_OF_ONE_QUESTION = 80.0
MIN_WORDS = 5
_BARE = re.compile(r"[\W_]+")


def lint(draft: Draft) -> None:
    """Adds findings about texts that say nearly the same (token-sort ratio over normalised words, 0 to 100)."""
    questions: list[Question] = list(draft.records["question"].values())
    _questions(draft, questions)
    _checks(draft, list(draft.records["check"].values()))
    _points(draft, questions)


def _questions(draft: Draft, items: Sequence[Question]) -> None:
    texts = [bare(without_fences(item.prompt)) for item in items]
    for first, second, score in alike(texts, ALIKE_PROMPTS):
        same = bare(items[first].prompt) == bare(items[second].prompt)
        _report(draft, ("question", items[second].id), items[first].id, score, same)


def _checks(draft: Draft, items: Sequence[Check]) -> None:
    """Two calculations of one form are different checks if their concepts differ."""
    texts = [bare(item.prompt) for item in items]
    for first, second, score in alike(texts, ALIKE_CHECKS):
        if items[first].primary == items[second].primary:
            _report(draft, ("check", items[second].id), items[first].id, score, texts[first] == texts[second])


def _report(draft: Draft, place: tuple[str, str], other: str, score: float, same: bool) -> None:
    message = f"asks nearly what {other} asks ({score:.0f} % alike); change or delete one"
    rule = "duplicate-prompt" if same else "near-duplicate"
    draft.add(rule, place, "prompt", message, "error" if same else "warning")


def _points(draft: Draft, questions: Sequence[Question]) -> None:
    owned = [(question, index) for question in questions for index in range(len(question.rubric))]
    texts = [bare(question.rubric[index].point) for question, index in owned]
    told: set[int] = set()  # a claim that stands in ten rubrics is told nine times, not forty-five
    for first, second, score in alike(texts, ALIKE_POINTS_OF_ONE_QUESTION):
        (one, at), (other, index) = owned[first], owned[second]
        if second not in told and (one is other or score >= ALIKE_POINTS):
            told.add(second)
            where = "this question" if one is other else one.id
            claim = f'what the point "{one.rubric[at].id}" of {where} claims'
            message = f"claims nearly {claim} ({score:.0f} % alike); sharpen one"
            draft.add("near-duplicate", ("question", other.id), f"rubric[{index}].point", message, "warning")


def alike(texts: Sequence[str], cutoff: float) -> list[tuple[int, int, float]]:
    """Pairs of positions whose texts are at least `cutoff` per cent alike, with the likeness."""
    if len(texts) < 2:
        return []
    import numpy as np  # deferred: only lint compares texts
    from rapidfuzz import fuzz, process  # deferred: only lint compares texts

    ordered = [" ".join(sorted(text.split())) for text in texts]
    scores = process.cdist(ordered, ordered, scorer=fuzz.ratio, score_cutoff=cutoff, dtype=np.uint8)
    firsts, seconds = np.nonzero(np.triu(scores, k=1))
    pairs = zip(firsts.tolist(), seconds.tolist(), strict=True)
    return [(i, j, float(scores[i, j])) for i, j in pairs if len(texts[j].split()) >= MIN_WORDS]


def bare(text: str) -> str:
    """The words of a text in small letters, without marks: what is compared."""
    return _BARE.sub(" ", text.lower()).strip()
