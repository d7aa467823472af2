"""Styles that are parsed once say what Textual makes of the same sources."""

import importlib
import inspect
import pkgutil
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet, StylesheetParseError
from textual.screen import Screen

from simulator.session.workspace import Workspace
from simulator.ui import tui
from simulator.ui.tui.review.report import Report
from simulator.ui.tui.theme import THEMES, ParsedStyles
from tests.tui.conftest import room
from tests.tui.driving import in_room, until

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


def owned_styles() -> list[tuple[type[Screen[Any]], str]]:
    """Every screen of the program with each of its style sheets."""
    for module in pkgutil.walk_packages(tui.__path__, "simulator.ui.tui."):
        importlib.import_module(module.name)
    waiting: list[type[Screen[Any]]] = [Screen]
    screens = []
    while waiting:
        below: list[type[Screen[Any]]] = waiting.pop().__subclasses__()
        waiting += below
        screens += [each for each in below if each.__module__.startswith("simulator.")]
    pairs = []
    for screen in screens:
        own = vars(screen).get("CSS_PATH") or []
        pairs += [(screen, path) for path in ([own] if isinstance(own, str) else own)]
    return pairs


def test_styles_of_one_screen_touch_no_other() -> None:
    """Textual keeps a screen's rules for all that is shown after it: one without its screen's name changes others."""
    names: defaultdict[Path, set[str]] = defaultdict(set)
    for screen, path in owned_styles():
        sheet = (Path(inspect.getfile(screen)).parent / path).resolve()
        bases = {base.__name__ for base in screen.__mro__ if base.__module__.startswith("simulator.")}
        names[sheet] |= (bases - {"Frame", "Page"}) | {f".{look}" for look in [getattr(screen, "look", "")] if look}
    assert len(names) > 15
    strays = [
        f"{sheet.name}: {selector}"
        for sheet, own in names.items()
        for rule in re.findall(r"^([^/{}\s][^{]*)\{", sheet.read_text("utf-8"), re.MULTILINE)
        for selector in map(str.strip, rule.split(","))
        if re.split(r"(?<=.)[ .:#>]", selector)[0] not in own
    ]
    assert strays == []


SCALE = {"0", "1", "2", "4"}  # cells


def test_every_distance_is_on_the_scale() -> None:
    folder = Path(inspect.getfile(tui)).parent
    sources = [path for kind in ("*.tcss", "*.py") for path in sorted(folder.rglob(kind))]
    told = [
        (path.name, found)
        for path in sources
        for found in re.findall(r"\b(?:margin|padding)(?:-\w+)?: *([^;}\"]+)[;}]", path.read_text("utf-8"))
    ]
    assert len(told) > 150
    assert [(name, found) for name, found in told if not {*found.split()} <= SCALE] == []


async def test_a_report_after_the_room_lacks_nothing(settled: Workspace, paths: list[Path]) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        app.push_screen(Report(paths[0]))
        await until(pilot, lambda: bool(app.screen.query("#verdict .beside")))
        assert all(line.display for line in app.screen.query("#verdict > *"))
