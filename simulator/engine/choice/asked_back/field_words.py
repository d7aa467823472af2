"""Words that stand for the same thing in the field, so that "is BM25 in there?" finds the fact on keyword search."""

from collections.abc import Set
from functools import cache

from simulator.graph.listening.words import tokens

# only names of a thing and of how much of it there is: verbs are said of too many things ("pay", "serve", "train"),
# and so are words that stand in most questions ("test", "language", "sequence" for "context")
_ALIKE = """
long length
context window
sequence prompt
large big size huge scale dimension
fast speed quick slow latency delay second millisecond
often frequent frequency
cost price budget expensive money dollar euro cent cheap
gpu card accelerator hardware machine node device chip cluster
memory ram vram
precision bit fp16 bf16 fp8 fp32 bfloat16 float
user customer client visitor
team engineer staff developer colleague
accurate accuracy right correct quality wrong error mistake
label labelled annotate annotation gold
log trace record
external cloud api provider hosted outside
traffic load volume qps throughput peak
request query call
law legal gdpr regulation regulator compliance
change happen new update campaign
keyword bm25 lexical
tokenizer tokeniser vocabulary vocab
data corpus dataset example sample
mfu utilisation utilization flop teraflop
link network bandwidth interconnect nvlink infiniband wired connect
parallel concurrent simultaneous
permission allowed access rights
source code
document page file text passage chunk
deadline release due
"""


@cache
def _groups() -> dict[str, frozenset[int]]:
    """The groups in which each stem stands, by their place."""
    found: dict[str, frozenset[int]] = {}
    for place, line in enumerate(_ALIKE.split("\n")):
        for token in tokens(line):
            found[token.stem] = found.get(token.stem, frozenset()) | {place}
    return found


def alike(stems: Set[str], others: Set[str]) -> set[str]:
    """The stems that mean the same as one of the others."""
    groups = _groups()
    meant = frozenset[int]().union(*(groups.get(other, frozenset()) for other in others))
    return {stem for stem in stems if not meant.isdisjoint(groups.get(stem, frozenset()))}
