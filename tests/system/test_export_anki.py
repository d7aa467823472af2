"""The Anki package in the real `anki`: imported twice, it duplicates nothing and takes up what changed."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from simulator.graph.records import Graph
from simulator.report.export.anki_cards import guid, missed_questions, write_package
from simulator.report.figures.assessment import assess_interview
from simulator.report.records import Assessment
from tests.reporting import interview

pytest.importorskip("genanki", reason="needs the extra anki")


def collection() -> Any:
    """Anki itself, loaded by the worker that comes to these tests, not by each."""
    return pytest.importorskip("anki.collection", reason="needs the package anki")


@pytest.fixture(scope="module")
def sat(llm: Graph) -> list[Assessment]:
    return [assess_interview(interview(llm, seed, level=2.0, day=seed)) for seed in (1, 2)]


def take_up(col: object, path: Path) -> None:
    request = collection().ImportAnkiPackageRequest(package_path=str(path))
    col.import_anki_package(request)  # type: ignore[attr-defined]


def test_imported_twice_nothing_is_doubled_and_changes_arrive(sat: list[Assessment], tmp_path: Path) -> None:
    missed = missed_questions(sat)
    assert len(missed) >= 4
    package = tmp_path / "cards.apkg"
    assert write_package(sat, package, 1_800_000_000.0) == len(missed)
    col = collection().Collection(str(tmp_path / "collection.anki2"))
    try:
        take_up(col, package)
        first = sorted(col.find_notes(""))
        assert len(first) == col.card_count() == len(missed)
        take_up(col, package)
        assert sorted(col.find_notes("")) == first

        marked = "<b>& "
        changed = [
            msgspec.structs.replace(
                a, questions=tuple(msgspec.structs.replace(q, gist=f"{marked}{q.gist}") for q in a.questions)
            )
            for a in sat
        ]
        later = tmp_path / "later.apkg"
        write_package(changed, later, 1_800_100_000.0)
        take_up(col, later)
        assert sorted(col.find_notes("")) == first
        notes = [col.get_note(n) for n in first]
        assert all("&lt;b&gt;&amp; " in note["Gist"] for note in notes)
        assert {note.guid for note in notes} == {guid(graph, name) for graph, name in missed}
        assert len(col.decks.all_names_and_ids(skip_empty_default=True)) == 2  # Interview, and Interview::llm
    finally:
        col.close()


def test_cards_show_question_and_answer(sat: list[Assessment], tmp_path: Path) -> None:
    package = tmp_path / "cards.apkg"
    write_package(sat, package, 1_800_000_000.0)
    col = collection().Collection(str(tmp_path / "collection.anki2"))
    try:
        take_up(col, package)
        for number in col.find_cards(""):
            card = col.get_card(number)
            front, back = card.question(), card.answer()
            assert card.note()["Question"] in front
            assert card.note()["Answer"] in back
            assert "You missed" in back or not card.note()["Missed"]
    finally:
        col.close()


@pytest.mark.parametrize(
    "bait", ["[latex]\\input{/etc/passwd}[/latex]", "[$]x[/$]", "[$$]x[/$$]", "[sound:x.mp3]", "[LaTeX]x[/LaTeX]"]
)
def test_fields_hold_nothing_that_anki_runs_or_plays(sat: list[Assessment], tmp_path: Path, bait: str) -> None:
    spoilt = [
        msgspec.structs.replace(
            a,
            questions=tuple(
                msgspec.structs.replace(
                    q,
                    prompt=bait,
                    gist=f"`{bait}`",
                    reference=f"```\n{bait}\n```",
                    mistakes=((bait, bait),),
                    area="two words",
                )
                for q in a.questions
            ),
        )
        for a in sat
    ]
    package = tmp_path / "cards.apkg"
    assert write_package(spoilt, package, 1_800_000_000.0)
    col = collection().Collection(str(tmp_path / "collection.anki2"))
    try:
        take_up(col, package)
        for number in col.find_cards(""):
            card = col.get_card(number)
            output = card.render_output()
            assert not output.question_av_tags
            assert not output.answer_av_tags
            for side in (output.question_text, output.answer_text):
                assert col._backend.extract_latex(text=side, svg=False, expand_clozes=False).latex == []
                assert "[anki:play" not in side
            assert "two-words" in card.note().tags
    finally:
        col.close()
