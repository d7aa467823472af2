"""Rules about wording: Markdown that a terminal cannot show, and texts that say nearly the same."""

import re
from collections.abc import Iterable, Iterator, Sequence

from simulator.graph.lint.rules import fences, without_fences
from simulator.graph.parse import PartialGraph
from simulator.graph.records import Check, Question

CODE_COLUMNS = 76
_INLINE_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_UNSHOWN = (
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), "an image; describe it in words"),
    (re.compile(r"^[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*\|", re.MULTILINE), "a table; use a list or sentences"),
    (re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>"), "HTML; use Markdown, or put it into `code`"),
    (
        re.compile(
            r"\\(?:frac|sum|sqrt|mathbf|mathrm|text|cdot|times|left|begin|alpha|beta|theta|partial)\b|\$\$|\\\(|\\\["
        ),
        "LaTeX; write the formula in Unicode",
    ),
    (re.compile(r"(?<![\w$])\$[^\s$][^$\n]*[\\^_{}][^$\n]*\$(?![\w$])"), "LaTeX; write the formula in Unicode"),
    (
        re.compile(r"^(?: {4,}|\t+)[*+-] .*\n?(?: {8,}|\t{2,})[*+-] ", re.MULTILINE),
        "a list nested deeper than once; flatten it",
    ),
    (re.compile(r"\[\^[^\]]+\]"), "a footnote; say it in the text"),
)
_MARKED = re.compile(r"\*\*[^\s*](?:[^*\n]*[^\s*])?\*\*|(?<!`)`[^`\n]+`(?!`)|^#{1,6} ", re.MULTILINE)


def lint_markdown(draft: PartialGraph) -> None:
    """Adds findings about Markdown in every text that is shown."""
    for question in draft.records["question"].values():
        record = ("question", question.id)
        for key, text in (("prompt", question.prompt), ("answer", question.answer)):
            _markdown(draft, record, key, text)
        for key, text in plain_texts(question):
            _plain(draft, record, key, text)
    for check in draft.records["check"].values():
        _markdown(draft, ("check", check.id), "prompt", check.prompt)
        for key, text in (("why", check.why), *((f"options[{n}]", text) for n, text in enumerate(check.options))):
            _plain(draft, ("check", check.id), key, text)


def plain_texts(question: Question) -> Iterator[tuple[str, str]]:
    """Every text of a question that is shown as plain text, with its key path."""
    yield "gist", question.gist
    yield "exemplar", question.exemplar
    for key in ("hints", "anchors"):
        yield from ((f"{key}[{index}]", text) for index, text in enumerate(getattr(question, key)))
    parts = {
        "rubric": ("point", "partly"),
        "probes": ("asks", "reply"),
        "clarifications": ("asks", "reply"),
        "stages": ("title", "asks"),
        "twists": ("asks", "reply"),
        "mistakes": ("claim", "why"),
        "sources": ("title", "authors"),
    }
    for key, names in parts.items():
        for index, entry in enumerate(getattr(question, key)):
            yield from ((f"{key}[{index}].{name}", getattr(entry, name)) for name in names)


def _markdown(draft: PartialGraph, record: tuple[str, str], key: str, text: str) -> None:
    prose = _INLINE_CODE.sub("code", without_fences(text))
    for pattern, advice in _UNSHOWN:
        if pattern.search(prose):
            draft.add("markdown", record, key, f"a terminal cannot show {advice}")
    for fence in fences(text):
        lines = fence.splitlines()
        if len(lines) < 2 or lines[-1].strip().strip("`~"):
            draft.add("open-fence", record, key, "a code fence is never closed; close it on a line of its own")
        longest = max(map(len, lines))
        if longest > CODE_COLUMNS:
            shown = f"a line of code has {longest} columns; a terminal of 80 shows {CODE_COLUMNS}, break it"
            draft.add("wide-code", record, key, shown)


def _plain(draft: PartialGraph, record: tuple[str, str], key: str, text: str) -> None:
    marked = _MARKED.search(text)
    if marked is not None:
        message = f'"{marked[0][:40]}" is shown as it stands; only prompt and answer are Markdown'
        draft.add("markup-in-plain-text", record, key, message)


ALIKE_PROMPTS = 70.0
ALIKE_CHECKS = 82.0
ALIKE_POINTS = 90.0
ALIKE_POINTS_OF_ONE_QUESTION = 80.0
MIN_WORDS = 5
MOST_SCORES = 1_000_000  # held at once, a byte each
_BARE = re.compile(r"[\W_]+")


def lint_duplicates(draft: PartialGraph) -> None:
    """Adds findings about texts that say nearly the same (token-sort ratio over normalised words, 0 to 100)."""
    questions: list[Question] = list(draft.records["question"].values())
    _prompts(draft, questions)
    # two calculations of one form are different checks if their concepts differ
    by_concept: dict[str, list[Check]] = {}
    for check in draft.records["check"].values():
        by_concept.setdefault(check.primary, []).append(check)
    for checks in by_concept.values():
        texts = [bare(check.prompt) for check in checks]
        for first, second, score in _firsts(alike(texts, ALIKE_CHECKS)):
            same = texts[first] == texts[second]
            _report(draft, ("check", checks[second].id), checks[first].id, score, same=same)
    # of rubric points those of one question, and, if still more alike, those of two
    owned = [(question, index) for question in questions for index in range(len(question.rubric))]
    texts = [bare(question.rubric[index].point) for question, index in owned]
    pairs = (
        (first, second, score)
        for first, second, score in alike(texts, ALIKE_POINTS_OF_ONE_QUESTION)
        if owned[first][0] is owned[second][0] or score >= ALIKE_POINTS
    )
    for first, second, score in _firsts(pairs):
        (known, at), (question, index) = owned[first], owned[second]
        owner = "this question" if known is question else known.id
        claim = f'what the point "{known.rubric[at].id}" of {owner} claims'
        message = f"claims nearly {claim} ({score:.0f}% alike); sharpen one"
        draft.add("near-duplicate", ("question", question.id), f"rubric[{index}].point", message)


def _prompts(draft: PartialGraph, questions: Sequence[Question]) -> None:
    """Reports questions with the same prompt, then those whose prompts are nearly the same."""
    by_prompt: dict[str, Question] = {}
    for question in questions:
        words = bare(question.prompt)
        # in a few words the signs count too: "what does `+` do" is not "what does `-` do"
        same = words if len(words.split()) >= MIN_WORDS else question.prompt.strip()
        known = by_prompt.setdefault(same, question)
        if known is not question:
            _report(draft, ("question", question.id), known.id, 100.0, same=True)
    different = list(by_prompt.values())
    texts = [bare(without_fences(question.prompt)) for question in different]
    for first, second, score in _firsts(alike(texts, ALIKE_PROMPTS)):
        _report(draft, ("question", different[second].id), different[first].id, score, same=False)


def _firsts(pairs: Iterable[tuple[int, int, float]]) -> Iterator[tuple[int, int, float]]:
    """The first pair of every second position: what ten texts share is reported nine times, not forty-five."""
    reported: set[int] = set()
    for first, second, score in pairs:
        if second not in reported:
            reported.add(second)
            yield first, second, score


def _report(draft: PartialGraph, record: tuple[str, str], other: str, score: float, *, same: bool) -> None:
    message = f"asks nearly what {other} asks ({score:.0f}% alike); change or delete one"
    rule = "duplicate-prompt" if same else "near-duplicate"
    draft.add(rule, record, "prompt", message)


def alike(texts: Sequence[str], cutoff: float) -> Iterator[tuple[int, int, float]]:
    """Pairs of positions whose texts are at least `cutoff` (0 to 100) alike, with their likeness.

    Texts with the same words are each paired with the first of them only, and the first with other texts. So a text
    that occurs a thousand times makes 999 pairs, not half a million.
    """
    first: dict[str, int] = {}
    for position, text in enumerate(texts):
        words = text.split()
        known = first.setdefault(" ".join(sorted(words)), position)
        if known != position and len(words) >= MIN_WORDS:
            yield known, position, 100.0
    if len(first) < 2:
        return
    import numpy as np  # deferred: only lint compares texts
    from rapidfuzz import fuzz, process  # deferred: only lint compares texts

    different, positions = list(first), list(first.values())
    rows = max(1, MOST_SCORES // len(different))
    for start in range(0, len(different), rows):  # in blocks, as all scores at once would fill the memory
        block, rest = different[start : start + rows], different[start:]
        scores = process.cdist(block, rest, scorer=fuzz.ratio, score_cutoff=cutoff, dtype=np.uint8)
        firsts, seconds = np.nonzero(np.triu(scores, k=1))
        for i, j in zip(firsts.tolist(), seconds.tolist(), strict=True):
            second = positions[start + j]
            if len(texts[second].split()) >= MIN_WORDS:
                yield positions[start + i], second, float(scores[i, j])


def most_alike(texts: Sequence[str], others: Sequence[str], cutoff: float) -> dict[int, tuple[int, float]]:
    """By position of `texts`, the position of the most similar of `others` and the likeness, from `cutoff` to 100."""
    import numpy as np  # deferred: as above
    from rapidfuzz import fuzz, process  # deferred: as above

    best: dict[int, tuple[int, float]] = {}
    rows = max(1, MOST_SCORES // max(1, len(others)))
    for start in range(0, len(texts) if others else 0, rows):
        block = texts[start : start + rows]
        scores = process.cdist(block, others, scorer=fuzz.ratio, score_cutoff=cutoff, dtype=np.uint8)
        for row, other in enumerate(scores.argmax(axis=1).tolist()):
            if scores[row, other] and len(block[row].split()) >= MIN_WORDS:
                best[start + row] = (other, float(scores[row, other]))
    return best


def bare(text: str) -> str:
    """The words of a text in small letters, without punctuation, for comparing."""
    return _BARE.sub(" ", text.lower()).strip()
