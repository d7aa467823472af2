"""Every number check takes its answer and turns down the mistake that it is about."""

import pytest

from simulator.graph.records import Check, Graph
from simulator.graph.units import answer_unit
from simulator.session.interview.input import within
from tests.typed_numbers import number_or_none

# The nearest wrong answer as a candidate would type it, and the mistake behind it.
NEAREST_WRONG = {
    "perplexity-from-loss": ("2^2", "takes nats for bits"),
    "temperature-two-tokens": ("1", "takes a low temperature for greedy decoding"),
    "adamw-state-bytes-13b": ("104 GiB", "GiB for GB"),
    "bigram-probability-from-counts": ("30/630", "divides by the sum of both counts"),
    "bpe-token-count-banana": ("4", "leaves out the second merge"),
    "gradient-shrinks-over-layers": ("0.9^99", "one layer too few"),
    "lstm-forget-gate-half-life": ("33", "stops before one half is reached"),
    "majority-of-three-samples": ("0.7^2 + 0.7^3", "two right ones without a wrong third, in one order"),
    "coverage-of-five-attempts": ("1 - 0.7^6", "one attempt too many"),
    "dot-product-standard-deviation": ("64", "the variance"),
    "block-parameters-24x1024": ("11 * 24 * 1024^2", "forgets the output projection"),
    "window-room-for-output": ("1,200", "more than fits"),
    "attention-flops-one-layer-8k": ("5.5e11", "only the causal half, or a multiply-add as one"),
    "latent-cache-bytes-per-token": ("512 * 2 * 60 = 61,440", "forgets the rotary key"),
    "sliding-window-reach": ("31 * 4096", "one layer too few"),
    "experts-touched-by-a-batch": ("64 * (1 - (63/64)^32)", "one expert a token"),
    "rope-slowest-wavelength": ("2π * 10000", "takes the base for the last pair's factor"),
    "sae-parameter-count": ("4096 * 65536", "the encoder alone"),
    "kv-cache-bytes-per-token": ("40 * 8 * 128 * 2", "keys without values"),
    "training-flops-six-nd": ("8 * 7e9 * 2e12", "with a second forward pass"),
    "adam-state-memory": ("48 GiB", "GiB for GB"),
    "kv-cache-full-batch-gib": ("64 GB", "GB for GiB"),
    "decode-speed-upper-bound": ("2 TB/s / 26 GiB", "GiB for GB"),
    "prefill-flops-estimate": ("8e9 * 10,000", "a multiply-add as one"),
    "chinchilla-tokens": ("26 billion", "two tokens per parameter"),
    "ridge-point-intensity": ("400", "per number of 16 bits instead of per byte"),
    "pipeline-bubble-share": ("18.75%", "divides by m + p"),
    "speculative-expected-tokens": ("2", "as if drafts never ended"),
    "four-bit-group-overhead": ("4.5", "with an offset in 16 bits"),
    "training-energy-kwh": ("50.4 t", "forgets the power usage effectiveness"),
    "lora-trainable-parameters": ("16 * 4096", "one of the two matrices"),
    "pass-at-two-of-ten": ("1 - 0.7^2", "draws with replacement: the biased estimate"),
    "kappa-from-agreement": ("0.3/0.8", "divides by the agreement"),
    "grpo-advantage-one-right": ("1.5", "the sample standard deviation"),
    "pass-hat-eight": ("0.9^9", "one attempt too many"),
    "patches-per-image": ("577", "with the class token"),
    "littles-law-concurrency": ("121", "counts the one that arrives as well"),
    "cascade-relative-cost": ("0.8*1 + 0.2*10", "lets the escalated requests off the first model"),
    "word-error-rate-count": ("10.1%", "divides by the words of the transcript"),
    "recall-at-five-small-list": ("3/5", "precision"),
    "flat-index-memory": ("30.72 GiB", "GiB for GB"),
    "reciprocal-rank-fusion-score": ("1/61 + 1/63", "counts ranks from 0"),
    "product-quantisation-memory": ("12.8 GiB", "GiB for GB"),
    "ndcg-at-three": ("(1 + 2/3)/2", "average precision"),
    "chunks-with-overlap": ("24", "leaves out the first window"),
    "twenty-step-success": ("0.98^19", "one step too few"),
    "agent-total-input-tokens": ("63,000", "leaves out the first call"),
    "flag-precision-base-rate": ("9%", "divides by the thousand that are harmless"),
}


def number_checks(graph: Graph) -> list[Check]:
    return [check for check in graph.checks.values() if check.value is not None]


def is_right(typed: str, check: Check) -> bool:
    value = number_or_none(typed, check.unit)
    assert value is not None, f"{check.id}: {typed} is not read"
    return within(value, check)


def test_every_number_check_names_its_nearest_wrong_answer(llm: Graph) -> None:
    assert {check.id for check in number_checks(llm)} == set(NEAREST_WRONG)


@pytest.mark.parametrize("name", NEAREST_WRONG)
def test_the_nearest_wrong_answer_fails(name: str, llm: Graph) -> None:
    wrong, mistake = NEAREST_WRONG[name]
    assert not is_right(wrong, llm.checks[name]), mistake


def test_answer_itself_is_right_also_in_three_digits(llm: Graph) -> None:
    for check in number_checks(llm):
        assert check.value is not None
        assert is_right(f"{check.value!r} {check.unit}", check), check.id
        if abs(check.value) >= 1000:
            assert is_right(f"{check.value:.3g} {check.unit}", check), check.id


def test_a_count_below_a_thousand_is_exact(llm: Graph) -> None:
    counts = [
        check
        for check in number_checks(llm)
        if not answer_unit(check.unit).measured
        and float(check.value or 0).is_integer()
        and abs(check.value or 0) < 1000
    ]
    assert {"chunks-with-overlap", "patches-per-image"} <= {check.id for check in counts}
    assert {check.id: check.tolerance for check in counts} == {check.id: 0 for check in counts}


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("sliding-window-reach", "128k"),
        ("decode-speed-upper-bound", "1/13ms"),
        ("adamw-state-bytes-13b", "97 GiB"),
        ("lstm-forget-gate-half-life", "34"),
        ("lstm-forget-gate-half-life", "35"),
        ("reciprocal-rank-fusion-score", "0.032"),
        ("pass-at-two-of-ten", "8/15"),
        ("agent-total-input-tokens", "10*2000 + 45*1000 = 65k"),
        ("twenty-step-success", "0.98^20"),
        ("patches-per-image", "24 squared"),
        ("training-flops-six-nd", "6 * 7B * 2T"),
        ("word-error-rate-count", "10/100 = 10%"),
        ("kv-cache-bytes-per-token", "160 KiB"),
        ("perplexity-from-loss", "e²"),
    ],
)
def test_right_answer_is_right_however_it_is_written(name: str, typed: str, llm: Graph) -> None:
    assert is_right(typed, llm.checks[name])
