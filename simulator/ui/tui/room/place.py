"""Where an interview stands: the place in it and the time that is left, in words that give nothing away."""

from textual.content import Content

from simulator.graph.code.case import TALK_STAGE, TWIST_STAGE
from simulator.graph.records import Graph
from simulator.graph.text import plural
from simulator.session.clock import minutes_left
from simulator.session.interview.item_blocks import PARTING_TITLE
from simulator.session.interview.state import Awaits, State
from simulator.session.interview.turn import Turn
from simulator.ui.expected import count_words
from simulator.ui.interviewer import just_checked, talked_of

BEGINS, STAYS, TURNS, RETURNS = "to begin with", "the same subject", "a new subject", "back to this subject"
STOPPED = ", clock stopped"  # while one judges
QUICK, LONGER = "a quick check", "a longer task"


def subject(state: State, graph: Graph, *, away: bool) -> list[str | Content]:
    """The area of the present item and its place in the talk, or what is going on; longest first.

    `away`: an interview that was opened again shows its question while the clock is still stopped.
    """
    if state.paused and not away:
        return ["Paused"]
    if state.awaits is Awaits.PARTING:
        return [PARTING_TITLE]
    turn = state.current
    if turn is None or not turn.asked.area:
        return ["Scoring" if state.closed and not state.ended else "Interview"]
    area = graph.area_title(turn.asked.area)
    thread = Content.styled(f" · {thread_words(state, turn)}", "not bold $muted")
    return [Content.assemble(area, thread), area]


def thread_words(state: State, turn: Turn) -> str:
    """Whether the interviewer stays with a subject; a check and the open-ended question are named as such."""
    if turn.check is not None:
        return QUICK
    if turn.question.kind == "design":
        return LONGER
    before = [t for t in state.turns if t.check is None and t.position < turn.position]
    if not before:
        return BEGINS
    reason = turn.asked.reason
    if reason.get("returns") and reason.get("stays"):  # so the interviewer says: a check on another came in between
        return RETURNS
    # after a check the interviewer says so, unless that was skipped
    stays = just_checked(state, turn) and not state.turn(turn.position - 1).skipped
    if stays or before[-1].asked.area == turn.asked.area:
        return STAYS
    return RETURNS if talked_of(state, turn) else TURNS


def place_of(state: State) -> tuple[int, ...]:
    """The item, stage and follow-up, or the parting question, that a pane is about.

    When it changes, another pane takes over.
    """
    turn = state.current
    if state.parting.open is not None or turn is None:
        return (len(state.parting.events),)
    return (turn.position, len(turn.answers), len(turn.replies), turn.open_probe is not None)


def stage_place(turn: Turn) -> str:
    """The stage that is due of a design question or of a task: the twist, or which of the questions about the code."""
    stages, number = turn.question.stages, len(turn.answers)
    if not turn.question.is_coding:
        return f"stage {number + 1} of {len(stages)}"
    talk = [at for at, stage in enumerate(stages) if stage.id.startswith(TALK_STAGE)]
    if number in talk:
        return f"about your code, {talk.index(number) + 1} of {len(talk)}"
    return "the twist" if stages[number].id == TWIST_STAGE else ""


def progress(state: State, graph: Graph, seconds_left: float, *, clock: bool) -> list[str]:
    """Which question it is and how much time is left, longest first; `clock` says whether time is shown.

    While answers are scored after the end, how many there are.
    """
    if state.closed is not None and state.ended is None:
        return [f"{plural(len(state.waiting), 'answer')} to score" if state.waiting else ""]
    time = [minutes_left(seconds_left)] if clock else []
    judges = clock and state.awaits in {Awaits.MARK, Awaits.OWN_VERDICT, Awaits.VERDICT} and not state.paused
    turn = state.current
    if turn is None or state.awaits is Awaits.PARTING or state.ended is not None:
        return ["".join(time)]
    counts = count_words(state, turn, graph)
    whole = [" · ".join([words, *time]) for words in counts]
    stopped = [f"{words}{STOPPED}" for words in (*whole, *time)] if judges else []
    return [*stopped, *whole, *time]
