"""A task in an interview: code is run and handed in, then its twist, then the talk; and what of it is evidence."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from simulator.engine.choice.formats import FORMATS
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.errors import NotAllowed, NothingWritten
from simulator.graph.lint.rules import answer_code
from simulator.graph.records import Mistake
from simulator.session.clock import SimulatedClock
from simulator.session.code.code_runs import PLAIN_FIRST, TWIST
from simulator.session.code.run_result import NEVER_RAN, CaseResult, RunResult
from simulator.session.code.runner import CodeRunner
from simulator.session.code.task_run import run_code
from simulator.session.interview import events as ev
from simulator.session.interview.history import evidence_of, turn_evidence
from simulator.session.interview.interview import Interview
from simulator.session.interview.item_blocks import said_blocks
from simulator.session.interview.state import Awaits, Phase, fold
from tests.coding import SAID, bank_of_workshop, begun, running, said_of, solved, tried, workshop
from tests.reporting import START, Nowhere, turn_of


@pytest.fixture(scope="module")
def runner() -> Iterator[CodeRunner]:
    with running() as found:
        yield found


def handed_in(interview: Interview, runner: CodeRunner, code: str) -> None:
    interview.hand_in(code, tried(interview, runner, code))


def through(interview: Interview, runner: CodeRunner, first: str, second: str) -> None:
    """Both parts of the code, both answers, the prediction."""
    handed_in(interview, runner, first)
    handed_in(interview, runner, second)
    interview.answer(SAID)
    interview.answer(SAID)
    interview.predict("solid")


def scored(interview: Interview) -> None:
    for point in turn_of(interview).unjudged:
        interview.judge(point, "yes")
    interview.confirm()


def result(*passed: bool, kept: bool = True) -> RunResult:
    return RunResult(tuple(CaseResult(f"c{n}", "" if ok else "wrong") for n, ok in enumerate(passed)), kept)


def test_twist_waits_in_words_where_nothing_passed() -> None:
    """None of 22 cases had passed, and the interviewer went on to a harder variant without a word on it."""
    every = [case.id for case in turn_of(begun()).question.cases]
    for failing, says in ((every[-1:], TWIST), (every, PLAIN_FIRST)):
        interview = begun()
        interview.hand_in("def mean(): ...", said_of(turn_of(interview), failing))
        [*_, asked] = said_blocks(turn_of(interview))
        assert asked.text.startswith(says)
        assert turn_of(interview).question.stages[1].asks in asked.text
    old = fold(interview.header, [plain(event) for event in interview.events])
    assert said_blocks(old.turns[-1])[-1].text.startswith(TWIST), "what was said then, where nothing was recorded"


def plain(event: ev.Event) -> ev.Event:
    return replace(event, plain_first=False) if isinstance(event, ev.Ran) else event


@pytest.mark.parametrize("fault", sorted(NEVER_RAN))
def test_cases_that_never_ran_hold_nothing_up(fault: str) -> None:
    interview = begun()
    cases = turn_of(interview).question.cases
    interview.hand_in("def mean(): ...", RunResult(tuple(CaseResult(case.id, fault) for case in cases), kept=True))
    assert said_blocks(turn_of(interview))[-1].text.startswith(TWIST)


def test_right_code_is_outstanding_by_its_cases(runner: CodeRunner) -> None:
    interview = begun()
    code = solved(turn_of(interview))
    assert turn_of(interview).writes_code
    through(interview, runner, code, code)
    scored(interview)
    turn = interview.state.turns[0]
    assert turn.scored is not None
    assert turn.code_rank == 3
    assert turn.verdict == "outstanding"
    assert turn.scored.by_points == "outstanding"
    kinds = [(e.kind, e.category, e.weight) for e in turn_evidence(turn)]
    assert kinds == [("code", 3, 1.0 - P.TALK_WEIGHT), ("verdict", 3, P.TALK_WEIGHT)]


def test_case_that_cannot_be_made_fails_alone(runner: CodeRunner) -> None:
    """A graph with one is refused, but a transcript may have been edited."""
    question = workshop().questions["write-mean"]
    first, *others = question.cases
    spoilt = replace(first, calls=(replace(first.calls[0], args=({"tuple": 5},)),))
    result = run_code(
        runner, replace(question, cases=(spoilt, *others)), "code", answer_code(question.answer), kept=True
    )
    assert result.failed == (first.id,)
    assert "can't be read" in result.cases[0].fault


def test_the_starter_passes_nothing_and_is_weak(runner: CodeRunner) -> None:
    interview = begun()
    code = turn_of(interview).question.starter
    through(interview, runner, code, code)
    scored(interview)
    assert interview.state.turns[0].code_rank == 0
    assert interview.state.turns[0].verdict == "weak"
    assert interview.state.turns[0].fell_short


def test_a_twist_that_is_missed_leaves_most(runner: CodeRunner) -> None:
    interview = begun()
    code = solved(turn_of(interview))
    through(interview, runner, code, "def mean(xs, weights=None):\n    return 0\n")
    assert interview.state.turns[0].code_rank in {1, 2}
    ranks = [turn_evidence(interview.state.turns[0])[0].category]
    assert ranks == [interview.state.turns[0].code_rank]


def test_only_first_hand_in_of_stage_counts(runner: CodeRunner) -> None:
    interview = begun()
    code = solved(turn_of(interview))
    handed_in(interview, runner, turn_of(interview).question.starter)
    interview.undo()
    assert turn_of(interview).writes_code
    assert turn_of(interview).stage is not None
    assert turn_of(interview).stage.id == "code"  # type: ignore[union-attr]
    through(interview, runner, code, code)
    kept = [run for run in turn_of(interview).runs if run.kept]
    assert len(kept) == 3
    assert [run.stage for run in turn_of(interview).graded_runs] == ["code", "twist"]
    assert len(turn_of(interview).graded_runs[0].failed) > 1
    assert turn_of(interview).code_rank != 3


def test_runs_teach_and_do_not_count(runner: CodeRunner) -> None:
    interview = begun()
    interview.ran("def f(): pass\n", tried(interview, runner, "def f(): pass\n", kept=False))
    turn = turn_of(interview)
    assert turn.code_rank is None
    assert turn.code.startswith("def f")
    assert evidence_of(interview.state.turns) == ()
    assert {case for run in turn.runs for case in run.failed} == {c.id for c in turn.question.cases if c.shown}


def test_commands_fit_the_stage() -> None:
    interview = begun()
    with pytest.raises(NotAllowed, match="code"):
        interview.answer("I would write it like this.")
    with pytest.raises(NothingWritten):
        interview.hand_in("  \n", result(True))
    with pytest.raises(NotAllowed):
        interview.hand_in("x = 1\n", result(True, kept=False))
    with pytest.raises(NotAllowed):
        interview.ran("x = 1\n", result(True, kept=True))
    interview.hand_in("x = 1\n", result(True))
    with pytest.raises(NotAllowed):
        interview.skip()
    interview.hand_in("x = 1\n", result(True))
    with pytest.raises(NotAllowed, match="no code"):
        interview.ran("x = 1\n", result(True, kept=False))
    interview.answer("It is one pass.")


def test_code_is_no_text_that_is_listened_to(runner: CodeRunner) -> None:
    interview = begun()
    code = solved(turn_of(interview))
    through(interview, runner, code, code)
    turn = turn_of(interview)
    assert "def " not in turn.said_text
    assert SAID in turn.said_text
    assert not turn.can_be_read
    assert turn.probes == ()


def test_dont_know_is_weak_without_code() -> None:
    interview = begun()
    interview.dont_know()
    assert interview.state.turns[0].verdict == "weak"
    assert [e.kind for e in evidence_of(interview.state.turns)] == ["dont_know"]


def test_no_verdict_of_ones_own_on_code(runner: CodeRunner) -> None:
    interview = begun()
    code = solved(turn_of(interview))
    through(interview, runner, code, code)
    for point in turn_of(interview).unjudged:
        interview.judge(point, "no")
    assert interview.state.awaits is Awaits.VERDICT
    with pytest.raises(NotAllowed, match="cases judge"):
        interview.confirm("weak", "I feel bad about it")
    interview.confirm()
    assert interview.state.turns[0].verdict == "outstanding"
    assert turn_evidence(interview.state.turns[0])[1].category == 0


def test_a_crash_between_run_and_answer_is_mended(runner: CodeRunner) -> None:
    interview = begun()
    code = solved(turn_of(interview))
    handed_in(interview, runner, code)
    events = [e for e in interview.events if not isinstance(e, ev.Answered)]
    again = begun()
    again._events[:] = events
    again.state = fold(again.header, events)
    assert again.state.phase is Phase.ANSWERING
    again.resume()
    assert turn_of(again).stage is not None
    assert turn_of(again).stage.id == "twist"  # type: ignore[union-attr]
    assert turn_of(again).code == interview.state.turns[0].code


def test_a_hand_in_taken_back_stays_taken_back(runner: CodeRunner) -> None:
    interview = begun()
    handed_in(interview, runner, solved(turn_of(interview)))
    interview.undo()
    interview.pause()
    interview.resume()
    assert turn_of(interview).stage is not None
    assert turn_of(interview).stage.id == "code"  # type: ignore[union-attr]
    assert interview.state.draft.startswith("def ")


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_tasks_come_in_the_code_round_alone(name: str) -> None:
    interview = begun(format=name, area="sums" if name == "deep-dive" else "")
    asked = 0
    while interview.state.awaits is not Awaits.NOTHING and asked < 4:
        turn = turn_of(interview)
        if turn.check is None and interview.state.phase is Phase.ANSWERING:
            assert turn.question.is_coding == (name == "code")
            asked += 1
        interview.skip()
        if interview.state.awaits is Awaits.NEXT:
            interview.next()
    assert asked


def asked_kinds(minutes: float, seed: int, role: str = "coder") -> list[str]:
    """The kinds of what a full interview asks somebody who answers everything well."""
    interview = begun(seed, format="full", minutes=minutes, role=role)
    clock = interview._time
    found: list[str] = []
    while interview.state.closed is None and interview.state.awaits is not Awaits.NOTHING:
        turn = interview.state.current
        match interview.state.awaits:
            case Awaits.NEXT:
                interview.next()
            case Awaits.PARTING:
                interview.answer_parting("I like it.")
            case Awaits.ANSWER if turn is not None and turn.writes_code:
                clock.advance(480)  # type: ignore[attr-defined]
                interview.hand_in("x = 1\n", result(True))
            case Awaits.ANSWER:
                assert turn is not None
                clock.advance(60 if turn.question.is_coding else 200)  # type: ignore[attr-defined]
                interview.answer("It holds, because it is true.")
            case Awaits.REPLY:
                interview.answer_probe("Because it is.")
            case Awaits.PREDICTION:
                interview.predict("solid")
            case Awaits.MARK:
                assert turn is not None
                interview.judge(turn.unjudged[0], "yes")
            case Awaits.OWN_VERDICT:
                interview.confirm("solid")
            case _:
                interview.confirm()
        if isinstance(interview.events[-1], ev.Asked):
            question = interview.events[-1].question
            found.append(question.kind if question else "check")
    return found


def test_role_with_code_gets_one_task_late() -> None:
    for seed in range(4):
        kinds = asked_kinds(45, seed)
        tasks = [n for n, kind in enumerate(kinds) if kind in {"implement", "repair"}]
        assert len(tasks) == 1
        assert tasks[0] > len(kinds) / 2
    assert not {"implement", "repair"} & set(asked_kinds(45, 1, "talker"))


def test_coding_is_a_term_of_its_own() -> None:
    from simulator.engine.model.belief import CODING
    from simulator.engine.model.evidence import Evidence
    from simulator.engine.model.priors import Prior

    bank = bank_of_workshop()
    prior = Prior.structural(bank, "mid")
    weak = prior.update(Evidence("write-mean", "code", 0))
    talked = prior.update(Evidence("write-mean", "dont_know", 0))
    assert weak.mean[CODING] < 0 == talked.mean[CODING]
    assert prior.concept("mean")[0] > weak.concept("mean")[0] > talked.concept("mean")[0]
    assert weak.leniency() == pytest.approx(prior.leniency())
    assert prior.variances()[CODING] == pytest.approx(P.CODING_SD**2)


WRONG = "A generator is faster than a list here, always."
MISTAKE = Mistake(
    claim="A generator is faster than a list",
    why="It saves memory; each step costs a call more.",
    cues=("generator + faster + list",),
    challenge="What does each step of it cost?",
)


def with_a_mistake(*said: str) -> Interview:
    """A task whose list of mistakes has one, with its code handed in and these answers to what is asked about it."""
    interview = begun()
    task = replace(turn_of(interview).question, mistakes=(MISTAKE,))
    events = [replace(e, question=task) if isinstance(e, ev.Asked) else e for e in interview.events]
    interview = Interview(workshop(), interview.header, Nowhere(), SimulatedClock(START), interview.selection, events)
    for _ in range(2):
        interview.hand_in(solved(turn_of(interview)), said_of(turn_of(interview)))
    for text in said:
        interview.answer(text)
    return interview


def test_a_mistake_about_code_is_challenged_once() -> None:
    interview = with_a_mistake(SAID, WRONG)
    (probe,) = turn_of(interview).probes
    assert (probe.sort, probe.asks, probe.reply) == ("challenge", MISTAKE.challenge, MISTAKE.why)
    assert probe.quote in WRONG
    interview.answer_probe(WRONG)
    assert interview.state.phase is Phase.PREDICTING


def test_right_words_about_code_are_not_challenged() -> None:
    assert with_a_mistake(SAID, SAID).state.phase is Phase.PREDICTING
