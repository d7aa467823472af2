"""False beliefs of the field: heard in any answer, challenged by one's own words, and named in the report."""

import json
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from simulator.engine.choice.listening import Heard, believed, heard
from simulator.engine.choice.probes import Follow, next_probe
from simulator.engine.choice.remarks import heard_truly, nearly_claimed
from simulator.graph.listening.misconceptions import begun_in, shortened, that_may_be_said
from simulator.graph.listening.spoken import Spoken
from simulator.graph.records import Graph, Misconception, Question
from simulator.report.debrief.concerns import concerns
from simulator.report.debrief.own_words import holds_a_mistake, neared_of, sentences_apart
from simulator.report.debrief.strengths import BESIDE_A_FAULT, CLAIM_LEFT, _evidence, strengths
from simulator.report.debrief_records import Concern
from simulator.report.figures.assessment import assess_interview
from simulator.report.figures.readiness import ReadinessEvidence
from simulator.report.text.debrief import concern_words
from simulator.session.interview import events as ev
from simulator.session.interview.hearing import undoubted
from simulator.session.interview.turn import Turn
from tests.graphs import llm_graph
from tests.reporting import turn_of
from tests.some import every
from tests.unit.test_own_work import FRESH
from tests.unit.test_points_by_probe import begun, garden, judged
from tests.unit.test_report_debrief import AT, CACHE, SAID, all_marked, question_of, turn_on

LISTENING = Path(__file__).parents[1] / "data" / "listening"
MOON = Misconception(
    id="moon",
    claim="Seeds sown at full moon grow faster.",
    why="The moon makes no difference that anybody has measured. Warm and moist soil does.",
    cues=("moon > grow|germinate|sprout > faster|sooner|better",),
    challenge="What would you compare to see that?",
)
SERVING = ("kv-cache-out-of-memory", "two-phases-two-bottlenecks")
CLAIM = "Seeds sown at full moon grow faster, so that's what I look at."


def sown(*more: Misconception) -> Graph:
    """The small graph, whose field has a belief about the moon."""
    return msgspec.structs.replace(garden(), misconceptions={each.id: each for each in (MOON, *more)})


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        (CLAIM, True),
        ("I sow them when it's warm. Sown at full moon they grow faster. Then I water them.", True),
        ("Seeds don't grow faster at full moon; at full moon they don't grow any faster.", False),
        ("Some people think that seeds sown at full moon grow faster.", False),
        ("It's a myth that seeds sown at full moon grow faster.", False),
        ("Would seeds sown at full moon grow faster?", False),
        ("Seeds sown at full moon grow faster. No wait, that's wrong.", False),
        ("Nobody tunes on the test set, I look at the interval, and sown at full moon they grow faster.", True),
        ("Some say it depends, I'd water them, I'd weed them, and sown at full moon they grow faster.", True),
        ("Nobody sown at full moon grows faster.", False),
        ("The moon was full. Nothing grows faster than a weed.", False),
        ("The shed stands in the shade, so there seeds sown at full moon grow faster.", False),
        ("In this one case seeds sown at full moon grow faster.", False),
        ("There are few rules: seeds sown at full moon grow faster.", True),
        ("I'd put them there, as seeds sown at full moon grow faster.", True),
    ],
)
def test_belief_is_heard_where_it_is_claimed(text: str, heard: bool) -> None:
    assert bool(believed(text, [MOON])) == heard


def test_not_meaning_it_is_no_claim() -> None:
    """ "Removing it has no effect, which doesn't mean it's unused" was heard: "doesn't" ends in what was looked for."""
    belief = msgspec.structs.replace(MOON, cues=("moon > no need to water",))
    assert believed("They're sown at full moon, and there's no need to water.", [belief])
    assert not believed("They're sown at full moon, which doesn't mean there's no need to water.", [belief])


def test_belief_is_challenged_by_its_words() -> None:
    question = next(iter(garden().questions.values()))
    context = replace(FRESH, misconceptions=[MOON])
    text = (
        f"Roots take in water and salts. {CLAIM} Leaves make sugar out of light and air, by day, as long as it's warm."
    )
    asked = next_probe(question, text, context)
    assert asked is not None
    assert (asked.sort, asked.asks, asked.reply) == ("challenge", MOON.challenge, MOON.why)
    assert asked.quote
    assert asked.quote in text
    again = next_probe(question, text, replace(context, asked_here=(MOON.challenge,)))
    assert again is None or again.asks != MOON.challenge


def test_belief_over_two_clauses_is_repeated() -> None:
    """ "Temperature is 0, so the output is the same" was heard, and not asked about, as no clause held all of it."""
    belief = msgspec.structs.replace(MOON, cues=("full moon > grow faster|sprout faster",))
    text = "Roots take in water. I sow at full moon, so they grow faster (we think), and that is what I look at first."
    asked = next_probe(next(iter(garden().questions.values())), text, replace(FRESH, misconceptions=[belief]))
    assert asked is not None
    assert (asked.asks, asked.quote) == (MOON.challenge, "I sow at full moon, so they grow faster")


def test_a_long_belief_is_repeated_in_part() -> None:
    """Of twenty-four words none were repeated, so what was heard was never asked about, and stood in the report."""
    belief = msgspec.structs.replace(MOON, cues=("full moon + grow faster",))
    text = (
        "Roots take in water. The full moon is what my grandfather always looked at before he sowed a thing in the "
        "whole of the garden, and I tell you that they grow faster then, whatever it is."
    )
    asked = next_probe(next(iter(garden().questions.values())), text, replace(FRESH, misconceptions=[belief]))
    assert asked is not None
    assert (asked.asks, asked.quote) == (MOON.challenge, "I tell you that they grow faster then")


P_VALUE = "The p-value tells me how probable it is that the difference is just chance."
NEARLY = {  # what no cue hears
    "p-value-probability-of-null": P_VALUE,
    "temperature-zero-stops-hallucination": "I set the temperature at zero so the model has no way to make things up.",
    "beam-search-gives-variety": "Beam search is what I'd use for ten slogans, since its beams come out so varied.",
    "correlation-means-agreement": "A judge that correlates with people at 0.9 gives the same scores as they do.",
}


@pytest.mark.parametrize("belief", NEARLY)
def test_a_sentence_comes_near_a_belief(belief: str, llm: Graph) -> None:
    known, said = tuple(llm.misconceptions.values()), NEARLY[belief]
    assert not believed(said, known)
    assert nearly_claimed(said, known) == [(llm.misconceptions[belief], said.rstrip("."))]


@pytest.mark.parametrize(
    "text",
    [
        P_VALUE.replace("tells me", "doesn't tell me"),
        P_VALUE.replace("The", "Many people think that the"),
        P_VALUE.replace("The p-value tells", "Does the p-value tell").replace(".", "?"),
        "The p-value is small, and the difference is large.",
        "A p-value of 0.05.",
    ],
)
def test_little_of_a_belief_comes_near_nothing(text: str, llm: Graph) -> None:
    assert nearly_claimed(text, llm.misconceptions.values()) == []


def test_near_belief_is_asked_about_openly(llm: Graph) -> None:
    """By its words alone it may as well be right, so it's no challenge, and once in an answer."""
    text = f"Roots take in water and salts. {P_VALUE} Leaves make sugar out of light and air, by day, if it's warm."
    belief = llm.misconceptions["p-value-probability-of-null"]
    question = next(iter(garden().questions.values()))
    context = replace(FRESH, misconceptions=tuple(llm.misconceptions.values()))
    asked = next_probe(question, text, context)
    assert asked == Follow("drill", belief.challenge, reply=belief.why, quote=P_VALUE.rstrip("."))
    other = llm.misconceptions["beam-search-gives-variety"].challenge
    for over in (
        replace(context, asked_here=(belief.challenge,)),
        replace(context, asked_here=(other,)),
        replace(context, asked_elsewhere=frozenset({belief.challenge})),
        replace(context, repeated_here=(P_VALUE.rstrip("."),)),
        replace(context, spoken=True),
    ):
        again = next_probe(question, text, over)
        assert again is None or again.asks != belief.challenge
    given_up = next_probe(question, text.replace("chance. ", "chance. No wait, that was wrong. "), context)
    assert given_up is None or given_up.asks != belief.challenge


def test_what_was_answered_is_not_near(llm: Graph) -> None:
    """Whoever has said what a good reply says isn't asked for it."""
    question, belief = next(iter(garden().questions.values())), llm.misconceptions["p-value-probability-of-null"]
    context = replace(FRESH, misconceptions=tuple(llm.misconceptions.values()))
    asked = next_probe(question, f"Roots take in water and salts. {P_VALUE} {belief.why}", context)
    assert asked is None or asked.asks != belief.challenge


def test_what_is_read_in_code_is_no_belief() -> None:
    """ "It divides the probabilities" was said of the code that was shown, which did."""
    shown = next(iter(garden().questions.values()))
    shown = msgspec.structs.replace(shown, prompt=f"{shown.prompt}\n\n```python\nsow(moon)\n```")
    asked = next_probe(shown, f"Roots take in water. {CLAIM}", replace(FRESH, misconceptions=[MOON]))
    assert asked is None or asked.asks != MOON.challenge


def test_story_with_a_belief_is_challenged_first(llm: Graph) -> None:
    story = next(q for q in llm.questions.values() if q.kind == "experience")
    asked = next_probe(story, f"We built a garden for the office. {CLAIM}", replace(FRESH, misconceptions=[MOON]))
    assert asked is not None
    assert asked.asks == MOON.challenge


def test_doubted_words_stand_beside_no_point() -> None:
    """ "At temperature 0 a rerun gives the same" stood beside the point on noise, as what had been heard of it."""
    interview = begun(sown())
    interview.answer(CLAIM)
    turn = turn_of(interview)
    assert [p.asks for p in turn.probes] == [MOON.challenge]
    roots = "Roots take in water."
    for claim in (CLAIM, CLAIM.replace("moon grow", "moon\ngrow")):  # typed in two lines as well
        text, begin = f"{roots} {claim}", len(roots) + 1
        found = {
            "moon": Heard(0.9, claim, begin, len(text), borne=0.9),
            "roots": Heard(0.9, roots, 0, len(roots), borne=0.9),
        }
        assert [name for name, each in undoubted(turn, text, found).items() if each.shown] == ["roots"]
        assert all(each.shown for each in undoubted(replace(turn, probes=()), text, found).values())


def test_doubted_words_are_no_strength() -> None:
    """The best evidence on serving was a sentence with an error in it."""
    interview = begun(sown())
    interview.answer(f"Roots take in water. {CLAIM}")
    turn = turn_of(interview)
    assert holds_a_mistake(turn, CLAIM)
    assert not holds_a_mistake(turn, "Roots take in water.")


@pytest.mark.parametrize(
    ("reply", "told"), [("They do.", True), ("Well, I was wrong there.", False), (MOON.why, False)]
)
def test_a_near_belief_not_put_right_is_told(reply: str, told: bool) -> None:
    """The reader's own words on red teaming, which were asked about and held to, had no place in the debrief."""
    graph = sown()
    interview = begun(graph)
    interview.answer(CLAIM)
    while turn_of(interview).open_probe:
        interview.answer_probe(reply)
    turn = turn_of(interview)
    near = replace(turn, probes=tuple(msgspec.structs.replace(probe, sort="drill") for probe in turn.probes))
    assert bool(neared_of(near, graph)) is told
    assert neared_of(turn, graph) == [], "what was challenged is a belief that was heard"


def test_a_false_claim_leaves_its_point_open(llm: Graph) -> None:
    """A must-have on the noise of seeds was heard in "report the best seed", and no follow-up came at all."""
    question, known = llm.questions["two-corpora-and-a-coin-toss"], tuple(llm.misconceptions.values())
    text = (
        "Both are near chance, so I'd take an easier test with the probability of the answer text. "
        "I'd run several seeds of both and report the best seed, that's fair as both get it."
    )
    assert believed(text, known)
    plainly, truly = heard(question, text)["noise"], heard_truly(question, text, known)["noise"]
    assert plainly.share > 2 * truly.share
    asked = [probe.asks for probe in question.probes if probe.kind == "gap" and probe.point == "noise"]
    context = replace(FRESH, misconceptions=known, asked_elsewhere=frozenset(each.challenge for each in known))
    follow = next_probe(question, text, context)
    assert follow is not None
    assert follow.asks in asked


def test_words_said_before_put_nothing_right() -> None:
    """ "With greedy decoding there's no noise" was put right by "with greedy decoding I rerun and get the same"."""
    graph = sown()
    interview = begun(graph)
    interview.answer(CLAIM)
    while turn_of(interview).open_probe:
        interview.answer_probe("In warm and moist soil they do, as I said.")
    turn = turn_of(interview)

    def near(quote: str) -> Turn:
        return replace(
            turn, probes=tuple(msgspec.structs.replace(probe, sort="drill", quote=quote) for probe in turn.probes)
        )

    assert not neared_of(near("seeds grow by the moon"), graph)
    assert neared_of(near("in warm and moist soil seeds grow by the moon"), graph)


@pytest.mark.parametrize(("reply", "told"), [("They do.", True), ("Well, I was wrong there.", False)])
def test_claims_held_to_stand_in_the_basis(reply: str, told: bool) -> None:
    """A report said yes for staff, and nothing of what had been questioned and left standing."""
    graph = sown()
    interview = begun(graph)
    interview.answer(CLAIM)
    while turn_of(interview).open_probe:
        interview.answer_probe(reply)
    interview.predict("solid")
    judged(interview)
    basis = assess_interview(interview).recommendation.basis
    assert ("You held to a claim that I questioned." in basis) is told
    assert ReadinessEvidence(claims=2, is_demo=True).held_to.startswith("The simulated candidate held to 2 claims")


def debriefed(graph: Graph, reply: str) -> list[Concern]:
    """The concerns with the candidate's own words, after the claim and a reply to what was asked about it."""
    interview = begun(graph)
    interview.answer(CLAIM)
    while turn_of(interview).open_probe:
        interview.answer_probe(reply)
    interview.predict("solid")
    judged(interview)
    return [c for c in concerns(interview.state.turns, graph, graph.roles["gardener"], 2) if c.said]


def test_a_belief_is_challenged_once_an_interview() -> None:
    """One question came three times, word for word, while other beliefs in the same answers went by."""
    sun = msgspec.structs.replace(
        MOON, id="sun", challenge="And the sun?", cues=("sun > grow|germinate > slower|worse",)
    )
    interview = begun(sown(sun))
    interview.answer(CLAIM)
    asked = [interview.state.turns[-1].probes[-1].asks]
    while turn_of(interview).open_probe:
        interview.answer_probe("They do.")
    interview.predict("solid")
    judged(interview)
    interview.next()
    interview.answer(f"{CLAIM} In the sun seeds grow slower.")
    asked += [probe.asks for probe in turn_of(interview).probes]
    assert asked == [MOON.challenge, sun.challenge]


def test_report_names_a_belief_and_the_truth() -> None:
    graph = sown()
    [belief] = debriefed(graph, "I'd compare two beds.")
    assert belief.said in CLAIM
    assert belief.say == "The moon makes no difference that anybody has measured."
    assert debriefed(msgspec.structs.replace(graph, misconceptions={}), "I'd compare two beds.") == []


def test_belief_put_right_when_asked_is_forgotten() -> None:
    assert debriefed(sown(), "Two beds. In fact it's warm and moist soil that makes them sprout.") == []


def test_who_repeats_a_belief_when_asked_keeps_it() -> None:
    """ "All of it is four times quicker, maybe less with dequantising" counted as put right by two words."""
    [belief] = debriefed(sown(), "The seeds that are sown then grow faster, warm soil or not.")
    assert belief.said in CLAIM


def test_beliefs_are_heard_as_people_say_them(llm: Graph) -> None:
    """Sentences by those who wrote the beliefs, before they wrote the cues."""
    rows = [json.loads(line) for line in (LISTENING / "misconceptions.jsonl").read_text("utf-8").splitlines()]
    tried = every(rows, 15)
    own = [row for row in tried if row["misconception"] in heard_in(llm, row["said"])]
    assert len(own) >= 0.8 * len(tried)


def test_no_right_text_holds_a_belief(llm: Graph) -> None:
    """References, sentences to say, replies, facts: whoever says these must not be told that they're wrong."""
    for question in every(llm.questions.values(), 90):
        for text in right_texts(question):
            assert heard_in(llm, text) == [], (question.id, text)


def test_only_what_cannot_occur_is_left_out(llm: Graph) -> None:
    """A look at how words begin comes first, for compiling all cues would take a second."""
    rows = [json.loads(line) for line in (LISTENING / "misconceptions.jsonl").read_text("utf-8").splitlines()]
    lost = 0
    tried = every(rows, 30)
    for row in tried:
        spoken, known = Spoken.of(row["said"]), llm.misconceptions[row["misconception"]]
        begun = begun_in([row["said"]])
        shorter = [cue for each in known.cues if (cue := shortened(each, begun))]
        lost += bool(spoken.find_whole(known.cues)) != bool(spoken.find_whole(shorter))
    assert lost <= 0.02 * len(tried)


def test_no_cue_is_passed_over_unread(llm: Graph) -> None:
    """They are looked up by their words: as many are found as by going through all of them."""
    known = tuple(llm.misconceptions.values())
    said = [question.answer for question in llm.questions.values() if question.answer][::400]
    for sentences in (*(tuple(text.split(". ")) for text in said), ("",), ()):
        begun = begun_in(sentences)
        all_of = [(each, [cue for at in each.cues if (cue := shortened(at, begun))]) for each in known]
        assert that_may_be_said(known, sentences) == [(each, cues) for each, cues in all_of if cues]
    assert that_may_be_said((), ("",)) == ()


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("mixture of experts > saves memory", "A MoE saves memory."),
        ("rlhf > removes bias", "Reinforcement learning from human feedback removes bias."),
    ],
)
def test_short_and_full_forms_are_one(cue: str, text: str) -> None:
    assert Spoken.of(text).find_whole([cue])
    assert shortened(cue, begun_in([text]))


def test_an_alternative_of_signs_is_left_out() -> None:
    """Left alone by a text without the other alternatives, it ended the interview with an error."""
    assert shortened("default|{} > fresh", begun_in(["It's a fresh one each time."])) == ""
    assert shortened("default|{} > fresh", begun_in(["The default is fresh."])) == "default > fresh"
    assert shortened("default|{} > fresh", begun_in(["It's the default.", "Fresh it is."])) == ""


def heard_in(llm: Graph, text: str) -> list[str]:
    return [each.id for each, _ in believed(text, llm.misconceptions.values())]


def right_texts(question: Question) -> list[str]:
    """What is true, and written down as such."""
    texts = [question.answer, question.gist, question.exemplar] if question.kind != "experience" else []
    texts += [text for point in question.rubric for text in (point.say, point.point)]
    texts += [probe.reply for probe in question.probes] + [fact.reply for fact in question.clarifications]
    return [text for text in (*texts, *(mistake.why for mistake in question.mistakes)) if text]


JUDGE = (
    "I swap the two answers and ask again. Give it the right answer to compare. Temperature 0 so judge is correct and "
    "always the same. And I check it with my own labels on some."
)


@pytest.mark.parametrize("tier", [2, 3, 4, 5])
def test_challenged_belief_is_told_at_every_level(tier: int) -> None:
    """On the page for junior it was said, and on that for mid three shortfalls took its place."""
    graph = llm_graph()
    judge = question_of("llm-as-a-judge-in-plain-words")
    marks = all_marked(judge, "yes")
    asked = ev.Probed(
        n=1, at=AT, clock=0.0, position=1, probe=1, sort="challenge", asks="What have you gained?",
        quote="Temperature 0 so judge is correct and always the same", reply="It's more repeatable.",
    )  # fmt: skip
    doubted = replace(turn_on(judge, JUDGE, marks), probes=(asked,))
    ids = ("context-budget-of-agent", "agentic-or-plain-rag", "what-a-chat-api-remembers", "evaluation-tools-by-name")
    short = [
        turn_on(question_of(name), "I don't.", all_marked(question_of(name), "no"), n + 2) for n, name in enumerate(ids)
    ]
    told = concerns([doubted, *short], graph, graph.roles["applied-engineer"], tier)
    assert len(told) == 3
    (one,) = [c for c in told if "Temperature 0" in c.said]
    assert f"the claim: “{one.claim.rstrip('.')}" in concern_words(
        msgspec.structs.replace(one, said="")
    )  # as it's shared
    assert [c.title for c in told if "Temperature 0" in c.said] == [
        "One claim to look at again, from your answer on human evaluation and LLM-as-judge"
    ]


def test_praise_keeps_away_from_a_doubted_sentence() -> None:
    said = "Roots take in water. Sown at full moon they grow. So I wait; then I weed.\nLeaves make sugar"
    doubted = ["Sown at full moon they grow"]
    quotes = (doubted[0], "Roots take in water.", "then I weed", "Leaves make sugar", "Nothing of the kind")
    assert [sentences_apart(said, quote, doubted) for quote in quotes] == [0, 1, 2, 3, None]
    assert sentences_apart(said, quotes[1], ["Not there"]) is None


def test_best_evidence_is_not_beside_a_doubt() -> None:
    cache = question_of(CACHE)
    turn = turn_on(cache, SAID, all_marked(cache, "yes"))
    role, faulty = llm_graph().roles["applied-engineer"], SAID.split(". ")[0]
    asked = ev.Probed(
        n=1, at=AT, clock=0.0, position=1, probe=1, sort="challenge", asks="Why?", quote=faulty, reply="It isn't."
    )
    plain, doubtful = (
        {e.point: e.worth for e in _evidence(each, llm_graph(), role, "yes")}
        for each in (turn, replace(turn, probes=(asked,)))
    )
    quotes = {e.point: e.quote for e in _evidence(turn, llm_graph(), role, "yes")}
    apart = {point: sentences_apart(SAID, quote, [faulty]) for point, quote in quotes.items()}
    assert {0, 1} < {*apart.values()}
    for point, away in apart.items():
        assert (point in doubtful) == (away != 0)
        if away:
            assert plain[point] - doubtful[point] == pytest.approx(BESIDE_A_FAULT * (away == 1))


@pytest.mark.parametrize(
    ("behind", "shown"),
    [
        (" Maybe that's not fully right. An old mistake is copied.", False),
        (" Hm, perhaps that's not true. An old mistake is copied.", False),
        (" That's not the whole of it. An old mistake is copied.", True),
        (" Maybe a test would show it.", True),
    ],
)
def test_words_taken_back_stand_beside_no_point(behind: str, shown: bool) -> None:
    """ "Before I said quality stays the same" stood beside the point that it doesn't."""
    interview = begun(sown())
    interview.answer("Roots take in water.")
    said = "Before I said quality stays the same if it fits."
    found = {"why": Heard(0.9, said, 0, len(said) - 1, borne=0.9)}
    assert undoubted(turn_of(interview), said + behind, found)["why"].shown == shown


def test_praise_of_answers_names_a_claim_left() -> None:
    """ "Solid on retrieval and RAG: both answers" was said where one held a false belief that nobody had put right."""
    llm, claim = llm_graph(), "At temperature 0 it always gives the correct answer."
    first, second = (llm.questions[name] for name in SERVING)
    right = f"{first.answer} {second.answer}"
    role = llm.roles["applied-engineer"]
    titles = {}
    for said in (right, f"{claim} {right}", f"{right} {claim} No wait, that's wrong."):
        turns = [turn_on(q, said, all_marked(q, "yes"), n) for n, q in enumerate((first, second), 1)]
        found = strengths(turns, llm, role)
        titles[said] = next(s for s in found if "both answers" in s.title)
        assert all(claim not in s.quote for s in found)
    assert [s.title.endswith(CLAIM_LEFT) for s in titles.values()] == [False, True, False]


def test_no_praise_quotes_what_was_taken_back() -> None:
    """Only words that were doubted with a prepared reply were kept from the strengths."""
    cache = question_of(CACHE)
    turn = turn_on(cache, SAID, all_marked(cache, "yes"))
    quote = SAID.split(". ")[0]
    at = {"at": AT, "clock": 0.0, "position": 1, "probe": 1}
    asked = ev.Probed(n=1, **at, sort="challenge", asks="What would be an exception to that?", quote=quote)  # type: ignore[arg-type]
    role = llm_graph().roles["applied-engineer"]

    def quotes(reply: str) -> list[str]:
        given = replace(turn, probes=(asked,), replies=(ev.ProbeAnswered(n=2, **at, text=reply),))  # type: ignore[arg-type]
        return [e.quote for e in _evidence(given, llm_graph(), role, "yes") if e.quote in quote]

    assert quotes("None, it's always so.")
    assert not quotes("I was wrong, the weights may grow as well.")
