"""Near-duplicates: two questions that ask the same thing, two points that claim the same thing."""

import re
from collections.abc import Sequence

from simulator.graph.lint.standard import without_fences
from simulator.graph.parse import Draft
from simulator.graph.records import Check, Question

ALIKE_PROMPTS = 82.0
ALIKE_POINTS = 90.0
MIN_WORDS = 5
_BARE = re.compile(r"[\W_]+")


def lint(draft: Draft) -> None:
    """Adds findings about texts that say nearly the same (token-sort ratio over normalised words, 0 to 100)."""
    questions: list[Question] = list(draft.records["question"].values())
    checks: list[Check] = list(draft.records["check"].values())
    _prompts(draft, "question", questions)
    _prompts(draft, "check", checks)
    _points(draft, questions)


def _prompts(draft: Draft, kind: str, items: Sequence[Question] | Sequence[Check]) -> None:
    texts = [_bare(item.prompt if kind == "check" else without_fences(item.prompt)) for item in items]
    for first, second, score in alike(texts, ALIKE_PROMPTS):
        code = items[first].prompt != items[second].prompt and "```" in items[first].prompt
        if code or _other_numbers(kind, items[first], items[second]):
            continue
        exact = texts[first] == texts[second]
        draft.add(
            "duplicate-prompt" if exact else "near-duplicate",
            (kind, items[second].id),
            "prompt",
            f"asks nearly what {items[first].id} asks ({score:.0f} % alike); change or delete one",
            "error" if exact else "warning",
        )


def _other_numbers(kind: str, first: Question | Check, second: Question | Check) -> bool:
    """Two calculations of one form are different checks if their concepts differ."""
    return kind == "check" and first.concepts[0] != second.concepts[0]


def _points(draft: Draft, questions: Sequence[Question]) -> None:
    owned = [(question, index) for question in questions for index in range(len(question.rubric))]
    texts = [_bare(question.rubric[index].point) for question, index in owned]
    for first, second, score in alike(texts, ALIKE_POINTS):
        (one, at), (other, index) = owned[first], owned[second]
        where = "this question" if one is other else one.id
        draft.add(
            "near-duplicate",
            ("question", other.id),
            f"rubric[{index}].point",
            f"claims nearly what {one.rubric[at].id} of {where} claims ({score:.0f} % alike); sharpen one",
            "warning",
        )


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


def _bare(text: str) -> str:
    return _BARE.sub(" ", text.lower()).strip()
