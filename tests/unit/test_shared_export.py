"""What is shown to others: never more than was chosen, and never over another file."""

import re
from dataclasses import replace as with_fields
from datetime import date
from html import unescape
from io import StringIO
from itertools import cycle
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from simulator.engine.lab.people import drawn_candidate
from simulator.engine.scoring import MET
from simulator.graph.records import Graph
from simulator.report.concept_records import NOT_ENOUGH
from simulator.report.debrief_records import Recommendation, Strength
from simulator.report.export.exporters import as_chosen, export_text
from simulator.report.export.files import SHOWN, as_picture, file_stem, shared_file, without_own_words, write_beside
from simulator.report.export.picture import SIZE, as_card, lines, width
from simulator.report.export.prose import badge, blocks_html
from simulator.report.figures.assessment import assess_interview
from simulator.report.records import Assessment
from simulator.report.tones import OUTCOME_BADGES
from simulator.session.clock import SimulatedClock
from simulator.session.demo import DemoCandidate, perform
from simulator.session.interview.item_blocks import BLOCK_KINDS, Block
from simulator.session.interview.outcome_words import NOT_KNOWN, WRONG
from tests.reporting import START, bank_of, interview

OWN = "zqx"


def marked(text: str) -> str:
    """A text in which no three words stand together without one that nobody else writes."""
    return re.sub(r"(\S+\s+\S+)", rf"\1 {OWN}", text)


@pytest.fixture(scope="module")
def sat(llm: Graph) -> Assessment:
    """A whole interview in which everything that the candidate says or writes is marked."""
    clock = SimulatedClock(START)
    found = interview(llm, 8, until=bool, clock=clock)
    demo = DemoCandidate(drawn_candidate(bank_of(llm), 8, 3.3), 8)
    while (act := demo.act(found)) is not None:
        clock.advance(act.seconds)
        turn = found.state.current
        if act.command in {"answer", "answer_probe", "answer_parting", "clarify"}:
            wrong = turn.question.mistakes[0].claim if turn and turn.check is None and turn.question.mistakes else ""
            act = with_fields(act, arguments=(marked(f"{act.text} {wrong if act.command == 'answer' else ''}"),))
        elif act.command == "confirm" and turn and turn.score and turn.score.verdict in {"solid", "borderline"}:
            act = with_fields(act, arguments=("outstanding", marked("I would say so in a real interview.")))
        elif act.command == "next" and turn and turn.check is None and turn.scored:
            found.note(marked("Come back to this."))
            found.retell(marked("So it is the memory that limits it."))
        perform(found, act)
    assessed = assess_interview(found)
    named = msgspec.structs.replace(assessed.session, candidate=f"{OWN} name", is_demo=False)
    return msgspec.structs.replace(assessed, session=named, findings=(f"Line 3 holds {OWN}.",))


FORMATS = ("md", "html", "json", "csv", "card")


def written(found: Assessment, to: str, *, answers: bool | None) -> str:
    return "".join(export_text(as_chosen([found], to, answers=answers), to, many=False))


def test_nothing_shared_holds_a_word_of_ones_own(sat: Assessment) -> None:
    own = msgspec.json.encode(sat).decode()
    assert own.count(OWN) > 200
    for record in ("quote", "why", "notes", "retold", "reply", "answer"):
        assert re.search(rf'"{record}":\[?"[^"]*{OWN}', own), f"nothing of one's own stands in {record}"
    for to in FORMATS:
        assert OWN not in written(sat, to, answers=False), to
    for what in ("page", "markdown", "card"):
        assert OWN not in shared_file(sat, what)[1]
    assert OWN in shared_file(sat, "answers")[1]


def test_every_export_of_a_demo_says_so(sat: Assessment) -> None:
    watched = msgspec.structs.replace(sat, session=msgspec.structs.replace(sat.session, is_demo=True))
    for found, says in ((watched, True), (sat, False)):
        for answers in (True, False):
            texts = {to: unescape(written(found, to, answers=answers)) for to in FORMATS if to != "csv"}
            for to, text in texts.items():
                told = '"is_demo": true' in text if to == "json" else "a simulated candidate" in text.casefold()
                assert told == says, to
        for what in ("page", "answers", "markdown", "card"):
            name, text = shared_file(found, what)
            assert ("a simulated candidate" in text.casefold()) == says
            assert name.startswith("interview-demo-") == says


def test_only_a_card_leaves_answers_out_by_itself(sat: Assessment) -> None:
    assert [to for to in FORMATS if OWN not in written(sat, to, answers=None)] == ["card"]
    assert OWN in written(sat, "card", answers=True)


def named_by_path(value: object, path: str = "") -> object:
    """The record with each free text replaced by its own path."""
    match value:
        case dict() if path.endswith("blocks"):
            return {**value, "text": f"«{path}.{value['kind']}»", "mark": value["mark"]}
        case dict():
            return {key: named_by_path(inner, f"{path}.{key}".lstrip(".")) for key, inner in value.items()}
        case list() | tuple():
            return [named_by_path(inner, path) for inner in value]
        case str() if not path.endswith(CLOSED):
            return f"«{path}»"
        case _:
            return value


# fields that hold a word of a short list
CLOSED = tuple(
    "verdict mark prediction word outcome predicted scored state started for_role kind format move by_points anchored "
    "over_all tag".split()
)
# what the program says, and what a graph holds; a new field is thought about before it stands here
SHARED = {
    "": "caveats first_impression held_back onsite screen weakest heard.sentence",
    "session": "graph id role role_title scored_at seniority why_ended",
    "level": "seniority",
    "recommendation": "basis changes level manner neighbours.lacks neighbours.level role_level strengths.title unasked "
    "why concerns.claim concerns.lacked concerns.others.lacked concerns.others.topic concerns.say concerns.title",
    "questions": "area area_title concept concept_title doubt gist id mistakes points.id points.point prompt reason "
    "reference sources.text sources.url",
    "questions.blocks": "aside claim correction exemplar fact gist head hint options point prompt reference source",
    "checks": "area concept id prompt truth why",
    "checks.blocks": "options prompt result why",
    "areas": "area missed title",
    "concepts": "area concept missed note title",
    "path": "area concept concept_title item passed_over.concept_title passed_over.item passed_over.ruled_out reason",
    **dict.fromkeys(
        ("study", "tonight"),
        "area concept definition missed opens others questions rests_on sources.text sources.url title why",
    ),
}


def test_every_text_that_is_shared_was_thought_about(sat: Assessment) -> None:
    named = msgspec.convert(named_by_path(msgspec.to_builtins(sat)), Assessment)
    shown = unescape("".join(written(named, to, answers=False) for to in FORMATS)).replace("\\", "")
    allowed = {f"{of}.{name}".lstrip(".") for of, names in SHARED.items() for name in names.split()}
    found = {path for path in re.findall("«([^»]*)»", shown) if not path.startswith("kinds.")}
    assert found - allowed == set()
    assert len(found) > 70
    assert KINDS_OF_OWN.isdisjoint(SHOWN)
    assert set(BLOCK_KINDS) == KINDS_OF_OWN | SHOWN


KINDS_OF_OWN = {
    "lead",
    "clarify",
    "clarified",
    "interviewer",
    "you",
    "note",
    "retold",
    "code",
    "diff",
    "ran",
    "case",
    "reason",
}


def test_what_is_shared_tells_nothing_of_adverts(sat: Assessment) -> None:
    told = tuple(msgspec.structs.replace(item, of_hundred=12) for item in sat.tonight)
    advised = msgspec.structs.replace(sat, tonight=told)
    assert advised.tonight
    assert all(item.of_hundred is None for item in without_own_words(advised).tonight)


def test_how_far_a_check_missed_is_unshared(sat: Assessment) -> None:
    """`The answer is 163,840 B, twice yours` tells what was answered."""
    wrong = Block("result", "The answer is 163,840 B, twice yours.", "Wrong")
    check = msgspec.structs.replace(sat.checks[0], truth="163,840 B", correct=False, blocks=(wrong,))
    [shown] = without_own_words(msgspec.structs.replace(sat, checks=(check,))).checks
    assert [block.text for block in shown.blocks] == ["The answer is 163,840 B."]


def test_claim_taken_back_is_shared_without_its_words(sat: Assessment) -> None:
    manner = "When asked about “The “cache” grows”, you corrected yourself (question 1); you kept to time."
    given = msgspec.structs.replace(sat.recommendation, manner=manner)
    shared = without_own_words(msgspec.structs.replace(sat, recommendation=given)).recommendation.manner
    assert shared == "When asked about a claim of yours, you corrected yourself (question 1); you kept to time."


def test_strengths_are_told_in_rubric_words(sat: Assessment) -> None:
    points = {point.point for question in sat.questions for point in question.points}
    shown = without_own_words(sat).recommendation.strengths
    assert [s.title for s in shown] == [s.title for s in sat.recommendation.strengths]
    assert any(s.quoted for s in sat.recommendation.strengths)
    assert all(not s.quoted and (s.quote in points or not s.quote) for s in shown)
    told = [s.quote for s in shown if s.quote]
    assert len(told) == len(set(told)) > 0


def test_the_shared_page_names_the_point_quoted(sat: Assessment) -> None:
    """It named the weightiest point of the answer instead, under a heading that was about another."""
    assert all(s.point for s in sat.recommendation.strengths if s.quoted and "own project" not in s.title)
    question = max(sat.questions, key=lambda q: sum(p.mark in MET for p in q.points))
    lightest = min((p for p in question.points if p.mark in MET), key=lambda p: (p.critical, p.weight))
    for point in (lightest.point, "none that was met"):
        quoted = Strength(title="A good moment", quote="x", positions=(question.position,), point=point)
        [shown] = without_own_words(
            msgspec.structs.replace(sat, recommendation=only(sat, quoted))
        ).recommendation.strengths
        assert (shown.quote == lightest.point, shown.point) == (point == lightest.point, "")


def test_what_is_shared_is_silent_on_the_advert(llm: Graph) -> None:
    """It called the areas the role's, and the reasons beside them the advert's."""
    parts = {"inference": 0.3, "safety": 0.2, "multimodal": 0.1}
    terms = ("quantisation", "KV cache", "multimodal", "prompt injection")
    told = set()
    for seed in (1, 2):
        found = assess_interview(interview(llm, seed, format="screen", advert=parts, advert_terms=terms, level=3.5))
        told |= {"advert" in str(found.path), "advert" in str(found.tonight)}
        shown = without_own_words(found)
        assert "advert" not in f"{shown.path}{shown.tonight}{[q.reason for q in shown.questions]}"
        assert all(step.reason.endswith((".", "?", "”")) for step in shown.path), "no sentence is cut"
    assert True in told


def test_an_unknown_check_has_its_sign() -> None:
    block = Block("result", "The answer is 4.", NOT_KNOWN.capitalize())
    assert badge(OUTCOME_BADGES[WRONG], block.mark) in "".join(blocks_html([block]))


def only(found: Assessment, strength: Strength) -> Recommendation:
    return msgspec.structs.replace(found.recommendation, strengths=(strength,))


# The card


SVG = "{http://www.w3.org/2000/svg}"
LONG = (
    "W" * 200,
    "Retrieval-augmented generation " * 9,
    "検索拡張生成と評価" * 20,
    "بحث معزز بالاسترجاع " * 12,
    "\ufdfd" * 40,
    "</text><script>alert(1)</script> ]]> \"' & \x00\x1b[2J \u202ex \uffff",
)


def hostile(found: Assessment, text: str) -> Assessment:
    """The report with every title of a graph, and every strength, replaced."""
    given = found.recommendation
    strengths = tuple(msgspec.structs.replace(s, title=text, quote=text) for s in given.strengths)
    return msgspec.structs.replace(
        found,
        session=msgspec.structs.replace(found.session, role_title=text, format=text),
        areas=tuple(msgspec.structs.replace(area, title=text) for area in found.areas),
        recommendation=msgspec.structs.replace(given, strengths=strengths),
    )


def room_of(found: ElementTree.Element) -> tuple[float, float]:
    """Where a line begins and ends at the most, by its anchor."""
    size, x = float(found.attrib["font-size"]), float(found.attrib["x"])
    across, anchor = width(found.text or "", size), found.attrib.get("class", "")
    start = x - across if "end" in anchor else x - across / 2 if "middle" in anchor else x
    return start, start + across


@pytest.mark.parametrize("text", LONG)
def test_no_line_of_a_card_leaves_its_column(sat: Assessment, text: str) -> None:
    root = ElementTree.fromstring(as_card(hostile(sat, text)))
    assert not [e for e in root.iter() if e.tag == f"{SVG}script"]
    for line in root.iter(f"{SVG}text"):
        (start, end), y = room_of(line), float(line.attrib["y"])
        columns = [(72, 1128)] if y > 560 else [(72, 672), (720, 1128)]
        assert any(left <= start and end <= right for left, right in columns), line.text
        assert 0 <= y <= SIZE[1]


def test_a_doubted_recommendation_stands_whole_on_a_card(sat: Assessment) -> None:
    why = "You marked nearly every point as met, but few of them are in what you wrote; look at them again first."
    doubted = msgspec.structs.replace(sat.recommendation, contradicted=True, why=why, strengths=())
    card = unescape(as_card(msgspec.structs.replace(sat, recommendation=doubted)))
    assert "again first." in card
    assert ">? You marked" in card


def test_the_foot_of_a_card_cuts_nothing(sat: Assessment) -> None:
    """It ended in "2 of 2 checks right, 1 set aside ·…"."""
    told, aside = (next(c for c in sat.checks if c.correct), next(c for c in sat.checks if not c.correct))
    checks = (told, msgspec.structs.replace(aside, correct=None, set_aside=True), *[msgspec.structs.replace(told)] * 9)
    mid = msgspec.structs.replace(sat.level, tier=3, low=3, high=3)  # a longer name leaves less room
    for some in (checks, checks[:1], ()):
        root = ElementTree.fromstring(as_card(msgspec.structs.replace(sat, checks=some, level=mid)))
        foot = next(e.text or "" for e in root.iter(f"{SVG}text") if "level:" in (e.text or ""))
        assert foot.startswith(f"{len(sat.questions)} question")
        assert foot.split(" · ")[-1] == "level: about mid"  # as the page says it, with no tier
        assert ("checks right" in foot or "check right" in foot) == (len(some) == 1)
        assert "…" not in foot


def test_graph_titles_stand_whole_on_a_card(llm: Graph) -> None:
    """The longest titles of roles on two lines, and of areas on one."""
    roles = [role.title for role in llm.roles.values()]
    assert all("…" not in "".join(lines(title, 600, 36, 2)) for title in roles)
    assert all(lines(area.title, 332, 16, 1) == [area.title] for area in llm.areas.values())


@given(st.text(max_size=300), st.integers(1, 4))
def test_lines_fit_and_only_the_last_is_cut(text: str, most: int) -> None:
    found = lines(text, 200, 20, most)
    assert len(found) <= most
    assert all(width(line, 20) < 200.001 or len(line) <= 2 for line in found)
    assert all(not line.endswith("…") or "…" in text for line in found[:-1])
    if found and not found[-1].endswith("…"):
        assert "".join("".join(found).split()) == "".join(text.split())


def test_a_line_is_cut_between_words() -> None:
    """It ended in "layers: a…"."""
    text = "Names the three layers: attention, norms and feed-forward"
    for room in range(150, 400, 7):
        (line,) = lines(text, room, 20, 1)
        assert line.endswith("…")
        assert text.startswith(line[:-1])
        assert not text[len(line) - 1].isalnum()
    assert lines("unbreakable" * 9, 100, 20, 1)[0].startswith("unbr")
    assert lines(f"“{'one two three ' * 9}”", 200, 20, 2)[1].endswith("…”")


# Files


def test_a_file_is_named_by_role_and_date(sat: Assessment) -> None:
    assert shared_file(sat, "page")[0] == "interview-applied-llm-engineer-2026-11-24.html"
    assert "<title>Applied LLM engineer, mid, 24 November 2026</title>" in shared_file(sat, "page")[1]
    for title in ("../../x", "a/b\\c:d*?", "  ", "é" * 300, "検索", "-o", "\x00"):
        stem = file_stem(title, date(2026, 11, 27))
        assert re.fullmatch(r"interview-(?:[a-z0-9]+-)*2026-11-27", stem)
        assert len(stem) < 90


def test_no_file_is_written_over(tmp_path: Path) -> None:
    assert write_beside(tmp_path, "a.svg", "one").name == "a.svg"
    (tmp_path / "a-2.svg").symlink_to(tmp_path / "nowhere")
    assert write_beside(tmp_path, "a.svg", "two").name == "a-3.svg"
    assert {p.name: p.read_text() for p in tmp_path.iterdir() if p.exists()} == {"a.svg": "one", "a-3.svg": "two"}
    with pytest.raises(OSError, match="No such file"):
        write_beside(tmp_path / "gone", "a.svg", "three")


def test_a_picture_of_a_screen_fetches_nothing() -> None:
    console = Console(record=True, width=40, file=StringIO())
    console.print("a ]]> <b>\uffff")
    picture = as_picture(console.export_svg(title="<Map>"))
    root = ElementTree.fromstring(picture)
    assert "&lt;Map&gt;" in picture
    assert "@font-face" not in picture
    assert "url(" not in re.sub(r"url\(#[^)]*\)", "", picture)
    assert not [e for e in root.iter() if "href" in e.attrib]


@pytest.mark.parametrize("to", ["md", "html", "card"])
def test_areas_that_read_alike_get_no_figure(sat: Assessment, to: str) -> None:
    def with_chances(*chances: float) -> str:
        asked = [area.area for area in sat.areas if area.questions]
        of = dict(zip(asked, cycle(chances), strict=False))
        areas = [
            msgspec.structs.replace(
                a, questions=1, mastery=of[a.area], low=of[a.area] - 0.1, high=of[a.area] + 0.1, word=NOT_ENOUGH
            )
            if a.area in of
            else msgspec.structs.replace(a, questions=0, checks=0, word=NOT_ENOUGH, low=0.0, high=1.0)
            for a in sat.areas
        ]
        return written(msgspec.structs.replace(sat, areas=tuple(areas)), to, answers=False)

    apart, alike = with_chances(0.31, 0.47), with_chances(0.31, 0.33)
    told = [f"{share}%" for share in (31, 33, 47)]
    assert sum(apart.count(share) for share in told) > sum(alike.count(share) for share in told)
    assert alike.count("31%") == with_chances(0.21, 0.23).count("31%")
