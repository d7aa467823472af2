"""What is heard as a second reading of the score: what is read, how it enters the belief, and what it is worth."""

import itertools
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest

from simulator.engine.choice.listening import coverage_read, heard, only_lists, reads_as_keywords
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.belief import LISTENING, Belief, fold
from simulator.engine.model.evidence import Evidence, Unheard, step_of
from simulator.engine.model.priors import Prior
from simulator.engine.model.response import reading_chances
from simulator.graph.listening.words import tokens
from simulator.graph.records import Graph, Point, Question
from simulator.session.interview.events import Answered
from simulator.session.interview.hearing import read_coverage, reading, unheard_of
from simulator.session.interview.history import evidence_of
from simulator.session.interview.turn import Turn
from tests import marked_readings as rd
from tests.graphs import map_bank
from tests.isolation import ROOT
from tests.listened_people import Speaker, compare, pool_of, summary
from tests.reporting import interview
from tests.some import every

LISTENING_DATA = ROOT / "tests" / "data" / "listening"
BANK = map_bank()
PRIOR = Prior.structural(BANK)
ITEM = "self-attention.3"
POINTS = {"heat": "oven|heat", "flour": "flour|wheat", "water": "water|moist", "salt": "salt|brine"}
BREAD = Question(
    id="bread",
    kind="discuss",
    concepts=("baking",),
    tier=2,
    prompt="How is bread made?",
    rubric=tuple(Point(id=name, point=f"It needs {name}.", weight=1, cues=(cue,)) for name, cue in POINTS.items()),
)
NOTES = (
    "Adam: m, v -> 2x fp32 = 8 bytes/param\nweights bf16 = 2 B, grads = 2 B, master = 4 B -> 16 B/param\n"
    "7B x 16 = 112 GB > 80 GB, so shard over 8 -> 14 GB each",
    "KV cache = 2 * L * H_kv * d * T * 2 B; GQA 8 of 64 heads -> /8\nlong prompt: quadratic part only in prefill, "
    "decode is memory-bound -> batch until the card is full",
    "queue grows because arrivals > service at 98%: rho -> 1, wait ~ 1/(1 - rho). Cap concurrency, shed the rest.",
)


# What is read


@pytest.mark.parametrize("joint", [", ", "; ", "\n", " ", " / ", " -> ", " and ", " · "])
def test_lists_of_keywords_are_hardly_ever_read(llm: Graph, joint: str) -> None:
    """Of a question of the bank, the words of its rubric in twos and threes, alone or between two empty sentences.

    Of 18,592 of half of the bank 12 are read, all between sentences: none of those that `make test` tries.
    """
    listed, was_read = 0, list[str]()
    for question in every(llm.questions.values(), 18):
        words = [t.word for p in question.rubric for t in tokens(p.point) if t.word.isalpha() and len(t.word) > 4]
        if len(words) < 32:  # a shorter text, or a shorter list in it, is read whatever it is like
            continue
        for each, frame in itertools.product((2, 3), ("{}", "Here's what I'd think of first. {}. And it depends.")):
            text = frame.format(joint.join(" ".join(words[i : i + each]) for i in range(0, len(words), each)))
            listed += 1
            was_read += [text] if coverage_read(question, text) is not None else []
    assert listed > 200
    assert len(was_read) <= 0.003 * listed, was_read


def test_lists_of_terms_are_hardly_ever_read() -> None:
    """Forty on forty questions, parted in as many ways; one lies between four sentences that say nothing."""
    lines = (LISTENING_DATA / "keywords.jsonl").read_text("utf-8").splitlines()
    texts = [msgspec.json.decode(line)["text"] for line in lines]
    assert len(texts) == 40
    assert len([text for text in texts if not reads_as_keywords(text)]) <= 2


def test_no_answer_of_people_is_a_list() -> None:
    """Notes at two fifths of the words are the nearest to one."""
    rows = [
        msgspec.json.decode(line)
        for name in ("rewritten", "middling", "otherwise_right")
        for line in (LISTENING_DATA / f"{name}.jsonl").read_text("utf-8").splitlines()
    ]
    assert [row for row in rows if reads_as_keywords(row["text"])] == []


@pytest.mark.parametrize("text", NOTES)
def test_notes_and_formulas_are_read(text: str) -> None:
    assert not reads_as_keywords(text)


def test_references_of_the_bank_are_read(llm: Graph) -> None:
    texts = [text for q in every(llm.questions.values(), 3) for text in (q.answer, q.exemplar) if text]
    assert [text for text in texts if reads_as_keywords(text)] == []
    assert len(texts) > 400


def test_a_sentence_speaks_for_two_points_at_most() -> None:
    one = "It takes an oven, wheat, water and a bit of salt to make it well."
    four = "It takes an oven. You also want some wheat. Then you add the water. There is a bit of salt in it."
    shares = sorted(found.share for found in heard(BREAD, one).values())
    assert shares[0] > P.UNSAID  # for follow-ups all four are heard
    assert coverage_read(BREAD, one) == pytest.approx((shares[-1] + shares[-2]) / 4)
    assert coverage_read(BREAD, four) == pytest.approx(sum(found.share for found in heard(BREAD, four).values()) / 4)


def test_dictated_texts_have_a_sentence_every_thirty_words() -> None:
    filler = "and then you wait for quite a while and look at it again and think about what comes next in all of this "
    dictated = f"it takes an oven {filler} some wheat {filler} then the water {filler} a bit of salt {filler}"
    found = coverage_read(BREAD, dictated)
    assert found is not None
    assert found > 0.9 * sum(said.share for said in heard(BREAD, dictated).values()) / 4


# How it enters the belief


def test_better_heard_never_lowers_any_concept() -> None:
    after = [PRIOR.update(Evidence(ITEM, "heard", step)).mastery for step in range(len(P.READING_STEPS) + 1)]
    for worse, better in itertools.pairwise(after):
        assert (better >= worse - 1e-9).all()
    assert after[-1].mean() > PRIOR.mastery.mean() > after[0].mean()


def test_steps_of_a_verdict_are_chances() -> None:
    table = reading_chances()
    assert table.shape == (len(P.READING_STEPS) + 1, len(P.READING_MEANS))
    np.testing.assert_allclose(table.sum(0), 1.0, atol=1e-9)
    assert (table > 0).all()
    assert [step_of(c) for c in (0.0, 0.3, 0.5, 1.0)] == [0, 1, 2, 4]


def test_marks_that_are_not_heard_raise_the_leniency() -> None:
    items = [i.id for i in BANK.items if not i.is_check][:10]

    def lenient(step: int) -> float:
        looks = [(Evidence(i, "verdict", 3, weight=0.5), Evidence(i, "heard", step, weight=0.5)) for i in items]
        return fold(PRIOR, [piece for pair in looks for piece in pair]).leniency()[0]

    assert lenient(0) > lenient(4) + 0.02


def test_how_one_is_heard_moves_the_listening_term() -> None:
    items = [i.id for i in BANK.items if not i.is_check][:10]

    def after(step: int) -> Belief:
        looks = [(Evidence(i, "verdict", 3, weight=0.5), Evidence(i, "heard", step, weight=0.5)) for i in items]
        return fold(PRIOR, [piece for pair in looks for piece in pair])

    assert after(0).mean[LISTENING] < -0.1 < PRIOR.mean[LISTENING] == 0.0 < after(4).mean[LISTENING]
    assert after(4).variances()[LISTENING] < P.LISTENING_SD**2
    assert fold(PRIOR, [Evidence(items[0], "verdict", 3)]).mean[LISTENING] == 0.0


def one_turn(llm: Graph) -> Turn:
    """A typed answer that was scored by points, without an own verdict."""
    turns = (t for seed in range(9) for t in interview(llm, seed, level=5.0).state.turns)
    return next(t for t in turns if t.readable and not t.scored.anchored and read_coverage(t))  # type: ignore[union-attr]


def test_mark_and_reading_share_one_answer(llm: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    turn = one_turn(llm)
    coverage = read_coverage(turn)
    assert coverage is not None
    monkeypatch.setattr(P, "READING_COUNTS", True)
    mark, reading = evidence_of([turn])
    assert (mark.kind, mark.weight, reading.kind, reading.weight) == ("verdict", 0.5, "heard", 0.5)
    assert reading.category == step_of(coverage)
    monkeypatch.setattr(P, "READING_COUNTS", False)
    (alone,) = evidence_of([turn])
    assert msgspec.structs.replace(mark, weight=1.0) == alone


def without_cues(turn: Turn) -> Turn:
    question = turn.question
    rubric = tuple(msgspec.structs.replace(point, cues=()) for point in question.rubric)
    asked = msgspec.structs.replace(turn.asked, question=msgspec.structs.replace(question, rubric=rubric))
    return replace(turn, asked=asked)


def said(turn: Turn, text: str, spoken: float | None = None) -> Turn:
    given = turn.answers[0]
    answer = Answered(
        n=given.n, at=given.at, clock=given.clock, position=given.position, text=text, spoken_seconds=spoken
    )
    return replace(turn, answers=(answer,), replies=())


def scored_again(turn: Turn) -> Turn:
    """The turn with what would be kept if it were scored as it stands now."""
    assert turn.scored is not None
    bare = msgspec.structs.replace(turn.scored, heard=None, unheard=None)
    return replace(turn, scored=msgspec.structs.replace(bare, **reading(turn)))


def test_what_is_not_read_is_no_evidence(llm: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen before, spoken, a list, without cues: the marks then count whole."""
    turn = one_turn(llm)
    monkeypatch.setattr(P, "READING_COUNTS", True)
    listed = ", ".join(t.word for p in turn.question.rubric for t in tokens(p.point) if len(t.word) > 4)
    others = (
        replace(turn, shown_before=True),
        said(turn, "batches, cache, latency", spoken=60.0),
        said(turn, listed),
        without_cues(turn),
    )
    assert read_coverage(scored_again(turn)) == read_coverage(turn) is not None
    for other in map(scored_again, others):
        assert read_coverage(other) is None
        assert unheard_of(other) is None
        assert [piece.kind for piece in evidence_of([other])] == ["verdict"]
        assert evidence_of([other])[0].weight == 1.0


# Whether it is worth it


def marked(question: str, coverage: float, words: int, heard_: float | None) -> rd.ReadAnswer:
    return rd.ReadAnswer(question, coverage, int(4 * coverage), words, heard_, Unheard(0, 0, 0, 0))


def test_a_reading_is_compared_with_the_length() -> None:
    rng = np.random.default_rng(2)
    good = [marked(f"q{n // 4}", (n % 4) / 4, int(rng.integers(100, 110)), (n % 4) / 5) for n in range(80)]
    found = rd.against_length(good)
    assert found["heard"].value == 1.0
    assert found["words"].value is not None
    assert 0.3 < found["words"].value < 0.7
    assert rd.beats_length(good)
    as_long = [replace(answer, heard=answer.words / 200) for answer in good]
    assert rd.against_length(as_long)["gain"].value == 0.0
    assert not rd.beats_length(as_long)


def test_pairs_with_equal_marks_do_not_count() -> None:
    answers = [marked("q", 0.5, 10, 0.1), marked("q", 0.5, 20, 0.9), marked("q", 0.75, 15, 0.5)]
    assert rd.in_order(answers, lambda answer: answer.heard or 0.0) == {"q": (1, 2)}


def test_the_fit_finds_what_made_the_answers() -> None:
    rng = np.random.default_rng(5)
    means, sd, lost = (0.2, 0.5, 0.7, 0.9), 0.12, 0.3
    answers = []
    for n in range(4000):
        verdict = n % 4
        mean = means[0] if verdict and rng.random() < lost else means[verdict]
        answers.append(replace(marked("q", 0.5, 1, float(rng.normal(mean, sd))), verdict=verdict))
    fitted = rd.fit_of_reading(answers)
    assert fitted.means == pytest.approx(means, abs=0.03)
    assert fitted.sd == pytest.approx(sd, abs=0.02)
    assert fitted.lost == pytest.approx(lost, abs=0.04)


def test_marked_answers_are_read_with_their_markers(llm: Graph, tmp_path: Path) -> None:
    question = next(q for q in llm.questions.values() if len(q.rubric) > 3 and q.exemplar)
    first, *others = [point.id for point in question.rubric]
    marks = {first: ["yes", "yes"], **{point: ["no", "partly"] for point in others}}
    line = {"answer": "A1", "question": question.id, "text": question.answer, "marks": marks}
    gone = {**line, "question": "gone"}
    path = tmp_path / "marked.jsonl"
    path.write_bytes(b"\n".join(map(msgspec.json.encode, (line, gone))))
    (found,) = rd.read_for_score(path, llm)
    assert found.words == len(question.answer.split())
    assert found.unheard.met == 1
    assert 0 < found.coverage < 1


def test_who_marks_everything_is_believed_less() -> None:
    """And whose marks are right loses hardly anything: on the map, heard as the fit says."""
    rng = np.random.default_rng(3)
    drawn = [(rank, float(rng.normal(P.READING_MEANS[rank], P.READING_SD))) for rank in range(4) for _ in range(40)]
    pool = pool_of(drawn)
    lenient = compare(BANK, pool, Speaker(leniency=3.0), people=24, seed=4)
    exact = compare(BANK, pool, Speaker(leniency=0.0), people=60, seed=4)
    assert lenient["with"]["error"].mean() < lenient["without"]["error"].mean() - 0.2
    its = summary(exact)
    assert its["with"]["rmse"] < 1.02 * its["without"]["rmse"]
    assert set(its["with"]) == {"rmse", "level", "level_bias", "bias", "covered", "mean_covered"}


def test_a_pool_without_a_verdict_is_refused() -> None:
    with pytest.raises(ValueError, match="every verdict"):
        pool_of([(0, 0.1), (3, 0.9)])


def test_prose_of_another_language_is_no_list() -> None:
    """Its little words aren't known, so nothing seemed to relate anything."""
    for prompt, answer, text in (
        (
            "Was macht ein Cache für Keys und Values?",
            "Er speichert, was schon berechnet ist, und kostet Speicher, der mit der Länge wächst.",
            "Der Cache speichert Keys und Values, damit das Modell bei jedem neuen Token nicht alles neu rechnen muss. "
            "Das kostet allerdings Speicher, der linear mit der Länge wächst, und deshalb begrenzt man die Anfragen.",
        ),
        (
            "¿Qué hace una caché de claves y valores?",
            "Guarda lo que ya se calculó y cuesta memoria, que crece con la longitud.",
            "La caché guarda claves y valores para que el modelo no tenga que calcular todo de nuevo con cada token. "
            "Eso cuesta memoria, que crece con la longitud del contexto, y por eso se limitan las peticiones.",
        ),
    ):
        question = Question(id="a", kind="discuss", concepts=("c",), tier=2, prompt=prompt, answer=answer)
        assert reads_as_keywords(text)
        assert not only_lists(question, text)
