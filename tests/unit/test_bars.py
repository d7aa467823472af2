"""Figures as rows of signs: intervals, shares and what was planned, and the rows of areas that are made of them."""

import pytest

from simulator.report.tones import bar, interval_bar, interval_parts, planned_bar, share_bar
from simulator.ui.tui.map.progress_pages import BAR, TITLE, columns_of, titles_in


def test_interval_has_its_middle_and_one_half() -> None:
    assert interval_bar(0.25, 0.0, 0.45, 10) == "━━●━━┊┈┈┈┈"
    assert interval_bar(0.75, 0.35, 1.0, 10) == "┈┈┈━━┿━●━━"
    assert interval_bar(0.5, 0.5, 0.5, 10) == "┈┈┈┈┈●┈┈┈┈"
    assert interval_parts(0.75, 0.55, 0.95, 10) == ("┈┈┈┈┈", "┿━●━━", "")


@pytest.mark.parametrize("width", [1, 2, 8, 24])
@pytest.mark.parametrize("values", [(0, 0, 0), (1, 1, 1), (0.5, 0, 1), (1.2, -0.1, 1.3)])
def test_interval_keeps_to_its_width(values: tuple[float, float, float], width: int) -> None:
    drawn = interval_bar(*values, width)
    assert len(drawn) == width
    assert drawn.count("●") == 1


def test_anything_above_zero_shows() -> None:
    assert [share_bar(count, 1000, 4) for count in (0, 1, 500, 1000)] == ["┈┈┈┈", "━┈┈┈", "━━┈┈", "━━━━"]
    assert share_bar(0, 0, 3) == "┈┈┈"
    assert [bar(count, 1000, 4) for count in (0, 1, 1000)] == ["", "━", "━━━━"]


def test_planned_time_is_marked_before_or_after() -> None:
    assert "".join(planned_bar(2, 4, 8, 9)) == "━━┈┈┃    "
    assert "".join(planned_bar(6, 4, 8, 9)) == "━━━━┃━   "
    assert "".join(planned_bar(0, 0, 0, 5)) == "┃    "


def test_figures_of_areas_come_where_they_fit() -> None:
    had = set()
    for width in range(48, 130):
        found = columns_of(width, 32)
        whole = 6 + found.title + 1 + found.bar + 5 + found.interval + 17 + found.asked
        assert whole <= width
        assert found.title >= TITLE or width < 54
        assert found.bar >= BAR
        had.add((bool(found.interval), bool(found.asked)))
    assert had == {(False, False), (True, False), (True, True)}


def test_long_titles_lose_their_second_half_first() -> None:
    titles = ["Retrieval and RAG", "Agents and tools", "Agents and people", "Multimodality"]
    assert titles_in(titles, 17) == titles
    assert titles_in(titles, 12) == ["Retrieval", "Agents and …", "Agents and …", "Multimodali…"]
