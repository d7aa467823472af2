"""The words found in an answer: exact, apart from any mark; and how often points are marked yes with and without."""

from dataclasses import replace as changed

import msgspec
import pytest
from msgspec.structs import replace
from textual.widgets import Static

from simulator.engine.choice.listening import Heard, heard
from simulator.engine.choice.quotes import QuoteSpan, contested
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.listening.spoken import CueHit, Spoken, written
from simulator.graph.records import Graph, Misconception, Point, Question
from simulator.graph.text import upper_first
from simulator.report.export.markdown import markdown_block
from simulator.report.progress_records import CalibrationOverTime, Marks
from simulator.report.text.self_rating import words_sentence
from simulator.session.archive.as_text import plain_block
from simulator.session.archive.facts import facts_of
from simulator.session.interview import events as ev
from simulator.session.interview.hearing import (
    FoundWords,
    heard_of,
    listened_for,
    look_again,
    not_found,
    reading,
    words_found,
)
from simulator.session.interview.interview import Interview
from simulator.session.interview.item_blocks import probe_block
from simulator.session.interview.judging import marks_first
from simulator.session.interview.state import Phase
from simulator.session.interview.turn import Turn
from simulator.ui.found_words import ALOUD_HELP, WORDS_HELP, heard_sentence, heard_words, words_help
from simulator.ui.tui.room.blocks import block_widget
from simulator.ui.tui.room.panes.points import fitted_words
from tests.reporting import START, history, interview, progress_after, reading_of
from tests.unit.test_listening import CACHE


def asked(**fields: object) -> ev.Asked:
    made = {"n": 1, "at": START, "clock": 0.0, "position": 1, "number": 1, "id": "cache", "area": "a", "tier": 3}
    return ev.Asked(**{**made, "concepts": ("cache",), "question": CACHE, **fields})  # type: ignore[arg-type]


def answered(text: str, *replies: str) -> Turn:
    answer = ev.Answered(n=2, at=START, clock=1.0, position=1, text=text)
    said = [
        ev.ProbeAnswered(n=n, at=START, clock=2.0, position=1, probe=n, text=reply) for n, reply in enumerate(replies)
    ]
    return Turn(asked(), answers=(answer,), replies=tuple(said))


def test_a_cut_quote_begins_where_it_matters() -> None:
    long = (
        "When somebody asks a model for one more token at a time then everything before it would be computed again,"
        " which is why the keys and values of all tokens so far are kept"
    )
    found = FoundWords(long, matters=long.index("the keys"))
    assert heard_words(found, 60) == "perhaps: “… the keys and values of all tokens so far are kept”"
    assert heard_words(found, 300) == f"perhaps: “{long}”"
    early = FoundWords(long, matters=long.index("a model"))
    assert heard_words(early, 60).startswith("perhaps: “When somebody asks")
    said = words_found(
        answered("As it grows with each token that one more user asks for, it's the KV cache that fills.")
    )
    assert said["names"].quote[said["names"].matters :].startswith("KV cache")


@pytest.mark.parametrize(
    ("quote", "matters", "shown"),
    [
        ("To choose well one has to know nothing about one's own traffic, hardware, targets or model.", "hardware",
         "“To choose well one has to know nothing about one's own traf…”"),
        ("As for the cache, which everybody talks about, it doesn't hold queries, only keys and values.", "only",
         "“… it doesn't hold queries, only keys and values.”"),
        ("It isn't large when nobody else asks for anything. Keys and values of all the tokens are kept.", "Keys",
         "“… Keys and values of all the tokens are kept.”"),
    ],
)  # fmt: skip
def test_a_cut_quote_keeps_its_not(quote: str, matters: str, shown: str) -> None:
    found = FoundWords(quote, surely=True, matters=quote.index(matters))
    assert heard_words(found, 60) == f"heard: {shown}"


def test_what_was_said_aloud_is_marked(llm: Graph) -> None:
    """Who spoke marks what they said, though only bullets are there; a reply that was spoken is enough for that."""
    typed, state = answered("It keeps the keys and values.", "Of each token."), interview(llm, 3).state
    spoken = changed(typed, replies=(replace(typed.replies[0], spoken_seconds=8.0),))
    assert [words_help(changed(state, turns=(turn,)), turn) for turn in (typed, spoken)] == [WORDS_HELP, ALOUD_HELP]
    assert (reading(typed) != {}, reading(spoken)) == (True, {})
    assert words_help(state, typed) == "", "once some were marked with the words in sight"
    mixed = changed(spoken, answers=answered("The KV cache: keys and values are kept.").answers)
    aloud = changed(mixed, answers=(replace(mixed.answers[0], spoken_seconds=8.0),))
    told = [[heard_words(found) for found in words_found(turn).values()] for turn in (aloud, mixed)]
    assert told[0][0] == "noted: “The KV cache: keys and values are kept”", "a report calls them notes too"
    assert set(told[0][1:]) == {"not in your bullets"}
    assert told[1][0] == "heard: “The KV cache: keys and values are kept”", "the answer was typed"
    assert set(told[1][1:]) == {"couldn't spot it in what you wrote"}


def test_a_spoken_reply_alone_is_called_notes() -> None:
    """Where only a follow-up was spoken, whole typed sentences were called bullets."""
    turn = answered("The KV cache: keys and values are kept.", "You'd multiply layers, heads and the head dimension.")
    turn = changed(turn, replies=(replace(turn.replies[0], spoken_seconds=8.0),))
    found = words_found(turn)
    assert (found["names"].noted, found["size"].noted, found["size"].in_reply) == (False, True, True)


def test_a_narrow_line_leaves_room_for_the_quote() -> None:
    found = FoundWords("Because it would otherwise be computed again, token by token", replied=True)
    (line,) = fitted_words(found, 54, 1)
    assert line.startswith("couldn't spot it; asked, you said: “Because it w")
    assert "“…”" not in line
    (unsure,) = fitted_words(found._replace(somewhere=True), 54, 1)
    assert unsure.startswith("unclear; asked, you said: “Because it w")


def test_words_are_exact_parts_of_what_was_said() -> None:
    turn = answered(
        "The KV cache: *keys* and [values] are kept.", "You'd multiply layers, heads and the head dimension."
    )
    found = words_found(turn)
    assert found["names"].quote == "The KV cache: *keys* and [values] are kept"
    assert found["size"].quote in turn.replies[0].text
    assert (found["first"], found["price"]) == (FoundWords(), FoundWords())
    assert turn.marks == {}


def test_words_of_the_answer_come_before_a_reply() -> None:
    """A reply said more of the point, so the answer's own words weren't shown: "only when asked" seemed right."""
    said = "Per token it's heads times dimension. The weights stay as they are, and so does the rest of the memory."
    more = "Layers times heads times the head dimension, two bytes each, per token."
    turn = answered(said, more)
    assert heard(CACHE, turn.said_text)["size"].quote in more
    assert words_found(turn)["size"].quote in said
    assert heard_of(turn)["size"].share == heard(CACHE, turn.said_text)["size"].share


def test_words_do_not_run_on_into_the_reply() -> None:
    turn = answered("The KV cache. Per token it's layers", "times heads times dimension, so 512 kB.")
    assert heard_of(turn)["size"].quote.startswith("Per token it's layers\n\ntimes heads")
    assert words_found(turn)["size"].quote == "times heads times dimension, so 512 kB"


def probed(turn: Turn, sort: str, point: str) -> Turn:
    """The turn, whose first reply answers such a follow-up about a point."""
    made = {"n": 3, "at": START, "clock": 1.5, "position": 1, "probe": 0, "sort": sort, "asks": "And?", "point": point}
    return changed(turn, probes=(ev.Probed(**made),))  # type: ignore[arg-type]


@pytest.mark.parametrize("sort", ["gap", "drill"])
def test_the_reply_is_shown_for_what_was_asked(sort: str) -> None:
    """The point was asked for, and the words beside it were those of another sentence, or none.

    A reply about something else stood there as if it said the point.
    """
    said = "The other half goes to the disk, and we look at it later on."
    turn = probed(answered("The weights stay as they are.", said), sort, "size")
    found = words_found(turn)["size"]
    assert (found, found.found) == (FoundWords(said, replied=True), "")
    assert heard_words(found) == f"couldn't spot it; when I asked about it, you said: “{said}”"
    assert words_found(turn)["price"] == FoundWords()


def test_all_words_in_replies_are_called_so() -> None:
    said = "Layers times heads times the head dimension, two bytes each, per token."
    asked_for = probed(answered("The weights stay as they are.", said), "gap", "size")
    for turn in (asked_for, probed(asked_for, "challenge", "")):
        found = words_found(turn)["size"]
        assert found.in_reply
        assert heard_words(found).removeprefix("heard").removeprefix("perhaps").startswith(" in your reply: “")
    assert not words_found(answered(said))["size"].in_reply


def test_a_vague_reply_leaves_it_open() -> None:
    """Traces of the point lie in the answer, and none in the reply."""
    said = "It grows with the weights I think."
    found = FoundWords(said, somewhere=True, replied=True)
    assert heard_words(found) == f"only a trace of it; when I asked about it, you said: “{said}”"


def test_who_marked_no_is_not_told_otherwise() -> None:
    """They were told that nobody could tell whether they had said it."""
    open_to_doubt = FoundWords(somewhere=True)
    assert heard_sentence(open_to_doubt, 3, "no") == "Point 3: couldn't spot it either."
    assert heard_sentence(open_to_doubt, 3, "partly") == "Point 3: only a trace of it in what you wrote."


def test_the_answer_stands_where_it_surely_says_it() -> None:
    said = "The KV cache is what grows, the keys and values of all earlier tokens are kept."
    turn = probed(answered(said, "As I said before, it's that and nothing else."), "gap", "names")
    found = words_found(turn)["names"]
    assert found.surely
    assert found.quote in said


@pytest.mark.parametrize("reply", ["", "I don't know.", "No idea, sorry."])
def test_a_reply_without_words_shows_nothing(reply: str) -> None:
    turn = probed(answered("The weights stay as they are.", reply), "gap", "size")
    assert not words_found(turn)["size"].replied


@pytest.mark.parametrize("point", [point.id for point in CACHE.rubric])
def test_the_verdict_counts_as_the_report_does(point: str) -> None:
    """Replies that say nothing of their points were left out, and the report had more missing than the screens."""
    replies = ("The other half goes to the disk.", "It's a question of money in the end.")
    turn = probed(answered("The weights stay as they are.", *replies), "gap", point)
    marked = changed(turn, marks=dict.fromkeys((point.id for point in CACHE.rubric), "yes"))
    met, unheard = reading(marked)["unheard"][:2]
    assert look_again(marked) == upper_first(not_found(met, unheard))
    unfound = [words for words in words_found(marked).values() if not words.found and not words.somewhere]
    assert unheard == len(unfound)


def test_what_isnt_explained_is_no_explanation() -> None:
    sure = answered("The KV cache is what grows.")
    open_how = answered("The KV cache is what grows, how, I don't know.")
    assert words_found(sure)["names"].surely
    assert words_found(open_how)["names"] == FoundWords("The KV cache is what grows")


def test_shown_words_are_those_that_a_report_counts() -> None:
    """A report said "37 of 37" where the screen had said that it couldn't spot one."""
    seen = set()
    texts = ["The KV cache.", "Keys, values, layers.", "Heads and the head dimension per token.", "A bigger batch."]
    for text in (*texts, "Per token it's heads times dimension.", "8 bit keeps the quality."):
        turn = answered(text)
        for point, found in words_found(turn).items():
            heard = heard_of(turn)[point]
            counts = heard.share >= P.HEARD_AT_ALL
            assert (bool(found.quote) or found.somewhere) == counts
            assert bool(found.quote) == (counts and heard.borne >= P.PERHAPS_BORNE)
            assert found.surely == (counts and heard.whole and heard.borne >= P.SURELY_BORNE)
            seen.add((bool(found.quote), found.surely, found.somewhere))
    assert seen >= {(True, True, False), (False, False, True), (False, False, False)}


STORED = "The weights grow with the users, and with them the keys that are stored for a layer."
PRICED = "8 bit keeps the quality."
ASKED_FOR = tuple(replace(point, beyond=False) for point in CACHE.rubric)


@pytest.mark.parametrize(
    ("text", "point", "less", "more"),
    [
        (STORED, "names", CACHE, replace(CACHE, mistakes=())),
        (PRICED, "price", CACHE, replace(CACHE, rubric=ASKED_FOR)),
        (PRICED, "price", replace(CACHE, prompt="Is the quality lost in 8 bit?"), CACHE),
    ],
    ids=["sound like a mistake", "say what nobody asks for", "are those of the prompt"],
)
def test_words_bear_a_point_out_less_if_they(text: str, point: str, less: Question, more: Question) -> None:
    """The chance that it was said stays what it is: only what is shown goes by the words alone."""
    one, other = heard(less, text)[point], heard(more, text)[point]
    assert (one.quote, one.share) == (other.quote, other.share)
    assert one.borne < P.PERHAPS_BORNE - 0.03
    assert other.borne > one.borne + 0.1


def test_nothing_is_listened_for_without_text() -> None:
    assert not listened_for(answered(""))
    assert not listened_for(Turn(asked(), answers=(ev.Answered(n=2, at=START, clock=1.0, position=1, dont_know=True),)))
    bare = replace(CACHE, rubric=tuple(replace(point, cues=()) for point in CACHE.rubric))
    assert not listened_for(Turn(asked(question=bare), answers=answered("The KV cache.").answers))


def test_heard_words_are_cut_and_on_one_line() -> None:
    assert heard_words(FoundWords("two\n  lines", surely=True)) == "heard: “two lines”"
    assert heard_words(FoundWords("two")) == "perhaps: “two”"
    assert heard_sentence(FoundWords()) == "Couldn't spot it in what you wrote."
    assert heard_sentence(FoundWords(somewhere=True)) == "Only a trace of it in what you wrote."
    assert heard_words(FoundWords(somewhere=True, noted=True)) == "only a trace of it in your bullets"
    long = heard_sentence(FoundWords("word " * 100, surely=True))
    assert long.startswith("Heard: “word")
    assert long.endswith("word…”")


ASSUMED = "Take this instead: the model has *32* layers."


def test_remarks_do_not_all_begin_alike() -> None:
    made = [
        ev.Probed(n=3, at=START, clock=2.0, position=position, probe=1, sort="drill", asks="Why?", quote="it grows")
        for position in (1, 2, 3)
    ]
    assert len({probe.remark for probe in made}) == 3
    assert all("“it grows”" in probe.remark for probe in made)


def test_a_quoted_remark_is_never_markdown() -> None:
    probe = ev.Probed(
        n=3, at=START, clock=2.0, position=2, probe=1, sort="drill", asks="Why `two`?", quote="**x** `y`\n# z",
        told="The model has *32* layers.",
    )  # fmt: skip
    block = probe_block(probe)
    assert block.mark == "You said “**x** `y` # z”."
    # what is told is a graph's text, and those may emphasise
    assert plain_block(block) == f"Interviewer: You said “**x** `y` # z”. {ASSUMED.replace('*', '')} Why two?"
    assert r"\*\*x\*\* \`y\`" in markdown_block(block)
    assert markdown_block(block).count("**Interviewer**") == 1
    assert plain_block(probe_block(msgspec.structs.replace(probe, quote=""))).startswith(
        "Interviewer: Assume this: the"
    )


def test_a_follow_up_is_one_paragraph_on_screen() -> None:
    probe = ev.Probed(
        n=3, at=START, clock=2.0, position=3, probe=2, sort="drill", asks="Why two?", quote="the [b]cache[/b] grows"
    )  # fmt: skip
    shown = block_widget(probe_block(probe))
    assert isinstance(shown, Static)
    assert str(shown.content).endswith(" “the [b]cache[/b] grows”. Why two?")


def test_a_fact_is_no_question_of_the_interviewer() -> None:
    probe = ev.Probed(
        n=3, at=START, clock=2.0, position=2, probe=1, sort="drill", asks="Why?", told="Can it grow? It is fixed at 64."
    )  # fmt: skip
    assert probe.words == "You might ask: “Can it grow?” Assume this: it is fixed at 64. Why?"
    assert replace(probe, told="Say it is fixed at 64.").words == "Assume this: it is fixed at 64. Why?"


@pytest.mark.parametrize(
    ("asks", "words"),
    [
        ("You route by a hash. Then a replica goes.", "Suppose you route by a hash. Then a replica goes."),
        ("You've put the prices into it. What's next?", "Suppose you've put the prices into it. What's next?"),
        ("You lose 0.5% of them. Why?", "Suppose you lose 0.5% of them. Why?"),
        ("You mean all of them? Why?", "You mean all of them? Why?"),
        ("You could just retry. Why not?", "You could just retry. Why not?"),
        ("You may have had the easy ones. Is that so?", "You may have had the easy ones. Is that so?"),
        ("You may log one number. Which?", "Suppose you may log one number. Which?"),
        ("Your agent waits. What then?", "Your agent waits. What then?"),
    ],
)
def test_a_case_after_a_quote_is_supposed(asks: str, words: str) -> None:
    """ "You said “prefix-aware routing”. You route by a hash." read as if the candidate had said that, too."""
    probe = ev.Probed(n=3, at=START, clock=2.0, position=2, probe=1, sort="drill", asks=asks, quote="routing")
    assert probe.words == words
    assert replace(probe, quote="").words == asks, "without a quote it's a case of its own"
    told = replace(probe, told="It is fixed at 64.").words
    assert told == f"Take this instead: it is fixed at 64. {asks}", "this marks it as supposed already"
    assert replace(probe, sort="twist").words.endswith(f". {asks}")


def judging(llm: Graph, seed: int) -> Interview:
    return interview(llm, seed, until=lambda state: state.phase is Phase.JUDGING)


@pytest.mark.parametrize("seed", [1, 3])
def test_first_marks_count_with_words_and_without(llm: Graph, seed: int) -> None:
    found = judging(llm, seed)
    turn = found.state.current
    assert turn is not None
    first, second = [point for point in turn.unjudged if point in listened_for(turn)][:2]
    found.judge(first, "no")
    found.undo()
    found.judge(first, "yes")
    found.judge(second, "yes")
    fact = facts_of(reading_of(found)).items[turn.position - 1]
    assert (fact.marks, fact.yes) == (2, 1)
    assert fact.marks_first is marks_first(found.header, turn.position)


def test_progress_adds_up_marks_of_both_kinds(llm: Graph) -> None:
    facts, past = history(llm, 5, 2)
    found = progress_after(llm, facts, past, 3).calibration
    items = [item for session in facts for item in session.items]
    assert found.words_first.marks + found.marks_first.marks == sum(item.marks for item in items) > 0
    assert found.words_first.yes + found.marks_first.yes == sum(item.yes for item in items)
    assert found.marks_first.marks == sum(item.marks for item in items if item.marks_first)


def rates(shown: tuple[int, int], hidden: tuple[int, int]) -> str:
    plain = CalibrationOverTime(
        predictions=0, exact=0, difference=None, checks=0, checks_right=0, leniency=None, sessions=(),
        words_first=Marks(marks=shown[0], yes=shown[1]), marks_first=Marks(marks=hidden[0], yes=hidden[1]),
    )  # fmt: skip
    return words_sentence(plain)


def test_rates_are_said_from_forty_marks_on() -> None:
    assert rates((50, 31), (40, 23)) == "You marked 62% of the points yes with the words shown first, and 57% without."
    assert rates((500, 310), (39, 20)) == ""
    assert rates((39, 31), (400, 232)) == ""


@pytest.mark.parametrize(
    ("text", "first", "last", "quoted"),
    [
        ("Fix: rotate with x[...,0::2], and stack.", 4, 7, "x[...,0::2], and stack"),
        ("I take [MASK] out.", 2, 3, "[MASK] out"),
        ("It emits {'unit': 'EUR'}, then waits.", 1, 3, "emits {'unit': 'EUR'}"),
        ("With chance min(1, p(x)/q(x)). Then stop.", 1, 8, "chance min(1, p(x)/q(x))"),
        ("I take a library (Liger, TE), I'd say.", 2, 4, "a library (Liger, TE)"),
        ("We used it (as it was long. Then we stopped).", 1, 6, "used it (as it was long"),
        ("I cap it. Then I stop, and wait.", 3, 5, "Then I stop"),
    ],
)
def test_quotes_break_off_within_no_code(text: str, first: int, last: int, quoted: str) -> None:
    """ "0::2], x[...,1::2], stack" was shown as what somebody had said."""
    start, end = written(Spoken.of(text), first, last)
    assert text[start:end] == quoted


COPIES = Misconception(
    id="copies",
    claim="Each head keeps keys and values of its own in the KV cache.",
    why="Heads may share them.",
    cues=("every|each > head > own > cached",),
    challenge="Must it?",
)
FALSE = "The KV cache is what grows, as every head has its own keys and values cached."


def test_a_false_belief_is_no_points_words() -> None:
    """ "As long as they fit, the model reads them all equally well" was shown as what had been heard of a must-have."""
    true = "What grows is the KV cache."
    turn = answered(f"{FALSE} The rest stays. {true}")
    assert words_found(turn)["names"].quote in FALSE
    assert words_found(turn, [COPIES])["names"].quote.endswith(true.rstrip("."))
    alone = words_found(answered(FALSE), [COPIES])["names"]
    assert alone == FoundWords(somewhere=True)
    assert heard_of(turn)["names"].share == heard(CACHE, turn.said_text)["names"].share


def test_doubted_words_give_way_to_others() -> None:
    """No point shows what was challenged: others of the answer stood there as well, and weren't looked for."""
    true = "What grows is the KV cache."
    made = {
        "n": 3,
        "at": START,
        "clock": 1.5,
        "position": 1,
        "probe": 0,
        "sort": "challenge",
        "asks": "Must it?",
        "reply": "No.",
    }
    challenge = ev.Probed(**made, quote=FALSE.rstrip("."))  # type: ignore[arg-type]
    turn = changed(answered(f"{FALSE} The rest stays. {true}", "I think it must."), probes=(challenge,))
    assert words_found(turn)["names"].quote.endswith(true)


PASSES = Point(
    id="passes",
    point="Says that RL trains on its own states, so it can pass its teacher",
    weight=2,
    cues=("rl > exceed|beat > teacher", "rl + own states"),
)
PICKS = Point(
    id="picks", point="Says that runs help only with a verifier", weight=2, cues=("not|no + verifier + pick|best",)
)
CONTRASTS = replace(CACHE, rubric=(PASSES, PICKS, *CACHE.rubric))


@pytest.mark.parametrize(
    ("text", "point", "shown"),
    [
        ("RL has its own states, so RL can exceed its teacher.", "passes", True),
        ("RL has its own states, but RL can't exceed its teacher.", "passes", False),
        ("There's no way to pick the best of them without a verifier.", "picks", True),
        ("The model can pick the best run itself, so no verifier needed.", "picks", False),
    ],
)
def test_the_contrary_is_no_points_words(text: str, point: str, shown: bool) -> None:
    """ "RL can't exceed the teacher" stood as what had been heard of "so it can pass the teacher"."""
    turn = changed(answered(text), asked=asked(question=CONTRASTS))
    assert bool(words_found(turn)[point].found) == shown


@pytest.mark.parametrize(
    ("reply", "given_up"),
    [("It must.", False), ("I'd say I was wrong if it shrank.", False), ("No, I overstated it.", True)],
)
def test_words_given_up_in_a_reply_go(reply: str, given_up: bool) -> None:
    """What anybody claims without exception is asked about, and they take it back: no point shows it then."""
    made = {"n": 3, "at": START, "clock": 1.5, "position": 1, "probe": 0, "sort": "challenge", "asks": "Where not?"}
    challenge = ev.Probed(**made, quote=FALSE.rstrip("."))  # type: ignore[arg-type]
    turn = changed(answered(FALSE, reply), probes=(challenge,))
    assert bool(words_found(turn)["names"].found) != given_up


def test_words_of_a_likelier_point_are_its_own() -> None:
    """One sentence was shown for two points of which only one was in it."""
    spoken = Spoken.of("The KV cache grows, of which keys and values are kept.")
    both = QuoteSpan(0, len(spoken.tokens) - 1, frozenset(token.stem for token in spoken.tokens), 2)
    best = {"names": both, "size": both}
    whole, none = [CueHit(1, 2, 1.0)], [CueHit(1, 2, 0.5)]
    shares = {"names": 0.9, "size": 0.6}
    assert contested(CACHE, (shares, {"names": whole, "size": none}), best) == {"size"}
    assert not contested(CACHE, (shares, {"names": whole, "size": whole}), best)
    apart = replace_span(both, 0, 1), replace_span(both, 4, 9)
    assert not contested(CACHE, (shares, {"names": whole, "size": none}), dict(zip(best, apart, strict=True)))


def replace_span(span: QuoteSpan, first: int, last: int) -> QuoteSpan:
    """The same words at another place."""
    return span._replace(first=first, last=last)


def test_contested_words_are_shown_if_surely_borne() -> None:
    words = Heard(0.6, "The KV cache grows", 0, 18, borne=P.PERHAPS_BORNE)
    assert words.shown
    assert not changed(words, contested=True).shown
    assert changed(words, contested=True, borne=P.SURELY_BORNE).shown


def test_unclear_points_are_counted_apart() -> None:
    """The verdict said that two weren't found, where beside a third it had said that it couldn't be told."""
    lacking = "Of the 6 points you marked as met, I couldn't find 2 in your words"
    assert upper_first(not_found(6, 2)) == f"{lacking}. Look again?"
    assert upper_first(not_found(6, 2, 1)) == f"{lacking}, and I can't tell for 1 more. Look again?"


def test_cut_words_begin_where_a_clause_does() -> None:
    """ "… year. Also the vendor sti" was shown of a sentence that began before."""
    said = f"{'We paid them last year. ' * 9}Also the vendor still sends tokens twice, and that is dear."
    quote = heard_words(FoundWords(said, surely=True, matters=said.index("year. Also")))
    assert quote.startswith("heard: “… We paid them last year. Also the vendor still sends tokens twice")


def test_a_point_claimed_as_said_says_so() -> None:
    """After "Sorry, I'll leave it" the same point said only that it couldn't be told."""
    assert heard_sentence(FoundWords(somewhere=True, told=True)) == (
        "You told me you had, but I can't tell whether you said it."
    )


def test_repeated_words_are_not_called_unspotted() -> None:
    """The follow-up asked about "you said …", and the reveal then couldn't spot it in what was written."""
    turn = answered("The weights stay as they are.", "I'd measure it.")
    gap = ev.Probed(
        n=3, at=START, clock=1.5, position=1, probe=0, sort="gap", asks="And?", point="size", quote="The weights stay"
    )
    with_reply, without = (words_found(changed(each, probes=(gap,))) for each in (turn, changed(turn, replies=())))
    asked_first = "only a trace of it; when I asked about it, you said: “I'd measure it.”"
    assert heard_words(with_reply["size"]) == asked_first
    assert heard_words(without["size"]) == "only a trace of it in what you wrote"
    assert not look_again(changed(turn, probes=(gap,)))
