"""docs/engine.md and its figures: what can be checked of them without measuring again."""

import re
from pathlib import Path

import pytest

from simulator.engine.model import parameters

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGE, FIGURES = DOCS / "engine.md", DOCS / "engine-measured.md"


def tables() -> list[list[str]]:
    text = f"{PAGE.read_text('utf-8')}\n{FIGURES.read_text('utf-8')}"
    return [block.splitlines() for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)]


def test_no_row_of_figures_stands_in_two_tables() -> None:
    rows = [row for table in tables() for row in table[2:]]
    assert [row for row in set(rows) if rows.count(row) > 1] == []


def test_every_row_has_the_cells_of_its_head() -> None:
    for head, *rows in tables():
        assert {row.count("|") for row in rows} == {head.count("|")}, head


# how the page says each constant, and its value; where the number is written out, the sentence names the word for it
WORDS = {2: "two", 3: "three", 8: "eight"}
SAID = {
    "HOP_DISCOUNT": (
        rf"λ = (\S+) for the first {WORDS[parameters.THREAD_QUESTIONS]} questions",
        parameters.HOP_DISCOUNT,
    ),
    "HOP_DISCOUNT later": (r"and (\S+) \(\d+/k\)² after k", parameters.HOP_DISCOUNT),
    "THREAD_QUESTIONS": (r"\((\d+)/k\)² after k", parameters.THREAD_QUESTIONS),
    "FARTHEST_HOPS": (r"between primary concepts \(at most (\d+)\)", parameters.FARTHEST_HOPS),
    "DIFFICULTY_PER_TIER": (r"Difficulty b ~ N\((\S+) \(tier", parameters.DIFFICULTY_PER_TIER),
    "MIDDLE_TIER": (r"\(tier − (\S+)\)", parameters.MIDDLE_TIER),
    "DIFFICULTY_SD": (r"\(tier − \S+\), (\S+)²\), marginalised", parameters.DIFFICULTY_SD),
    "SLOPE": (r"a = (\S+), t = ", parameters.SLOPE),
    "THRESHOLDS": (r", t = \((.+?)\)", parameters.THRESHOLDS),
    "SECONDARY_WEIGHT": (r"weight 1 and each secondary one (\S+), normalised", parameters.SECONDARY_WEIGHT),
    "LENIENCY": (r"ℓ ~ N\((.+?)²\), π", (parameters.LENIENCY_MEAN, parameters.LENIENCY_SD)),
    "PREDICTION_BIAS": (r"π ~ N\((.+?)²\)", (parameters.PREDICTION_BIAS_MEAN, parameters.PREDICTION_BIAS_SD)),
    "CODING_SD": (r"κ ~ N\(0, (\S+)²\), independent", parameters.CODING_SD),
    "PREDICTION_SLOPE": (r"A prediction has the slope (\S+) a", parameters.PREDICTION_SLOPE),
    "HINT_SHIFT": (r"Each hint shifts u by (\S+), because", parameters.HINT_SHIFT),
    "PROMPTED_SHIFT": (r"only when asked by (\S+) \(", parameters.PROMPTED_SHIFT),
    "YES_FROM": (r"at the bar or above: yes from (\S+), leaning", parameters.YES_FROM),
    "LEANING_YES_FROM": (r", leaning yes from (\S+), leaning not", parameters.LEANING_YES_FROM),
    "LEANING_NOT_YET_FROM": (r"leaning not yet from (\S+)\. Leaning", parameters.LEANING_NOT_YET_FROM),
    "OVERRULED_WEIGHT": (r"An overruled verdict enters as likelihood\^(\S+), an", parameters.OVERRULED_WEIGHT),
    "SEEN_WEIGHT": (r"has seen as likelihood\^(\S+), and", parameters.SEEN_WEIGHT),
    "FORGETTING_HALF_LIFE_DAYS": (r"back to the prior's after (\d+) days", parameters.FORGETTING_HALF_LIFE_DAYS),
    "RHO": (r"with ρ = (\S+), over", parameters.RHO),
    "SHOWN_OWN_SD": (r"is shown with a variance of (\S+)² more", parameters.SHOWN_OWN_SD),
    "SHOWN_LUCK_SD": (r"level are shown with a variance of (\S+)² more", parameters.SHOWN_LUCK_SD),
    "NEAR_BEST": (r"questions within (\S+)% of the best", 100 * parameters.NEAR_BEST),
    "NEAR_BEST_OPENING": (r"\((\d+)% for the opening\)", 100 * parameters.NEAR_BEST_OPENING),
    "WEAK_BELOW": (r"lies more than (\S+) logits below the candidate's own mean over", parameters.WEAK_BELOW),
    "WEAK_CHANCE": (r"where that chance is at least (\S+) and", parameters.WEAK_CHANCE),
    "IN_DOUBT": (r"has left it more than (\S+) below the candidate's own mean", parameters.IN_DOUBT),
    "SOLID_ENOUGH": (r"P\(verdict ≥ solid\) ≥ (\S+) at the tier", parameters.SOLID_ENOUGH),
    "SENIORITY_MEAN": (
        r"\(junior (.+?), mid (.+?), senior (.+?), staff (.+?)\)",
        tuple(parameters.SENIORITY_MEAN.values()),
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_the_page_says_the_constants_in_force(name: str) -> None:
    pattern, value = SAID[name]
    found = re.search(pattern, PAGE.read_text("utf-8"))
    assert found, pattern
    said = [float(number.replace("−", "-")) for group in found.groups() for number in group.split(", ")]
    assert said == pytest.approx(value if isinstance(value, tuple) else [value])


def test_the_page_says_the_three_kinds() -> None:
    (table,) = (table for table in tables() if "σ_g" in table[0])
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in table[2:]]
    assert [(row[0], *map(float, row[1:6])) for row in rows] == [
        (kind.name, kind.share, kind.general, kind.area, kind.graph, kind.rest) for kind in parameters.KINDS_OF_PEOPLE
    ]
