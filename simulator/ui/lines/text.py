"""What the line mode prints for each event: the words of the interview without a screen."""

import textwrap
from collections.abc import Iterator
from math import ceil

from simulator.engine.scoring import MARK_WORDS
from simulator.graph.records import Graph, Question
from simulator.session.interview import events as ev
from simulator.session.interview.input import right_answer
from simulator.session.interview.interview import Interview
from simulator.session.interview.turn import Turn
from simulator.ui.interviewer import (
    ASIDE,
    CHECK_KEPT,
    COUNTS_AGAIN,
    REPLY_COUNTS,
    SAID_COUNTS,
    SEEN_NOW,
    lead_in,
    probe_words,
    when_asked_words,
    why_over,
)

RULE = "-" * 40


def lines_of(event: ev.AnyEvent, interview: Interview, graph: Graph, *, echo: bool = False) -> Iterator[str]:
    """The paragraphs for one event. With `echo` what the candidate did is printed too: nobody has typed it."""
    match event:
        case ev.Asked():
            yield from _asked(event, interview, graph)
        case ev.Clarified():
            if echo:
                yield f"Candidate asks: {event.asks}"
            yield f"Interviewer: {event.reply}"
        case ev.Hinted():
            yield f"Hint {event.hint}: {event.text}"
        case ev.Probed():
            yield f"Interviewer: {probe_words(event.sort, event.asks)}"
        case ev.ProbeAnswered():
            if echo:
                yield f"Candidate: {event.words}"
            if event.said or event.text:
                yield SAID_COUNTS if event.said else REPLY_COUNTS
        case ev.Revealed():
            turn = interview.state.turn(event.position)
            if interview.state.closed is not None:
                yield from asked_again_lines(turn)
            yield from reference_lines(turn)
        case ev.Checked():
            if echo:
                yield f"Candidate: {event.text or 'I do not know.'}"
            withheld = interview.state.withholds
            yield from (CHECK_KEPT,) if withheld else _checked(event, interview.state.turn(event.position))
        case ev.SetAside():
            yield from _set_aside(event, interview.state.turn(event.position))
        case ev.Scored():
            yield from _scored(event, interview.state.turn(event.position))
        case ev.Undone():
            yield from _taken_back(event, interview, graph)
        case ev.Returned():
            yield from _asked(interview.state.turn(event.position).asked, interview, graph)
        case ev.Closed():
            yield from _closed(interview, echo=echo)
        case _ if event.printed:
            yield event.printed
        case _ if echo:
            yield from _echoed(event, interview)


def _taken_back(event: ev.Undone, interview: Interview, graph: Graph) -> Iterator[str]:
    """That a step was taken back; the question again, where that was a pass over it, or "don't know"."""
    yield "Taken back."
    voided = next((e for e in interview.events if e.n == event.undoes), None)
    turn = interview.state.turn(event.position)
    unknown = isinstance(voided, ev.Answered) and voided.dont_know
    if isinstance(voided, ev.Skipped) or (unknown and not interview.state.closed):  # else it is returned
        yield from _asked(turn.asked, interview, graph)
    if unknown and turn.shown_before:
        yield SEEN_NOW


def time_left(seconds: float) -> str:
    """The time that is left, in words; what has begun counts as a minute."""
    minutes = ceil(abs(seconds) / 60)
    return f"{minutes} min left" if seconds >= 0 else f"{minutes} min over time"


def verdict_lines(turn: Turn) -> Iterator[str]:
    """What the points make so far, in words."""
    score = turn.score
    if score is None:
        return
    yield f"The points make: {score.verdict}, {round(score.coverage * 100)} % covered{when_asked_words(turn)}."
    if score.capped:
        missing = [p.point for p in turn.question.rubric if p.id in score.missing_critical]
        yield f"A must-have is missing: {missing[0]}"


def _asked(event: ev.Asked, interview: Interview, graph: Graph) -> Iterator[str]:
    yield ""
    yield RULE
    yield f"{'Question' if event.question else 'Check'} {event.number}"
    area = graph.areas[event.area].title if event.area in graph.areas else event.area
    yield f"{area}, {time_left(interview.seconds_left)}"
    yield ""
    yield f"Interviewer: {lead_in(interview.state, interview.state.turn(event.position), graph)}"
    yield ""
    if event.question:
        yield plain_markdown(event.question.prompt)
    elif event.check:
        yield plain_markdown(event.check.prompt)
        yield from (f"    {line}" for line in event.check.option_lines)
    yield ""


def asked_again_lines(turn: Turn) -> Iterator[str]:
    """The question that an answer was given to long ago, and the answer, before it is scored."""
    yield ""
    yield RULE
    yield f"Question {turn.asked.number}"
    yield ""
    yield plain_markdown(turn.question.prompt)
    yield from answer_lines(turn)


def answer_lines(turn: Turn) -> Iterator[str]:
    """What was answered, stage by stage, with the replies to what was asked back."""
    if turn.answers:
        yield ""
        yield "You answered:"
    for answer in turn.answers:
        yield quoted("I do not know." if answer.dont_know else answer.text)
    for probe, reply in zip(turn.probes, turn.replies, strict=False):
        yield f"Interviewer: {probe_words(probe.sort, probe.asks)}"
        said = "I said that already." if reply.said else "I do not know."
        yield quoted(reply.text or said)


def quoted(text: str) -> str:
    """Somebody's own words, set in a little; less than code, which is never wrapped."""
    return textwrap.indent(text, "  ")


def reference_lines(turn: Turn) -> Iterator[str]:
    """The reference answer of a revealed question, and its gist."""
    question: Question = turn.question
    yield ""
    yield "Reference"
    yield plain_markdown(question.answer) if question.answer else "This question has no reference answer."
    if question.gist:
        yield ""
        yield f"To say aloud: {question.gist}"
    yield ""


def _set_aside(event: ev.SetAside, turn: Turn) -> Iterator[str]:
    typed = f" You typed: {turn.checked.text}" if turn.checked is not None else ""
    yield f"{ASIDE}{typed}" if event.on else COUNTS_AGAIN


def _checked(event: ev.Checked, turn: Turn) -> Iterator[str]:
    check = turn.check
    assert check is not None
    if turn.set_aside:
        yield f"{ASIDE} You typed: {event.text}"
    elif event.correct:
        yield f"Right. {check.why}"
    else:
        yield f"Not quite: {right_answer(check)}. {check.why}"


def _scored(event: ev.Scored, turn: Turn) -> Iterator[str]:
    covered = "" if event.coverage is None else f", {round(event.coverage * 100)} % of the points"
    covered += when_asked_words(turn)
    capped = "; a must-have is missing" if event.capped else ""
    yield f"Verdict: {event.verdict}{covered}{capped}."


def _closed(interview: Interview, *, echo: bool) -> Iterator[str]:
    yield ""
    closed = interview.state.closed
    stopped = closed is not None and closed.why == "stopped"
    yield "You have ended the interview." if stopped else f"That was the last question. {why_over(interview.state)}"
    for turn in interview.state.withheld:
        assert turn.check is not None
        assert turn.checked is not None
        yield f"Check {turn.asked.number}: {plain_markdown(turn.check.prompt)}"
        yield from _checked(turn.checked, turn)
    if interview.state.withheld and interview.state.waiting and not echo:
        yield "If a check was read wrongly, /misread with its number sets one aside."
    waiting = len(interview.state.waiting)
    if waiting:
        waits = "answer waits" if waiting == 1 else "answers wait"
        yield f"{waiting} {waits} for a score. Now the references, one by one."


def _echoed(event: ev.AnyEvent, interview: Interview) -> Iterator[str]:
    match event:
        case ev.Answered(dont_know=True):
            yield "Candidate: I do not know."
        case ev.Answered():
            yield f"Candidate: {event.text}"
        case ev.Predicted():
            yield f"Candidate expects: {event.verdict}."
        case ev.Judged():
            point = next(p for p in interview.state.turn(event.position).question.rubric if p.id == event.point)
            yield f"  {MARK_WORDS[event.mark]:6}  {point.point}"


def plain_markdown(text: str) -> str:
    """Markdown as it reads best without a screen: emphasis marks go, code stays as it is."""
    parts = text.split("```")
    for index in range(0, len(parts), 2):
        parts[index] = parts[index].replace("**", "").replace("`", "")
    for index in range(1, len(parts), 2):
        code = parts[index].split("\n", 1)[-1].rstrip("\n")
        parts[index] = "\n" + "\n".join(f"    {line}" for line in code.split("\n")) + "\n"
    return "".join(parts).strip()
