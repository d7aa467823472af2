"""Exports of hostile and ordinary sessions: nothing runs, nothing is lost, ids stay."""

import csv
import io
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from textual.color import Color

from simulator.graph.records import Graph
from simulator.report.concept_records import NOT_ENOUGH
from simulator.report.export.anki_cards import guid, missed_questions
from simulator.report.export.exporters import export_folder, export_text
from simulator.report.export.html import as_html
from simulator.report.export.markdown import LISTED, as_markdown, inert_markdown, markdown_block, plain_markdown, quoted
from simulator.report.export.picture import as_card
from simulator.report.export.prose import prose
from simulator.report.export.question_rows import COLUMNS, as_csv, cell
from simulator.report.export.style import DARK, LIGHT, PAPER, STYLE
from simulator.report.figures.assessment import assess_interview
from simulator.report.records import Assessment
from simulator.report.text.debrief import ON_THE_DAY, TONIGHT
from simulator.report.text.report import page as text_page
from simulator.session.interview.item_blocks import BLOCK_KINDS, Block, Kind
from simulator.ui.tui.theme import AA, INK, TOKENS, contrast
from simulator.ui.tui.theme import PAPER as PAPER_THEME
from tests.reporting import interview

HOSTILE = (
    '=cmd|"/c calc"!A0 <script>alert(1)</script> ![x](http://evil.example/p.png) [@click=app.quit] x[/ & "\' </svg> '
    "]]> --> \x00\x1b[2J\x85\u202egnp.exe\ufffe\uffff " + "long" * 50
)


@pytest.fixture(scope="module")
def sat(llm: Graph) -> list[Assessment]:
    return [assess_interview(interview(llm, seed, level=2.5, day=seed)) for seed in (1, 2)]


def test_card_says_its_level_and_what_was_answered(sat: list[Assessment]) -> None:
    """ "Staff" stood above "Barely leaning yes for junior", and "15 questions" where 14 were answered."""
    found = sat[0]
    level, count = found.session.seniority, len(found.questions)
    assert "judged for" not in as_card(found)
    assert f"{count} questions ·" in as_card(found)
    last = msgspec.structs.replace(found.questions[-1], verdict=None)
    left = msgspec.structs.replace(
        found,
        questions=(*found.questions[:-1], last),
        recommendation=msgspec.structs.replace(found.recommendation, level="junior"),
    )
    assert "· judged for junior ·" in as_card(left)
    assert f"· {level} ·" not in as_card(left)
    assert f"{count - 1} of {count} questions answered ·" in as_card(left)
    waits = msgspec.structs.replace(last, waiting=True)  # an answer, though without a score
    left = msgspec.structs.replace(found, questions=(*found.questions[:-1], waits))
    assert f"{count} questions ·" in as_card(left)
    assert f"asked, {count} answered, {count - 1} of them scored" in as_html(left)


def unclear(assessment: Assessment) -> Assessment:
    """The report with two solid answers in every area, and none of them clear yet."""
    seen = {"questions": 2, "solid": 2, "weak": 0, "word": NOT_ENOUGH, "low": 0.1, "high": 0.9, "mastery": 0.5}
    areas = [msgspec.structs.replace(area, title="Training and GPU systems", **seen) for area in assessment.areas]
    return msgspec.structs.replace(assessment, areas=tuple(areas))


def test_card_cuts_no_area_that_has_room(sat: list[Assessment]) -> None:
    """ "Training and GPU…" stood there beside "2 of 2 solid", with a quarter of the line free between them."""
    card = as_card(unclear(sat[0]))
    assert card.count(">Training and GPU systems<") == 4
    assert card.count(">2 of 2 solid<") == 4
    weak = [msgspec.structs.replace(area, solid=0, weak=1) for area in unclear(sat[0]).areas]
    card = as_card(msgspec.structs.replace(sat[0], areas=tuple(weak)))
    assert card.count(">Training and GPU systems<") == card.count(">0 of 2 solid<") == 4  # not ", 1 weak"


def test_areas_without_a_bar_have_its_room(sat: list[Assessment]) -> None:
    """ "Inference and serving 1 of" broke before "2 solid", beside an empty middle of the page."""
    rows = as_html(unclear(sat[0])).partition('<ul class="bars words">')[2].partition("</ul>")[0]
    assert rows.count("<li>") == len(sat[0].areas)
    assert rows.count("<span") == 2 * rows.count("<li>")
    assert ".bars.words li { grid-template-columns: minmax(0, 1fr) auto; }" in STYLE


@pytest.fixture(scope="module")
def hostile(sat: list[Assessment]) -> Assessment:
    """A report in which every text of a person or a graph is hostile."""

    def spoil(value: object, key: str = "") -> object:
        if isinstance(value, dict):
            return {k: spoil(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [spoil(v, key) for v in value]
        texts = (
            "prompt answer point title concept_title why reason definition text url asks reply notes retold candidate"
        )
        return HOSTILE if isinstance(value, str) and key in texts.split() else value

    return msgspec.convert(spoil(msgspec.to_builtins(sat[0])), Assessment)


class Outline(HTMLParser):
    """Tags and attributes of a page, its headings in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    @property
    def anchors(self) -> list[str | None]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_html_holds_nothing_that_runs_or_fetches(hostile: Assessment, sat: list[Assessment]) -> None:
    for found in (hostile, *sat):
        page = Outline(as_html(found))
        names = {tag for tag, _ in page.tags}
        assert not names & {"script", "img", "iframe", "object", "embed", "link", "form", "video", "base"}
        for tag, attributes in page.tags:
            assert not any(name.startswith("on") for name in attributes)
            assert not attributes.keys() & {"src", "srcset", "background", "poster", "data"}
            if tag == "a":
                to = attributes["href"] or ""
                assert to.startswith(("https://", "http://")) or to[1:] in page.anchors
        assert len(page.anchors) == len(set(page.anchors)) == len(found.questions)
    assert "&lt;script&gt;alert(1)" in as_html(hostile)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", as_html(hostile) + as_card(hostile))
    assert "<script" not in as_card(hostile)


def test_html_can_be_read_by_everyone(sat: list[Assessment]) -> None:
    for found in sat:
        page = Outline(as_html(found))
        assert ("html", {"lang": "en"}) in page.tags
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        pictures = [attributes for tag, attributes in page.tags if tag == "svg"]
        assert pictures
        assert all(a["role"] == "img" and (a["aria-label"] or "").strip() for a in pictures)
        assert all(a.get("scope") in {"row", "col"} for tag, a in page.tags if tag == "th" and "style" not in a)


def test_questions_stand_below_all_answers(sat: list[Assessment]) -> None:
    for found in sat:
        sections, items = [], []
        for tag, attributes in Outline(as_html(found)).tags:
            if tag == "section":
                sections.append(attributes.get("class"))
            elif tag in {"h2", "h3"} and sections and sections[-1] == "item":
                items.append(tag)
                sections.append("")
        assert set(items) == {"h3"}


def test_on_the_day_no_output_says_tonight(sat: list[Assessment]) -> None:
    found = next(found for found in sat if found.tonight)
    for today, head, other in ((False, TONIGHT, ON_THE_DAY), (True, ON_THE_DAY, TONIGHT)):
        told = msgspec.structs.replace(found, on_the_day=today)
        for text in (as_html(told), as_markdown(told), "\n".join(text_page(told))):
            assert head in text
            assert other not in text


@pytest.mark.parametrize("colours", [LIGHT, DARK, PAPER])
def test_every_text_stands_out_from_its_ground(colours: Mapping[str, str]) -> None:
    """Contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3) on both grounds of a page, and of a filled badge."""
    for ink in colours.keys() - {"background", "panel", "rule"}:
        for ground in ("background", "panel"):
            assert contrast(Color.parse(colours[ink]), Color.parse(colours[ground])) >= AA, (ink, ground)


def test_pages_have_the_colours_of_the_screens() -> None:
    for theme, colours in ((PAPER_THEME, LIGHT), (INK, DARK)):
        of_theme = {**theme.variables, **{name: getattr(theme, name) for name in ("background", "panel", "foreground")}}
        assert {name: of_theme.get(name, theme.accent) for name in colours} == dict(colours)
        assert TOKENS.keys() <= colours.keys()
        assert all(f"--{name}: {value};" in STYLE for name, value in colours.items())


def test_charts_are_sound_xml_with_hostile_titles(hostile: Assessment) -> None:
    pictures = re.findall(r"<svg .*?</svg>", as_html(hostile), re.DOTALL)
    assert len(pictures) == 3
    for picture in pictures:
        root = ElementTree.fromstring(picture)
        assert root.find("{http://www.w3.org/2000/svg}title") is not None


def test_charts_stand_where_the_figures_are(sat: list[Assessment]) -> None:
    areas = tuple(  # alike, or with little behind them, they'd have no bars
        msgspec.structs.replace(area, mastery=area.mastery - n / 50, word="gap") for n, area in enumerate(sat[0].areas)
    )
    uneven = msgspec.structs.replace(sat[0], areas=areas)
    page = as_html(uneven)
    picture = ElementTree.fromstring(re.findall(r"<svg .*?</svg>", page, re.DOTALL)[0])
    dots = [float(e.attrib["cy"]) for e in picture if e.tag.endswith("circle")]
    assert dots == [pytest.approx(200 - 166 * step.mastery, abs=0.06) for step in sat[0].path]
    bars = re.findall(r'left:([\d.]+)%;right:calc\(100% - ([\d.]+)%\)"></i><i class="dot" style="left:([\d.]+)%', page)
    asked = sorted((a for a in areas if a.questions and a.is_figure), key=lambda a: (-a.questions, -a.weight))
    assert len(bars) > 1
    assert [tuple(map(float, bar)) for bar in bars] == [
        pytest.approx((100 * a.low, 100 * a.high, 100 * a.mastery), abs=0.06) for a in asked
    ]


UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u00a0\u3000"
SIGNS = "=+-@\t\r\n ab1'\"＝＋－＠﹢﹣﹦﹫"


@given(text=st.text(alphabet=st.sampled_from(SIGNS + UNSEEN) | st.characters(codec="utf-8"), max_size=20))
def test_no_cell_is_a_formula(text: str) -> None:
    shown = cell(text)
    assert not shown.lstrip(UNSEEN + " \t\r\n").startswith(tuple("=+-@＝＋－＠﹢﹣﹦﹫"))
    assert shown in (text, f"'{text}")


def test_csv_has_row_question_and_keeps_every_text(hostile: Assessment, sat: list[Assessment]) -> None:
    found = [*sat, hostile]
    rows = list(csv.DictReader(io.StringIO("".join(as_csv(found)), newline="")))
    questions = [q for a in found for q in a.questions]
    assert [r["question"] for r in rows] == [q.id for q in questions]
    assert list(rows[0]) == COLUMNS
    for row, question in zip(rows, questions, strict=True):
        assert row["prompt"].removeprefix("'") == question.prompt
        assert row["coverage"] == ("" if question.coverage is None else repr(question.coverage))
        assert row["verdict"] == (question.verdict or "")


@given(
    text=st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), max_size=40)
)
def test_plain_markdown_shows_the_text_itself(text: str) -> None:
    shown = MarkdownIt("commonmark", {"html": True}).render(plain_markdown(text))
    parsed = Shown(shown)
    assert parsed.text.strip() == text.strip()
    assert parsed.tags <= {"p"}


class Shown(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.tags = "", set[str]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_markdown_holds_no_live_tag(hostile: Assessment) -> None:
    page = Shown(MarkdownIt("commonmark", {"html": True}).render(as_markdown(hostile)))
    assert "script" not in page.tags
    assert "<script>alert(1)</script>" in page.text


CODE = "First:\n\n    def f(x_1):\n\treturn x_1 * 2  # *twice*\n  - then\nmeasure it."


def test_an_answer_keeps_its_lines_and_indentation(sat: list[Assessment]) -> None:
    """No renderer may take them for code, in which what keeps text from being markup would be shown."""
    shown = Shown(MarkdownIt("commonmark", {"html": True}).render(plain_markdown(CODE)))
    blank = "\u00a0"
    assert shown.tags == {"p", "br"}
    assert shown.text.rstrip("\n").split("\n") == [
        "First:",
        f"{4 * blank}def f(x_1):",
        f"{4 * blank}return x_1 * 2  # *twice*",
        f"{2 * blank}- then",
        "measure it.",
    ]
    said = msgspec.structs.replace(sat[0].questions[0], blocks=(Block("prompt", "Why?"), Block("you", CODE)))
    page = as_html(msgspec.structs.replace(sat[0], questions=(said, *sat[0].questions[1:])))
    assert "First:\n\n    def f(x_1):\n\treturn x_1 * 2  # *twice*\n  - then\n" in page
    assert ".said { white-space: pre-wrap; }" in page


@pytest.mark.parametrize(
    ("kind", "text", "listed"),
    [
        ("options", "1  Top-k\n2  Top-p", "1. Top-k\n2. Top-p"),
        ("ran", "1 of 2.\nsum: got 3", "1 of 2.\n\n- sum: got 3"),
    ],
)
def test_markdown_lists_what_stands_in_lines(kind: Kind, text: str, listed: str) -> None:
    """A break within a paragraph is a backslash, which whoever reads the file itself sees after each option."""
    assert markdown_block(Block(kind, text)) == listed


BROKEN = "One thing\n\nand another\n- third\n\n\tlast"


@pytest.mark.parametrize("kind", sorted(LISTED))
def test_no_break_ends_a_list(kind: Kind) -> None:
    """A point with a line break in it became a paragraph and a list of its own."""
    lines = ["- First.", markdown_block(Block(kind, BROKEN, "yes")), "- Last."]
    page = MarkdownIt("commonmark").render("\n".join(lines))
    assert "One thing and another - third last" in page
    assert (page.count("<ul>"), page.count("<li>"), page.count("<p>")) == (1, 2 + (kind != "correction"), 0)


def test_an_option_with_a_break_is_one(llm: Graph) -> None:
    check = msgspec.structs.replace(next(c for c in llm.checks.values() if c.options), options=(BROKEN, "So."))
    options = markdown_block(Block("options", "\n".join(check.option_lines)))
    assert options == "1. One thing and another - third last\n2. So."


def test_titles_with_breaks_stay_in_their_rows(sat: list[Assessment]) -> None:
    def broken(found: Assessment) -> Assessment:
        study = [msgspec.structs.replace(item, definition=BROKEN, why=BROKEN) for item in found.study]
        areas = [msgspec.structs.replace(area, title=f"{area.title}\n\nmore") for area in found.areas]
        return msgspec.structs.replace(found, study=tuple(study), areas=tuple(areas))

    def lines(found: Assessment) -> int:
        return as_markdown(found).count("\n")

    assert sat[0].study
    assert lines(broken(sat[0])) == lines(sat[0])


@pytest.mark.parametrize("kind", BLOCK_KINDS)
def test_no_text_changes_the_outline_of_a_report(sat: list[Assessment], kind: Kind) -> None:
    """Headings, rules and code that is never closed stay within what a person or a graph says."""

    def headings(text: str) -> list[str]:
        blocks = (Block("claim", "So."), Block(kind, text, "yes"), Block("you", "So."))  # a correction follows a claim
        first = msgspec.structs.replace(sat[0].questions[0], blocks=blocks)
        page = as_html(msgspec.structs.replace(sat[0], questions=(first, *sat[0].questions[1:])))
        assert page.count("<svg ") == 3
        return [tag for tag, _ in Outline(page).tags if re.fullmatch("h[1-6]|hr|blockquote", tag)]

    plain, wild = headings("So."), headings("# Areas\n\nSo.\n---\n\n***\n\n```\n~~~ nothing closes this")
    outline = [tag for tag in plain if tag != "blockquote"]
    assert [tag for tag in wild if tag not in {"blockquote", "hr"}] == outline
    assert wild.count("blockquote") == plain.count("blockquote")


def test_statistics_stand_among_the_figures_only(sat: list[Assessment]) -> None:
    for found in sat:
        before, figures = as_html(found).split('<details class="figures">')
        assert "<dt>Points</dt>" not in before
        assert "<dt>Level</dt>" not in before
        assert re.search(r"<dt>Points</dt><dd>\d+% <small>covered</small>", figures)
        assert re.search(r"<dt>Level</dt><dd>[^<]+ <small>\d\d% sure", figures)


def test_a_heading_line_names_what_follows(sat: list[Assessment]) -> None:
    page = as_html(sat[0])
    assert page.count("<details open><summary>Reference</summary>") == sum(bool(q.reference) for q in sat[0].questions)
    assert page.count("<h4>How it was judged</h4>") == sum(bool(q.points) for q in sat[0].questions)


def test_rows_and_sources_lead_where_they_say(sat: list[Assessment]) -> None:
    for found in sat:
        page = Outline(as_html(found))
        links = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
        assert [f"#{anchor}" for anchor in page.anchors] == [to for to in links if to and to.startswith("#")]
        sources = [s.url for q in found.questions for s in q.sources]
        sources += [s.url for item in found.study for s in item.sources]
        assert sources
        assert set(filter(None, sources)) <= {to for to in links if to and not to.startswith("#")}


def test_tags_in_code_stay_and_others_are_shown() -> None:
    text = "a <b>\n\n```\n<b>\n```\n\n`<i>` and <i>"
    assert inert_markdown(text) == "a \\<b>\n\n```\n<b>\n```\n\n`<i>` and \\<i>"
    assert quoted("a\n\nb") == "> a\n>\n> b"


BAITS = (
    r"` `` ``` ~~~ \ \\ ! [ ![ ![p](http://evil.example/x.png) [x]: ![p][x] <img src=http://evil.example/x> <b> <!--"
    " --> <?x - 1. > a"
).split()
MARKDOWN_BAIT = st.lists(
    st.sampled_from([*BAITS, " ", "\n", "\n\n", "    ", "- ```\n", "  ```\n", "[x]: http://evil.example/x.png\n"]),
    max_size=25,
).map("".join)


@given(MARKDOWN_BAIT)
def test_markdown_of_a_graph_fetches_and_runs_nothing(text: str) -> None:
    page = MarkdownIt("commonmark", {"html": True}).parse(f"# Before\n\n{quoted(inert_markdown(text))}\n\nAfter\n")
    kinds = {token.type for block in page for token in (block, *(block.children or ()))}
    assert not kinds & {"image", "html_inline", "html_block"}


@example(first="\\`![p][x]`", second="[x]: http://evil.example/x.png\n")  # the first backtick opens no code
@given(MARKDOWN_BAIT, MARKDOWN_BAIT)
def test_texts_beside_one_another_stay_inert(first: str, second: str) -> None:
    both = f"{quoted(inert_markdown(first))}\n\n**Reference**\n\n{quoted(inert_markdown(second))}\n"
    page = MarkdownIt("commonmark", {"html": True}).parse(both)
    kinds = {token.type for block in page for token in (block, *(block.children or ()))}
    assert not kinds & {"image", "html_inline", "html_block"}


@pytest.mark.parametrize(
    "address",
    (
        r"ms-msdt:/id vscode://file/x //evil.example/x ftp://evil.example/x mailto:a@b.example \\evil\share #x ?x /x "
        "file:///etc/passwd javascript:alert(1) data:text/html,x JAVASCRIPT:x &#106;avascript:x smb://evil.example/x"
    ).split(),
)
def test_links_lead_to_the_web_or_nowhere(address: str) -> None:
    shown = prose(f"[a]({address}) [b](<{address}>) <{address}>\n\n[c][1]\n\n[1]: {address}\n")
    assert not [dict(attributes) for tag, attributes in Outline(shown).tags if tag == "a"]
    assert prose("[a](https://good.example/x)").count('<a href="https://good.example/x">') == 1


def test_prose_makes_no_headings_and_no_live_addresses() -> None:
    shown = prose("# Big\n\n[a](javascript:alert(1)) ![p](http://x/y.png) <script>x</script> | a |\n")
    assert not Shown(shown).tags & {"h1", "script", "img"}
    assert [a["href"] for tag, a in Outline(shown).tags if tag == "a"] == ["http://x/y.png"]  # a link, not a picture
    assert "<strong>Big</strong>" in shown


def test_an_archive_in_one_file_holds_every_session(sat: list[Assessment]) -> None:
    data = json.loads("".join(export_text(sat, "json", many=True)))
    assert data["version"] == 1
    assert [s["session"]["id"] for s in data["sessions"]] == [a.session.id for a in sat]
    assert json.loads("".join(export_text(sat[:1], "json", many=False)))["session"]["id"] == sat[0].session.id
    page = "".join(export_text(sat, "html", many=True))
    assert page.count("<!DOCTYPE html>") == 1
    assert page.count("<h1 ") == 2
    assert "".join(export_text(sat, "md", many=True)).count("\n# Interview of ") == 1
    assert json.loads("".join(export_text([], "json", many=True)))["sessions"] == []


def test_an_archive_in_a_folder_has_an_index(sat: list[Assessment], tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert export_folder([(f"{a.session.id}.html", a) for a in sat], "html", tmp_path / "out") == 2
    names = sorted(p.name for p in (tmp_path / "out").iterdir())
    assert names == sorted([*(f"{a.session.id}.html" for a in sat), "index.html"])
    index = (tmp_path / "out" / "index.html").read_text("utf-8")
    for found in sat:
        assert f'href="{found.session.id}.html"' in index


def test_only_questions_below_solid_become_cards(sat: list[Assessment]) -> None:
    missed = missed_questions(sat)
    latest = {q.id: q.verdict for a in sat for q in a.questions if q.verdict}
    expected = {name for name, verdict in latest.items() if verdict in {"weak", "borderline"}}
    assert 0 < len(expected) < len(latest)
    assert {name for _, name in missed} == expected
    again = msgspec.structs.replace(
        sat[1],
        session=msgspec.structs.replace(sat[1].session, started=datetime(2030, 1, 1, tzinfo=UTC)),
        questions=tuple(msgspec.structs.replace(q, verdict="solid") for q in (*sat[0].questions, *sat[1].questions)),
    )
    assert missed_questions([again, *sat]) == {}


def test_ids_of_cards_never_change() -> None:
    assert guid("llm", "kv-cache-out-of-memory") == guid("llm", "kv-cache-out-of-memory")
    assert guid("llm", "a") != guid("ll", "ma")
