"""What the bank itself says of a term that the interviewer used: a concept's definition, or the paper that named it."""

import re
from collections.abc import Iterator, Mapping

from simulator.graph.records import Concept, Graph, Question

LONGEST_HEAD = 16  # words of a definition that can be said in a breath
LONGEST_NAME = 2  # words of a name that a paper gave
FEWEST_ITEMS = 2  # commas of a list
FEWEST_INITIALS = 3  # "RAG", but not "AI"
IN_SHORT = "In short: {}."
OF_A_PAPER = "The name is from a paper, “{}”. Go by that, and say what you'd guess."


SHORT_FOR = "It's short for {}."
# what the letters of an abbreviation stand for, which an interviewer says at once, and which tells no more than it does
IN_FULL: Mapping[str, str] = {
    name: full
    for name, _, full in (
        line.strip().partition(" ")
        for line in """
    mcp Model Context Protocol
    rag retrieval-augmented generation
    rlhf reinforcement learning from human feedback
    rlaif reinforcement learning from AI feedback
    rlvr reinforcement learning with verifiable rewards
    sft supervised fine-tuning
    dpo direct preference optimisation
    ppo proximal policy optimisation
    grpo group relative policy optimisation
    trpo trust region policy optimisation
    kto Kahneman-Tversky optimisation
    orpo odds ratio preference optimisation
    ipo identity preference optimisation
    gae generalised advantage estimation
    bpe byte-pair encoding
    hnsw hierarchical navigable small world
    lstm long short-term memory
    gru gated recurrent unit
    mlp multi-layer perceptron
    gan generative adversarial network
    ttft time to first token
    tpot time per output token
    itl inter-token latency
    awq activation-aware weight quantisation
    ddp distributed data parallel
    fsdp fully sharded data parallel
    ctc connectionist temporal classification
    ddpm denoising diffusion probabilistic model
    ddim denoising diffusion implicit model
    fid Fréchet inception distance
    crf conditional random field
    svd singular value decomposition
    pca principal component analysis
    ucb upper confidence bound
    ocr optical character recognition
    """.strip().splitlines()
    )
}


def plain(words: str) -> str:
    """Words as they are compared: without case, hyphens and plural."""
    return " ".join(word.removesuffix("s") for word in re.findall(r"[^\W_]+", words.casefold()))


def says(text: str, term: str) -> bool:
    """Whether a text has a term in it."""
    return bool(plain(term)) and f" {plain(term)} " in f" {plain(text)} "


def explanations(graph: Graph, question: Question, term: str) -> Iterator[str]:
    """What is known of a term that somebody doesn't know, by the bank's concepts and the question's own papers.

    Other papers have names that mean something else here: "L1" is a penalty, and a model that reasons.
    """
    wanted = plain(term)
    for concept in graph.concepts.values():
        if wanted in map(plain, _names(concept)) and (head := _head(concept)):
            yield IN_SHORT.format(head)
    if full := IN_FULL.get(wanted):
        yield SHORT_FOR.format(full)
    for source in question.sources:
        name, colon, _ = source.title.partition(": ")
        if colon and source.arxiv and plain(name) == wanted and len(name.split()) <= LONGEST_NAME:
            yield OF_A_PAPER.format(source.title)


def _names(concept: Concept) -> Iterator[str]:
    """What a concept is called: its title, what stands before a colon or in brackets, and its initials."""
    title, _, rest = concept.title.removesuffix(")").partition(" (")
    bare = title.partition(":")[0].removesuffix(" basics")
    yield from (title, bare)
    if rest and "," not in rest:
        yield rest
    words = bare.replace("-", " ").split()
    if "-" in bare and len(words) >= FEWEST_INITIALS:
        yield "".join(word[0] for word in words)


def _head(concept: Concept) -> str:
    """How a definition begins, if that says what the thing does ("Routing each token to a few experts"), else nothing.

    Other definitions list what belongs to a subject.
    """
    head = re.split(r"[:;.]", concept.definition)[0]
    words = head.split()
    explains = (
        bool(words) and words[0].endswith("ing") and len(words) <= LONGEST_HEAD and head.count(",") < FEWEST_ITEMS
    )
    return head[0].lower() + head[1:] if explains else ""
