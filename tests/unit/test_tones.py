"""Every word that is judged has a sign and a tone, and signs alone tell good, fair and poor apart."""

from typing import get_args

from simulator.engine.scoring import MARKS, VERDICTS
from simulator.report.concept_records import STANDING_MARKS
from simulator.report.debrief_records import ONLY_JUST, WORDS
from simulator.report.tones import (
    MARK_BADGES,
    OUTCOME_BADGES,
    RECOMMENDATION_BADGES,
    STANDING_BADGES,
    VERDICT_BADGES,
    Tone,
    outcome_badge,
)
from simulator.session.interview.outcome_words import OUTCOMES


def test_every_judged_word_has_a_badge() -> None:
    assert set(VERDICT_BADGES) == set(VERDICTS)
    assert set(MARK_BADGES) == set(MARKS)
    assert set(OUTCOME_BADGES) == {*VERDICTS, *OUTCOMES}
    assert set(RECOMMENDATION_BADGES) == {*WORDS, ONLY_JUST}
    assert set(STANDING_BADGES) == set(STANDING_MARKS)


def test_signs_are_one_cell_and_tones_are_known() -> None:
    tables = (VERDICT_BADGES, MARK_BADGES, OUTCOME_BADGES, RECOMMENDATION_BADGES, STANDING_BADGES)
    badges = [badge for table in tables for badge in table.values()]
    assert {len(badge.sign) for badge in badges} == {1}
    assert {badge.tone for badge in badges} == set(get_args(Tone))


def test_right_and_wrong_differ_without_colour() -> None:
    for table in (VERDICT_BADGES, STANDING_BADGES, RECOMMENDATION_BADGES):
        assert len({badge.sign for badge in table.values()}) == len(table)
    assert outcome_badge("right").sign != outcome_badge("not right").sign
    assert outcome_badge(None) == outcome_badge("no such outcome")
