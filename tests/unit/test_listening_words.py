"""Words and cues of a typed text: stems, spellings, numbers, negations, and where a cue is found."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.graph.listening.cues import compile_cue, why_no_cue
from simulator.graph.listening.spoken import NEAR, Spoken
from simulator.graph.listening.word import stem
from simulator.graph.listening.words import MAX_TOKENS, has_words, tokens
from tests.mutations import at_most
from tests.some import examples


def found(cue: str, text: str) -> str | None:
    """What a cue finds in a text, whole; None where it does not."""
    spoken = Spoken.of(text)
    hit = spoken.find(compile_cue(cue))
    if hit is None or hit.share < 1:
        return None
    return text[spoken.tokens[hit.first].start : spoken.tokens[hit.last].end]


ALIKE = [
    ("quantised", "quantization"), ("quantising", "quantize"), ("colour", "colors"), ("behaviour", "behaviors"),
    ("centre", "centers"), ("analyse", "analyzing"), ("caches", "caching"), ("judgement", "judgment"),
    ("programme", "programs"), ("artefacts", "artifact"), ("defence", "defenses"), ("catalogue", "catalogs"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_spellings_and_endings_are_one_word(one: str, other: str) -> None:
    assert stem(one) == stem(other)


HEARD = [
    ("写入 + 慢|费时", "索引让读快，但写入变慢，也占用磁盘空间。", "写入变慢"),
    ("B树 + 平衡", "它是平衡的B树。", "平衡的B树"),
    ("索引 + 遅く", "索引があると書き込みが遅くなる", "索引があると書き込みが遅く"),
    ("KV cache", "the key-value cache grows", "key-value cache"),
    ("key value cache", "a KV-cache", "KV-cache"),
    ("time to first token", "TTFT at p99", "TTFT"),
    ("ttft", "the time to the first token", "time to the first token"),
    ("pre-training", "while pretraining it", "pretraining"),
    ("pretraining", "in pre training", "pre training"),
    ("keys|values + kept|stored", "every layer stores the values", "stores the values"),
    ("longer > slower", "the longer, the slower", "longer, the slower"),
    ("not + stored|kept", "they aren't ever kept", "aren't ever kept"),
    ("not + read", "write instead of reading", "instead of reading"),
    ("524288", "that is 524,288 bytes", "524,288"),
    ("524288", "about 524k bytes", "524k"),
    ("40k", "some 40,000 tokens", "40,000"),
    ("40k", "40 thousand tokens", "40"),
    ("16 GB", "16 gigabytes of it", "16"),
    ("16 GB", "some 16 gigs", "16"),
    ("1/8", "12.5% of it", "12.5%"),
    ("0.618", "0.62 or so", "0.62"),
    ("10^9", "10⁹ of them", "10⁹"),
    ("twice|2x", "it doubles", "doubles"),
    ("half|50%", "50 % of that", "50"),
    ("8 bit", "in 8-bit", "8-bit"),
    ("8-bit", "an 8bit cache", "8bit"),
    ("KL(p||q)", "so KL(p||q) is it", "KL(p||q"),
    ("e.g. llama + draft", "a draft, e.g. llama", "draft, e.g. llama"),
    ("not + stored", "they don’t get stored", "don’t get stored"),
    ("2^10", "2 ^ 10 of them", "2"),
    ("10^-9", "10^-9 of it", "10"),
    ("KV cache", "the K/V cache", "K/V cache"),
    ("evict > cache", f"{'A big cache. ' * 70} We evict from the cache", "evict from the cache"),
    ("evict > big|slow", f"{'A big cache. ' * 70} We evict what is slow", "evict what is slow"),
    ("±|plus minus + points", "± 2 points", "± 2 points"),
    ("dollars|$ + day", "$80,000 a day", "$80,000 a day"),
    ("fp16", "in fp 16", "fp 16"),
    ("generator + cached", f"The genrator is cached. {'so on ' * NEAR} a generator", "genrator is cached"),
    ("without|lacks + index", "it works without an index", "without an index"),
    ("state + unknown|not known", "the state isn't known", "state isn't known"),
    ("instead of + retrain", "instead of retraining it", "instead of retraining"),
    ("avoid + copy", "avoid a copy", "avoid a copy"),
    ("not only + faster", "not only cheaper but faster", "not only cheaper but faster"),
    ("copied", "why not copy it", "copy"),
    ("312000", "3.1E5 of them", "3.1E5"),
    ("naive bayes", "a naïve Bayes", "naïve Bayes"),
    ("naive", "a nai\u0308ve one", "nai\u0308ve"),
    ("fine-tuning", "some \ufb01ne-tuning", "\ufb01ne-tuning"),
    ("not + stored", "Stored? It is not. Only read", "Stored? It is not"),
]  # fmt: skip


@pytest.mark.parametrize(("cue", "text", "words"), HEARD, ids=[f"{cue} in {text[-40:]}" for cue, text, _ in HEARD])
def test_a_cue_is_found_as_people_say_it(cue: str, text: str, words: str) -> None:
    assert found(cue, text) == words


UNHEARD = [
    ("keys|values + kept|stored", "the values are not stored"),
    ("paging", "without paging"),
    ("retrain", "rather than retrain it"),
    ("longer > slower", "slower when longer"),
    ("longer > slower", "It is longer. Slower too."),
    ("keys + stored", f"keys {'and so on ' * NEAR} stored"),
    ("keys + stored", "Keys. That is one. They are stored."),
    ("not + stored", "they are stored"),
    ("524288", "about 525k bytes"),
    ("16 GB", "16 MB"),
    ("3", "in 4 of 5"),
    ("cache + memory|cache", "the cache"),
    ("stored", "they don’t get stored"),
    ("stored", "we mustn't store"),
    ("16", "in 1, 6 and 9"),
    ("16", "in 1 6"),
    ("supermarket", "it is super, market or not"),
    ("without|lacks + index", "it has no index"),
    ("not + copied", "why not copy it"),
    ("not + stored", "it is not only stored"),
    ("0", "1e400 of them"),
    ("longer > slower", "(It is longer.) Slower too."),
    ("longer > slower", "It is “longer.” Slower too."),
]


@pytest.mark.parametrize(("cue", "text"), UNHEARD, ids=[f"{cue} in {text[:30]}" for cue, text in UNHEARD])
def test_a_cue_is_not_found_elsewhere(cue: str, text: str) -> None:
    assert found(cue, text) is None


def test_signs_in_another_order_are_no_word() -> None:
    assert found("空间", "时间，空") is None


def test_part_of_a_cue_is_told_as_part() -> None:
    hit = Spoken.of("keys and values").find(compile_cue("keys + values + stored + layer"))
    assert hit is not None
    assert hit.share == 0.5


def test_not_only_turns_nothing_round() -> None:
    assert found("cheaper", "it is not only cheaper but faster") == "cheaper"


@pytest.mark.parametrize("cue", ["", "...", "_", "(|- + b", "a| + b", "a + |b", "|", " + ".join("abcdefg")])
def test_what_is_no_cue_is_refused(cue: str) -> None:
    assert why_no_cue(cue)
    with pytest.raises(ValueError, match=r"part|alternative"):
        compile_cue(cue)


def test_a_row_of_blanks_is_read_soon() -> None:
    with at_most(1.0):
        assert not why_no_cue("keys" + " " * 49_000 + "values +  kept >\tread")


@given(st.text(max_size=300))
@settings(max_examples=examples(200), deadline=None)
def test_tokens_lie_in_the_text_in_order(text: str) -> None:
    ends = 0
    for token in tokens(text):
        assert ends <= token.start < token.end <= len(text)
        ends = token.end


@given(st.text(max_size=20))
@settings(max_examples=examples(200), deadline=None)
def test_a_text_has_words_if_it_has_tokens(text: str) -> None:
    assert has_words(text) == bool(tokens(text))


HOSTILE = {
    "one word": "token " * 20_000,
    "one long word": "a" * 100_000,
    "nested brackets": "(a+)+$ " * 15_000,
    "fractions": "1/" * 50_000,
    "powers": "9^" * 50_000,
    "exponents": "9e999 " * 20_000,
    "superscripts": "9⁹⁹⁹⁹⁹ " * 15_000,
    "reordered": "\u202e abc " * 15_000,
    "negations": "not " * 25_000,
    "combining marks": "a\u0301" * 50_000,
    "a mark for each letter": "a" + "\u0301" * 100_000,
    "digits of another script": "\u0663" * 100_000,
    "digits and letters": "9e" * 50_000,
    "lone surrogates and nulls": "\ud800\0 a " * 20_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_read_in_bounds(text: str) -> None:
    spoken = Spoken.of(text)
    assert len(spoken.tokens) <= MAX_TOKENS
    for cue in ("token + abc", "not + a|b|9", "9 > 1 + token"):
        spoken.find(compile_cue(cue))
