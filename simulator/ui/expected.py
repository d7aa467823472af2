"""How many questions to expect: a rounded guess, by the time that is left; said only as long as it holds."""

from itertools import islice

from simulator.engine.choice.formats import CODE, FORMATS
from simulator.graph.records import Graph
from simulator.session.header import Header
from simulator.session.interview.parting_questions import kept_minutes
from simulator.session.interview.state import State
from simulator.session.interview.turn import Turn

ENDS_EARLY = frozenset({"diagnostic", "ladder"})  # courses that end once enough is known


def count_words(state: State, turn: Turn, graph: Graph) -> list[str]:
    """The number of the present question and how many to expect, longest first; a check has a count of its own."""
    number = turn.asked.number
    if turn.check is not None:
        return [f"check {number}"]
    expected = expected_words(state, turn, graph)
    return [f"question {number} {expected}", f"{number} {expected}"] if expected else [f"question {number}"]


def expected_words(state: State, turn: Turn, graph: Graph) -> str:
    """How many questions to expect at the time this one was asked: "of about 8", to whoever is quick "of 8 or more".

    Of a number that was chosen nothing is said once one was skipped: another took its place, so the last number would
    come twice.
    """
    header = state.header
    number, again = turn.asked.number, header.again
    if again is not None and (again.items or again.concepts):
        return f"of {max(number, len(again.concepts) or sum(item in graph.questions for item in again.items))}"
    shape = FORMATS.get(header.format)
    left = header.minutes - kept_minutes(header) - turn.asked.clock / 60
    by_time = number - 1 + max(1, round(left / shape.pace)) if shape else number
    if header.max_questions is not None and header.max_questions <= by_time:
        if any(before.skipped and before.check is None for before in state.turns[: turn.position - 1]):
            return ""
        return f"of {max(number, _asked_at_most(header, graph, header.max_questions))}"
    if shape is None:
        return ""
    whole = header.minutes - kept_minutes(header)
    planned = min(max(1, round(whole / shape.pace)), shape.limit_at(header.minutes, 0, whole))
    limit = shape.limit_at(header.minutes, number - 1, left)
    if shape.course in ENDS_EARLY:
        most = min(planned, limit, _asked_at_most(header, graph, planned))
        return "" if number > planned else f"of at most {max(number, min(by_time, most))}"
    limit = min(limit, header.max_questions or limit)
    held = _asked_at_most(header, graph, limit)
    if held <= planned or not (number > planned or number == planned < min(by_time, limit) or by_time > planned + 1):
        return f"of about {max(number, min(by_time, planned, held))}"
    if number < planned:  # nine, said to somebody who will be asked fifteen at this pace, is the least
        return f"of {planned} or more"
    own = max(turn.asked.clock / 60, 1.0) / (number - 1) if number > 1 else shape.pace
    return f"of about {max(number, min(held, number - 1 + max(1, round(left / own))))}"


def _asked_at_most(header: Header, graph: Graph, enough: int) -> int:
    """How many questions the bank has for this format, counted up to `enough`: a small one runs out before the time."""
    tasks = header.format == CODE.id
    return sum(1 for _ in islice((q for q in graph.questions.values() if q.is_coding == tasks), enough))
