"""How many questions to expect: a rounded guess, by the time that is left; said only as long as it holds."""

from itertools import islice

from simulator.engine.choice.formats import CODE, FORMATS, Format
from simulator.graph.records import Graph
from simulator.session.header import Header
from simulator.session.interview.parting_questions import kept_minutes
from simulator.session.interview.state import State
from simulator.session.interview.turn import Turn

KNOWN_AFTER = 3  # questions, from which on a pace of one's own counts for more than that of the format
QUICKER_BY = 2  # questions more than planned, from which on they're hinted at
LAST_ONES = {0: "(perhaps the last)", 1: "(about 1 more)", 2: "(about 2 more)"}  # by those to come, past the guess
ENDS_EARLY = frozenset({"diagnostic", "ladder"})  # courses that end once enough is known


def count_words(state: State, turn: Turn, graph: Graph) -> list[str]:
    """The number of the present question and how many to expect, longest first; a check has a count of its own."""
    number = turn.asked.number
    if turn.check is not None:
        return [f"check {number}"]
    expected = expected_words(state, turn, graph)
    return [f"question {number} {expected}", f"{number} {expected}"] if expected else [f"question {number}"]


def expected_words(state: State, turn: Turn, graph: Graph) -> str:
    """How many questions to expect at the time this one was asked: "of about 8".

    It's what the format plans for the time, and never grows: whoever was quick saw "4 of about 18" where it had begun
    with 9, and took it for a goal that runs away. Once there'll be two more it's "of 9 or more", as it is at the ninth
    where there's time for another; after it the minutes say enough, up to the last three, where one wants to know. Of a
    number that was chosen nothing is said once one was skipped: another took its place, so the last number would come
    twice.
    """
    header = state.header
    number, again = turn.asked.number, header.again
    if again is not None and (again.items or again.concepts):
        return f"of {max(number, len(again.concepts) or sum(item in graph.questions for item in again.items))}"
    shape = FORMATS.get(header.format)
    if shape is None:
        return ""
    before = [t for t in state.turns if t.check is None and t.position < turn.position]
    by_time = [_by_time(header, shape, asked) for asked in (*before, turn)]
    if header.max_questions is not None and header.max_questions <= min(by_time):
        if any(earlier.skipped for earlier in before):
            return ""
        return f"of {max(number, _asked_at_most(header, graph, header.max_questions))}"
    whole = header.minutes - kept_minutes(header)
    planned = min(max(1, round(whole / shape.pace)), shape.limit_at(header.minutes, 0, whole))
    held = _asked_at_most(header, graph, min(planned, header.max_questions or planned))
    total = min(held, *by_time)
    if shape.course in ENDS_EARLY:
        return f"of at most {total}" if number <= total else ""
    limit = shape.limit_at(header.minutes, number - 1, _minutes_left(header, turn))
    most = _asked_at_most(header, graph, min(limit, header.max_questions or limit))
    by_pace = min(_by_own_pace(header, shape, turn), most)
    if number > total:
        return LAST_ONES.get(by_pace - number, "")
    return f"of {total} or more" if by_pace >= total + (QUICKER_BY if number < total else 1) else f"of about {total}"


def _minutes_left(header: Header, turn: Turn) -> float:
    """The minutes for questions that were left when this one was asked."""
    return header.minutes - kept_minutes(header) - turn.asked.clock / 60


def _by_time(header: Header, shape: Format, turn: Turn) -> int:
    """How many questions there would be at the pace of the format from this one on."""
    return turn.asked.number - 1 + max(1, round(_minutes_left(header, turn) / shape.pace))


def _by_own_pace(header: Header, shape: Format, turn: Turn) -> int:
    """How many questions there would be at the candidate's pace so far, which few questions tell little of."""
    done, used = turn.asked.number - 1, turn.asked.clock / 60
    pace = (KNOWN_AFTER * shape.pace + used) / (KNOWN_AFTER + done)
    return done + max(1, round(_minutes_left(header, turn) / pace))


def _asked_at_most(header: Header, graph: Graph, enough: int) -> int:
    """How many questions the bank has for this format, counted up to `enough`: a small one runs out before the time."""
    tasks = header.format == CODE.id
    area = header.area if header.area in graph.areas else ""
    fit = (q for q in graph.questions.values() if q.is_coding == tasks and area in ("", graph.area_of(q.concepts[0])))
    return sum(1 for _ in islice(fit, enough))
