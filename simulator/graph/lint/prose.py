"""Rules about wording: Markdown that a terminal cannot show, and texts that say nearly the same."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from simulator.graph.code_spans import split_code
from simulator.graph.lint.rules import fences, without_fences
from simulator.graph.parse import PartialGraph
from simulator.graph.records import Check, Question

CODE_COLUMNS = 76
_UNSHOWN = (
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), "an image; describe it in words"),
    (re.compile(r"^[ \t]*+(?:\|[ \t]*+)?:?-{3,}:?[ \t]*\|", re.MULTILINE), "a table; use a list or sentences"),
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
        options = ((f"options[{n}]", text) for n, text in enumerate(check.options))
        for key, text in (("why", check.why), ("say", check.say), ("aim", check.aim), *options):
            _plain(draft, ("check", check.id), key, text)


def plain_texts(question: Question) -> Iterator[tuple[str, str]]:
    """Every text of a question that is shown as plain text, with its key path."""
    yield "aim", question.aim
    yield "gist", question.gist
    yield "exemplar", question.exemplar
    for key in ("hints", "anchors"):
        yield from ((f"{key}[{index}]", text) for index, text in enumerate(getattr(question, key)))
    parts = {
        "rubric": ("point", "partly", "say"),
        "probes": ("asks", "reply", "aim"),
        "clarifications": ("asks", "reply"),
        "stages": ("title", "asks"),
        "twists": ("asks", "reply", "aim"),
        "mistakes": ("claim", "why", "aim"),
        "sources": ("title", "authors"),
    }
    for key, names in parts.items():
        for index, entry in enumerate(getattr(question, key)):
            yield from ((f"{key}[{index}].{name}", getattr(entry, name)) for name in names)


def _markdown(draft: PartialGraph, record: tuple[str, str], key: str, text: str) -> None:
    prose = "".join("code" if piece.is_code else piece.text for piece in split_code(without_fences(text)))
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
SAME = 100.0
MOST_SCORES, MOST_ROWS = 4_000_000, 512  # held at once, a byte each
ALL_COMPARED = 10_000  # of more texts, those are compared that share a rare word
RARE_WORDS = 4
WORTH_THREADS = 250_000  # scores
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
        for second, (first, score) in alike(texts, ALIKE_CHECKS).items():
            same = texts[first] == texts[second]
            _report(draft, ("check", checks[second].id), checks[first].id, score, same=same)
    _points(draft, questions)


def _points(draft: PartialGraph, questions: Sequence[Question]) -> None:
    """Reports rubric points alike within a question, and those of two questions that are still more alike."""
    owned = [(question, index) for question in questions for index in range(len(question.rubric))]
    texts = [bare(question.rubric[index].point) for question, index in owned]
    found = alike(texts, ALIKE_POINTS)
    start = 0
    for question in questions:
        own = texts[start : start + len(question.rubric)]
        for at, (first, score) in alike(own, ALIKE_POINTS_OF_ONE_QUESTION).items():
            known, likeness = found.get(start + at, (start + at, 0.0))
            if likeness < SAME and start + first < known:
                found[start + at] = start + first, score
        start += len(own)
    for position, (first, score) in found.items():
        (known_in, at), (question, index) = owned[first], owned[position]
        owner = "this question" if known_in is question else known_in.id
        claim = f'what the point "{known_in.rubric[at].id}" of {owner} claims'
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
    for second, (first, score) in alike(texts, ALIKE_PROMPTS).items():
        _report(draft, ("question", different[second].id), different[first].id, score, same=False)


def _report(draft: PartialGraph, record: tuple[str, str], other: str, score: float, *, same: bool) -> None:
    message = f"asks nearly the same as {other} ({score:.0f}% alike); change or delete one"
    rule = "duplicate-prompt" if same else "near-duplicate"
    draft.add(rule, record, "prompt", message)


def alike(texts: Sequence[str], cutoff: float) -> dict[int, tuple[int, float]]:
    """By the position of a text, the first before it that is at least `cutoff` (0 to 100) alike, with their likeness.

    One with the same words goes before all others. Only the first is reported: what ten texts share is found nine
    times, not forty-five.
    """
    known: dict[str, int] = {}
    found: dict[int, tuple[int, float]] = {}
    for position, text in enumerate(texts):
        words = text.split()
        first = known.setdefault(" ".join(sorted(words)), position)
        if first != position and len(words) >= MIN_WORDS:
            found[position] = first, SAME
    for group in [known] if len(known) <= ALL_COMPARED else _with_rare_words(known):
        if len(group) > 1:
            _compare(group, cutoff, found)
    enough = {second for second in found if len(texts[second].split()) >= MIN_WORDS}
    return {second: found[second] for second in sorted(enough)}


def _with_rare_words(known: Mapping[str, int]) -> Iterable[Mapping[str, int]]:
    """Groups of texts that share one of their rarest words: nearly equal ones do, and only they are compared then.

    Comparing all with all takes the square of their number, which is half an hour for a bank of 20,000 questions.
    """
    counts = Counter(word for text in known for word in set(text.split()))
    groups: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for text, position in known.items():
        shared = sorted({word for word in text.split() if counts[word] > 1}, key=lambda word: (counts[word], word))
        for word in shared[:RARE_WORDS]:
            groups[word][text] = position
    return groups.values()


def _compare(known: Mapping[str, int], cutoff: float, found: dict[int, tuple[int, float]]) -> None:
    """Adds to `found` what is alike among different texts, given with their positions.

    They are compared in the order of their lengths: texts of very different lengths cannot be alike.
    """
    import numpy as np  # deferred: only lint compares texts
    from rapidfuzz import fuzz, process  # deferred: only lint compares texts

    different = sorted(known, key=len)
    lengths = [len(text) for text in different]
    positions = np.array([known[text] for text in different])
    longest = (2 * SAME - cutoff) / cutoff  # a text that is alike has at most so many times the letters
    start = 0
    while start < len(different):
        rows = max(1, min(MOST_ROWS, MOST_SCORES // (len(different) - start)))  # all scores would fill the memory
        block = different[start : start + rows]
        end = bisect_right(lengths, lengths[start + len(block) - 1] * longest + 1)
        rest = different[start:end]
        workers = -1 if len(block) * len(rest) > WORTH_THREADS else 1
        scores = process.cdist(block, rest, scorer=fuzz.ratio, score_cutoff=cutoff, dtype=np.uint8, workers=workers)
        rows_alike, columns = np.nonzero(np.triu(scores, k=1))
        pairs = np.sort(positions[start + np.stack([rows_alike, columns])], axis=0)
        order = np.lexsort(pairs)  # by the second, then by the first: of each second only one pair is told
        _, firsts = np.unique(pairs[1][order], return_index=True)
        for at in order[firsts].tolist():
            first, second = pairs[:, at].tolist()
            if second not in found or (found[second][1] < SAME and first < found[second][0]):
                found[second] = first, float(scores[rows_alike[at], columns[at]])
        start += len(block)


def most_alike(texts: Sequence[str], others: Sequence[str]) -> dict[int, int]:
    """By position of `texts`, that of the most similar of `others`, where two prompts would be called alike."""
    import numpy as np  # deferred: as above
    from rapidfuzz import fuzz, process  # deferred: as above

    best: dict[int, int] = {}
    rows = max(1, MOST_SCORES // max(1, len(others)))
    for start in range(0, len(texts) if others else 0, rows):
        block = texts[start : start + rows]
        scores = process.cdist(block, others, scorer=fuzz.ratio, score_cutoff=ALIKE_PROMPTS, dtype=np.uint8)
        for row, other in enumerate(scores.argmax(axis=1).tolist()):
            if scores[row, other] and len(block[row].split()) >= MIN_WORDS:
                best[start + row] = other
    return best


def bare(text: str) -> str:
    """The words of a text in small letters, without punctuation, for comparing."""
    return _BARE.sub(" ", text.lower()).strip()
