"""A code round in review: its runs and what changed, what its cases said, and what is withheld until the reveal."""

import csv
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from pathlib import Path

import msgspec
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from simulator.engine.scoring import VERDICTS
from simulator.report.debrief.advice import code_sentence
from simulator.report.debrief_records import CodeRound
from simulator.report.export.anki_cards import write_package
from simulator.report.export.exporters import as_chosen, export_text
from simulator.report.export.prose import highlighted
from simulator.report.export.style import CODE_COLOURS
from simulator.report.figures.assessment import as_json, assess, assess_interview
from simulator.report.figures.panel import answers_of_past
from simulator.report.figures.progress import progress
from simulator.report.figures.readiness import WrittenTask, code_round
from simulator.report.figures.replay import Replay
from simulator.report.records import Assessment
from simulator.report.search import StudyIndex, paragraphs
from simulator.report.text.debrief import NOTHING_FOR, first_page_entries
from simulator.report.text.progress import progress_lines
from simulator.report.text.report import page
from simulator.session.archive.as_text import retold_lines
from simulator.session.archive.facts import facts_of
from simulator.session.archive.search import parse_query
from simulator.session.archive.summary import row_of
from simulator.session.code.code_runs import diff
from simulator.session.code.run_result import ENDED
from simulator.session.interview import events as ev
from simulator.session.interview.history import past_session
from simulator.session.interview.item_blocks import Block, item_blocks, of_kinds, said_blocks, verdict_block
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import fold
from simulator.session.transcript.read import Reading
from simulator.ui.tui.review.replay import event_words
from tests.coding import bank_of_workshop, begun, said_of, solved, talked, with_runs, with_task, workshop
from tests.report_screen import retold_everywhere, standing_lines
from tests.reporting import START, page_text, progress_after, reading_of, turn_of

KEPT = ("one", "negative", "empty", "any-order", "inputs-kept")  # of the first task, and of its twist:
KEPT_TWIST = ("equal-weights", *KEPT)


def assessed(reading: Reading) -> Assessment:
    selection = Selection(workshop(), reading.header, (), bank=bank_of_workshop())
    return assess(fold(reading.header, reading.events), workshop(), selection)


def told_of(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    return [(block.kind, block.text.split("\n")[0]) for block in of_kinds(blocks, "code", "diff", "ran")]


# Runs and what changed


def test_each_run_says_what_changed_and_failed() -> None:
    turn = turn_of(with_runs())
    code = ("code", "def mean(xs, weights=None):")
    assert told_of(item_blocks(turn)) == [
        ("ran", "0 of 1 shown case passed."),
        ("diff", "@@ -1,6 +1,5 @@"),
        ("ran", "The shown case passed."),
        ("diff", "@@ -3,3 +3,3 @@"),
        code,
        (
            "ran",
            "5 of 6 cases passed, hidden ones included. The shown ones pass; it fails for 1 hidden case. "
            "Most of it came in one go; the cases judge it all the same.",
        ),
        ("ran", "Both shown cases passed."),
        code,
        ("ran", "6 of 8 cases passed, hidden ones included. The shown ones pass; it fails for 2 hidden cases."),
    ]
    first = next(block for block in item_blocks(turn) if block.kind == "ran")
    assert first.text.endswith("three: expected that, got three wrong")
    assert item_blocks(turn)[0].text.endswith('    2.0\n    """\n```')


def test_the_room_shows_only_what_was_handed_in() -> None:
    turn = turn_of(with_runs())
    assert [kind for kind, _ in told_of(said_blocks(turn))] == ["code", "ran", "code", "ran"]
    assert said_blocks(turn)[0].text == turn.question.prompt


def test_only_the_first_hand_in_counts() -> None:
    interview = begun()
    code = solved(turn_of(interview))
    interview.hand_in("x = 1\n", said_of(turn_of(interview), KEPT))
    interview.undo()
    interview.hand_in(code, said_of(turn_of(interview)))
    said = [text for kind, text in told_of(item_blocks(turn_of(interview))) if kind == "ran"]
    assert said == [
        "1 of 6 cases passed, hidden ones included. The shown ones pass; it fails for 5 hidden cases.",
        "All 6 cases passed, hidden ones included. The first hand-in is the one that counts.",
    ]


def test_a_hand_in_names_failing_shown_cases() -> None:
    interview = begun()
    turn = turn_of(interview)
    interview.hand_in(solved(turn), said_of(turn, {"three", *KEPT}))
    (said,) = (block.text for block in said_blocks(turn_of(interview)) if block.kind == "ran")
    assert said.endswith("It fails for three: expected that, got three wrong; and for 5 hidden cases.")


@given(st.lists(st.sampled_from(["a", "b", "    c", ""]), max_size=12), st.lists(st.sampled_from("abd"), max_size=12))
def test_a_diff_holds_just_what_changed(old: list[str], new: list[str]) -> None:
    before, after = "\n".join(["x", *old, "x"]), "\n".join(["x", *new, "x"])
    lines = diff(before, after).split("\n")
    taken, added = ([line[1:] for line in lines if line.startswith(sign)] for sign in "-+")
    assert (lines == [""]) == (before == after)
    assert len(taken) - len(added) == len(old) - len(new)
    assert set(taken) <= set(old) | {"x"}
    assert set(added) <= set(new) | {"x"}


def test_very_long_code_is_counted_instead() -> None:
    assert diff("a\n" * 3_000, "b\n" * 2_500) == "from 3,000 lines to 2,500 lines, too many to compare"


def test_each_run_is_a_step_of_the_replay() -> None:
    sat = with_runs()
    talked(sat)
    replay = Replay(reading_of(sat), workshop())
    steps = [n for n, event in enumerate(replay.events, 1) if isinstance(event, ev.Ran)]
    said = [event_words(replay.events[n - 1], replay.states[n].turn(1)) for n in steps]
    assert said[:3] == [
        "You run your code: 0 of 1 case passed",
        "You run your code: 1 of 1 case passed",
        "You hand in your code: 5 of 6 cases passed",
    ]
    shown = [told_of(item_blocks(replay.states[n].turn(1))) for n in steps]
    assert [kind for kind, _ in shown[1]] == ["ran", "diff", "ran"]
    assert [kind for kind, _ in shown[2]] == ["ran", "diff", "ran", "diff", "ran"]
    assert all("case" not in {b.kind for b in item_blocks(replay.states[n].turn(1))} for n in steps)


# Withheld until the reveal


def outputs(reading: Reading) -> dict[str, str]:
    """Everything that is said of a transcript, by what says it."""
    found, graph = assessed(reading), workshop()
    replay = Replay(reading, graph)
    facts = facts_of(reading)
    at = range(len(reading.events) + 1)
    return {
        **retold_everywhere(reading, found),
        "replay": str([(replay.outlook(n), [item_blocks(t) for t in replay.states[n].turns]) for n in at]),
        "events": str([event.summary() for event in reading.events if not isinstance(event, ev.Asked)]),
        "progress": msgspec.json.encode(progress_after(graph, [facts], [past_session(reading)], 1)).decode(),
        "list": str((row_of(reading), facts)),
    }


def failing(first: Sequence[str], second: Sequence[str], ended: str, *, revealed: bool = False) -> Reading:
    """A task whose cases failed so, in the talk about it or after its reveal."""
    interview = begun()
    code = solved(turn_of(interview))
    interview.hand_in(code, said_of(turn_of(interview), first, ended=ended))
    interview.hand_in(code, said_of(turn_of(interview), second, ended=ended))
    if revealed:
        talked(interview)
    return reading_of(interview)


@settings(max_examples=6, deadline=None, phases=[Phase.generate])  # to shrink all outputs takes minutes
@given(st.permutations(KEPT), st.permutations(KEPT_TWIST), st.integers(1, 4), st.sampled_from(["time", "memory", ""]))
def test_no_output_says_which_kept_back_cases_failed(
    first: Sequence[str], second: Sequence[str], count: int, ended: str
) -> None:
    one = outputs(failing(KEPT[:count], KEPT_TWIST[:count], ""))
    # of the twist's own cases as many fail, for they decide the verdict
    own = [name for name in second if name != KEPT_TWIST[0]][: count - 1]
    two = outputs(failing(first[:count], [KEPT_TWIST[0], *own], ended))
    assert [name for name in one if one[name] != two[name]] == []
    assert not any("got " in text and "wrong" in text for text in one.values())


def test_after_the_reveal_every_output_says_it() -> None:
    one = outputs(failing(["empty"], ["empty"], "", revealed=True))
    two = outputs(failing(["negative"], ["negative"], "", revealed=True))
    for name in ("md", "html", "json", "text", "screen", "review", "replay"):
        assert "got empty wrong" in unescape(one[name]), name
        assert "got empty wrong" not in two[name], name


# The report


def test_code_that_passes_is_a_strength_in_words() -> None:
    found = assess_interview(with_task())
    strength = found.recommendation.strengths[0]
    assert (strength.title, strength.quote, strength.quoted) == (
        "Code that holds: means",
        "All 8 cases, the twist too",
        False,
    )
    assert "marked as met" not in "\n".join(page(found))
    assert not found.recommendation.concerns


def test_code_that_fails_is_a_concern() -> None:
    found = assess_interview(with_task(KEPT_TWIST))
    (concern,) = found.recommendation.concerns
    assert concern.title == "Code for means: 2 of 8 cases pass"
    assert concern.fails.startswith("one: expected that, got one wrong; negative: expected that, got negative wrong; ")
    assert concern.fails.endswith("; and 4 more")
    assert concern.say.startswith("The examples pass, so")
    assert not any(s.by_cases for s in found.recommendation.strengths)
    assert "fails: one: expected that" in " ".join(" ".join(page(found)).split())
    assert found.held_back[0] == f"{found.questions[0].verdict} on Means (2 of 8 cases)"
    assert found.tonight[0].why == "your code passed 2 of 8 cases"


@pytest.mark.parametrize(
    ("shown", "fault", "says"),
    [
        (True, "ValueError (line 26, in means)", "It stops in line 26 with ValueError"),
        (True, "TypeError", "It stops with TypeError"),
        (True, "call 2: expected True, got None", "I'd return something simple"),
        (True, "expected 2, got 3", "One of the examples comes out wrong"),
        (True, ENDED["time"], "It takes too long"),
        (False, "expected 2, got 3", "The examples pass, so before I hand it in I'd also try what they leave out"),
    ],
)
def test_what_to_say_fits_how_code_fails(shown: bool, fault: str, says: str) -> None:
    interview = begun()
    turn = turn_of(interview)
    code, failed = solved(turn), next(case for case in turn.question.cases if case.shown == shown)
    ran = said_of(turn, {failed.id})
    cases = tuple(replace(case, fault=fault) if case.fault else case for case in ran.cases)
    interview.hand_in(code, replace(ran, cases=cases))
    assert code_sentence(turn_of(interview)).startswith(says)
    assert code_sentence(turn) == ""


def test_both_hand_ins_are_counted_where_they_differ() -> None:
    """The room said so twice; a count of neither explains nothing."""
    interview = begun()
    code = solved(turn_of(interview))
    interview.hand_in("x = 1\n", said_of(turn_of(interview), {case.id for case in turn_of(interview).question.cases}))
    interview.hand_in(code, said_of(turn_of(interview), {"negative"}))
    talked(interview)
    interview.stop()
    found, both = assess_interview(interview), "0 of 6 cases {}before the twist, 7 of 8 after it"
    assert found.recommendation.concerns[0].title == f"Code for means: {both.format('pass ')}"
    assert found.held_back[0].endswith(f"on Means ({both.format('')})")
    assert found.tonight[0].why == f"your code passed {both.format('')}"
    (turn,) = interview.state.turns
    assert verdict_block(turn).text.startswith("a shown case fails in your first hand-in, which counts")


def test_shown_case_of_twist_is_called_so() -> None:
    """ "A shown case fails" stood beside a run in which both shown cases had passed, before the twist."""
    interview = begun()
    code, turn = solved(turn_of(interview)), turn_of(interview)
    interview.hand_in(code, said_of(turn, {case.id for case in turn.question.cases if not case.shown}))
    interview.hand_in(code, said_of(turn_of(interview), {case.id for case in turn.question.all_cases}))
    talked(interview)
    assert verdict_block(interview.state.turns[0]).text.startswith("a shown case fails with the twist")


def test_verdict_and_count_of_cases_agree() -> None:
    """ "The shown cases only" stood beside "11 of 16 cases"."""
    found = assess_interview(with_task({"empty", "equal-weights", "negative"}))
    (verdict,) = (block.text for block in found.questions[0].blocks if block.kind == "verdict")
    assert found.recommendation.concerns[0].title == "Code for means: 5 of 8 cases pass"
    assert verdict.startswith("2 of 2 shown and 3 of 6 hidden cases; what you said about it")


def test_a_poor_talk_faults_no_code() -> None:
    found = assess_interview(with_task(marks="no"))
    (question,) = found.questions
    assert (question.verdict, question.by_points) == (VERDICTS[3], VERDICTS[0])
    assert [c.title.split(":")[0] for c in found.recommendation.concerns] == ["About your code for means"]
    assert not found.recommendation.concerns[0].minor
    said = "\n".join(retold_lines(reading_of(with_task(marks="no"))))
    assert f"Verdict: {VERDICTS[3]}, all cases; what you said about it: {VERDICTS[0]}." in said


def test_json_has_the_code_of_each_task() -> None:
    sat = with_runs()
    talked(sat)
    code = json.loads(as_json(assess_interview(sat)))["questions"][0]["code"]
    assert {name: code[name] for name in ("grade", "passed", "cases", "kept")} == {
        "grade": "shown only", "passed": 6, "cases": 8, "kept": 6,
    }  # fmt: skip
    assert [(run["stage"], run["kept"], run["pasted"], len(run["failed"])) for run in code["runs"]] == [
        ("code", False, False, 1), ("code", False, False, 0), ("code", True, True, 1),
        ("twist", False, False, 0), ("twist", True, False, 2),
    ]  # fmt: skip
    assert code["runs"][2]["faults"] == {"empty": "expected that, got empty wrong"}
    assert code["text"] == code["runs"][-1]["code"]


def test_a_pasted_solution_is_noted_and_contradicts_nothing() -> None:
    interview = begun()
    code = solved(turn_of(interview))
    for _ in range(2):
        interview.hand_in(code, said_of(turn_of(interview), pasted=True))
    talked(interview)
    found, plain = assess_interview(interview), assess_interview(with_task())
    assert "Most of the code of question 1 came in one go. The cases judge it all the same." in found.caveats
    assert (found.recommendation, found.level, found.heard) == (plain.recommendation, plain.level, None)
    assert found.questions[0].doubt == ""


def test_predictions_of_tasks_rate_nobody() -> None:
    sat = with_task(KEPT)
    assert assess_interview(sat).calibration.predictions == 0
    assert facts_of(reading_of(sat)).items[0].not_raised is None


def test_kinds_name_code_apart() -> None:
    assert assess_interview(with_task()).kinds == {
        "Explain": "not asked here", "Diagnose": "not asked", "Trade-offs": "not asked", "Design": "not asked",
        "Code": VERDICTS[3],
    }  # fmt: skip


# Readiness for the code round


@pytest.mark.parametrize(
    ("tasks", "said"),
    [
        ([(2, 3)], "Code round: all cases pass in the one task, at junior level. One task is too little to go by."),
        ([(3, 0)], "Code round: a shown case fails in the one task, at mid level. One task is too little to go by."),
        ([(3, 3)] * 2, "2 of 2 tasks solved, too little to say yet: all cases pass at mid level."),
        (
            [(3, 3), (3, 2), (4, 3)],
            "holds so far; 3 of 3 tasks solved: all cases pass in 2 tasks at mid and senior level; "
            "most cases pass in 1 task at mid level.",
        ),
        ([(2, 3)] * 5, "5 of 5 tasks solved, too little to say yet: all cases pass at junior level."),
        ([(4, 0)] * 4, "0 of 4 tasks solved, too little to say yet: a shown case fails at senior level."),
        (
            [(3, 1), (2, 0), (3, 0)],
            "falls short so far; 0 of 3 tasks solved: all shown cases but too few hidden ones pass in 1 "
            "task at mid level; a shown case fails in 2 tasks at junior and mid level",
        ),
        ([(3, 3)] * 3 + [(3, 0)], "leaning yes; 3 of 4 tasks solved: all cases pass in 3 tasks at mid level;"),
        (
            [(3, 2), *[(3, 0)] * 3],
            "leaning not yet; 1 of 4 tasks solved: most cases pass in 1 task at mid level; a shown",
        ),
        ([(3, 3)] * 2 + [(3, 0)] * 3, "2 of 5 tasks solved, too little to say yet"),
    ],
)  # fmt: skip
def test_the_code_round_claims_no_more_than_known(tasks: list[tuple[int, int]], said: str) -> None:
    found = code_round([WrittenTask(*task) for task in tasks], "mid", 3)
    assert found is not None
    assert said in found.sentence


@given(
    st.lists(st.builds(WrittenTask, st.integers(2, 5), st.integers(0, 3)), min_size=1, max_size=8), st.integers(2, 5)
)
def test_one_more_task_passed_never_lowers_the_chance(tasks: list[WrittenTask], tier: int) -> None:
    def chance(of: list[WrittenTask]) -> float:
        found = code_round(of, "mid", tier)
        assert isinstance(found, CodeRound)
        return found.chance

    assert chance([*tasks, WrittenTask(tier, 3)]) >= chance(tasks) >= chance([*tasks, WrittenTask(tier, 0)])
    better = [task._replace(rank=3) for task in tasks]
    assert chance(better) >= chance(tasks)
    assert code_round(tasks[:2], "mid", tier).verdict == "too little to say"  # type: ignore[union-attr]


def test_code_alone_recommends_nothing_for_talk() -> None:
    earlier = [past_session(reading_of(with_task(seed=seed))) for seed in range(1, 6)]
    assert answers_of_past(workshop(), earlier) == []
    sat = with_task()
    selection = Selection(workshop(), sat.header, earlier, bank=bank_of_workshop())
    found = assess(sat.state, workshop(), selection).recommendation
    assert (found.word, found.over_all) == ("", "")
    assert found.why.startswith("Only code was asked for here")
    assert found.code_round is not None
    assert (found.code_round.tasks, found.code_round.word) == (6, "too little to say")
    assert found.code_round.headline.endswith("6 of 6 tasks solved (earlier ones included), too little to say yet")
    said = [entry.text for entry in first_page_entries(assess_interview(sat))]
    assert said[:2] == [
        "Code round for mid: 1 of 1 task solved, too little to say yet",
        "All cases pass in the one task, at junior level.",
    ]
    assert found.why in said


def test_home_has_a_line_for_the_code_round() -> None:
    sittings = [reading_of(with_task(seed=seed)) for seed in range(1, 4)]
    facts, past = [facts_of(sat) for sat in sittings], [past_session(sat) for sat in sittings]
    found = progress(facts, past, workshop(), bank_of_workshop(), "demo", START)
    said = standing_lines(found, 78)
    assert "          code round: too little to say; 3 of 3 solved" in said
    assert "Code round for mid: 3 of 3 tasks solved, too little to say yet" in progress_lines(found, START.date(), 80)
    assert not any("code round" in line for line in standing_lines(progress_after(workshop(), [], [], 0), 78))


def test_an_unrevealed_task_says_nothing_of_the_round() -> None:
    assert assessed(failing((), (), "")).recommendation.code_round is None
    assert assessed(failing((), (), "", revealed=True)).recommendation.code_round is not None


# Exports


def test_a_page_colours_code_and_runs_nothing() -> None:
    interview = begun()
    bad = "def mean(xs):\n    return '</code><script>alert(1)</script>'  # <b>\n"
    interview.ran(bad, said_of(turn_of(interview), {"three"}, kept=False))
    for _ in range(2):
        interview.hand_in(bad, said_of(turn_of(interview), KEPT))
    talked(interview)
    page_of = "".join(export_text([assess_interview(interview)], "html", many=False))
    assert "<script" not in page_of
    assert '<span class="k">def</span>' in page_of
    assert "&lt;/code&gt;&lt;script&gt;" in page_of
    assert '<span class="good">+    return' in page_of
    assert "What the cases said" in page_text(page_of)


def test_every_class_of_pygments_is_plain_or_coloured() -> None:
    """A class that the sheet forgets has the colour of the text, which can be read; none may bring a colour along."""
    shown = highlighted(
        "import a\n@b\nclass C(int):\n    x = 1.5 + 0x1F  # c\n    def f(self): return f'{len(x)}' is None\n"
    )
    assert "style=" not in shown
    assert {".k", ".nf", ".nc", ".mf", ".c1", ".nb"} <= set(
        CODE_COLOURS.replace(",", " ").replace("(", " ").replace(")", " ").split()
    )


def test_markdown_keeps_code_with_fences_in_it() -> None:
    interview = begun()
    code = "def mean(xs):\n    '''```'''\n    return 1\n"
    for _ in range(2):
        interview.hand_in(code, said_of(turn_of(interview), KEPT))
    talked(interview)
    assert f"````python\n{code}````" in "".join(export_text([assess_interview(interview)], "md", many=False))


def test_a_table_has_the_cases_of_tasks() -> None:
    text = "".join(export_text([assess_interview(with_task(["empty"]))], "csv", many=False))
    (line,) = csv.DictReader(io.StringIO(text))
    assert (line["code_grade"], line["cases_passed"], line["cases"]) == ("most", "7", "8")
    assert line["code"].startswith("def mean(xs, weights=None):")


def test_cards_hold_the_task_and_its_code(tmp_path: Path) -> None:
    found = assess_interview(with_task(KEPT_TWIST))
    (question,) = found.questions
    assert question.code is not None
    code = msgspec.structs.replace(question.code, starter="def mean(xs):\n    return xs < '<b>'\n")
    found = msgspec.structs.replace(found, questions=(msgspec.structs.replace(question, code=code),))
    assert write_package([found], tmp_path / "cards.apkg", 0.0) == 1
    with zipfile.ZipFile(tmp_path / "cards.apkg") as package:
        (tmp_path / "notes").write_bytes(package.read("collection.anki2"))
    ((fields,),) = sqlite3.connect(tmp_path / "notes").execute("SELECT flds FROM notes").fetchall()
    _, front, _, back, *_ = fields.split("\x1f")
    assert front.endswith("<pre><code>def mean(xs):\n    return xs &lt; &#x27;&lt;b&gt;&#x27;</code></pre>")
    assert '<pre><code class="language-python">def mean(xs, weights=None):' in back


def test_what_is_shared_holds_no_own_code() -> None:
    found = assess_interview(with_task(KEPT_TWIST))
    code = found.questions[0].code
    assert code is not None
    for to in ("md", "html", "json", "csv"):
        shared = unescape("".join(export_text(as_chosen([found], to, answers=False), to, many=False)))
        assert "got empty wrong" not in shared, to
        assert '"runs": [\n' not in shared
    kept = next(iter(as_chosen([found], "json", answers=False))).questions[0].code
    assert kept is not None
    assert (kept.text, kept.runs, kept.passed) == ("", (), code.passed)


# The archive, and study


def test_the_archive_knows_tasks_by_their_cases() -> None:
    listed = row_of(reading_of(with_task(KEPT_TWIST, "yes")))
    assert (listed.format, listed.verdict, listed.missed) == ("code", VERDICTS[1], ("mean",))
    query = parse_query("format:code mean")
    assert (query.filters.format, query.problem) == ("code", "")


def test_a_task_is_found_by_its_code() -> None:
    best = StudyIndex(workshop()).ask("sorted reverse")[0]
    assert (best.kind, best.id) == ("answer", "mend-sort")
    found = [each.strip() for each in paragraphs("One.\n\n```python\na\n\nb\n```\n\nTwo.\n\nThree.")]
    assert list(filter(None, found)) == ["One.", "```python\na\n\nb\n```", "Two.", "Three."]


def test_code_short_of_the_twist_can_be_quoted() -> None:
    """All cases of the task had passed, and "Nothing yet that a panel could quote" stood there."""
    interview = begun()
    code = solved(turn_of(interview))
    interview.hand_in(code, said_of(turn_of(interview)))
    cases = {case.id for case in turn_of(interview).question.cases_in("twist")}
    interview.hand_in(code, said_of(turn_of(interview), cases))
    talked(interview, "no")
    interview.stop()
    found = assess_interview(interview)
    [strength] = found.recommendation.strengths
    assert strength.title.startswith("Working code, short of the twist: ")
    assert strength.by_cases
    assert re.fullmatch(r"All \d+ cases before the twist", strength.quote)
    assert NOTHING_FOR not in [entry.text for entry in first_page_entries(found)]


def test_what_is_asked_next_of_code_is_code() -> None:
    found = assess_interview(with_task())
    assert found.recommendation.by_code
    assert found.recommendation.changes == ("a task at mid level",)  # the one handed in was at junior level
    assert "in the one task, at junior level" in "\n".join(page(found, 300))
    assert assess_interview(with_task(seniority="junior")).recommendation.changes == ("another task at junior level",)
    assert "only code to go by" in found.onsite  # "no talk", beside two questions about the code
    assert "Nothing yet." not in [entry.text for entry in first_page_entries(found)]
