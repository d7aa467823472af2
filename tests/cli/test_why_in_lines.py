"""Why a question is asked, asked for in line mode while it's open, and at the end."""

import re
from pathlib import Path

import pytest

from simulator.report.reasons_told import WHY_LOST, WHY_PARTING, WHY_YOURS
from tests.commands import called as run
from tests.isolation import ROOT

SEVEN = ("seven", "--role", "gardener", "--graphs", str(ROOT / "tests" / "data" / "engine7" / "graphs"))
ANSWERED = "An answer.\n.\n/said\n/said\n3\ny\ny\ny\ny\n\n\n"


@pytest.mark.parametrize("score", ["each", "end"])
def test_a_reason_promises_no_later_one(tmp_path: Path, score: str) -> None:
    """ "Once you've seen the reference, /why tells you the rest" ended nearly every reason, and evaded each of them."""
    done = run(tmp_path, "start", *SEVEN, "--score", score, "--seed", "1", lines="/why\n")
    said = " ".join(done.stdout.split())
    assert re.search("so that's where we begin|I'm starting with roots|I'd like to begin with roots", said)
    assert "/why tells you" not in said
    assert "once you've seen" not in said.lower()


def test_the_second_question_has_a_reason_too(tmp_path: Path) -> None:
    done = run(tmp_path, "start", *SEVEN, "--seed", "1", lines=ANSWERED + "/why\n")
    said = " ".join(done.stdout.split())
    assert "Ask me that again" not in said
    assert WHY_LOST not in said
    assert "(tier" not in said


def test_the_last_reason_is_not_the_one_before(tmp_path: Path) -> None:
    """Both parting questions had the same: that every panel asks something like this."""
    one = ("--format", "full", "--questions", "1", "--seed", "1")
    done = run(tmp_path, "start", *SEVEN, *one, lines=f"{ANSWERED}/why\nI like it.\n.\n/why\n")
    said = " ".join(done.stdout.split())
    assert said.count(WHY_PARTING) == 1
    assert said.count(WHY_YOURS) == 1


def test_a_follow_up_has_its_own_reason(tmp_path: Path) -> None:
    """While one was open, the reason of its question was said again, and that of the first for the second, too."""
    answer = f"{'Plants take up what dissolves in the soil. ' * 8}\n.\n"
    done = run(tmp_path, "start", *SEVEN, "--seed", "1", lines=f"/why\n{answer}/why\nThey do.\n.\n/why\n/why\n")
    said = " ".join(done.stdout.split())
    prompts = r"(?:/help lists the commands|/said or /dk)\."
    question, first, second, again = re.findall(rf"{prompts} ((?!Interviewer|Saved|-).*?) Your (?:answer|reply)", said)
    assert len({question, first, second}) == 3
    assert again == second
