"""Markdown that a terminal cannot show, and Markdown where only plain text is shown."""

import re
from collections.abc import Iterator

from simulator.graph.lint.standard import fences, without_fences
from simulator.graph.parse import Draft
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


def lint(draft: Draft) -> None:
    """Adds findings about Markdown in every text that is shown."""
    for question in draft.records["question"].values():
        place = ("question", question.id)
        for key, text in (("prompt", question.prompt), ("answer", question.answer)):
            _markdown(draft, place, key, text)
        for key, text in plain_texts(question):
            _plain(draft, place, key, text)
    for check in draft.records["check"].values():
        _markdown(draft, ("check", check.id), "prompt", check.prompt)
        for key, text in _check_texts(check):
            _plain(draft, ("check", check.id), key, text)


def plain_texts(question: Question) -> Iterator[tuple[str, str]]:
    """Every text of a question that is shown as it stands, with its key path."""
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


def _check_texts(check: Check) -> Iterator[tuple[str, str]]:
    yield "why", check.why
    yield from ((f"options[{index}]", text) for index, text in enumerate(check.options))


def _markdown(draft: Draft, place: tuple[str, str], key: str, text: str) -> None:
    prose = _INLINE_CODE.sub("code", without_fences(text))
    for pattern, advice in _UNSHOWN:
        if pattern.search(prose):
            draft.add("markdown", place, key, f"a terminal cannot show {advice}", "warning")
    for fence in fences(text):
        _fence(draft, place, key, fence)


def _fence(draft: Draft, place: tuple[str, str], key: str, fence: str) -> None:
    lines = fence.splitlines()
    if len(lines) < 2 or lines[-1].strip().strip("`~"):
        draft.add("open-fence", place, key, "a code fence is never closed; close it on a line of its own", "warning")
    longest = max(map(len, lines))
    if longest > CODE_COLUMNS:
        draft.add(
            "wide-code",
            place,
            key,
            f"a line of code has {longest} columns; a terminal of 80 shows {CODE_COLUMNS}, break it",
            "warning",
        )


def _plain(draft: Draft, place: tuple[str, str], key: str, text: str) -> None:
    found = _MARKED.search(text)
    if found is not None:
        draft.add(
            "markup-in-plain-text",
            place,
            key,
            f'"{found[0][:40]}" is shown as it stands; only prompt and answer are Markdown',
            "warning",
        )
