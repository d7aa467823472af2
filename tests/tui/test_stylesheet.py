"""Styles that are parsed once say what Textual makes of the same sources."""

import pytest
from textual.css.stylesheet import Stylesheet, StylesheetParseError

from simulator.session.workspace import Workspace
from simulator.ui.tui.theme import THEMES, ParsedStyles
from tests.tui.conftest import room
from tests.tui.driving import in_room

RED, BLUE = {"ink": "red"}, {"ink": "blue"}
TITLE = "Static { color: $ink; }"


def of(variables: dict[str, str], *sources: str) -> ParsedStyles:
    sheet = ParsedStyles(variables=variables)
    for number, source in enumerate(sources):
        sheet.add_source(source, read_from=("tests", str(number)))
    return sheet


def colours(sheet: Stylesheet) -> list[str]:
    return [str(rule.styles.color.css) for rule in sheet.rules]


def said(sheet: Stylesheet) -> list[tuple[object, ...]]:
    """All that the rules say, in their order."""
    return [(r.selectors, repr(r.styles.get_rules()), r.is_default_rules, r.tie_breaker) for r in sheet.rules]


async def test_the_room_has_textuals_rules_in_each_theme(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        for theme in (*THEMES, THEMES[0]):
            app.theme = theme.name
            await pilot.pause()
            assert isinstance(app.stylesheet, ParsedStyles)
            theirs = Stylesheet(variables=app.get_css_variables())
            theirs.source = dict(app.stylesheet.source)
            theirs.reparse()
            assert said(app.stylesheet) == said(theirs)


def test_source_is_parsed_once_for_same_colours() -> None:
    first = of(RED, TITLE)
    (rule,) = first.rules
    first.reparse()
    assert first.rules[0] is rule
    assert of(RED, TITLE, "Input { color: $ink; }").rules[0] is rule
    assert of(BLUE, TITLE).rules[0] is not rule


def test_other_colours_count_at_once_and_back() -> None:
    sheet = of(RED, TITLE)
    before = colours(sheet)
    sheet.set_variables(BLUE)
    sheet.reparse()
    assert colours(sheet) == colours(of(BLUE, TITLE)) != before
    sheet.set_variables(RED)
    sheet.reparse()
    assert colours(sheet) == before


def test_a_wrong_source_leaves_the_rules() -> None:
    sheet = of(RED, TITLE)
    before = sheet.rules
    sheet.add_source("Static { colour: red; }", read_from=("tests", "wrong"))
    with pytest.raises(StylesheetParseError):
        sheet.reparse()
    assert sheet._rules is before
