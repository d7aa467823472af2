"""What a job advert says that it doesn't want is not asked about; what only sounds so is."""

import pytest

from simulator.graph.job_advert.match import match_advert
from simulator.graph.job_advert.read import pasted
from simulator.graph.records import Graph
from tests.advert_figures import shares

ADVERT = "Engineer, Inference\n\nAbout the job\n\n- You speed up speculative decoding.\n\n{}\n"
ALWAYS = "inference"


def areas_of(passage: str, graph: Graph) -> set[str]:
    return set(shares(ADVERT.format(passage), graph)) - {ALWAYS}


@pytest.mark.parametrize(
    ("passage", "asked"),
    [
        ("We do not look for:\n- A training or research profile\n- No RLHF, no pre-training in this post", set()),
        (
            "# What this role is not\n\nThis is not a research position. You won't be designing new pre-training "
            "recipes or running RLHF.\n\n# What you'll do\n\nBuild RAG.",
            {"retrieval"},
        ),
        ("No experience with RLHF or DPO is needed. You'll build retrieval pipelines.", {"retrieval"}),
        ("Fine-tuning is not part of this role; another team does that. You build RAG.", {"retrieval"}),
        ("You will not train models by RLHF yourself. Your work is RAG.", {"retrieval"}),
        ("Out of scope: pre-training, RLHF, reward models.\nIn scope: RAG, agents.", {"retrieval", "agents"}),
        (
            "Not required\n• CUDA kernels\n• Distributed training with FSDP\n\nRequired\n• Prompt engineering, RAG",
            {"prompting", "retrieval"},
        ),
        (
            "**You won't be doing:**\n- fine-tuning by LoRA\n- vector search\n\nYou will be doing:\n- tool calling",
            {"agents"},
        ),
        ("You don't need a background in FSDP, we have people for that. You do need strong RAG skills.", {"retrieval"}),
        (
            "We’re not looking for somebody to do reinforcement learning. We’re looking for somebody for RAG.",
            {"retrieval"},
        ),
        (
            "Who shouldn't apply\n- Researchers who want to publish on RLHF\n\nWho should\n- Builders of RAG",
            {"retrieval"},
        ),
        ("Rather than training reward models, you will build RAG.", {"retrieval"}),
        ("What we don't need\n- Somebody for RLHF\n\nYou build RAG with us every day.", {"retrieval"}),
        ("If you want to do RLHF, this isn't the role for you.", set()),
        ("This role is not for you if\n- you want to do RLHF\n- you've never built RAG", {"retrieval"}),
        ("You build RAG, not reward models.", {"retrieval"}),
        ("We won't ask you about DPO. You needn't know LoRA either. This post doesn't include RLHF.", set()),
        ("RLHF: not needed. We leave reward models to others.", set()),
    ],
)
def test_what_an_advert_refuses_is_not_asked(llm: Graph, passage: str, asked: set[str]) -> None:
    assert areas_of(passage, llm) == asked


@pytest.mark.parametrize(
    "passage",
    [
        "No bonus without RLHF: you do it every day.",
        "Not only RLHF but also DPO and reward models are your daily work.",
        "Nice to have, not required:\n- RLHF",
        "You're no stranger to RLHF and LoRA.",
        "Not just data work: you fine-tune models with LoRA.",
        "You won't just serve models, you will also fine-tune them with LoRA.",
        "You can't do this job without RLHF and LoRA.",
        "You are not afraid of RLHF, not even on a Friday night.",
        "A PhD is not required, but experience with RLHF is.",
        "This isn't a research role: you'll put models into production that you tuned with LoRA.",
        "We do not look for perfect people. You've done RLHF.",
        "RLHF isn't required but a plus.",
        "Don't apply if you've never done RLHF.",
        "If you've no experience with RLHF, you'll learn it here.",
        "You don't need to know all of RLHF, DPO and GRPO.",
        "We don't use LoRA yet.",
    ],
)
def test_what_only_sounds_refused_is_asked(llm: Graph, passage: str) -> None:
    assert areas_of(passage, llm) >= {"post-training"}


def test_not_required_but_a_plus_counts_half(llm: Graph) -> None:
    asked = shares(ADVERT.format("You do RLHF."), llm)["post-training"]
    for passage in ("RLHF isn't required, but it would be a plus.", "Not required, but nice to have:\n- RLHF"):
        assert shares(ADVERT.format(passage), llm)["post-training"] < asked


def test_a_refused_tool_is_not_missed(llm: Graph) -> None:
    text = ADVERT.format("You use Terraform.\n\nWe don't look for:\n- Kafka\n- FooBarDB")
    assert match_advert(pasted(text), llm).missing == ("Terraform",)


def test_a_first_line_may_refuse_too(llm: Graph) -> None:
    assert set(shares("You build RAG for us. No RLHF in this post.", llm)) == {"retrieval"}
