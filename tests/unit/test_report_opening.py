"""From files to reports: a session assessed from its file says what it said when it ended."""

import re
from dataclasses import replace

import pytest

from simulator.graph.records import Graph
from simulator.report.figures.assessment import as_json, assess_interview
from simulator.report.load import (
    LastReport,
    assess_file,
    comparison_of,
    last_report,
    progress_of,
    report_of,
    sat_of,
)
from simulator.report.text.progress import progress_lines
from simulator.report.text.progress_words import elsewhere_sentence
from simulator.report.text.report import page
from simulator.session.archive import archive
from simulator.session.header import Retake
from simulator.session.workspace import Workspace
from tests.conftest import Sit
from tests.reporting import START
from tests.transcripts import on_another_graph, put, split, whole


def test_a_session_read_back_says_the_same(sit: Sit, workspace: Workspace) -> None:
    first = sit(seed=3, format="screen")
    ended = as_json(assess_interview(first.interview))
    first.close()
    assert as_json(assess_file(first.path, workspace)) == ended

    # the second starts from the first; its report must still start there when it is read back
    second = sit(seed=4, format="screen")
    ended = as_json(assess_interview(second.interview))
    second.close()
    assert second.interview.header.earlier
    assert as_json(assess_file(second.path, workspace)) == ended
    assert assess_file(second.path, workspace).level.earlier == 1

    compared = comparison_of(first.path, second.path, workspace)
    assert {compared.first.id, compared.second.id} == {first.path.stem, second.path.stem}
    found = progress_of(workspace, START)
    assert found.sessions == found.counted == 2
    assert found.questions == sum(t.check is None for s in (first, second) for t in s.interview.state.turns)


def test_tonight_moves_on_once_it_was_solid(sit: Sit, workspace: Workspace, llm: Graph) -> None:
    first = sit(seed=3, format="full", level=3.0)
    first.close()

    def latest() -> LastReport:
        found = last_report(archive.rows(workspace), llm, workspace)
        assert found is not None
        return found

    listed = [item.concept for item in latest().advising.tonight]
    assert len(listed) > 1
    for number, concept in enumerate(listed, 1):
        item, source = latest().advice, latest().advising.session.id
        assert item is not None
        assert (item.concept, source) == (concept, first.path.stem)
        again = Retake(source, items=(*item.others, *item.questions))
        sat = sit(seed=4, day=number / 10, format="deep-dive", area=item.area, minutes=10.0, again=again, level=20.0)
        sat.close()
        assert concept not in {item.concept for item in assess_file(sat.path, workspace).tonight}
        done = {item.concept: item.done for item in report_of(first.path, workspace).tonight}
        assert done[concept] is not None
    assert latest().advice is None
    text = " ".join(" ".join(page(report_of(first.path, workspace))).split())
    assert len(re.findall(r"min \(done on \d+ \w{3}, solid\)", text)) == len(listed)


def test_the_debrief_shown_is_of_a_whole_interview(sit: Sit, workspace: Workspace, llm: Graph) -> None:
    drilled = sit(seed=5, format="drill", level=1.0)
    drilled.close()
    found = last_report(archive.rows(workspace), llm, workspace)
    assert found is not None
    assert found.row.id == drilled.path.stem  # there is nothing longer yet
    whole_one = sit(seed=3, day=1, format="full", level=3.0)
    whole_one.close()
    broken_off = sit(seed=6, day=2, format="screen", until="settled")
    broken_off.interview.stop().result()
    broken_off.close()
    later = [broken_off] + [
        sit(seed=7, day=day, level=1.0, **shape)
        for day, shape in ((3, {"format": "drill"}), (4, {"format": "screen", "minutes": 10.0}))
    ]
    later[-1].close()
    later[-2].close()
    rows = archive.rows(workspace)
    assert 0 < next(row.answers for row in rows if row.id == broken_off.path.stem) < 3
    for count in range(len(later), -1, -1):  # each time the latest is gone
        found = last_report(rows[len(later) - count :], llm, workspace)
        assert found is not None
        assert found.found.session.id == found.row.id == whole_one.path.stem
        assert found.advising.session.id == rows[len(later) - count].id


BY_FOLDER = "`interview progress --graph FOLDER`"  # no graph here has such a name


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ([], ""),
        (["rag"], f"1 interview is on the graph rag; {BY_FOLDER} shows it, with the folder of that graph."),
        (["rag"] * 2, f"2 interviews are on the graph rag; {BY_FOLDER} shows them, with the folder of that graph."),
        (
            ["ml", "rag", "rag", "a", "b"],
            "5 interviews are on other graphs, rag (2), a (1), b (1) and 1 more; "
            "`interview progress --graph NAME` shows one. For rag, a and b give the folder in place of the name.",
        ),
    ],
)
def test_sessions_on_other_graphs_are_counted_apart(
    sit: Sit, workspace: Workspace, others: list[str], said: str
) -> None:
    sitting = sit(seed=3, format="screen")
    sitting.close()
    for number, graph in enumerate(others):
        on_another_graph(sitting.path, graph, number)
    found = progress_of(workspace, START, "llm")
    assert (found.sessions, sum(other.sessions for other in found.elsewhere)) == (1, len(others))
    assert elsewhere_sentence(found) == said
    lines = " ".join(" ".join(progress_lines(found, START.date())).split())
    assert said in lines
    if others:
        sitting.path.unlink()
        nothing = list(progress_lines(progress_of(workspace, START, "llm"), START.date()))
        assert nothing[-1] == "None on this graph yet; `interview start` begins one."


def test_prediction_whose_reveal_is_missing_moves_no_concept(workspace: Workspace, llm: Graph) -> None:
    """A crash can leave it so; the interview mends it when it is gone on with, progress may be read before."""
    name, data = whole()
    head, blocks = split(data)
    predicted = next(n for n, block in enumerate(blocks) if b'kind = "predicted"' in block)
    workspace = replace(workspace, candidate="demo")
    found = []
    for count in (predicted, predicted + 1):
        put(workspace.sessions, name, head + b"".join(blocks[:count]))
        assert len(sat_of(workspace, llm)[0]) == 1
        found.append(progress_of(workspace, START, "llm"))
    assert found[0].concepts == found[1].concepts
