"""A tier is said with its name and level, by the same words in every output; the level is where the engine starts."""

import pytest
from msgspec.structs import replace

from simulator.engine.model.level import solid_at
from simulator.engine.model.parameters import SENIORITIES, SENIORITY_MEAN
from simulator.graph.records import TIER_NAMES, Graph
from simulator.report.export.html import as_html
from simulator.report.export.markdown import as_markdown
from simulator.report.figures.assessment import assess_interview
from simulator.report.figures.compare import compare
from simulator.report.figures.progress import concept_map
from simulator.report.records import LevelResult
from simulator.report.text.compare import comparison_lines
from simulator.report.text.levels import TIERS
from simulator.report.text.progress import progress_lines
from simulator.report.text.report import page
from simulator.report.text.words import (
    TIER_LEVELS,
    about_level,
    belief_sentence,
    judged_at_words,
    level_sentence,
    level_words,
    solid_sentence,
    tier_words,
)
from tests.report_screen import screen_texts, standing_lines
from tests.reporting import START, bank_of, history, interview, progress_after

LEVEL_AT = 0.6  # the chance of a solid answer from which on the engine grants a tier


@pytest.mark.parametrize("seniority", SENIORITIES)
def test_a_tiers_level_is_where_the_engine_starts(llm: Graph, seniority: str) -> None:
    needed = bank_of(llm).tier_difficulty
    off = {tier: abs(solid_at(SENIORITY_MEAN[seniority] - needed[tier], 0.0) - LEVEL_AT) for tier in TIER_NAMES}
    nearest = min(off, key=off.__getitem__)
    assert TIER_LEVELS[nearest] == f"{seniority} level"


def test_every_output_says_levels_in_the_same_words(llm: Graph) -> None:
    facts, past = history(llm, 5, 2)
    sat = interview(llm, 7, past=past, day=3)
    found, progress = assess_interview(sat), progress_after(llm, facts, past, 3)
    target, level = tier_words(found.level.target), level_words(found.level.tier, found.level.low, found.level.high)
    assert target == "tier 3 (edge cases, mid level)"
    own = "the role at its usual level asks for tier 4 (trade-offs, senior level)"
    assert level_sentence(found.level) == f"{level}; judged at {target}; {own}"
    assert judged_at_words(assess_interview(sat, "senior").level) == "tier 4 (trade-offs, senior level)"
    for text in ("\n".join(page(found, 400)), as_markdown(found), as_html(found)):
        assert level_sentence(found.level) in text
        assert f"solid answer at {target}" in text
        assert text.index(TIERS) < text.index("tier 1"), "what a tier is, where the first one is named"
    named, _, sure = about_level(found.level.tier, found.level.low, found.level.high).partition(" (")
    assert f"<dt>Level</dt><dd>{named} <small>{sure.rstrip(')')}</small></dd>" in as_html(found)
    screen = screen_texts(found, 400)
    assert any(level_sentence(found.level) in text for text in screen)
    now = (progress.level, progress.level_low, progress.level_high)
    assert about_level(*now) in "\n".join(progress_lines(progress, START.date(), 200))
    assert about_level(*now).partition(" (")[0] in "\n".join(standing_lines(progress, 200))
    comparison = compare(sat.state, interview(llm, 8).state, llm, bank_of(llm))
    assert target in "\n".join(comparison_lines(comparison, 400))
    map_ = concept_map(progress, facts, llm)
    said = [belief_sentence(map_.standings[name], map_.target) for name in llm.concepts]
    vague = sum("too little to give a chance" in text for text in said)
    assert sum(f"at {target}, 80% sure" in text for text in said) == len(llm.concepts) - vague > 0


def test_levels_below_fundamentals_or_sure_are_plain() -> None:
    assert solid_sentence(1, 0.64, 0.52, 0.75) == (
        "Chance of a solid answer on the fundamentals: 64%, between 52% and 75%"
    )
    assert solid_sentence(2, 0.64, 0.52, 0.75).startswith("Chance of a solid answer at junior level: 64%")
    assert level_words(0, 0, 1) == "below tier 1 (fundamentals), from below 1 to 1 (80% sure)"
    assert level_words(1, 0, 3) == "tier 1 (fundamentals, every level), from below 1 to 3 (80% sure)"
    assert level_words(3, 3, 3) == "tier 3 (edge cases, mid level) and no other (80% sure)"


def test_the_roles_own_level_is_said_where_different() -> None:
    at = LevelResult(tier=3, low=2, high=4, target=4, role_target=4, seniority="senior", usual=4)
    assert judged_at_words(at) == "tier 4 (trade-offs, senior level)"
    assert judged_at_words(replace(at, role_target=5)).endswith(
        "; the role at its usual level asks for tier 5 (research, staff level)"
    )
