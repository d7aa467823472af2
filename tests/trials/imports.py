"""Lists of questions in every format that can be imported, damaged somewhere."""

import contextlib
import csv
import io
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from simulator.errors import GraphError
from simulator.graph.load import load
from tests.cli.test_import_attacks import NOTES, package, repacked, unpacked
from tests.mutations import altered, mutated
from tests.trials.commands import call
from tests.trials.running import Outcome, Trial

ROWS = [
    {
        "question": f"What is the use of number {n}, and when is it none?",
        "answer": f"It counts. **{n}** of it, `x[{n}]`, and <b>more</b>.",
        "topic": ("lists", "sets", "trees")[n % 3],
        "difficulty": ("easy", "medium", "hard", str(n % 6 + 1))[n % 4],
        "tags": "one, two",
    }
    for n in range(12)
]


def _csv(rows: Any, luck: random.Random) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=luck.choice(",;\t"))
    rows = [row if isinstance(row, dict) else {"question": row} for row in (rows if isinstance(rows, list) else [])]
    names = list(dict.fromkeys(str(key) for row in rows for key in row))
    writer.writerows([names, *([row.get(name, "") for name in names] for row in rows)])
    return text.getvalue().encode("utf-8", "replace")


def _markdown(luck: random.Random) -> bytes:
    forms = (
        "## {question}\n\n{answer}\n\n",
        "- **{question}**\n  {answer}\n",
        "<details><summary>{question}</summary>\n\n{answer}\n</details>\n",
    )
    form = luck.choice(forms)
    return ("# Lists\n\n" + "".join(form.format_map(row) for row in ROWS) + "```python\nx = [1]\n```\n").encode()


def _anki_text(luck: random.Random) -> bytes:
    head = luck.choice(
        ["", "#separator:tab\n#html:true\n", "#separator:;\n#tags column:3\n", "#deck:Lists\n#notetype column:3\n"]
    )
    mark = ";" if ";" in head else "\t"
    return (
        head + "".join(f'"{row["question"]}"{mark}{row["answer"]} {{{{c1::x::y}}}}{mark}a b\n' for row in ROWS)
    ).encode()


def _package(luck: random.Random) -> bytes:
    data = package(NOTES, rows=luck.choice([3, 40, 300]))
    inner = luck.random() < 0.6
    spoilt = bytearray(unpacked(data) if inner else data)
    for _ in range(luck.choice([1, 3, 20])):
        spoilt[luck.randrange(len(spoilt))] = luck.randrange(256)
    if luck.random() < 0.3:
        del spoilt[luck.randrange(len(spoilt)) :]
    return repacked(bytes(spoilt)) if inner else bytes(spoilt)


FORMS: dict[str, Callable[[random.Random], bytes]] = {
    "csv": lambda luck: _csv(altered(ROWS, luck), luck),
    "tsv": lambda luck: _csv(ROWS, luck),
    "json": lambda luck: json.dumps(altered(ROWS, luck), default=str, ensure_ascii=luck.random() < 0.5).encode(
        "utf-8", "replace"
    ),
    "jsonl": lambda luck: "\n".join(json.dumps(altered(row, luck), default=str) for row in ROWS).encode(),
    "md": _markdown,
    "txt": _anki_text,
    "apkg": _package,
}
BINARY = ("apkg",)


@contextlib.contextmanager
def imports_by_command(home: Path) -> Iterator[Trial]:
    """Each ends within five seconds, with a graph that can be loaded or with a sentence and nothing left behind."""

    def trial(luck: random.Random, folder: Path) -> Outcome:
        ending = luck.choice(list(FORMS))
        data = FORMS[ending](luck)
        if ending not in BINARY and luck.random() < 0.8:
            data = mutated(data or b"x", luck)
        name = luck.choice(list(FORMS)) if luck.random() < 0.05 else ending  # a file that is called by another's name
        source, made = folder / f"list.{name}", folder / "mine"
        source.write_bytes(data)
        done = call(["graph", "import", str(source), "-o", str(made)])
        faults = list(done.faults)
        if done.status == 0:
            try:
                load(made)
            except GraphError as error:
                faults.append(f"what was made of {source.name} cannot be loaded: {error}")
            faults += call(["graph", "lint", str(made)]).faults
        elif made.exists():
            faults.append(f"{source.name}: half a graph was left")
        if source.read_bytes() != data:
            faults.append(f"{source.name} was changed")
        return Outcome(faults)

    yield trial
