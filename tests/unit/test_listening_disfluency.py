"""Halting speech, as it is dictated: what is left out of it, what is spelt, and where a sentence never ends."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.engine.choice.likeness import LONGEST, breaths
from simulator.engine.choice.listening import UNFIT
from simulator.graph.listening.cues import compile_cue
from simulator.graph.listening.disfluency import spoken_tokens
from simulator.graph.listening.spoken import Spoken
from simulator.graph.listening.words import tokens
from tests.some import examples


def said(text: str) -> str:
    """The words that are left of a text, with what is turned round in brackets."""
    return " ".join(f"({token.word})" if token.negated else token.word for token in spoken_tokens(text))


LEFT = [
    ("so um the uh cache", "so the cache"),
    ("it's 5 um thick", "it's 5 um thick"),
    ("it grows you know with I mean every token", "it grows with every token"),
    ("what kind of model do you know", "what kind of model do you know"),
    ("sort of big", "big"),
    ("the, the KV the KV cache", "the kv cache"),
    ("a right a right answer", "a right answer"),
    ("two two by two", "two two by two"),
    ("go go go go go go", "go go go go go go"),
    ("it's linear, no, sorry, quadratic", "it's quadratic"),
    ("I'd begin with pruning no sorry I would begin with quantising", "i would begin with quantising"),
    ("higher loss no wait lower loss", "lower loss"),
    ("nine no eight of them", "eight of them"),
    ("sorry I forgot", "sorry i forgot"),
    ("there's no difference", "there's no (difference)"),
    ("no it's quadratic", "no it's quadratic"),
    ("it isn't stored and you read it again", "(it) isn't (stored) and you read it again"),
    ("it's not, not stored", "(it's) not (stored)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "left"), LEFT, ids=[text for text, _ in LEFT])
def test_halting_words_leave_what_is_meant(text: str, left: str) -> None:
    assert said(text) == left


SPELT = [
    ("the K V cache", "the kv cache"),
    ("a k v cache", "a kv cache"),
    ("G P T and I know", "gpt and i know"),
    ("on G P Us", "on gpus"),
    ("an n x n matrix", "an n x n matrix"),
    ("Laura on the soft max", "lora on the softmax"),
    ("a hundred and twenty eight", "a 128"),
    ("two fifty six", "256"),
    ("four thousand ninety six", "4096"),
    ("about point nine", "about 0.9"),
    ("at that point two models", "at that point two models"),
    ("three e minus four", "0.0003"),
    ("one point five", "1.5"),
    ("two hundred", "200"),
    ("one or two", "one or two"),
]


@pytest.mark.parametrize(("text", "words"), SPELT, ids=[text for text, _ in SPELT])
def test_what_is_spelt_out_is_one_word(text: str, words: str) -> None:
    assert " ".join(token.word for token in tokens(text)) == words


CUES = [
    ("kv cache", "the, the K V uh cache", "K V uh cache"),
    ("128k", "a hundred and twenty eight k tokens", "hundred and twenty eight"),
    ("q k v", "it reads Q K V at once", "Q K V"),
    ("p95", "at P ninety five", "P ninety five"),
    ("int8", "in int eight", "int eight"),
    ("quadratic", "it's linear no sorry quadratic", "quadratic"),
    ("缓存", "不仅缓存键", "缓存"),
    ("不 + 存储", "它不存储键", "不存储"),
    ("캐시 + 저장", "캐시가 저장된다", "캐시가 저장된다"),
]


@pytest.mark.parametrize(("cue", "text", "words"), CUES)
def test_a_cue_is_found_with_its_exact_words(cue: str, text: str, words: str) -> None:
    spoken = Spoken.of(text)
    hit = spoken.find(compile_cue(cue))
    assert hit is not None
    assert hit.share == 1
    assert text[spoken.tokens[hit.first].start : spoken.tokens[hit.last].end] == words


@pytest.mark.parametrize(
    ("cue", "text"), [("linear", "it's linear no sorry quadratic"), ("存储", "它不存储键"), ("slower", "no slower")]
)
def test_what_is_taken_back_or_denied_is_unheard(cue: str, text: str) -> None:
    hit = Spoken.of(text).find(compile_cue(cue))
    assert hit is None


def test_long_sentence_is_heard_in_every_stretch() -> None:
    words = [f"w{number}" for number in range(3 * LONGEST)]
    spoken = Spoken.of(" ".join(words))
    pieces = list(breaths(spoken))
    assert pieces[0][0] == 0
    assert pieces[-1][1] == len(words)
    assert all(later[0] < former[1] for former, later in itertools.pairwise(pieces))
    assert list(breaths(Spoken.of(" ".join(words[:LONGEST])))) == [(0, LONGEST)]


@pytest.mark.parametrize("words", ["the, the cache grows", "the um cache grows", "it it grows"])
def test_stumbling_words_are_not_repeated(words: str) -> None:
    assert UNFIT.search(words)


@settings(max_examples=examples(200), deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "the, the uh no sorry i mean K V twenty point five it it's. you know wait eight nine a".split()
        ),
        max_size=30,
    )
)
def test_words_that_are_left_keep_their_places(words: list[str]) -> None:
    text = " ".join(words)
    left = spoken_tokens(text)
    assert all(former.end <= later.start for former, later in itertools.pairwise(left))
    assert all(former.clause <= later.clause for former, later in itertools.pairwise(left))
    assert all(token.start < token.end <= len(text) for token in left)
