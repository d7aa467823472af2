"""How well what is heard follows the scores that teachers gave: `python -m tests.benchmarks.short_answers FOLDER`.

FOLDER holds `questions.csv` (id, question, reference) and `answers.csv` (id, answer, score) of the short-answer set of
Mohler, Bunescu and Mihalcea (2011). For each question with cues here, the rank correlation of the coverage with the
score; baselines in the same run are the share of the reference's stems in the answer, and the number of words.
"""

import csv
import sys
import tomllib
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import mean

from simulator.engine.choice.listening import coverage, heard
from simulator.graph.listening.words import SMALL, tokens
from simulator.graph.records import Point, Question
from simulator.graph.text import STOP_WORDS
from simulator.session.lab.marked import rank_correlation

CUES = Path(__file__).with_name("short_answer_cues.toml")


def main(folder: Path) -> None:
    with (folder / "questions.csv").open(encoding="utf-8", newline="") as file:
        questions = {row["id"]: row for row in csv.DictReader(file)}
    answers: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    with (folder / "answers.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            answers[row["id"]].append((row["answer"], float(row["score"])))
    written = tomllib.loads(CUES.read_text("utf-8"))
    judged = {name: _question(questions[name]["question"], points) for name, points in written.items()}
    measures: dict[str, Callable[[str, str], float]] = {
        "heard": lambda name, text: coverage(judged[name], heard(judged[name], text)),
        "stems": lambda name, text: _shared(text, questions[name]["reference"]),
        "length": lambda _, text: float(len(text.split())),
    }
    for title, measure in measures.items():
        found = {
            name: rank_correlation([measure(name, text) for text, _ in answers[name]], [s for _, s in answers[name]])
            for name in judged
        }
        # a question that everybody answers alike says nothing, and counts as none
        sys.stdout.write(f"{title}: {mean(value or 0.0 for value in found.values()):.3f} over {len(found)} questions\n")


def _question(prompt: str, points: dict[str, dict[str, object]]) -> Question:
    rubric = tuple(Point(id=name, **{**point, "cues": tuple(point["cues"])}) for name, point in points.items())  # type: ignore[arg-type]
    return Question(id="short", kind="discuss", concepts=("short",), tier=1, prompt=prompt, rubric=rubric)


def _shared(text: str, reference: str) -> float:
    wanted = _stems(reference)
    return len(wanted & _stems(text)) / len(wanted) if wanted else 0.0


def _stems(text: str) -> set[str]:
    return {token.stem for token in tokens(text) if token.word not in SMALL | STOP_WORDS}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
