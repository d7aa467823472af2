"""A section of the report is told once: what is added in one place stands in every output."""

import re
from collections.abc import Iterator
from typing import get_args

import pytest

from simulator.graph.records import Graph
from simulator.report.export import html, markdown
from simulator.report.figures.assessment import assess_interview
from simulator.report.records import Assessment
from simulator.report.text import report, sections
from simulator.report.text.report import section_lines
from simulator.report.text.sections import PageName, ReportSection, SectionRow, Standing, report_sections
from tests.report_screen import screen_texts
from tests.reporting import interview, page_text

STANDING = Standing("A subject", "7 of 9 solid", "78%", "61 to 88", "solid", "nothing harder yet")
ROWS = [SectionRow("An entry", "beside it", "and below it"), SectionRow("Another one")]
SENTENCES = ["It was told.", "In two sentences."]


def outputs(found: Assessment) -> dict[str, str]:
    """What a report says in each output, without its marks and line breaks."""
    texts = {
        "text": "\n".join(report.page(found, 60)),
        "markdown": markdown.as_markdown(found).replace("**", ""),
        "html": page_text(html.as_html(found)),
        "screen": "\n".join(screen_texts(found, 60)),
    }
    return {name: " ".join(text.split()) for name, text in texts.items()}


@pytest.mark.parametrize("page", get_args(PageName))
def test_a_new_section_stands_in_every_output(llm: Graph, monkeypatch: pytest.MonkeyPatch, page: PageName) -> None:
    new = ReportSection("new", page, "Something new", SENTENCES, [STANDING], "subject", ROWS)

    def with_new(assessment: Assessment) -> Iterator[ReportSection]:
        told = [*report_sections(assessment)]
        for name in get_args(PageName):
            yield from (section for section in told if section.page == name)
            yield from [new] if name == page else []

    for module in (sections, report):
        monkeypatch.setattr(module, "report_sections", with_new)
    told = (new.head, *SENTENCES, *STANDING, "An entry", "beside it", "and below it", "Another one")
    for name, text in outputs(assess_interview(interview(llm, 3, format="screen"))).items():
        assert [words for words in told if words not in text] == [], name


def test_every_output_has_the_same_sections(llm: Graph) -> None:
    found = assess_interview(interview(llm, 3, format="screen"))
    heads = [section.head for section in report_sections(found)]
    headed = {
        "text": list(report.page(found)),
        "markdown": re.findall(r"^##+ (.*)$", markdown.as_markdown(found), re.MULTILINE),
        "html": re.findall(r"<h[23]>(.*?)</h[23]>", html.as_html(found)),
    }
    for name, lines in headed.items():
        assert [line for line in lines if line in heads] == heads, name


@pytest.mark.parametrize("width", range(64, 120, 5))
def test_word_with_gaps_has_room_in_its_row(width: int) -> None:
    """ "not clear yet, 2" ended a line, and "gaps" stood alone at the left of the next."""
    rows = [
        Standing("Machine learning and maths", "2 of 3 solid, 1 weak", "28%", "12 to 50", "not clear yet, 12 gaps"),
        Standing("Agents", "1 of 1 solid", "", "", "solid"),
    ]
    lines = [*section_lines(ReportSection("areas", "figures", "Areas", standings=rows), width)]
    assert max(map(len, lines)) <= width
    assert sum("not clear yet, 12 gaps" in line for line in lines) == 1
    if len(lines) == len(rows):
        assert lines[0].index("not clear") == lines[1].rindex("solid")
