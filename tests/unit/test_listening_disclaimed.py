"""What somebody says they don't know isn't heard, and what they say all the same is."""

import json
from statistics import mean

import pytest

from simulator.engine.choice.listening import heard
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.listening.disfluency import without_disfluencies
from simulator.graph.listening.spoken import Spoken
from simulator.graph.listening.words import as_typed
from tests.graphs import llm_graph
from tests.isolation import ROOT

DATA = ROOT / "tests" / "data" / "listening" / "disclaimed.jsonl"


def left(text: str) -> str:
    """The words of a text that are listened to."""
    return " ".join(token.word for token in Spoken.of(text).tokens)


@pytest.mark.parametrize(
    ("text", "heard_of_it"),
    [
        ("I've never used a vector index.", ""),
        ("How an index is built, I couldn't tell you.", ""),
        ("No idea about the second part.", ""),
        ("Flash attention I haven't worked with. Kernels fuse steps.", "kernels fuse steps"),
        ("The cache grows, and how it's paged I don't know.", "the cache grows and"),
        ("I'm not sure what a page is, or how large.", ""),
        ("As for paging, I really have no idea.", ""),
        ("Paging is for long texts, how, I don't know.", "paging is for long texts"),
        ("Paging is for long texts, but how I don't know.", "paging is for long texts but"),
        ("Paging is faster, by how much, I couldn't say.", "paging is faster"),
        ("It cuts the cache, in which way I don't know.", "it cuts the cache"),
        ("How pages are shared is beyond me.", ""),
        ("I can't say how paging works, but it saves memory.", "but it saves memory"),
        ("I don't know how paging works I think it saves memory", "i think it saves memory"),
        ("I'd have to look up which layers share, probably the last.", "probably the last"),
        ("I dont know how pages are shared so I'd measure it", "so i'd measure it"),
        ("Whether it's stored, and for how long, I can't recall.", ""),
        ("I'm afraid I don't know when paging helps.", "i'm afraid"),
        ("The part about paging, I didn't get.", ""),
        ("Whether pages are shared, you'd have to ask someone else.", ""),
        ("Page tables, never heard of them.", ""),
        ("Scripts I'm not so sure, they depend on the agent.", "they depend on the agent"),
        ("Pinning pages and hashing tables, I don't know how that's done.", ""),
        ("Keeping ids, warming up, growing the horizon, I've no experience whatsoever with these.", ""),
        ("A split by pages, canaries at several rates, these terms I don't know.", ""),
        ("Why a page is shared, hmm, I can't decide.", ""),
        ("How pages are shared, in a tree or a list, is a question I can't answer.", ""),
        ("Is a page shared or copied? I really don't know. It saves memory.", "it saves memory"),
        ("It's paged. Sharing, copying, that went over my head.", "it's paged"),
        ("The reason why it's paged, no idea.", ""),
        ("The loss falls, that I can't explain.", "the loss falls"),
        ("Caching saves time, I've never used it.", "caching saves time"),
    ],
)
def test_what_is_disclaimed_is_left_out(text: str, heard_of_it: str) -> None:
    assert left(text) == heard_of_it


@pytest.mark.parametrize(
    "text",
    [
        "I don't know exactly, but roughly 80 GB.",
        "I don't know, 80 GB maybe.",
        "80 GB, I don't know.",
        "I'd look it up, I think it's 1.4 epochs.",
        "It must say I don't know when the sources are silent.",
        'The model answers: "I don\'t know which applies to you", and asks.',
        "If I don't know whether it's noise, I run it three times.",
        "A test set, never used for tuning.",
        "I've never trained one without warm-up.",
        "I've never seen a run diverge with clipping.",
        "If I'd only take hard ones, I couldn't say whether it's better.",
        "The model can't tell which page is newer.",
        "I can't say that more layers help.",
        "We don't know the propensities.",
        "I don't think it's stored.",
        "I'm not sure a bigger model helps.",
        "All of it in one forward pass.",
        "I forgot to mention that the cache is paged.",
        "I don't remember a case where more layers helped.",
        "At prediction time the price isn't there: I don't know the label then.",
        "I cannot know the future price.",
        "I never got it to converge.",
        "The question of cost decides, I'd say.",
        "Visitors chose the questions, so I don't know how often it's right.",
        "They report the best run, or can't say what would have refuted it.",
        "What I'd do is cache it, and what I'd leave out is paging.",
        "Before I know how they're used I'd share nothing.",
        "When the index is full, queries slow down, not sure.",
        "I'd look up the order by its number and ask the customer.",
        "When the batch is large, memory grows, I don't know.",
        "The cache grows, right? I don't know.",
        "With twenty skills I'd not build this.",
        "When the cache is full, I don't evict.",
        "Don't trust labels where the labeller has no knowledge.",
    ],
)
def test_what_is_said_all_the_same_stays(text: str) -> None:
    assert left(text) == " ".join(token.word for token in without_disfluencies(as_typed(text)))


def shares(sort: str) -> list[float]:
    rows = map(json.loads, DATA.read_text("utf-8").splitlines())
    return [
        heard(llm_graph().questions[row["question"]], row["text"])[row["point"]].share
        for row in rows
        if row["sort"] == sort
    ]


@pytest.mark.parametrize("sort", ["seen", "kept back"])
def test_disclaimed_points_are_mostly_not_heard(sort: str) -> None:
    found = shares(sort)
    assert len(found) == 30
    assert mean(share >= P.UNCLEAR for share in found) <= 0.15


@pytest.mark.parametrize(
    ("sort", "count", "most"), [("at the end: seen", 30, 0.15), ("at the end: kept back", 30, 0.4)]
)
def test_points_disclaimed_later_are_less_often_heard(sort: str, count: int, most: float) -> None:
    found = shares(sort)
    assert len(found) == count
    assert mean(share >= P.UNCLEAR for share in found) <= most


@pytest.mark.parametrize("sort", ["said all the same", "said beside a doubt"])
def test_points_said_with_a_doubt_are_heard(sort: str) -> None:
    assert mean(share >= P.UNCLEAR for share in shares(sort)) >= 0.8
