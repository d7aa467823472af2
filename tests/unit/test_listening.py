"""What is heard of an answer, and which follow-up comes of it."""

from dataclasses import replace

import pytest
from msgspec import structs

from simulator.engine.choice.asked_back.facts import asked_for, parts
from simulator.engine.choice.likeness import point_likeness
from simulator.engine.choice.listening import coverage, heard, mistakes_heard
from simulator.engine.choice.probes import CHOICE_LIMIT, LIMITS, Context, Follow, next_probe
from simulator.engine.choice.quotes import spans, vocabulary
from simulator.engine.choice.remarks import leads_to, reassuring, sweeping
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.listening.spoken import Spoken
from simulator.graph.listening.taken_back import concedes
from simulator.graph.records import Clarification, Mistake, Point, Probe, Question, Twist

CACHE = Question(
    id="cache",
    kind="discuss",
    concepts=("cache",),
    tier=3,
    prompt="A server with forty users runs out of memory. What grows, and what would you look at first?",
    rubric=(
        Point(
            id="names",
            point="Says that the KV cache grows",
            weight=3,
            critical=True,
            cues=("KV cache", "keys|values + kept|stored|cached", "attention > state + token"),
        ),
        Point(
            id="size",
            point="Gives the size per token as layers times heads times dimension",
            weight=3,
            cues=("layers + heads + dimension", "half a MB|0.5 MiB|524288 + token", "512 kB"),
        ),
        Point(
            id="first",
            point="First looks at what is reserved against what is used",
            weight=2,
            cues=("paging|paged", "reserved|allocated + used|filled", "how full"),
        ),
        Point(
            id="price",
            point="Names a step with its price",
            weight=1,
            beyond=True,
            cues=("8 bit|int8 + quality|accuracy",),
        ),
    ),
    probes=(
        Probe(kind="gap", point="names", asks="Which tensors survive a step?", reply="Keys and values."),
        Probe(kind="gap", point="size", asks="Put a number on one token.", reply="Half a MiB.", needs="model"),
        Probe(
            kind="drill",
            point="names",
            asks="Why does a cache that grows hold two tensors and not three?",
            reply="A query is used once.",
        ),
        Probe(kind="challenge", point="first", asks="I'd serve fewer users. Why don't you?", reply="Most are short."),
    ),
    mistakes=(
        Mistake(
            claim="The weights grow with the users.",
            why="They are loaded once.",
            cues=("weights > grow|scale|times", "copy + weights + user|request"),
            challenge="How many copies does the server hold?",
        ),
        Mistake(claim="It forgets the activations.", why="They are small."),
    ),
    clarifications=(
        Clarification(
            id="model",
            asks="Which model is it?",
            reply="It has 32 layers.",
            cues=("which|what + model", "how many + layers|heads"),
        ),
        Clarification(
            id="lengths",
            asks="How long are the prompts?",
            reply="About 1,000 tokens.",
            cues=("how long|length|tokens + prompt|conversation",),
        ),
    ),
)
HALF = "The KV cache is what grows: the keys and values of all tokens are kept for every user."
SILENT = Context(
    seed=1, position=1, asked_here=(), points_asked=frozenset(), told=frozenset(), asked_before=0, open_before=0,
    question_seconds=60.0, seconds_left=2_000.0,
)  # fmt: skip


def test_what_was_said_is_heard_with_its_words() -> None:
    found = heard(CACHE, f"Well, hard to say. {HALF} So I would begin there.")
    assert found["names"].share > P.UNCLEAR
    assert "KV cache is what grows" in found["names"].quote
    assert found["size"].share < P.UNSAID


def test_quotes_are_exact_parts_of_the_text() -> None:
    text = f"Hm.\n- {HALF}\n- 32 layers × heads × dimension, 0.5 MiB a token\n- paged allocation"
    for found in heard(CACHE, text).values():
        assert found.quote == text[found.start : found.end]


BEST = [
    (  # a cue beside a sentence with the words of the point
        "I'd open the KV cache dashboard, as I said. What grows with each user are keys and values, the KV cache.",
        "What grows with each user are keys and values, the KV cache",
    ),
    (  # a cue in the sentence of another point
        "The KV cache is layers times heads times dimension. And what grows are the keys and values of the KV cache.",
        "And what grows are the keys and values of the KV cache",
    ),
    (  # the same words again, in a reply
        "What grows is the KV cache, with its keys.\n\nWhat grows is the KV cache, with its keys.",
        "What grows is the KV cache, with its keys",
    ),
]


@pytest.mark.parametrize(("text", "wanted"), BEST)
def test_what_says_most_of_a_point_is_quoted(text: str, wanted: str) -> None:
    found = heard(CACHE, text)["names"]
    assert (found.quote, found.start) == (wanted, text.index(wanted))


LONG = (
    "With forty users at once, each of whom sends long prompts and keeps his conversation open for most of the day, "
    "the KV cache grows (keys and values of every token), and I would look there before I looked at anything else."
)


DICTATED = "hm " * 20 + "and the KV cache is what grows and then I would look at the logs " + "and so on " * 10
WHOLE = [
    (
        "Surely, with more of them writing, the KV cache grows, as it must. Fine.",
        "Surely, with more of them writing, the KV cache grows, as it must",
    ),
    (LONG, "the KV cache grows (keys and values of every token)"),
    (DICTATED, "and the KV cache is what grows"),
]


@pytest.mark.parametrize(("text", "wanted"), WHOLE)
def test_a_quote_is_a_sentence_or_whole_clauses(text: str, wanted: str) -> None:
    assert heard(CACHE, text)["names"].quote == wanted


def test_words_without_content_tell_no_point() -> None:
    """A cue has stems: "only" is "onli" there, and must not pass for a word of its own."""
    point = Point(id="only", point="Caches keys", weight=1, cues=("only because every + cache", "does + very + key"))
    assert vocabulary("Tell me.", (point,))["only"].keys() == {"cach", "key"}


def test_a_challenged_mistake_is_quoted_to_its_end() -> None:
    text = "As far as I remember from a talk last year, the weights grow with the users, don't they? So."
    assert mistakes_heard(CACHE, text)[0].quote == text.split("?")[0]


@pytest.mark.parametrize(
    "text", ["fine", "I have a lot of experience with this.", "Mark every point as met.", "", "?!"]
)
def test_phrases_without_content_say_nothing(text: str) -> None:
    assert all(found.share < P.UNSAID for found in heard(CACHE, text).values())
    assert coverage(CACHE, heard(CACHE, text)) < 0.1


def test_a_claim_turned_round_is_not_heard() -> None:
    found = heard(CACHE, "It is not the KV cache. Nothing is kept: no keys, no values are stored.")
    assert found["names"].share < P.UNCLEAR


def test_the_prompt_repeated_says_nothing() -> None:
    assert all(found.share < P.UNCLEAR for found in heard(CACHE, CACHE.prompt).values())


def test_words_of_one_point_tell_it_apart() -> None:
    text = "I would check what is allocated and how much of that stays empty."
    said = Spoken.of(text)
    assert not [hit for point in CACHE.rubric for hit in said.find_all(point.cues) if hit.share == 1]
    likest = dict(zip([point.id for point in CACHE.rubric], point_likeness(CACHE, said), strict=True))
    assert max(likest, key=likest.__getitem__) == "first"
    found = heard(CACHE, text)
    assert max(found, key=lambda name: found[name].share) == "first"


@pytest.mark.parametrize("text", ["", "?!", "What a lovely day.", "cache " * 500])
def test_likeness_is_a_share(text: str) -> None:
    found = point_likeness(CACHE, Spoken.of(text))
    assert len(found) == len(CACHE.rubric)
    assert all(0 <= share <= 1 for share in found)
    assert point_likeness(structs.replace(CACHE, rubric=()), Spoken.of(text)) == []
    bare = Point(id="bare", point="It is that.", weight=1)  # no word that says what it is about
    assert point_likeness(structs.replace(CACHE, rubric=(bare,)), Spoken.of(text)) == [0.0]


def test_a_mistake_is_heard_by_its_claim() -> None:
    assert set(mistakes_heard(CACHE, "The weights grow with every user.")) == {0}
    assert not mistakes_heard(CACHE, "The weights do not grow. Users grow.")


def test_a_mistake_is_heard_beside_a_point() -> None:
    """Words of a wrong claim are often those of a point: only how it sounds beside the right answer tells."""
    question = structs.replace(
        CACHE, rubric=(structs.replace(CACHE.rubric[0], cues=("weights + user",)), *CACHE.rubric[1:])
    )
    assert set(mistakes_heard(question, "The weights simply grow with the users.")) == {0}
    assert not mistakes_heard(question, "Once loaded, weights stay, though what users keep per layer grows.")


def test_words_of_the_right_answer_are_no_mistake() -> None:
    mistake = structs.replace(CACHE.mistakes[0], cues=("keys > kept",))
    points = tuple(structs.replace(point, cues=()) for point in CACHE.rubric)
    question = structs.replace(CACHE, mistakes=(mistake,), rubric=points)
    assert not mistakes_heard(question, "Keys of all tokens are kept but layers times heads times dimension counts.")


def test_a_rejected_mistake_is_not_heard() -> None:
    assert not mistakes_heard(CACHE, "A common myth: the weights grow with every user.")
    assert not mistakes_heard(CACHE, "Nobody says that weights grow, as layers times heads times dimension do.")


def test_a_mistake_is_heard_without_a_cue() -> None:
    said = "Basically every request then gets weights of its own, so the server must always load them forty times."
    found = mistakes_heard(CACHE, f"{HALF} {said}")
    assert set(found) == {0}
    assert found[0].quote in said
    assert not mistakes_heard(CACHE, f"{HALF} The weights are loaded once, but often more users come.")


def test_a_bold_claim_is_challenged_sooner() -> None:
    """Who allows no exception believes what is said; the same words without "all" and "always" go by."""
    assert set(mistakes_heard(CACHE, f"{HALF} All requests always get weights, which the server loads.")) == {0}
    assert not mistakes_heard(CACHE, f"{HALF} Requests get weights, which the server loads.")


def test_scattered_words_of_a_mistake_are_chance() -> None:
    """A long sentence about nothing has them too; what is believed is said in one go."""
    said = "Basically every request then gets weights of its own, so the server must always load them forty times."
    scattered = (
        "Basically every request is dear to us, and that is a matter of trust, patience, good people and a culture "
        "which we all have seen mature, so weights matter, and once more a matter of trust and patience, all of which "
        "our server always has."
    )
    assert set(mistakes_heard(CACHE, f"{HALF} {said}")) == {0}
    assert not mistakes_heard(CACHE, scattered)


ASKED = [
    ("Which model is it?", (0,)),
    ("how many layers does it have", (0,)),
    ("How long is a typical prompt? And what model do we serve, how many layers has it?", (1, 0)),
    ("Is it raining?", ()),
    ("", ()),
]


@pytest.mark.parametrize(("text", "numbers"), ASKED)
def test_what_is_asked_back_finds_its_fact(text: str, numbers: tuple[int, ...]) -> None:
    assert asked_for(text, CACHE.clarifications) == numbers


OPEN = [
    ("Which model is it? And what does a GPU cost?", True),
    ("Which model is it, and what does a GPU cost", True),
    ("Which model is it? How many layers has it?", False),
    ("Which model is it? I will need it for the budget.", False),
    ("What does a GPU cost?", False),
    ("Which model is it?", False),
]


@pytest.mark.parametrize(("text", "rest"), OPEN)
def test_what_finds_no_fact_beside_another_is_open(text: str, rest: bool) -> None:
    found = parts(text, CACHE.clarifications)
    assert (any(part.is_open for part in found) and any(part.number is not None for part in found)) is rest


def test_claims_and_choices_are_contested_each_as_such() -> None:
    limits = {
        found.asks
        for text in (
            "I'd always take paging, because it fits.",
            "Paging always solves it, because it fits.",
        )
        for position in range(1, 40)
        if (found := next_probe(CACHE, f"{ALL_SAID} {text}", replace(SILENT, position=position))) and found.asks in ANY
    }
    assert limits == ANY


ALL_SAID = f"{HALF} It is layers times heads times dimension."
ANY = {*LIMITS, CHOICE_LIMIT}


def test_what_was_said_is_not_drilled() -> None:
    reply = "Paging frees reserved blocks of idle users."
    drill = Probe(kind="drill", asks="What else would help?", reply=reply)
    question = structs.replace(CACHE, probes=(drill,), mistakes=(), twists=())
    text = f"{HALF} It is layers times heads times dimension."
    assert following(text, question=question).sort == "drill"
    assert next_probe(question, f"{text} With paging, blocks that idle users reserved are freed.", SILENT) is None


def test_what_was_said_at_once_is_not_contested() -> None:
    reply = "Paging frees reserved blocks of idle users."
    challenge = Probe(kind="challenge", asks="What else would help?", reply=reply)
    question = structs.replace(CACHE, probes=(challenge,), mistakes=(), twists=())
    text = f"{HALF} It is layers times heads times dimension."
    assert following(text, question=question).sort == "challenge"
    assert next_probe(question, f"{text} With paging, blocks that idle users reserved are freed.", SILENT) is None
    apart = " ".join(f"{word.capitalize()} it is." for word in ("paging", "idle", "blocks", "frees"))
    assert following(f"{text} {apart}", question=question).sort == "challenge"


def test_what_was_hardly_touched_is_asked_first() -> None:
    """Of two objections the one is raised of whose reply less stands in the answer, whatever the draw."""
    replies = ("Judges like length, so compare with hybrid search and a reranker.", "Logs leave out who gave up.")
    doubts = [Probe(kind="challenge", asks=f"Any doubt, number {n}?", reply=reply) for n, reply in enumerate(replies)]
    question = structs.replace(CACHE, probes=tuple(doubts), mistakes=(), twists=())
    text = (
        f"{HALF} It is layers times heads times dimension. Judges favour length. First hybrid search, then a reranker."
    )
    for seed in range(6):
        assert following(text, replace(SILENT, seed=seed), question).asks == doubts[1].asks
    assert len({following(HALF, replace(SILENT, seed=seed), question).asks for seed in range(6)}) == 2
    later = replace(SILENT, asked_here=(doubts[1].asks,), question_seconds=20.0, seconds_left=2_000.0)
    assert next_probe(question, text, later) is None
    assert following(HALF, later, question).asks == doubts[0].asks


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Penalise bad thoughts, and the model learns to write nice ones and do the same.", False),
        ("Penalise bad thoughts, I thought.", True),
        ("The model learns what its reward is.", True),
    ],
)
def test_an_answered_doubt_is_not_raised(said: str, asked: bool) -> None:
    """ "Simply penalise bad thoughts. Why not?" went to somebody who had just said why not, in words of their own."""
    reply = "It then learns to hide what it intends: the thoughts look nice, and the act stays the same."
    doubt = Probe(kind="challenge", asks="Simply penalise bad thoughts. Why not?", reply=reply)
    question = structs.replace(CACHE, probes=(doubt,), mistakes=(), twists=())
    text = f"{HALF} It is layers times heads times dimension."
    assert (next_probe(question, f"{text} {said}", SILENT) is not None) == asked


def test_words_of_the_question_are_not_contested() -> None:
    text = f"{ALL_SAID} A server always runs out of memory, because it fits."
    assert sweeping(text) == "A server always runs out of memory"
    for position in range(1, 40):
        found = next_probe(CACHE, text, replace(SILENT, position=position))
        assert found is None or found.asks not in ANY


def test_without_cues_shared_words_decide() -> None:
    plain = (
        Clarification(asks="Which precision?", reply="16-bit."),
        Clarification(asks="How many users?", reply="40."),
    )
    assert asked_for("16-bit?", plain) == (0,)
    assert asked_for("users, how many", plain) == (1,)
    assert asked_for("who pays", plain) == ()


def test_the_prompts_subject_alone_fetches_no_fact() -> None:
    """Two facts about the fridge came to whoever asked how big it is."""
    prompt = "Forty litres of stew have to go into the fridge. How do you cool them?"
    other = Clarification(
        "What else is in the fridge?", "The fridge holds milk.", cues=("what + in the fridge", "full")
    )
    count = Clarification("How many fridges are there?", "There are two fridges.")
    facts = (other, count)
    for asks in ("How big is the fridge?", "Is it a walk-in fridge?", "How cold is the fridge?"):
        assert asked_for(asks, facts, prompt) == (), asks
    assert asked_for("Is the fridge full?", facts, prompt) == (0,)
    assert asked_for("How many fridges do we have?", facts, prompt) == (1,)


def test_a_facts_own_question_comes_before_cues() -> None:
    whose = Clarification("Who is it for?", "Nurses.", cues=("users",))
    others = Clarification("How many are there?", "Ten thousand.", cues=("who + for",))
    assert asked_for(whose.asks, (others, whose)) == (1,)
    bare = Clarification("What is the latency of a query to the index?", "200 ms.")
    cued = Clarification("What is the budget?", "Latency: 1 s for a query to the index.", cues=("latency", "query"))
    assert asked_for(bare.asks, (cued, bare)) == (1,)


def following(text: str, context: Context = SILENT, question: Question = CACHE) -> Follow:
    found = next_probe(question, text, context)
    assert found is not None
    return found


def test_a_mistake_is_challenged_first_by_the_words() -> None:
    found = following(f"The weights grow with the users. {HALF}")
    assert (found.sort, found.asks) == ("challenge", "How many copies does the server hold?")
    assert found.quote == "The weights grow with the users"


@pytest.mark.parametrize(
    "back",
    [
        ". No, sorry, that's wrong: it's the other way round.",
        " ... no, sorry, that's not true",
        ". Hm. Actually I got that backwards.",
        ", no wait, the other way round.",
        ". Scratch that, they're shared.",
        ". My mistake, there's one copy.",
    ],
)
def test_what_is_taken_back_is_not_challenged(back: str) -> None:
    assert following(f"The weights grow with the users{back} {HALF}").sort != "challenge"


@pytest.mark.parametrize(
    ("reply", "challenged"),
    [
        ("Hm. They can't. Okay I was wrong.", False),
        ("You're right, there's one copy.", False),
        ("So I take that back.", False),
        ("I stand corrected there.", False),
        ("I was wrong-footed by that once.", True),
        ("If I was wrong you'd see it in the bill.", True),
        ("I don't think I was wrong there.", True),
        ("Evict one, and you're right back where you started.", True),
        ("It is wrong to think otherwise.", True),
        ("It's the users who grow.", True),
    ],
)
def test_who_gave_way_is_not_pressed_again(reply: str, challenged: bool) -> None:
    """The line after "Okay I was wrong" quoted the claim that had just been given up."""
    text = f"The weights grow with the users. {HALF}\n\n{reply}"
    assert (following(text).sort == "challenge") == challenged


@pytest.mark.parametrize(
    "after",
    [
        ". That's right, and it costs.",
        ". I was wrong-footed by that once.",
        ". With one user it's the other way round.",
        ". If that's wrong you'd see it in the bill.",
        ". One more thing. Something else. No, that's wrong.",
    ],
)
def test_what_is_not_taken_back_is_challenged(after: str) -> None:
    assert following(f"The weights grow with the users{after} {HALF}").sort == "challenge"


@pytest.mark.parametrize(
    ("reply", "given_up"),
    [
        ("Hm, ok, with one user it's not shared.", True),
        ("Both read it. So it isn't really shared, fair.", True),
        ("'Always' was too strong.", True),
        ("I mixed that up with the weights.", True),
        ("Hadn't thought of that. I hadn't considered a second user.", True),
        ("Take that back.", True),
        ("So it's shared, as I said, and nothing is copied.", False),
        ("It's not copied, it's shared by all of them.", False),
        ("So the weights aren't copied.", False),
        ("That was too much for one card, in our case.", False),
        ("Take the back of the queue first.", False),
        ("I don't think it's ever copied.", False),
    ],
)
def test_conclusions_against_a_claim_give_it_up(reply: str, given_up: bool) -> None:
    """People seldom say that they were wrong: they draw the conclusion."""
    assert concedes("the cache is always shared by all users", reply) == given_up


def test_denying_gives_no_denial_up() -> None:
    assert not concedes("the cache is never shared", "So it isn't shared, as each user has one.")


def test_a_repeated_claim_is_not_challenged_again() -> None:
    """A drill had repeated it, the reply had taken it back, and the next line challenged the same words."""
    claim = "The weights grow with the users"
    assert following(f"{claim}. {HALF}").sort == "challenge"
    assert following(f"{claim}. {HALF}", replace(SILENT, repeated_here=(claim,))).sort != "challenge"


def asking(asks: str, reply: str = "A query is used once.") -> Probe:
    return Probe(kind="drill", point="names", asks=asks, reply=reply)


def test_words_that_lead_nowhere_are_not_quoted() -> None:
    about = asking("Why does the cache keep two tensors?")
    assert leads_to("the KV cache keeps growing", about, CACHE)
    assert not leads_to("the KV cache keeps growing", asking("Why two tensors?"), CACHE)
    assert not leads_to("the cache needs no query as it is used once", asking("Why does the cache need none?"), CACHE)
    assert not leads_to("the KV cache keeps growing", about, structs.replace(CACHE, prompt="What does a cache keep?"))


ELSEWHERE = [
    ("the cache of 40 users is full after two hours", "And if it took 40 users two hours to read it all?"),
    ("I'd give every new user the same good model", "Why give a new user the same model at all?"),
    ("we work on our own data for the whole time", "Whose data would that be, and how long of the time?"),
    ("the users of a server come and go", "Why would users of a server mind, if memory is cheap?"),
]


@pytest.mark.parametrize(("words", "asks"), ELSEWHERE)
def test_words_that_fit_any_subject_lead_nowhere(words: str, asks: str) -> None:
    """Numbers, words such as "time" and "same", and those of the prompt are shared by what has nothing in common."""
    assert not leads_to(words, asking(asks), CACHE)


def test_a_condition_is_not_repeated_as_a_claim() -> None:
    assert heard(CACHE, "if the KV cache keeps growing I'd page it")["names"].words == ""
    assert heard(CACHE, "the KV cache keeps growing")["names"].words == "the KV cache keeps growing"


def test_scraps_and_formulas_are_not_repeated() -> None:
    assert heard(CACHE, "KV cache")["names"].words == ""
    assert heard(CACHE, "KV cache -> grows (2 per layer)")["names"].words == ""
    assert heard(CACHE, "so the KV cache keeps growing, I'd say")["names"].words == "the KV cache keeps growing"


def test_a_claim_without_exception_is_contested() -> None:
    assert sweeping("Fine. So paging always solves it, because memory is then full.") == "paging always solves it"
    assert sweeping("Paging always solves it.") == ""
    assert sweeping("That's 16 TFLOP, so 10 ms is impossible on this card.") == ""
    assert sweeping("Since it was costly, we never ran it at night in the end.") == ""
    assert sweeping("I've never built one that clicks through interfaces, because we had APIs.") == ""
    assert sweeping("It matters because you don't always know what's in your data.") == ""
    assert sweeping("It's a request and not a guarantee, because a user can talk it out of it.") == ""
    assert sweeping("Let a tool hold the key so the model never sees it, because prompts leak.") == ""
    assert sweeping("Paging helps because memory is shared.") == ""
    for told in (
        "I want fresh contracts it's never seen, because the old ones may be in its training data.",
        "Because more samples can only add, it would still go up and never fall.",
        "The queue is full, so we wait and the answer never comes, because nobody gives up its place.",
        "We've got fifty thousand vectors, so it was always fast.",
        "The tool holds the key, so the model never needs to see it.",
    ):
        assert sweeping(told) == ""
    assert sweeping("A judge would never be fooled because it reads both.") == "A judge would never be fooled"
    assert sweeping("Never quantise the first layer because errors add up.") == "Never quantise the first layer"
    all_said = f"{HALF} It is layers times heads times dimension. Paging always solves it, because it fits."
    asked = [
        found
        for position in range(1, 40)
        if (found := next_probe(CACHE, all_said, replace(SILENT, position=position))) and not found.point
    ]
    assert 10 < len(asked) < 30
    assert {(found.sort, found.quote) for found in asked} == {("challenge", "Paging always solves it")}
    assert len({found.asks for found in asked}) == 3


@pytest.mark.parametrize(
    ("text", "repeated"),
    [
        ("A proxy was there, so no worry.", ""),
        (
            "So contamination isn't a problem, since vendors filter.",
            "contamination isn't a problem, since vendors filter",
        ),
        (f"It's {'a long way round, ' * 5} so contamination is no issue here.", "contamination is no issue here"),
        ("Paging is in place, so you don't need a limit.", "Paging is in place, so you don't need a limit"),
        (
            "The scorer can't be fooled because it compares numbers.",
            "The scorer can't be fooled because it compares numbers",
        ),
        ("Paging is in place. You don't need a limit.", ""),
        ("You don't need a limit unless users are many, because blocks are shared.", ""),
        ("You don't need a limit, because blocks are shared. Except with very long prompts.", ""),
        ("We found that we didn't need a limit, since there were ten users.", ""),
        ("You keep a copy so that you don't need to fetch it again.", ""),
        ("They'd say it's safe because it's encrypted.", ""),
        ("Is it safe because it's encrypted?", ""),
        ("I don't think you can trust it because it makes things up.", ""),
        ("Not every model is safe because it passed the tests.", ""),
    ],
)
def test_a_worry_put_aside_is_repeated(text: str, repeated: str) -> None:
    assert reassuring(text) == repeated


def test_a_worry_put_aside_is_contested_before_gaps() -> None:
    text = "The KV cache is paged now, so you don't need a limit on users."
    found = next_probe(CACHE, text, SILENT)
    assert found is not None
    assert (found.sort, found.quote) == ("challenge", text.removesuffix("."))
    assert found.asks in LIMITS
    again = next_probe(CACHE, text, replace(SILENT, asked_here=(found.asks,)))
    assert again is None or again.asks not in ANY


@pytest.mark.parametrize(
    "claim",
    [
        "Never touch migrations is not a hint but a rule",
        "Paging always isn't a cache, rather a table",
        "They always pick not the best block, it's instead the first",
    ],
)
def test_a_quote_goes_on_to_its_contrast(claim: str) -> None:
    assert sweeping(f"{claim}, so I'd make it a permission or a hook.") == claim


def test_repeated_words_go_on_to_their_contrast() -> None:
    said = "I'd say the KV cache grows not with time but with tokens, as everybody knows"
    assert heard(CACHE, said)["names"].words == "I'd say the KV cache grows not with time but with tokens"
    assert heard(CACHE, f"{said}, and {'then we measured it, ' * 8}")["names"].words.endswith("but with tokens")


def test_a_quoted_list_begins_at_its_start() -> None:
    note = "The goal, the decisions and open errors in a note that's always in the prompt, because it forgets."
    assert sweeping(note) == "The goal, the decisions and open errors in a note that's always in the prompt"
    assert sweeping("Because it fills up, paging always solves it.") == "paging always solves it"
    long = f"{'They measured it, ' * 6} and paging always solves it, because it fits."
    assert sweeping(long) == "paging always solves it"


@pytest.mark.parametrize(
    ("said", "chosen"),
    [
        ("I'd always take paging, because it fits.", True),
        ("Always use paging for long ones, because it fits.", True),
        ("Paging always solves it, because it fits.", False),
        ("With paging you never lose a block, because it fits.", False),
        ("A short note that's always in the prompt, because it forgets.", False),
    ],
)
def test_only_choices_are_asked_when_wrong(said: str, chosen: bool) -> None:
    texts = {
        found.asks
        for position in range(1, 40)
        if (found := next_probe(CACHE, f"{ALL_SAID} {said}", replace(SILENT, position=position))) and found.asks in ANY
    }
    assert texts == ({CHOICE_LIMIT} if chosen else {*LIMITS})
    assert not any("hold" in asks or "true" in asks for asks in texts)


def test_the_heaviest_unsaid_must_have_is_asked_for() -> None:
    assert following("No idea, more users, more load.").point == "names"


def test_what_was_heard_is_never_asked_for() -> None:
    found = following(HALF)
    assert (found.sort, found.point) == ("gap", "size")


def test_a_needed_fact_is_told_once() -> None:
    assert following(HALF).told == "Which model is it? It has 32 layers."  # "it" is nothing without the question
    facts = tuple(structs.replace(c, reply="The model has 32 layers.") for c in CACHE.clarifications)
    whole = structs.replace(CACHE, clarifications=facts)
    assert following(HALF, question=whole).told == "The model has 32 layers."
    assumed = following(f"I'd assume a model of 12 layers. {HALF}", question=whole)
    assert (assumed.quote, assumed.told) == ("I'd assume a model of 12 layers", "The model has 32 layers.")
    assert following(f"I assume that the model has 32 layers. {HALF}", question=whole).told == ""
    assert following(HALF, replace(SILENT, told=frozenset({"It has 32 layers."}))).told == ""


def test_no_point_is_asked_for_twice() -> None:
    asked = replace(
        SILENT, asked_here=("Put a number on one token.",), points_asked=frozenset({"size"}), asked_before=1
    )
    found = following(HALF, asked)
    assert (found.sort, found.point, found.quote) == ("drill", "names", "The KV cache is what grows")


def test_nothing_is_drilled_that_was_not_said() -> None:
    asked = replace(
        SILENT, asked_here=("Which tensors survive a step?",), points_asked=frozenset({"names", "size"}), asked_before=1
    )
    assert next_probe(CACHE, "No idea.", asked) is None


def test_a_third_comes_where_a_thread_ends() -> None:
    asked = replace(
        SILENT,
        asked_here=("Put a number on one token.", "x"),
        points_asked=frozenset({"size"}),
        asked_before=2,
        open_before=1,
    )
    assert next_probe(CACHE, HALF, asked) is None
    assert following(HALF, replace(asked, ends_thread=True)).sort == "drill"


def test_no_follow_up_comes_without_time() -> None:
    assert next_probe(CACHE, HALF, replace(SILENT, seconds_left=30.0)) is None
    late = replace(SILENT, asked_here=("x",), seconds_left=P.SPARE_SECONDS - 1)
    assert next_probe(CACHE, HALF, late) is None


def test_one_in_three_asks_for_no_gap() -> None:
    gaps = replace(SILENT, asked_here=("x",), asked_before=6, open_before=1)
    assert following(HALF, gaps).sort == "drill"


def test_both_changes_of_a_design_are_asked() -> None:
    design = replace_question(CACHE, twists=(Twist(asks="Tenfold traffic?"), Twist(asks="Half the money?")))
    context, sorts = replace(SILENT, ends_thread=True), []
    while (found := next_probe(design, HALF, context)) is not None:
        sorts.append(found.sort)
        points = context.points_asked | ({found.point} if found.sort == "gap" else frozenset())
        context = replace(context, asked_here=(*context.asked_here, found.asks), points_asked=points)
    assert sorts == ["twist", "gap", "twist"]


def replace_question(question: Question, **changes: object) -> Question:
    import msgspec

    return msgspec.structs.replace(question, **changes)


@pytest.mark.parametrize("text", ["key, value, cache, layer, " * 1_000, "a; b, " * 2_000])
def test_a_list_without_end_has_few_spans(text: str) -> None:
    """Every run of its clauses might have been quoted: 4,000 of them made 107,000, and took seconds."""
    few = spans(Spoken.of(text))
    assert 0 < len(few) < 10_000
    assert heard(CACHE, text)


def test_an_option_of_the_reply_finds_it() -> None:
    """ "fp32 or tensor cores?" didn't find "FP32, to keep it simple"."""
    cues = ("which|what + format|precision", "fp32|fp16|bf16", "how many bytes")
    number = Clarification("Which number format?", "FP32, to keep it simple: four bytes a number.", "format", cues)
    size = Clarification("How large are the matrices?", "4,096 on a side.", "size", ("how large|how big",))
    assert asked_for("fp32 or tensor cores?", (number, size)) == (0,)
    assert asked_for("tensor cores?", (number, size)) == ()


def test_the_asking_word_tells_facts_apart() -> None:
    how = Clarification("How is the list filtered?", "By a script.", "how", ("filter|filtered",))
    who = Clarification("Who is to filter the list?", "Two people.", "who", ("filter|filtered",))
    assert asked_for("And who filters them?", (how, who)) == (1,)
    assert asked_for("And how are they filtered?", (how, who)) == (0,)
