"""One item as blocks in reading order: what was asked, said, shown and judged.

The room, the reader, the replay, the line mode, text and Markdown all show these blocks. Each only maps the kinds of
block to its own styles.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal, TypeAlias, get_args

import msgspec

from simulator.engine.scoring import CREDIT, LOWEST, MARK_WORDS, SCALE, VERDICTS
from simulator.graph.records import Check, Point
from simulator.graph.text import fenced, percent_below, plural, source_line, source_url
from simulator.session.code.code_runs import Step, before_twist, cases_said, graded_words, run_words, steps_of
from simulator.session.header import Header
from simulator.session.interview import outcome_words as out
from simulator.session.interview.events import Answered, Clarified, Hinted, PartingAnswered, PartingAsked, Probed
from simulator.session.interview.input import off_by, right_answer, the_answer_is
from simulator.session.interview.parting_questions import PartingQuestions
from simulator.session.interview.turn import Turn

Kind = Literal[
    # the conversation
    "lead", "prompt", "options", "clarify", "clarified", "hint", "interviewer", "you", "code", "diff", "ran",
    # remarks
    "aside", "note", "result", "why", "reason",
    # after the reveal; each part has a head
    "head", "reference", "gist", "claim", "correction", "exemplar", "verdict", "point", "retold", "source", "fact",
    "case", "example",
]  # fmt: skip
BLOCK_KINDS: tuple[Kind, ...] = get_args(Kind)
# from the graph, where Markdown may be used; everything else is shown as it was typed
MARKDOWN: frozenset[Kind] = frozenset((
    "prompt", "clarified", "interviewer", "why", "reference", "gist", "claim", "correction", "exemplar", "fact",
    "example",
))  # fmt: skip
SPEAKERS: dict[Kind, str] = {
    "lead": "Interviewer", "clarify": "You", "clarified": "Interviewer",
    "interviewer": "Interviewer", "you": "You", "code": "You", "diff": "You", "ran": "The cases",
}  # fmt: skip
TITLES: dict[Kind, str] = {
    "you": "You said",
    "point": "How it was judged",
    "case": "What the cases said",
    "reference": "Reference",
    "gist": "In a few words, to say aloud",
    "claim": "What people often get wrong",
    "exemplar": "As a person would say it",
    "retold": "Take two",
    "source": "Sources",
    "fact": "What you could have asked",
}
CHANGED = "You changed"  # above a diff
PARTING_TITLE = "Before we finish"  # above the questions after the last one
GOOD_TITLE = "No program can answer for a company. Good to ask"
REPLIES_TITLE = "Your replies to follow-ups"
RESULT_NOT_YET = "Answered. You'll see the result after the last question."
# where "don't know" was taken back after the reveal: while the item is open, and of its later answer
SEEN_NOW = "You've seen the reference, so this answer will count for less, like one to a question you've had before."
SEEN_THEN = "You'd seen the reference before this answer, so it counts for less."
_Meanwhile: TypeAlias = Clarified | Hinted | Step  # what comes between a question and its answer


class Block(msgspec.Struct, frozen=True):
    """A paragraph: its kind, its text and its `mark`.

    The mark is a verdict, mark, outcome or address, what a fact answers, or the candidate's words that the interviewer
    says first: those are never Markdown.
    """

    kind: Kind
    text: str
    mark: str = ""


SKIPPED_ASIDE = Block("aside", f"{out.OUTCOMES[out.SKIPPED].capitalize()}.")


def item_blocks(turn: Turn, *, secret: bool = False, reference: bool | None = None) -> list[Block]:
    """Everything about an item: what was said and, after the reveal, how it was judged and the reference.

    The result of a check that is still `secret` is left out. `reference` includes the reference or leaves it out; by
    default it is included once it was shown.
    """
    if turn.check is not None:
        return [*said_blocks(turn), *_check(turn, turn.check, secret=secret), *_notes(turn)]
    blocks = said_blocks(turn, runs=True)
    if turn.seen and turn.answered:
        blocks.append(Block("aside", SEEN_THEN))
    elif turn.shown_before:
        blocks.append(Block("aside", SEEN_NOW))
    if turn.prediction:
        late = ", with the reference in sight, so it doesn't count" * turn.predicted_late
        blocks.append(Block("aside", f"You predicted {turn.prediction}{late}."))
    blocks += [SKIPPED_ASIDE] if turn.skipped else []
    blocks += _notes(turn)
    with_reference = was_shown(turn) if reference is None else reference
    return blocks + (reference_blocks(turn) if with_reference and not turn.skipped else [])


def opening_blocks(header: Header, position: int) -> list[Block]:
    """What the interviewer said before the first item: who they are, and what will come."""
    return [Block("lead", header.opening)] if position == 1 and header.opening else []


def parting_blocks(parting: PartingQuestions) -> list[Block]:
    """The parting questions with what the candidate said, and good ones to compare their own with."""
    return [block for asked, reply in parting.exchanges for block in exchange_blocks(asked, reply)]


def exchange_blocks(asked: PartingAsked, reply: PartingAnswered | None) -> Iterator[Block]:
    """One parting question and the reply."""
    yield Block("interviewer", asked.asks)
    if reply is None:
        return
    if reply.text:
        yield Block("note", reply.text, "Note") if reply.unsent else Block("you", reply.text)
    if reply.unsent or not reply.text:
        yield SKIPPED_ASIDE
    yield from good_blocks(asked.good)


def good_blocks(asks: Iterable[str]) -> list[Block]:
    """Questions that are good to ask an interviewer; nothing where there are none."""
    listed = [Block("example", text) for text in asks]  # no "claim", which has the sign of what is wrong
    return [Block("head", GOOD_TITLE), *listed] if listed else []


def of_kinds(blocks: Iterable[Block], *kinds: Kind) -> list[Block]:
    """Only the blocks of these kinds."""
    return [block for block in blocks if block.kind in kinds]


def was_shown(turn: Turn) -> bool:
    """Whether the reference was shown after the current answer."""
    return turn.revealed or turn.scored is not None


def said_blocks(turn: Turn, *, runs: bool = False) -> list[Block]:
    """What was said about an item, in order: the question, answers with what was asked back meanwhile, follow-ups.

    With `runs` a task begins with the code that it starts from, and each run of its code is told: where it is written,
    the editor and its cases show both.
    """
    if turn.check is not None:
        blocks = [Block("prompt", turn.check.prompt)]
        blocks += [Block("options", "\n".join(turn.check.option_lines))] if turn.check.option_lines else []
    else:
        prompt, starter = turn.question.prompt, turn.question.starter
        if runs and turn.question.is_coding:
            prompt = f"{prompt.rstrip()}\n\n{fenced(starter.strip(chr(10)))}"
        blocks = [Block("prompt", prompt)]
    blocks += [] if turn.check else _answers(turn, runs=runs)
    for number, probe in enumerate(turn.probes):
        blocks.append(probe_block(probe))
        blocks += _meanwhile(turn, turn.asked_back(number + 1))
        if number < len(turn.replies):
            blocks.append(Block("you", turn.replies[number].words))
    return blocks


def probe_block(probe: Probed) -> Block:
    """A follow-up as it is put, in one turn: the candidate's own words that it is about, and the question."""
    return Block("interviewer", probe.words, probe.remark)


def reply_blocks(turn: Turn) -> Iterator[Block]:
    """The replies that missed their point, then those that no point judges: what was asked, said, and a good reply."""
    for probe, reply in (*turn.missed_when_asked, *turn.uncovered):
        yield probe_block(probe)
        yield Block("you", reply.words)
        yield from (Block("reference", *turn.good_reply(probe)),) if probe.reply else ()


def _answers(turn: Turn, *, runs: bool) -> Iterator[Block]:
    """The answers, each after its stage of a design question; last the stage that is due.

    Before each stands what was asked back meanwhile, and with `runs` each run of a task's code.
    """
    steps = steps_of(turn) if runs else ()
    waiting: list[_Meanwhile] = sorted((*turn.asked_back(0), *turn.hints, *steps), key=_when)
    for number, answer in enumerate(turn.answers):
        if asked := "" if answer.dont_know else stage_words(turn, number):
            yield Block("interviewer", asked)
        before = [each for each in waiting if _when(each) < answer.n]
        waiting = waiting[len(before) :]
        if turn.is_code(answer):
            yield from _handed_in(turn, answer, before)
            continue
        yield from _meanwhile(turn, before)
        if text := out.DONT_KNOW if answer.dont_know else answer.text:
            yield Block("you", text)
    if turn.stage is not None and (words := stage_words(turn, len(turn.answers))):
        yield Block("interviewer", words)
    yield from _meanwhile(turn, waiting)


def _when(each: _Meanwhile) -> int:
    return each.run.n if isinstance(each, Step) else each.n


def _meanwhile(turn: Turn, events: Iterable[_Meanwhile]) -> Iterator[Block]:
    """Facts and hints, and each run: what had changed before it, and how it went."""
    for event in events:
        match event:
            case Clarified():
                yield from (Block("clarify", event.asks), Block("clarified", event.reply))
            case Hinted():
                yield Block("hint", event.text, "Hint")
            case _:
                if event.change:
                    yield Block("diff", event.change)
                yield Block("ran", run_words(turn, event.run))


def _handed_in(turn: Turn, answer: Answered, before: Sequence[_Meanwhile]) -> Iterator[Block]:
    """Code that was handed in, and how many cases it passed; before it the other runs, where they are told."""
    run = next((run for run in turn.graded_runs if run.stage == answer.stage), None)
    last = before[-1] if before else None
    if isinstance(last, Step) and last.run.kept:
        run = last.run
        yield from _meanwhile(turn, before[:-1])
        if last.change and run != turn.runs[0]:
            yield Block("diff", last.change)
    else:
        yield from _meanwhile(turn, before)
    yield Block("code", answer.text.rstrip())
    if run is not None:
        yield Block("ran", run_words(turn, run))


def case_blocks(turn: Turn) -> list[Block]:
    """What each case said of the code that was handed in, with the reason where one failed."""
    cases = [Block("case", said.text, said.mark) for said in cases_said(turn)]
    return [_head("case"), *cases] if cases else []


def stage_words(turn: Turn, number: int) -> str:
    """What the interviewer asks in stage `number` (from 0) of a design question, with its place among the stages."""
    question = turn.question
    if number >= len(question.stages):
        return ""
    stage = question.stages[number]
    if question.is_coding:
        return f"{before_twist(turn, stage.id)} {stage.asks}".lstrip()
    return f"Stage {number + 1} of {len(question.stages)}, {stage.title}. {stage.asks}"


def _notes(turn: Turn) -> Iterator[Block]:
    return (Block("note", note.text, "Note") for note in turn.notes)


def _check(turn: Turn, check: Check, *, secret: bool) -> Iterator[Block]:
    if turn.checked is None:
        yield from (SKIPPED_ASIDE,) if turn.skipped else ()
        return
    if given := given_words(turn):
        yield Block("you", given)
    if secret:
        yield Block("aside", RESULT_NOT_YET)
    else:
        yield result_block(turn)
        yield Block("why", check.why)


def given_words(turn: Turn) -> str:
    """The answer to a check: the chosen option, or what was typed, as where the options are lost."""
    check, checked = turn.check, turn.checked
    assert check is not None
    assert checked is not None
    if checked.dont_know:
        return out.DONT_KNOW
    chosen = checked.chosen
    return check.options[chosen] if chosen is not None and 0 <= chosen < len(check.options) else checked.text


def result_block(turn: Turn) -> Block:
    """The result of a check that was answered, with the right answer unless that was given."""
    assert turn.check is not None
    checked = turn.checked
    off = off_by(turn.check.value, checked.value) if checked else ""
    truth = f"{the_answer_is(right_answer(turn.check))}{off}."
    if turn.set_aside:
        return Block("result", f"{out.READ_WRONGLY.capitalize()} {truth}", out.OUTCOMES[out.SET_ASIDE].capitalize())
    right = bool(turn.correct)
    word = out.NOT_KNOWN if checked and checked.dont_know else out.right_or_wrong(correct=right)
    return Block("result", "" if right else truth, word.capitalize())


def reference_blocks(turn: Turn) -> list[Block]:
    """What is shown after the reveal: how the answer was judged, then the reference with all that goes with it.

    The judgement comes first because the reference is long, and the points are what changes during a replay.
    """
    question = turn.question
    blocks = [_head("point")] if turn.scored or question.rubric else []
    blocks += [verdict_block(turn)] if turn.scored else []
    blocks = [*case_blocks(turn), *blocks]
    blocks += [point_block(turn, point) for point in question.rubric]
    blocks += [_head("retold"), Block("retold", turn.retold.text)] if turn.retold else []
    none = Block("aside", out.no_reference(story=turn.is_story))
    answer = Block("reference", question.answer) if question.answer else none
    blocks += [_head("reference"), answer]
    blocks += [Block("aside", dated(question.as_of))] if question.as_of else []
    for probe in turn.probes:
        if probe.reply:
            blocks += [probe_block(probe), Block("reference", *turn.good_reply(probe))]
    facts = [Block("fact", fact.reply, fact.asks) for fact in turn.untold]
    blocks += [_head("fact"), *facts] if facts else []
    blocks += [_head("gist"), Block("gist", question.gist)] if question.gist else []
    blocks += [_head("claim")] if question.mistakes else []
    for mistake in question.mistakes:
        blocks += [Block("claim", mistake.claim), Block("correction", mistake.why)]
    blocks += [_head("exemplar"), Block("exemplar", question.exemplar)] if question.exemplar else []
    blocks += [_head("source")] if question.sources else []
    return blocks + [
        Block("source", source_line(source, place=False), source_url(source)) for source in question.sources
    ]


def dated(as_of: str) -> str:
    """A note on the month since when the facts of a question may have changed."""
    return f"This was so in {date.fromisoformat(f'{as_of}-01'):%B %Y}; some of it may have changed since."


def _head(kind: Kind) -> Block:
    return Block("head", TITLES[kind])


def verdict_block(turn: Turn) -> Block:
    """The verdict of an answer, or the one its points make so far, why, and how many hints were taken."""
    told = turn.scored or turn.score
    verdict = told.verdict if told else LOWEST
    if not turn.scored and turn.code_rank is not None:
        verdict = VERDICTS[turn.code_rank]
    hinted = f"; after {plural(len(turn.hints), 'hint')}" if turn.hints and not turn.dont_know else ""
    return Block("verdict", f"{_why_verdict(turn)}{hinted}", verdict)


def _why_verdict(turn: Turn) -> str:
    scored, points = turn.scored, turn.score
    if turn.dont_know:
        return f"you said {out.QUOTED_DONT_KNOW}"
    if scored and scored.overruled:
        return f"set by you: {scored.why}" if scored.why else "set by you"
    if scored and scored.insight:
        return f"with an insight of your own: {scored.insight}"
    if scored and scored.anchored and scored.by_points and scored.anchored != scored.by_points:
        return f"the lower of your own {scored.anchored} and the points' {scored.by_points}"
    if turn.code_rank is not None:
        talk = f"; what you said about it: {points.verdict}" if points else ""
        return f"{graded_words(turn, turn.code_rank)}{talk}"
    if points is None:
        return "by your own judgement"
    if points.capped:
        halves = all(turn.marks.get(name) == "partly" for name in points.missing_critical)
        return "a must-have is only partly met" if halves else "a must-have is missing"
    return covered_words(turn, points.coverage)


def covered_percent(coverage: float) -> str:
    """A coverage as a percentage that never looks like the next verdict."""
    return percent_below(coverage, (grade.least for grade in SCALE.values()))


def covered_words(turn: Turn, coverage: float) -> str:
    """How much of the points was met: `85% covered, 1 point only when asked`.

    What goes beyond makes up for what's missing, and what nobody asked for is left out: one is said, beside 100% both.
    """
    points, marks = turn.question.rubric, turn.marks
    lacking = {marks.get(p.id, "no") for p in points if not p.beyond and p.id not in turn.unasked} - {"yes"}
    beyond = [marks.get(point.id, "no") for point in points if point.beyond]
    made = beyond.count("prompted") * ("yes" not in beyond)  # which makes nothing outstanding
    more = "what went" if "yes" in beyond else plural(made, "point") if made else "half a point" * ("partly" in beyond)
    whole, how = coverage >= 1, " beyond the question" + " that you made when asked" * bool(made)
    filled = f": {more}{how} make{'s' * (made < 2)} up for what's missing" if whole else f", helped by {more}{how}"
    filled *= bool(lacking and more and not turn.old_rules)
    filled = ", nothing beyond the question" if {*beyond} == {"no"} and whole else filled
    when_asked = f", {plural(count, 'point')} only when asked" if (count := turn.count_when_asked) else ""
    unmet = sum(CREDIT[marks.get(p, "no")] <= min(coverage, CREDIT["partly"]) for p in turn.unasked)  # `share_met`
    told = (when_asked if lacking == {"prompted"} else filled) or filled or when_asked
    return f"{covered_percent(coverage)} covered{told}{out.left_out(unmet) * (not told or (whole and told == filled))}"


def point_block(turn: Turn, point: Point) -> Block:
    """A rubric point with its remarks in brackets, and how it was judged."""
    mark = "no" if turn.dont_know else turn.marks.get(point.id)
    followed = point.id in turn.prompted and mark != "prompted"  # no mark in old ones
    unasked = point.id in turn.unasked
    special = point_remarks(critical=point.critical, beyond=point.beyond, followed=followed, unasked=unasked)
    return Block("point", f"{point.point}{special}", MARK_WORDS[mark] if mark else out.NOT_JUDGED)


def point_remarks(*, critical: bool, beyond: bool, followed: bool, unasked: bool) -> str:
    """What is special about a point, in brackets; empty if nothing is."""
    remarks = {"must have": critical, "beyond": beyond, "after a follow-up": followed, out.NOT_ASKED_FOR: unasked}
    return f" ({', '.join(said for said, applies in remarks.items() if applies)})" if any(remarks.values()) else ""
