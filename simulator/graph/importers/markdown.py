"""Questions of a Markdown page, found by the way they are written.

A page writes its questions in one form or two: headings, bold lines, summaries, items. What asks gives its form away,
and where a form asks as often as not, the others of that form are questions too: "Explain X" has no question mark.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, pairwise
from textwrap import dedent

from simulator.graph.code_spans import blocks_with_fences, lines_with_fences, split_code
from simulator.graph.importers.entry import KEYS, ImportedFile, text_of, without_layout

LONGEST_MARK = 1000  # characters: a line that is longer is no heading and no question
# how lines begin that a pattern may fit: of hundreds of thousands most fit none, and patterns are slow to say so
_BULLETS, _FRONTS, _EMPHASES, _ASKED_LETTERS = "-*+", ("-", "*", "+", "#"), ("*", "_"), frozenset("qfpdв问問")


@dataclass(slots=True, eq=False)
class PageLine:
    """A line of a page. `form` is how it's marked, empty if not; `level` that of a heading; `words` what it says.

    `rest` is what stands behind the question on its line; `asks`: it is a question.
    """

    number: int
    text: str
    is_code: bool = False
    form: str = ""
    level: int = 0
    words: str = ""
    rest: str = ""
    asks: bool = False
    is_numbered: bool = False


_NUMBERED_FORMS = frozenset({"heading", "bold", "listed bold", "labelled"})
_MARKER = r"(?:[-*+]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?"
_HEADING = re.compile(rf"^(?P<list>{_MARKER})?(?P<signs>#{{1,6}})[ \t]+(?=\S)")
_UNDERLINE = re.compile(r"^(={3,}|-{4,})$")
_ASKED = r"(?:Q(?:uestion|uestao)?|Frage|Pregunta|Domanda|Вопрос|问题?|問題?)"
_LABELLED = re.compile(rf"^{_ASKED}\s*(?:#?\s*\d{{1,4}}\s*[.:)\-–：、]|\s[:：]|[:：.])\s*(?=\S)", re.IGNORECASE)
_NUMBERED = re.compile(rf"^(?:{_ASKED}\s*)?\d{{1,3}}\s*(?:[.):]\s+|[、．：])|{_LABELLED.pattern}", re.IGNORECASE)
_BOLD = re.compile(rf"^\s*(?P<list>{_MARKER})?(?P<mark>\*\*|__)(?P<words>.+?)(?P=mark)[ \t:]*(?P<rest>.*)$")
_ITEM = re.compile(rf"^(?P<list>{_MARKER})(?P<words>\S.*)$")
_SUB_ITEM = re.compile(rf"^[ \t]+{_MARKER}(?P<words>\S.*)$")
_CALLOUT = re.compile(r"^>\s*\[!(?:question|faq|help)\][-+]?\s+(?P<words>\S.*)$", re.IGNORECASE)
_CARD = re.compile(r"^(?P<words>\S.*?[?？؟])\s*(?:(?:#[\w/-]+\s*)+|:::?\s*(?P<rest>\S.*))$")
_SUMMARY = re.compile(r"<(/?)summary>", re.IGNORECASE)
_ANSWER = (
    r"(?:(?:show|view|see|click[\w ]{0,20}|reveal|toggle|the|correct|sample|model|suggested|example|expected)\s+)*"
    r"(?:answers?|ans|antwort|réponse|respuesta|risposta|resposta|ответ|参考答案|答案|答|回答|解答)"
)
_LABEL = re.compile(rf"^{_ANSWER}\s*(?:[:：.]\s*|$)", re.IGNORECASE)
MOST_LABELS = 3  # "Sample answer:", then "A:"
_SHORT_LABEL = re.compile(r"^A\s*[:.]\s+")
_SECOND_CHOICE = re.compile(r"^\W*[Bb]\s*[:.)]")
_CONTENTS = re.compile(rf"^\s*(?:{_MARKER})?(?:\*\*)?\[[^\]]*\]\(#[^)]*\)(?:\*\*)?\s*$")
_MARKS = re.compile(r"\*\*|__")
_LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\([^()\s]*\)|\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_FRONT = re.compile(rf"^(?:{_MARKER})?(?:#{{1,6}}[ \t]+)?")
_EMPHASIS = re.compile(r"^([*_])(?=\S)([^*_]*\S)\1")
_SIGNS = re.compile(r"^#{1,6}[ \t]+")
_CELLS = re.compile(r"(?<!\\)\|")
_LINK_WITHIN = re.compile(r"^\[[^\]]*\]\(#")  # of a list of contents
_RULE = re.compile(r"\s*+\|?(?:\s*+:?-+:?\s*+\|)+(?:\s*+:?-+:?)?\s*+$")
_CLOSERS = " \t\"'”’»)]}`*_"
_TELLS = frozenset(  # how a question begins that has no question mark
    """explain describe define compare contrast discuss list name give tell walk outline summarize summarise
    differentiate distinguish difference differences design implement write create make build state prove derive draw
    sketch what how why when which who where whose can could should would is are does do was were
    erkläre erläutere beschreibe nenne definiere vergleiche was wie warum wann welche
    explique expliquez décrivez définissez comparez citez quelle quel pourquoi comment
    explica describe define compara nombra qué cómo""".split()
)


def read_markdown(data: bytes, name: str) -> ImportedFile:
    """Every question, with the text up to the next one as its answer and the heading above it as its topic."""
    lines = list(_lines(text_of(data, name)))
    _find_questions(lines)
    imported = ImportedFile()
    topic, at, level = "", 0, 0
    while at < len(lines):
        line = lines[at]
        end = at + 1
        if line.form == "table":
            end = _take_table(imported, name, lines, at, topic)
        elif line.asks:
            level = line.level
            while end < len(lines) and not _ends(lines[end], line):
                end += 1
            prompt, answer = _parts(line, lines[at + 1 : end])
            imported.take(f"{name}, line {line.number}", prompt=prompt, answer=answer, topic=topic)
        elif line.form == "heading":
            topic = line.words.replace("`", "")
            if 1 < line.level == level and any(other.text.strip() and not other.form for other in lines[end : end + 2]):
                imported.leave(f"{name}, line {line.number}", "this heading asks nothing; end it with a question mark")
        at = end
    return imported


def read_unmarked(data: bytes, name: str) -> ImportedFile:
    """A list without marks: a paragraph up to its question mark, and what follows as the answer.

    Empty where none asks, and where most lines do: then each is one.
    """
    rows = text_of(data, name).split("\n")
    asks = [_has_mark(row) or _begins_as_question(PageLine(n, row, words=row)) for n, row in enumerate(rows)]
    imported, found = ImportedFile(), list[tuple[int, int]]()  # where a question begins, and where its answer does
    if 2 * sum(asks) > sum(bool(row.strip()) for row in rows):
        return imported
    starts = [n for n, row in enumerate(rows) if row.strip() and (n == 0 or not rows[n - 1].strip())]
    for start, end in pairwise([*starts, len(rows)]):
        asking = [n for n in range(start, end) if asks[n]]
        found += [(start if n == asking[0] else n, n + 1) for n in asking]
    for (start, behind), (end, _) in pairwise([*found, (len(rows), 0)]):
        prompt, answer = ("\n".join(rows[a:b]).strip() for a, b in ((start, behind), (behind, end)))
        imported.take(f"{name}, line {start + 1}", prompt=prompt, answer=answer)
    if found and "".join(rows[: found[0][0]]).strip():
        imported.leave(f"{name}, line 1", "what stands before the first question asks nothing")
    return imported


def _lines(text: str) -> Iterator[PageLine]:
    """The lines of a page, marked. Front matter and contents lists are left out."""
    number, before = 1, ""
    plain = text.split("\n")
    if plain[0].strip() == "---" and "---" in (closing := [line.strip() for line in plain[1:60]]):
        skipped = closing.index("---") + 2
        number, text = number + skipped, "\n".join(plain[skipped:])
    for together, is_code in blocks_with_fences(text):
        for words, is_summary in [(together, False)] if is_code else _summaries(together):
            if is_summary:
                yield PageLine(number, f"**{_bare(words)}**", form="summary", words=_bare(words))
            else:
                rows = words.removesuffix("\n").split("\n") if words.strip("\n") or is_code else [""]
                for offset, row in enumerate(rows):
                    line = PageLine(number + offset, row, is_code)
                    if not is_code:
                        following = rows[offset + 1] if offset + 1 < len(rows) else ""
                        _mark(line, before, following)
                    before = row
                    if is_code or "](#" not in row or not _CONTENTS.match(row):
                        yield line
            number += words.count("\n")


def _summaries(text: str) -> Iterator[tuple[str, bool]]:
    """The text in parts, and whether each is what a <summary> says."""
    start, opening = 0, None
    for tag in _SUMMARY.finditer(text):
        if not tag[1]:
            opening = opening or tag
        elif opening:
            yield text[start : opening.start()], False
            yield text[opening.end() : tag.start()], True
            start, opening = tag.end(), None
    yield text[start:], False


def _mark(line: PageLine, before: str, following: str) -> None:
    """Say how a line is marked."""
    raw = line.text
    if not raw or len(raw) > LONGEST_MARK:
        return
    is_item = raw[0] in _BULLETS or raw[0].isdecimal()
    if "#" in raw and (signs := _HEADING.match(raw)):
        line.form, line.level = "heading", len(signs["signs"])
        words = raw[signs.end() :].rstrip().rstrip("#").rstrip()
        line.is_numbered = bool(_NUMBERED.match(words)) or (signs["list"] or "")[:1].isdigit()
    elif (
        following[:3] in ("===", "---")
        and _UNDERLINE.match(following.rstrip())
        and not before.strip()
        and raw[:1].isalnum()
        and "|" not in raw
    ):
        line.form, line.level, words = "heading", 1 if following.startswith("=") else 2, raw
        line.is_numbered = bool(_NUMBERED.match(words))
    elif "|" in raw and _RULE.match(following) and "question" in map(str.lower, _cells(raw)):
        line.form, words = "table", raw
    elif (
        ("**" in raw or "__" in raw)
        and (bold := _BOLD.match(raw))
        and (not bold["rest"] or _has_mark(bold["words"]) or _is_labelled(bold["words"]))
    ):
        line.form = "listed bold" if bold["list"] or _NUMBERED.match(bold["words"]) else "bold"
        words, line.rest = bold["words"], bold["rest"].strip()
    elif is_item and (item := _ITEM.match(raw)):
        line.form, words = "number" if raw[:1].isdigit() else "bullet", item["words"].rstrip()
    elif raw[0] == ">" and (callout := _CALLOUT.match(raw)):
        line.form, words = "callout", callout["words"]
    elif ("::" in raw or "#" in raw) and (card := _CARD.match(raw)):
        line.form, words, line.rest = "card", card["words"], card["rest"] or ""
    elif _is_labelled(raw):
        line.form, words = "labelled", raw
    elif following.strip() in ("?", "??") and raw.strip():
        line.form, words = "card", raw
    else:
        return
    if not line.is_numbered and line.form in _NUMBERED_FORMS:
        line.is_numbered = line.form == "labelled" or _is_labelled(_without_marks(words))
    line.words = _bare(words)


def _is_labelled(text: str) -> bool:
    """Whether a text begins as `Question 3:` does."""
    return text[:1].lower() in _ASKED_LETTERS and _LABELLED.match(text) is not None


def _without_marks(text: str, count: int = 0) -> str:
    """The text without the first marks of bold type, or without all of them."""
    return _MARKS.sub("", text, count) if "**" in text or "__" in text else text


def _has_mark(words: str) -> bool:
    """Whether words end with a question mark, in brackets or quotation marks too."""
    return words.rstrip(_CLOSERS).endswith(("?", "？", "؟"))


def _find_questions(lines: Sequence[PageLine]) -> None:
    """Say which lines ask: those that say so, and the others of a form in which as many ask as not."""
    marked = [line for line in lines if line.form and line.form != "table"]
    often = Counter(line.words.casefold() for line in marked if line.form == "summary")
    for line in marked:
        line.asks = bool(line.words) and (
            _has_mark(line.words) or line.form in ("card", "callout") or (line.is_numbered and line.form != "heading")
        )
        if not line.asks and (_LABEL.match(line.words) or (often and often[line.words.casefold()] > 1)):
            line.form = "label"
    _leave_items_of_answers(marked)
    candidates = [line for line in marked if line.form not in ("", "label")]
    titles = [line for line in candidates if line.form == "heading" and line.level == 1]
    if len(titles) == 1 and sum(line.asks for line in candidates) > 1:  # of a page on which something else asks
        titles[0].asks = False
    sections = _sections(candidates)
    groups: dict[tuple[str, int, bool, int], list[PageLine]] = {}
    section, asked_so = 0, {(line.form, line.level) for line in candidates if line.asks}
    for line in candidates:
        section = line.number if line.form == "heading" else section
        is_numbered = line.form == "heading" and line.is_numbered
        place = section if line.form in ("bullet", "number") else 0  # what else stands in a list is no question
        groups.setdefault((line.form, line.level, is_numbered, place), []).append(line)
    for (form, level, is_numbered, _), group in groups.items():
        if form != "bold" and level != 1 and (is_numbered or (form, level) in asked_so):
            _take_alike(group, sections, all_ask=is_numbered)


def _take_alike(group: Sequence[PageLine], sections: set[int], all_ask: bool) -> None:
    """Take a whole form, but for the headings of sections, if enough of it asks; `all_ask`: its numbers say so."""
    unsure = [line for line in group if not line.asks]
    of_sections = [line for line in unsure if id(line) in sections]
    if all_ask and 2 * len(of_sections) <= len(group):
        of_sections = []
    left = set(map(id, of_sections))
    members = [line for line in group if id(line) not in left]
    asking = sum(line.asks or all_ask or _begins_as_question(line) for line in members)
    if all_ask or (asking > 1 and 2 * asking >= len(members)):
        for line in members:
            line.asks = True


def _begins_as_question(line: PageLine) -> bool:
    """Whether a line begins as a question does, or as an instruction."""
    first = line.words.split(maxsplit=2)
    return len(first) > 1 and first[0].strip(_CLOSERS).lower() in _TELLS


def _leave_items_of_answers(marked: Sequence[PageLine]) -> None:
    """Items under a question in another form are part of its answer; plain ones whether they ask or not."""
    answered = ""  # the form of the question
    for line in marked:
        is_item = line.form in ("bullet", "number") or (line.form == "listed bold" and not line.asks)
        if answered not in ("", line.form) and is_item:
            line.form, line.asks = "", False
        elif line.form not in ("label", "bullet", "number"):
            asks = line.asks or _begins_as_question(line)
            answered = line.form if asks and line.level != 1 and line.form != "callout" else ""


def _sections(candidates: Sequence[PageLine]) -> set[int]:
    """The headings under which something asks (by `id`)."""
    found, above = set[int](), list[PageLine]()
    for line in candidates:
        if line.form == "heading":
            while above and above[-1].level >= line.level:
                above.pop()
        if line.asks and above:
            found.update(map(id, above))
            above = [heading for heading in above if heading.asks]
        if line.form == "heading":
            above.append(line)
    return found


def _ends(line: PageLine, question: PageLine) -> bool:
    """Whether a line ends what is said to a question: the next one, or a heading that isn't within the answer."""
    if line.asks or line.form == "table" or (question.form == "callout" and line.text[:1] != ">"):
        return True
    return line.form == "heading" and not (question.form == "heading" and line.level > question.level)


def _parts(question: PageLine, body: Sequence[PageLine]) -> tuple[str, str]:
    """The prompt and the answer. What stands before a line that says "Answer" is part of the question."""
    told = [line for line in body if line.text.strip()]
    if told and all((item := _SUB_ITEM.match(line.text)) and _has_mark(item["words"]) for line in told):
        return "\n\n".join([question.words, *(_bare(line.text) for line in told)]), ""
    texts = [line.text for line in body]
    if question.form == "callout":
        texts = [text.removeprefix(">").removeprefix(" ") for text in texts]
    elif texts and (
        texts[0].strip() in ("?", "??") or (question.form == "heading" and _UNDERLINE.match(texts[0].rstrip()))
    ):
        texts = texts[1:]
    whole = dedent(without_layout("\n".join([question.rest, *texts])).strip("\n")).strip()
    lines = list(lines_with_fences(whole.removesuffix("---").strip()))  # without a rule at the end
    has_choices = any(_SECOND_CHOICE.match(line.text) for line in lines)
    at = next((index for index, line in enumerate(lines) if not line.is_code and _label(line.text, has_choices)), 0)
    if question.words.endswith((":", "：")) and not at:  # the code that it speaks of
        at = len(lines) - len([*dropwhile(lambda line: line.is_code, lines)])
    before, answer = ("".join(line.text for line in part).strip() for part in (lines[:at], lines[at:]))
    for _ in range(MOST_LABELS):
        first, _, rest = answer.partition("\n")
        if label := _label(first, has_choices):
            answer = f"{_unmarked(first)[len(label) :]}\n{rest}".strip()
    return "\n\n".join(filter(None, [question.words, before])), answer


def _label(text: str, has_choices: bool) -> str:
    """What a line begins with that says that the answer follows; "A:" is a choice where there's a "B:"."""
    line = _unmarked(text)
    label = _LABEL.match(line) or (_SHORT_LABEL.match(line) if not has_choices and line[:1] == "A" else None)
    return label[0] if label else ""


def _unmarked(line: str) -> str:
    """A line without the marks of a heading and of bold type at its front."""
    text = line.strip()
    text = _without_marks(_SIGNS.sub("", text) if text[:1] == "#" else text, 2)
    return _EMPHASIS.sub(r"\2", text) if text[:1] in _EMPHASES else text


def _take_table(imported: ImportedFile, name: str, lines: Sequence[PageLine], at: int, topic: str) -> int:
    """Take the questions of a table, and give the index of the first line after it."""
    header = [cell.lower() for cell in _cells(lines[at].text)]
    columns = {key: header.index(word) for key, words in KEYS.items() for word in reversed(words) if word in header}
    end = at + 2
    while end < len(lines) and "|" in lines[end].text and not lines[end].is_code:
        row = _cells(lines[end].text)
        texts = {key: _bare(row[column]) for key, column in columns.items() if column < len(row)}
        if not _LINK_WITHIN.match(row[columns["prompt"]] if columns["prompt"] < len(row) else ""):
            imported.take(f"{name}, line {lines[end].number}", **{"topic": topic, **texts})
        end += 1
    return end


def _cells(row: str) -> list[str]:
    """The cells of a row of a table."""
    return [cell.strip().replace("\\|", "|") for cell in _CELLS.split(row.strip().strip("|"))]


def _bare(text: str) -> str:
    """A line without number, layout tags, emphasis and links; code in it is not changed."""
    line = without_layout(text).strip()
    line = _FRONT.sub("", line) if line[:1] in _FRONTS or line[:1].isdecimal() else line
    line = _without_marks(line, 1) if line[:2] in ("**", "__") else line
    line = _NUMBERED.sub("", line) if line[:1].isdecimal() or line[:1].lower() in _ASKED_LETTERS else line
    if "`" not in line:
        return _plain(line).strip()
    return "".join(piece.text if piece.is_code else _plain(piece.text) for piece in split_code(line)).strip()


def _plain(prose: str) -> str:
    """Prose without the marks of bold type, and of links what they say."""
    return _without_marks(_LINK.sub(r"\1\2", prose) if "[" in prose else prose)
