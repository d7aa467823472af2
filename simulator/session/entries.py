"""What the index keeps of one transcript."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from simulator.errors import TranscriptError
from simulator.session.facts import facts_of
from simulator.session.history import past_session
from simulator.session.reading import Reading, read
from simulator.session.state import State, Turn, fold
from simulator.session.summary import row_of

Piece = tuple[int, str, str, str, str, str]
NOTHING = (None,) * 17


@dataclass(frozen=True)
class Entry:
    """One transcript as the index keeps it.

    `moment` is its beginning in milliseconds since 1970; `values` the columns of its row from `id` on; `past` what
    counts of it, as JSON; `facts` what progress needs, as MessagePack; `met` pairs of concept and verdict; `pieces` are
    position, title, prompt, what was said, notes, and names of every item. The concepts of an open item are in neither.
    """

    name: str
    moment: int
    problem: str | None
    values: tuple[object, ...]
    past: bytes = b""
    facts: bytes = b""
    met: tuple[tuple[str | None, str | None], ...] = ()
    pieces: tuple[Piece, ...] = ()


def entry_of(path: Path) -> Entry:
    """The entry of a file, whatever it holds; one that is no transcript has a `problem`."""
    try:
        return _of_reading(read(path))
    except TranscriptError as error:
        return Entry(path.name, 0, str(error), NOTHING)


def _of_reading(reading: Reading) -> Entry:
    state = fold(reading.header, reading.events)
    row = row_of(reading, state)
    values = (
        reading.header.id,
        row.candidate,
        row.graph,
        row.format,
        row.role,
        row.started.isoformat(),
        row.state,
        row.questions,
        row.score,
        row.verdict,
        row.clock,
        row.minutes,
        "\n".join(row.missed),
        row.waiting,
        row.level,
        " ".join(map(str, row.bookmarks)),
        state.last_n,
    )
    return Entry(
        name=reading.path.name,
        moment=max(0, int(row.started.timestamp() * 1000)),
        problem=None,
        values=values,
        past=msgspec.json.encode(past_session(reading)),
        facts=msgspec.msgpack.encode(facts_of(reading, state)),
        met=tuple((concept, t.verdict) for t in state.turns for concept in _concepts(t, state)),
        pieces=tuple(_piece(t, _names(t, state)) for t in state.turns),
    )


def _concepts(turn: Turn, state: State) -> tuple[str | None, ...]:
    """What an item was about, or None in their place while that is a secret."""
    return (None,) if state.conceals(turn) else turn.asked.concepts


def _names(turn: Turn, state: State) -> str:
    """The concepts that an item was about and its area, in words; their titles stand in no transcript.

    While the concepts are a secret the area stands alone: the room shows it too.
    """
    concepts = () if state.conceals(turn) else turn.asked.concepts
    return ", ".join(dict.fromkeys(name.replace("-", " ") for name in (*concepts, turn.asked.area)))


def _piece(turn: Turn, names: str) -> Piece:
    check, asked = turn.check, turn.asked
    title = f"{'Check' if check else 'Question'} {asked.number}"
    prompt = check.prompt if check else turn.question.prompt
    said = [turn.answer_text, *(r.text for r in turn.replies), turn.checked.text if turn.checked else ""]
    said += [c.asks for c in turn.clarifications] + ([turn.retold.text] if turn.retold else [])
    notes = "\n".join(n.text for n in turn.notes)
    return (turn.position, title, prompt, "\n".join(filter(None, said)), notes, names)
