"""The brief: gaps of before, one's own best answers, two comfortable questions, and nothing that is new."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from simulator.engine.model.evidence import Unheard
from simulator.engine.scoring import STRONG, rank
from simulator.graph.job_advert.naming import items_naming, items_near
from simulator.graph.records import Graph, Mistake
from simulator.graph.text import lower_first, quoted_words
from simulator.report.concept_records import as_json
from simulator.report.debrief.advert import advert_areas
from simulator.report.figures import brief as figures
from simulator.report.figures.brief import ANSWERS, GISTS, QUESTIONS, Brief, BriefItem, Place, brief, picked
from simulator.report.progress_records import Progress
from simulator.report.tally import tally
from simulator.report.text.brief import NO_BRIEF, ONLY_LIKELY, best_lines, brief_lines
from simulator.session.archive.as_text import plain_prose
from simulator.session.archive.facts import SessionFacts, facts_of
from simulator.session.interview.history import PastSession, past_session
from simulator.session.interview.turn import Turn
from tests.reporting import START, interview, progress_after, reading_of

Sat = tuple[list[SessionFacts], dict[Place, Turn], Progress]


@pytest.fixture(scope="module")
def sat(llm: Graph) -> Sat:
    """Two interviews, a day apart, with their turns and the progress after them."""
    facts: list[SessionFacts] = []
    past: list[PastSession] = []
    turns: dict[Place, Turn] = {}
    for day in range(2):
        found = interview(llm, 8 + day, level=3.0, past=past, day=day)
        past.append(past_session(reading_of(found)))
        facts.append(facts_of(reading_of(found)))
        turns |= {(found.header.id, t.asked.id): t for t in found.state.turns if t.scored}
    return facts, turns, progress_after(llm, facts, past, 2)


def made(llm: Graph, sat: Sat) -> Brief:
    facts, turns, progress = sat
    return brief(picked(facts, progress), turns, llm, progress)


def test_every_part_is_what_was_asked_and_scored(llm: Graph, sat: Sat) -> None:
    found, (_, turns, _) = made(llm, sat), sat
    for item in (*found.gists, *found.answers, *found.questions):
        turn = turns[item.session, item.question]
        assert (item.verdict, item.prompt, item.answer) == (turn.verdict, turn.question.prompt, turn.answer_text)
        assert (item.gist, item.reference) == (turn.question.gist, turn.question.answer)


def test_only_what_was_marked_yes_is_shown_again(llm: Graph, sat: Sat) -> None:
    """The rest of a good answer was judged by nobody, and a known mistake in it is not to be learnt by heart."""
    facts, turns, progress = sat
    item = made(llm, sat).answers[0]
    place = (item.session, item.question)
    turn = turns[place]
    assert len(item.said) > 1
    assert all(words.removesuffix("…") in " ".join(turn.said_text.split()) for words in item.said)

    def again(**changed: object) -> BriefItem:
        other = replace(turn, **changed)  # type: ignore[arg-type]
        found = brief(picked(facts, progress), {**turns, place: other}, llm, progress)
        return next(i for i in found.answers if i.question == item.question)

    freed = Mistake("Magic frees it.", "Only eviction does.", cues=("freed + magic",))
    cache = llm.questions["kv-cache-out-of-memory"]
    words = "It is the KV cache that grows, for every layer and every past token, {}."
    for end, said in (("not the weights", 1), ("and is freed by magic", 0)):
        changed = again(
            asked=msgspec.structs.replace(turn.asked, question=msgspec.structs.replace(cache, mistakes=(freed,))),
            answers=(msgspec.structs.replace(turn.answers[0], text=words.format(end)),),
            replies=(),
            marks={"names-cache": "yes"},
        )
        assert len(changed.said) == said
    one = next(point for point in turn.question.rubric if turn.marks[point.id] == "yes")
    alone = again(marks={**dict.fromkeys(turn.marks, "no"), one.id: "yes"})
    assert len(alone.said) <= 1
    assert alone.met == (one.point,)
    assert best_lines(msgspec.structs.replace(alone, said=())) == [f"marked as met: {lower_first(one.point)}"]


def test_quotes_from_one_place_keep_their_order(llm: Graph, sat: Sat, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same brief must not differ from one run to the next, as sets of words do."""
    item = made(llm, sat).answers[0]
    turn = sat[1][item.session, item.question]
    quotes = {point.id: f"Number {n} … is cut." for n, point in enumerate(turn.question.rubric)}
    monkeypatch.setattr(figures, "quote_of", lambda _turn, point: quotes[point])
    monkeypatch.setattr(figures, "carried", lambda *_: 1)
    monkeypatch.setattr(figures, "holds_a_mistake", lambda *_: False)
    found = figures._with_its_best(item, replace(turn, marks=dict.fromkeys(quotes, "yes")))
    assert len(quotes) > 3
    assert found.said == tuple(quotes.values())


def test_a_sentence_for_two_points_stands_once(llm: Graph, sat: Sat, monkeypatch: pytest.MonkeyPatch) -> None:
    """ "Load: replay a day of our traffic, open loop, ..." stood above "replay a day of our traffic, ..."."""
    item = made(llm, sat).answers[0]
    turn = sat[1][item.session, item.question]
    begins = turn.said_text[:60].strip()
    cut = ["Load: replay…", begins, f"…{begins[10:50]}…", turn.said_text[-40:].strip()]
    quotes = dict(zip((point.id for point in turn.question.rubric), cut, strict=False))
    monkeypatch.setattr(figures, "quote_of", lambda _turn, point: quotes.get(point, ""))
    monkeypatch.setattr(figures, "carried", lambda *_: 1)
    monkeypatch.setattr(figures, "holds_a_mistake", lambda *_: False)
    found = figures._with_its_best(item, replace(turn, marks=dict.fromkeys(quotes, "yes")))
    assert found.said == (cut[0], cut[1], cut[3])


def test_what_an_advert_names_is_likely_first(llm: Graph, sat: Sat) -> None:
    """A post on serving that wants "no pre-training in this post" was prepared for with a question on pre-training."""
    progress = sat[2]
    areas = advert_areas({"training-systems": 0.5, "inference": 0.2}, tally(llm, []), llm)
    wanted = msgspec.structs.replace(
        progress, recommendation=msgspec.structs.replace(progress.recommendation, advert_areas=areas)
    )
    terms = ("CUDA", "Triton", "kernels")
    found = {named: brief(picked([], wanted), {}, llm, wanted, named).likely for named in ((), terms)}
    assert {llm.area_of(each.concept) for each in found[terms]} == {"training-systems", "inference"}
    assert all(len(each) == GISTS == len({likely.concept for likely in each}) for each in found.values())
    lines = " ".join(" ".join(brief_lines(brief(picked([], wanted), {}, llm, wanted, terms), 80, None)).split())
    assert lines.count(", which the advert asks for · not asked yet") == GISTS
    kernels = items_near(llm, terms) | items_naming(llm, terms)
    assert found[terms][0].question in kernels
    assert found[()][0].question not in kernels


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ("A **sorted** tree. Reads are fast.", "A sorted tree. Reads are fast."),
        (f"A sorted tree. {'It is wide. ' * 20}", f"A sorted tree. {'It is wide. ' * 14}".strip()),
        (f"One{' has a page and' * 30} ends.", f"One{' has a page and' * 17} has a page…"),
        ("索引让读快。" * 60, "索引让读快。" * 22 + "索引…"),
        ("```sql\nSELECT 1;\n```", None),
        ("", None),
    ],
)
def test_a_gap_without_gist_is_told(llm: Graph, sat: Sat, reference: str, told: str | None) -> None:
    """Imported questions have none, so their brief held no gaps at all."""
    facts, turns, progress = sat

    def imported(turn: Turn) -> Turn:
        question = msgspec.structs.replace(turn.question, gist="", answer=reference)
        return replace(turn, asked=msgspec.structs.replace(turn.asked, question=question))

    found = brief(picked(facts, progress), {p: imported(t) for p, t in turns.items()}, llm, progress)
    assert {item.gist for item in found.gists} == ({told} if told else set())


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            "We had a bot. Recall at 10 went from 0.71 to 0.78 with it.",
            ("Recall at 10 went from 0.71 to 0.78 with it",),
        ),
        ("We had a bot.", None),
    ],
)
def test_a_story_shows_its_sentence_or_no_page(llm: Graph, sat: Sat, told: str, said: tuple[str, ...] | None) -> None:
    """A story has no points, so its page held nothing under the question."""
    facts, turns, progress = sat
    item = made(llm, sat).answers[0]
    place = (item.session, item.question)
    turn, story = turns[place], next(q for q in llm.questions.values() if q.kind == "experience" and not q.rubric)
    changed = replace(
        turn,
        asked=msgspec.structs.replace(turn.asked, question=story),
        answers=(msgspec.structs.replace(turn.answers[0], text=told),),
        marks={},
    )
    found = brief(picked(facts, progress), {**turns, place: changed}, llm, progress)
    assert next((i.said for i in found.answers if i.question == item.question), None) == said
    assert all(best_lines(i) for i in found.answers)


def test_gaps_are_missed_ones_and_rest_were_solid(llm: Graph, sat: Sat) -> None:
    found = made(llm, sat)
    assert found.gists
    assert found.answers
    assert len(found.questions) == QUESTIONS
    assert all(rank(i.verdict) < rank("solid") for i in found.gists)
    assert all(rank(i.verdict) >= rank("solid") for i in (*found.answers, *found.questions))
    assert len(found.gists) <= GISTS
    assert len(found.answers) <= ANSWERS
    assert found.minutes == len(found.gists) + len(found.likely) + len(found.answers) + 3 * QUESTIONS <= 15


def test_likely_questions_fill_what_gaps_leave(llm: Graph, sat: Sat) -> None:
    """Somebody with two hours left and one taste behind them had a brief of one page."""
    facts, turns, progress = sat
    gists = picked(facts, progress).gists
    left = {place: turn for place, turn in turns.items() if place not in gists[1:]}
    found = brief(picked(facts, progress), left, llm, progress)
    assert (len(found.gists), len(found.likely)) == (1, GISTS - 1)
    asked = {item.concept for session in facts for item in session.items}
    assert not asked & {each.concept for each in found.likely}
    areas, weights = [llm.area_of(each.concept) for each in found.likely], llm.roles[progress.role].areas
    assert len(set(areas)) == len(areas)
    assert [weights[area] for area in areas] == sorted((weights[area] for area in areas), reverse=True)
    assert all(llm.questions[each.question].tier <= progress.target for each in found.likely)
    lines = " ".join(" ".join(brief_lines(found, 80, START.tzinfo)).split())
    assert lines.count("not asked yet") == GISTS  # with the heading
    assert lines.count(", part of this role · not asked yet") == GISTS - 1


def test_a_gap_has_what_its_report_says(llm: Graph, sat: Sat) -> None:
    found = made(llm, sat)
    assert any(item.say for item in found.gists)
    lines = " ".join(" ".join(brief_lines(found, 100, START.tzinfo)).split())
    assert all(quoted_words(say) in lines for item in found.gists for say in item.say)


def test_praise_needs_words_that_were_found(llm: Graph, sat: Sat) -> None:
    """ "A question you know" was one whose marks nothing in the answer bore out, and a gap two pages on."""
    facts, _, progress = sat
    places = picked(facts, progress)
    session, name = places.questions[0]
    mine = next(f for f in facts if f.id == session)
    item = next(i for i in mine.items if i.item == name)
    unheard = msgspec.structs.replace(item, unheard=Unheard(4, 4, 2, 2))
    weak = msgspec.structs.replace(item, item="another", verdict="weak", at=item.at + timedelta(minutes=1))
    for items in ((unheard,), (item, weak)):
        found = picked([msgspec.structs.replace(mine, items=items)], progress)
        assert found.questions == ()
    assert picked([msgspec.structs.replace(mine, items=(unheard,))], progress).answers == ()


def test_the_areas_to_work_on_first_come_first(llm: Graph, sat: Sat) -> None:
    _, _, progress = sat
    areas = [llm.area_of(i.concept) for i in made(llm, sat).gists]
    order = [gap.area for gap in progress.gaps]
    places = [order.index(a) if a in order else len(order) for a in areas]
    assert places == sorted(places)


def test_questions_to_say_aloud_are_the_easiest(llm: Graph, sat: Sat) -> None:
    found, (_, turns, _) = made(llm, sat), sat
    tiers = [turns[i.session, i.question].asked.tier for i in found.questions]
    assert max(tiers) <= min(turns[i.session, i.question].asked.tier for i in found.answers)
    assert not {i.question for i in found.questions} & {i.question for i in found.answers}


def test_a_gap_that_was_closed_since_is_none(llm: Graph, sat: Sat) -> None:
    facts, _, progress = sat
    place = picked(facts, progress).gists[0]
    later = next(f for f in facts if f.id == place[0])
    item = next(i for i in later.items if i.item == place[1])
    again = msgspec.structs.replace(item, verdict="solid", at=START + timedelta(days=5))
    closed = msgspec.structs.replace(facts[0], id="later", started=START + timedelta(days=5), items=(again,))
    assert place[1] not in [name for _, name in picked([*facts, closed], progress).gists]


def test_an_unscored_answer_is_in_no_part(llm: Graph) -> None:
    predicted = interview(llm, 7, level=3.0, until=lambda s: any(t.prediction and not t.scored for t in s.turns))
    facts = facts_of(reading_of(predicted))
    last = facts.items[-1]
    assert last.verdict
    assert not last.scored
    progress = progress_after(llm, [facts], [], 1)
    found = picked([facts], progress)
    assert last.item not in [item for _, item in (*found.gists, *found.answers, *found.questions)]

    solid = msgspec.structs.replace(last, verdict="solid")
    alone = picked([msgspec.structs.replace(facts, items=(solid,))], progress)
    assert (alone.strong, alone.sessions) == (0, ())
    earlier = msgspec.structs.replace(solid, verdict="weak", scored=True, at=START - timedelta(days=1))
    before = msgspec.structs.replace(facts, id="before", started=earlier.at, items=(earlier,))
    both = picked([before, msgspec.structs.replace(facts, items=(solid,))], progress)
    assert both.gists == (("before", last.item),)


@pytest.mark.parametrize(("strong", "aloud", "read"), [(1, 1, 0), (2, 1, 1), (3, 2, 1), (6, 2, 3)])
def test_no_question_is_gone_over_twice(llm: Graph, sat: Sat, strong: int, aloud: int, read: int) -> None:
    facts, turns, progress = sat
    held = {i.concept: (f, i) for f in facts for i in f.items if i.verdict in STRONG and i.tier < 6 and not i.check}
    some = list(held.values())[:strong]
    assert len(some) == strong
    few = [msgspec.structs.replace(f, items=tuple(i for g, i in some if g is f)) for f in facts]
    found = brief(picked(few, progress), turns, llm, progress)
    asked = [i.question for i in (*found.answers, *found.questions)]
    assert (len(found.questions), len(found.answers)) == (aloud, read)
    assert len(asked) == len(set(asked))


def test_what_cannot_be_read_is_left_out(llm: Graph, sat: Sat) -> None:
    facts, turns, progress = sat
    places = picked(facts, progress)
    gone = {place: turn for place, turn in turns.items() if place not in places.gists}
    assert brief(places, gone, llm, progress).gists == ()
    silent = {place: replace(turn, answers=()) for place, turn in turns.items()}
    assert brief(places, silent, llm, progress).answers == ()


def test_without_an_interview_it_has_likely_questions(llm: Graph) -> None:
    """Two hours before, somebody found a closed door: what's likely needs no interview."""
    progress = progress_after(llm, [], [], 0)
    found = brief(picked([], progress), {}, llm, progress)
    assert (found.is_empty, found.has_own, found.minutes) == (False, False, GISTS)
    assert len({q.area_title for q in found.likely}) == GISTS
    lines = " ".join(brief_lines(found, 60, START.tzinfo, days_left=0))
    assert all(q.gist.split()[0] in lines for q in found.likely)
    assert lines.endswith(f"That's all. {ONLY_LIKELY}")  # all of it is new, so nothing is said against that


def test_without_short_answers_it_is_one_sentence(llm: Graph) -> None:
    bare = msgspec.structs.replace(
        llm, questions={q.id: msgspec.structs.replace(q, gist="") for q in llm.questions.values()}
    )
    progress = progress_after(llm, [], [], 0)
    found = brief(picked([], progress), {}, bare, progress)
    assert found.is_empty
    assert " ".join(brief_lines(found, 60, START.tzinfo)) == NO_BRIEF
    assert json.loads(as_json(found))["minutes"] == 0


@pytest.mark.parametrize("width", [60, 100])
def test_the_lines_hold_every_part_in_their_width(llm: Graph, sat: Sat, width: int) -> None:
    found = made(llm, sat)
    lines = list(brief_lines(found, width, START.tzinfo))
    assert max(map(len, lines)) <= width
    flat = " ".join(" ".join(lines).split())
    parts = [
        *(i.gist for i in found.gists),
        *(line for i in found.answers for line in best_lines(i)),
        *(i.reference for i in found.questions),
    ]
    assert any("**" in part for part in parts)
    assert not any(re.search(r"\*\*\S.*?\*\*", line) for line in lines)  # code may hold "**" as it is
    assert all(" ".join(plain_prose(part).split()) in flat for part in parts)
    assert flat.endswith("That's all.")  # days before, the plan has practice besides
    ends = {left: " ".join([*brief_lines(found, 200, START.tzinfo, None, left)][-1:]) for left in (4, 1, 0)}
    last = "That's all. Don't start on anything new before the interview."
    assert ends == {4: "That's all.", 1: last, 0: last}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("In a *prompt injection* data is **obeyed**.", "In a prompt injection data is obeyed."),
        ("A *split\nemphasis*, and *two* of *them*.", "A split\nemphasis, and two of them."),
        ("It takes 2 * 3 * 4 bytes, or a*b*c.", "It takes 2 * 3 * 4 bytes, or a*b*c."),
        ("Pass `*args` and `**options` on.", "Pass *args and **options on."),
    ],
)
def test_plain_prose_has_no_emphasis(written: str, read: str) -> None:
    assert plain_prose(written) == read
