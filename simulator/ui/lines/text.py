"""What the line mode prints for each event."""

import textwrap
from collections.abc import Iterator, Sequence

from simulator.engine.scoring import HIGHEST, VERDICTS
from simulator.graph.code.case_text import shown_cases
from simulator.graph.records import Graph, Question
from simulator.graph.text import upper_first
from simulator.session.archive.as_text import plain_block
from simulator.session.clock import minutes_left
from simulator.session.code.code_runs import ran_words, timed_case
from simulator.session.interview import events as ev
from simulator.session.interview.interview import Interview
from simulator.session.interview.item_blocks import (
    PARTING_TITLE,
    REPLIES_TITLE,
    SEEN_NOW,
    Block,
    covered_words,
    given_words,
    good_blocks,
    item_blocks,
    of_kinds,
    point_block,
    probe_block,
    reference_blocks,
    reply_blocks,
    said_blocks,
    stage_words,
    verdict_block,
)
from simulator.session.interview.judging import takes_insight
from simulator.session.interview.outcome_words import DONT_KNOW, NOTED
from simulator.session.interview.state import needs_verdict
from simulator.session.interview.turn import Turn
from simulator.ui.ending import REPORT_NEXT, last_words, parting_lead, still_to_score
from simulator.ui.expected import count_words
from simulator.ui.interviewer import (
    CHECK_KEPT,
    COUNTS_AGAIN,
    HINT_COUNTS,
    LATE_GUESS,
    OWN_COUNTS,
    lead_in,
    reply_words,
    rule_words,
    said_words,
    skipped_counts,
    with_facts,
    with_prediction,
)
from simulator.ui.verdict_doubts import marks_without_words, stands_against

RULE = "-" * 40
CANDIDATE = "Candidate"  # in an interview that is simulated
TAKES_BACK = "/undo takes that back."


def lines_of(event: ev.Event, interview: Interview, graph: Graph, *, echo: bool = False) -> Iterator[str]:
    """The paragraphs for an event. With `echo`, also what the candidate did, as in a simulation nobody has typed it."""
    if echo:
        yield from _echoed(event, interview)
    match event:
        case ev.Asked():
            yield from _asked(event, interview, graph)
        case ev.Clarified():
            yield plain_block(Block("clarified", event.reply))
        case ev.Hinted():
            yield plain_block(Block("hint", event.text, "Hint"))
            yield from (HINT_COUNTS,) if interview.state.hints_taken == 1 else ()
        case ev.Ran():
            yield from run_lines(event, interview.state.turn(event.position).question)
        case ev.Probed():
            yield plain_block(probe_block(event))
        case ev.ProbeAnswered() if event.said:
            probe = interview.state.turn(event.position).probes[event.probe - 1]
            yield said_words(interview.state, probe, interview.state.said_already)
        case ev.ProbeAnswered() if event.text:
            yield from filter(None, [reply_words(interview.state, interview.state.replies_given)])
        case ev.Revealed():
            yield from _revealed(interview.state.turn(event.position), after_the_end=interview.state.closed is not None)
        case ev.Checked():
            blocks = of_kinds(item_blocks(interview.state.turn(event.position)), "result", "why")
            yield from (CHECK_KEPT,) if interview.state.withholds else map(plain_block, blocks)
        case ev.SetAside():
            yield from _set_aside(event, interview)
        case ev.Scored():
            turn = interview.state.turn(event.position)
            yield plain_block(verdict_block(turn))
            yield from (f"{upper_first(compared)}." for compared in [with_prediction(turn)] if compared)
        case ev.Undone():
            yield from _taken_back(event, interview, graph)
        case ev.Returned():
            yield from _asked(interview.state.turn(event.position).asked, interview, graph)
        case ev.PartingAsked():
            yield from parting_lines(interview)
        case ev.PartingAnswered():
            yield from _parting_answered(event, interview, echo=echo)
        case ev.Closed():
            yield from closing_lines(interview, echo=echo)
        case ev.Ended() if not _just_stopped(event, interview):  # else it was said a moment ago
            yield REPORT_NEXT
        case ev.Skipped() if echo:  # who typed it is told by the command
            yield skipped_counts(interview.state)
        case ev.Noted():
            yield NOTED


def _revealed(turn: Turn, *, after_the_end: bool) -> Iterator[str]:
    """The good answer; after the end the question stands before it, which has scrolled out of sight by then."""
    if after_the_end:
        yield from asked_again_lines(turn)
    yield from reference_lines(turn)


def _set_aside(event: ev.SetAside, interview: Interview) -> Iterator[str]:
    """What becomes of a check that is set aside, or that counts again."""
    turn = interview.state.turn(event.position)
    yield from map(plain_block, of_kinds(item_blocks(turn), "you", "result")) if event.on else (COUNTS_AGAIN,)
    yield from (TAKES_BACK,) if event.on and turn == interview.state.current else ()


def _just_stopped(event: ev.Ended, interview: Interview) -> bool:
    """Whether the candidate ended the interview right before, with nothing left to score."""
    before = next((e for e in reversed(interview.events) if e.n < event.n), None)
    return isinstance(before, ev.Closed) and before.why == "stopped"


def _doubt(turn: Turn) -> Iterator[str]:
    """That words were missing for points marked as met, and how to look again."""
    if doubt := marks_without_words(turn):
        yield f"{doubt} /undo goes back over them, one by one."


def verdict_lines(turn: Turn, earlier: Sequence[Turn] = ()) -> Iterator[str]:
    """The replies that missed their point or that none judges, and the verdict that the points make so far.

    What was said of one of the `earlier` items is said in short.
    """
    score = turn.score
    if score is None:
        return
    if replies := [*map(plain_block, reply_blocks(turn))]:
        yield from ("", f"{REPLIES_TITLE}:", *replies, "")
    if turn.code_rank is not None:
        block = verdict_block(turn)
        yield f"By the cases: {block.mark}; {block.text}."
        yield from _doubt(turn)
        return
    yield f"By the points: {score.verdict}, {covered_words(turn, score.coverage)}."
    yield from _doubt(turn)
    if rule := rule_words(turn):
        yield f"{upper_first(rule)}."
    if takes_insight(turn) and not needs_verdict(turn.question):
        yield f"For {HIGHEST}, type {len(VERDICTS)} and an insight of your own beyond the question."
    how = f"type 1 to {len(VERDICTS)}"
    if wrong := stands_against(turn, how, earlier):
        yield f"{wrong} {OWN_COUNTS}"
    if score.capped:
        lacking = [p for p in turn.question.rubric if p.id in score.missing_critical]
        missing = [p.point for p in lacking if turn.marks.get(p.id) != "partly"]
        yield (
            f"A must-have is missing: {missing[0]}"
            if missing
            else f"A must-have is only partly met: {lacking[0].point}"
        )


def _asked(event: ev.Asked, interview: Interview, graph: Graph) -> Iterator[str]:
    yield ""
    yield RULE
    yield upper_first(count_words(interview.state, interview.state.turn(event.position), graph)[0])
    yield f"{graph.area_title(event.area)}, {minutes_left(interview.seconds_left)}"
    yield ""
    turn = interview.state.turn(event.position)
    lead = lead_in(interview.state, turn, graph)
    yield f"Interviewer: {with_facts(lead, interview.state, turn, 'with /ask')}"
    yield ""
    yield from map(plain_block, of_kinds(said_blocks(Turn(event)), "prompt", "options"))
    yield ""


def parting_lines(interview: Interview) -> Iterator[str]:
    """The parting question that is open."""
    asked = interview.state.parting.open
    if asked is None:  # its reply is there already
        return
    if asked.subject == "motive":
        yield from ("", RULE, PARTING_TITLE, minutes_left(interview.seconds_left))
    yield ""
    yield f"Interviewer: {parting_lead(interview.state)}"
    yield ""
    yield plain_block(Block("interviewer", asked.asks))
    yield ""


def _parting_answered(event: ev.PartingAnswered, interview: Interview, *, echo: bool) -> Iterator[str]:
    """That a parting question was skipped; after the candidate's own questions some good ones."""
    if not event.text or (event.unsent and not echo):
        yield event.summary() + "."
    for asked, reply in interview.state.parting.exchanges:
        if reply is not None and reply.n == event.n and asked.good:
            yield from ("", *map(plain_block, good_blocks(asked.good)))


def _taken_back(event: ev.Undone, interview: Interview, graph: Graph) -> Iterator[str]:
    """That a step was taken back, and the question again, unless a Returned event follows and prints it."""
    yield "Taken back."
    undone = next((e for e in interview.events if e.n == event.undoes), None)
    turn = interview.state.turn(event.position)
    unknown = isinstance(undone, ev.Answered) and undone.dont_know
    if isinstance(undone, ev.Skipped) or (unknown and not interview.state.closed):
        yield from _asked(turn.asked, interview, graph)
    if unknown and turn.shown_before:
        yield SEEN_NOW
    if isinstance(undone, ev.Predicted) and turn.revealed:
        yield LATE_GUESS


def asked_again_lines(turn: Turn) -> Iterator[str]:
    """A question and what was said about it, repeated before the answer is scored at the end."""
    yield ""
    yield RULE
    yield f"Question {turn.asked.number}"
    yield ""
    yield from map(plain_block, of_kinds(said_blocks(turn), "prompt"))
    yield from said_lines(turn)


def said_lines(turn: Turn) -> Iterator[str]:
    """What was said about an item since it was asked, without the stage that still waits for its answer."""
    asked = stage_words(turn, len(turn.answers)) if turn.stage is not None else ""
    blocks = [block for block in said_blocks(turn) if block.kind not in {"prompt", "options"}]
    yield from (plain_block(block) for block in blocks if block != Block("interviewer", asked))


def quoted(text: str) -> str:
    """A person's own words, indented; by less than code, which is never wrapped."""
    return textwrap.indent(text, "  ")


def reference_lines(turn: Turn) -> Iterator[str]:
    """The reference of a revealed question, with all that belongs to it; the points are asked for one by one later."""
    head = None
    for block in reference_blocks(turn):
        if block.kind == "head":
            head = block
        elif block.kind not in {"point", "verdict", "retold"}:
            if head is not None:
                yield from ("", plain_block(head))
                head = None
            yield plain_block(block)
    yield ""


def closing_lines(interview: Interview, *, echo: bool) -> Iterator[str]:
    """That the questions are over, the results of checks that were withheld, and what is left to score."""
    yield ""
    yield " ".join(filter(None, last_words(interview.state)))
    if interview.state.waiting:
        yield still_to_score(interview.state)
    for turn in interview.state.withheld:
        yield f"Check {turn.asked.number}"
        yield from map(plain_block, item_blocks(turn))
    if interview.state.withheld and interview.state.waiting and not echo:
        yield "If a check was read wrongly, type /misread and its number to set it aside."


def _echoed(event: ev.Event, interview: Interview) -> Iterator[str]:
    """What the candidate did, which comes before what came of it."""
    match event:
        case ev.Clarified():
            yield plain_block(Block("clarify", event.asks), CANDIDATE)
        case ev.Ran() if event.kept:
            yield from ("", f"{CANDIDATE} hands in:", *code_lines(event.code), "")
        case ev.ProbeAnswered():
            yield plain_block(Block("you", event.words), CANDIDATE)
        case ev.Checked():
            yield plain_block(Block("you", given_words(interview.state.turn(event.position))), CANDIDATE)
        case ev.PartingAnswered() if event.text:
            yield plain_block(Block("you", event.text), CANDIDATE)
        case ev.Answered():
            turn = interview.state.turn(event.position)
            if not turn.is_code(event):  # which stands above what came of it
                yield plain_block(Block("you", DONT_KNOW if event.dont_know else event.text), CANDIDATE)
            if turn.question.is_coding and turn.stage is not None:  # the twist, or a question about the code
                yield from ("", plain_block(Block("interviewer", stage_words(turn, len(turn.answers)))), "")
        case ev.Predicted():
            yield f"{CANDIDATE} predicts: {event.verdict}."
        case ev.Judged():
            turn = interview.state.turn(event.position)
            yield from (plain_block(point_block(turn, p)) for p in turn.question.rubric if p.id == event.point)


def code_lines(code: str) -> Iterator[str]:
    """Code as lines that nothing wraps."""
    return (f"    {line}".rstrip() for line in code.rstrip("\n").split("\n"))


def run_lines(run: ev.Ran, question: Question) -> Iterator[str]:
    """What a run said: each shown case, of one that failed its calls; the traceback, and what was printed."""
    yield ran_words(run, question)
    if run.kept:
        return
    cases = shown_cases(question, run.stage)
    for name in run.failed:
        yield f"  failed  {timed_case(run, name)}: {run.faults.get(name, '')}".rstrip(": ")
        yield from (f"    {line}" for line in cases.get(name, ("", []))[1])
    for name in run.passed:
        yield f"  passed  {timed_case(run, name)}"
    for title, text in (("Traceback", run.trace), ("Printed", run.output)):
        if text.strip():
            yield f"{title}:"
            yield from (f"  {line}" for line in text.rstrip().split("\n"))
