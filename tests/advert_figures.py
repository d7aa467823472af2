"""How well the areas of job adverts are read: `python -m tests.advert_figures` prints it for `tests/data/adverts`."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from simulator.errors import UsageError
from simulator.graph.job_advert.match import Advert, match_advert
from simulator.graph.job_advert.read import pasted
from simulator.graph.load import load
from simulator.graph.records import Graph

HERE = Path(__file__).parent
SETS = ("held_back", "tuned")


class Figures(NamedTuple):
    """Over the adverts of a set; `on_asked` and `on_others` are mean parts of what was recognised."""

    precision: float
    recall: float
    on_asked: float
    on_others: float


def adverts(name: str) -> list[dict[str, Any]]:
    """The adverts of a set, with what a careful reader would say of each."""
    records: list[dict[str, Any]] = tomllib.loads((HERE / "data" / "adverts" / f"{name}.toml").read_text())["advert"]
    return records


@cache
def matched(text: str, graph: Graph) -> Advert:
    """What is recognised in a pasted advert; each takes a fifth of a second."""
    return match_advert(pasted(text), graph)


def shares(text: str, graph: Graph) -> dict[str, float]:
    """The share of each area in an advert; none where nothing is recognised."""
    try:
        return {found.area: found.share for found in matched(text, graph).found}
    except UsageError:
        return {}


def figures(name: str, graph: Graph) -> Figures:
    """Precision and recall over the areas that a reader has a view on."""
    right = wrong = asked = 0
    on_asked, on_others = [], []
    for record in adverts(name):
        found = shares(record["text"], graph)
        right += len(found.keys() & set(record["asks"]))
        wrong += len(found.keys() & set(record["not"]))
        asked += len(record["asks"])
        on_asked.append(sum(found.get(area, 0.0) for area in record["asks"]))
        on_others.append(sum(found.get(area, 0.0) for area in record["not"]))
    count = len(on_asked)
    return Figures(right / (right + wrong), right / asked, sum(on_asked) / count, sum(on_others) / count)


# A sentence alone: its advert is on the field, and says nothing else.
AROUND = "AI engineer\n\nYour tasks\n\n- You work with language models and with people\n- {}\n"
SENTENCES = ("english", "other", "later")


def sentence_figures(name: str, graph: Graph) -> tuple[float, float]:
    """Precision and recall over single sentences, in which one word can lead to a wrong area."""
    records = tomllib.loads((HERE / "data" / "adverts" / "sentences.toml").read_text())[name]
    right = wrong = asked = 0
    for record in records:
        found = shares(AROUND.format(record["text"]), graph).keys()
        right += len(found & set(record["asks"]))
        wrong += len(found - set(record["asks"]) - set(record["may"]))
        asked += len(record["asks"])
    return right / (right + wrong), right / asked


if __name__ == "__main__":
    bank = load(HERE.parent / "graphs" / "llm")
    for each in SETS:
        row = "  ".join(f"{name} {value:.2f}" for name, value in figures(each, bank)._asdict().items())
        print(f"{each:10}{row}")  # noqa: T201 - what the command is for
    for each in SENTENCES:
        precision, recall = sentence_figures(each, bank)
        print(f"{each:10}precision {precision:.2f}  recall {recall:.2f}")  # noqa: T201
