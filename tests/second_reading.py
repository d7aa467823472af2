"""The second reading of the score, measured: `python -m tests.second_reading --like FILE --middling FILE --other FILE`.

`--like` are marked answers of like length, four a question; `--middling` others where length says nothing; `--other`
answers to other questions, from which simulated people are heard. All in the form of shared/data/marked_answers.
docs/listening.md holds what it printed.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.graph.load import load
from simulator.report.figures.marks_vs_words import MarkEvidence, ReadAnswer
from simulator.session.lab.marked import Share
from tests import marked_readings as rd
from tests.isolation import ROOT
from tests.listened_people import Pool, Speaker, compare, summary

LENIENCIES = (0.0, 0.2, 0.5, 1.0)
LISTENINGS = {"0": (0.0, 0.0), "SD .5": (0.0, 0.5), "-.9": (-0.9, 0.0), "+.6": (0.6, 0.0)}
SESSION, DRAWS = 8, 2000


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    for name in ("--like", "--middling", "--other"):
        asked.add_argument(name, type=Path, required=True)
    asked.add_argument("--people", type=int, default=400)
    given = asked.parse_args()
    graph = load(ROOT / "graphs" / "llm")
    like, middling, other = (rd.read_for_score(path, graph) for path in (given.like, given.middling, given.other))
    length(like)
    fit = rd.fit_of_reading([*like, *middling])
    say(f"\nfit: means {[round(mean, 3) for mean in fit.means]}, SD {fit.sd:.3f}, lost {fit.lost:.2f}")
    say(f"in use: means {P.READING_MEANS}, SD {P.READING_SD}, lost {P.READING_LOST}")
    used = {answer.question for answer in (*like, *middling)}
    left = [answer for answer in other if answer.question not in used]
    claims({"middling": middling, "other": other, "like, all but weak": [a for a in like if a.verdict]})
    bank, pool = Bank.compile(graph), rd.pool_of_answers(left)
    people(bank, pool, given.people)
    unheard = [answer.heard for answer in like if answer.heard is not None and answer.heard < P.READING_STEPS[0]]
    extremes(bank, pool, unheard, given.people)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def length(like: Sequence[rd.ReadAnswer]) -> None:
    say("pairs of one question in the markers' order")
    for name, share in rd.against_length(like).items():
        say(f"  {name:<6} {shown(share)} of {share.count}")
    say(f"  beats the number of words: {rd.beats_length(like)}")


def shown(share: Share) -> str:
    return f"{share.value:.3f} ({share.low:.3f} to {share.high:.3f})"


def claims(sets: dict[str, Sequence[rd.ReadAnswer]]) -> None:
    """How often honest sessions are contradicted: of answers drawn from one set, marked as their markers did."""
    say(f"\npoints marked as met that were not heard, and contradicted sessions of {SESSION} such answers")
    rng = np.random.default_rng(1)
    for name, answers in sets.items():
        read = [ReadAnswer(answer.unheard, 1) for answer in answers if answer.heard is not None]
        chances = [MarkEvidence([read[i] for i in rng.integers(0, len(read), SESSION)]).chance for _ in range(DRAWS)]
        below = [np.mean([chance < cut for chance in chances]) for cut in (P.DOUBTED, P.NOT_BORNE_OUT)]
        say(
            f"  {name:<20} {shown(rd.share_unheard(answers))}   below 1 in 20: {below[0]:.3f}, 1 in 100: {below[1]:.3f}"
        )


def people(bank: Bank, pool: Pool, count: int) -> None:
    say(f"\nwith / without the second reading, {count} people, {SESSION} questions and 3 checks")
    say("| leniency | listening | RMSE | level off by | bias, tiers | bias, logits | concepts in 80% | mean in 80% |")
    for leniency in LENIENCIES:
        for name, (mean, sd) in LISTENINGS.items():
            speaker = Speaker(leniency=leniency, listening=mean, listening_sd=sd)
            say(f"| {leniency:g} | {name} | {cells(bank, pool, speaker, count)} |")


def extremes(bank: Bank, pool: Pool, unheard: list[float], count: int) -> None:
    """Who says everything in other words, and who says nothing and marks everything: both are hardly heard."""
    for name, leniency in (("other words", 0.0), ("other words", 0.2), ("all marked, nothing said", 6.0)):
        say(f"| {leniency:g} | {name} | {cells(bank, [pool[0], *[unheard] * 3], Speaker(leniency=leniency), count)} |")


def cells(bank: Bank, pool: Pool, speaker: Speaker, count: int) -> str:
    found = summary(compare(bank, pool, speaker, people=count, questions=SESSION))
    places = {"rmse": 3, "level": 2, "level_bias": 2, "bias": 2, "covered": 3, "mean_covered": 3}
    pairs = (f"{found['with'][key]:.{to}f} / {found['without'][key]:.{to}f}" for key, to in places.items())
    return " | ".join(pairs)


if __name__ == "__main__":
    main()
