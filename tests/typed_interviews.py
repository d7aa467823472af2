"""Whole interviews of typed text: a story of one's own, and the answers that people wrote to the bank's questions."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from simulator.engine.lab.people import drawn_candidate
from simulator.engine.model.bank import Bank
from simulator.session.clock import SimulatedClock
from simulator.session.demo import Act, DemoCandidate, perform
from simulator.session.header import Settings
from simulator.session.interview.interview import Interview
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import State
from simulator.session.sitting import header_of
from tests.graphs import llm_graph
from tests.reporting import START, Nowhere
from tests.said import once

ANSWERS = Path(__file__).parent / "bank" / "answers"
PREFERENCES = (
    "Our 13B chat model won nine points more after DPO, and its answers had become twice as long. I was the one who "
    "looked into it. I trained a reward model on 40,000 comparisons, and it liked length. So I balanced the pairs by "
    "length and went on with GRPO on the mended reward model, with 1,200 paired prompts held out. The win rate fell to "
    "four points over the baseline, and people preferred it in 58 of 100 cases. What went wrong was that I trusted "
    "the first number for two weeks."
)
SERVING = (
    "I took over a chat service that kept 70 conversations on a card. I moved it to vLLM with continuous batching and "
    "chunked prefill, and measured TTFT at the 95th percentile: 1.4 s before, 0.6 after, on a week of replayed load. "
    "Prefix caching brought a third of it. I decided against speculative decoding, as the load was high. One release "
    "failed because I'd tested on short prompts only."
)
PLAIN = "I don't have much to say here, to be honest. I'd start small and measure it."


@cache
def written() -> Mapping[str, str]:
    """The best answer that somebody wrote to each question of the bank."""
    texts: dict[str, str] = {}
    for path in sorted(ANSWERS.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["level"] == "strong":
                texts.setdefault(row["question"], row["text"])
    return texts


@cache
def bank() -> Bank:
    return Bank.compile(llm_graph())


def typed(story: str, seed: int = 1, *, level: float = 4.5, plain: bool = False, **settings: object) -> State:
    """An interview to its end: the story as it stands, then people's answers, or nothing that names anything.

    Modules and workers that want the same one share it.
    """
    of = (llm_graph().digest, story, seed, level, plain, settings)
    return once("typed", of, lambda: _typed(story, seed, level, plain=plain, **settings))


def _typed(story: str, seed: int, level: float, *, plain: bool, **settings: object) -> State:
    graph, chosen = llm_graph(), {"role": "research-scientist", "project": True, "minutes": 45.0, **settings}
    header = header_of(graph, Settings(candidate="typist", seed=seed, format="full", **chosen), START, "aaaa")  # type: ignore[arg-type]
    clock = SimulatedClock(START)
    interview = Interview(graph, header, Nowhere(), clock, Selection(graph, header, bank=bank()))
    demo = DemoCandidate(drawn_candidate(bank(), seed, level), seed)
    while (act := demo.act(interview)) is not None:
        said = _typed_for(act, interview.state, story, plain=plain)
        clock.advance(said.seconds)
        perform(interview, said).result()
    return interview.state


def _typed_for(act: Act, state: State, story: str, *, plain: bool) -> Act:
    """The same command with what is typed in place of the demo's words, and a good rating of a story."""
    turn = state.current
    if turn is None or turn.check is not None:
        return act
    if turn.is_story and act.command in {"predict", "confirm"} and act.arguments:
        return replace(act, arguments=("solid",))
    if act.command in {"answer", "dont_know"}:
        text = story if turn.is_story else PLAIN if plain else written().get(turn.question.id, PLAIN)
        return Act("answer", (text,), text, max(60.0, act.seconds))
    if act.command == "answer_probe":
        return replace(act, arguments=(PLAIN,), text=PLAIN)
    return act
