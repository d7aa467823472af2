"""What was heard of an answer, for the candidate who judges it: the words that seem to say a point.

It never fills in a mark. In one answer in four the words come only after the mark: only from those marks can it be
learned how reading and candidate agree.
"""

import hashlib

from simulator.engine.choice.listening import Heard, heard
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.session.header import Header
from simulator.session.interview.turn import Turn

MARK_FIRST = 0.25  # of the answers


def heard_of(turn: Turn) -> dict[str, Heard]:
    """What was heard of each point that has cues, in the answer and in the replies to follow-ups.

    Empty where there is nothing to hear: a spoken answer without text, "don't know", a rubric without cues.
    """
    if turn.check is not None or not turn.said_text:
        return {}
    with_cues = {point.id for point in turn.question.rubric if point.cues}
    if not with_cues:
        return {}
    return {point: found for point, found in heard(turn.question, turn.said_text).items() if point in with_cues}


def words_found(turn: Turn) -> dict[str, str]:
    """For each point that has cues the candidate's words for it; empty where nothing was found."""
    return {point: found.quote if found.share >= P.QUOTED else "" for point, found in heard_of(turn).items()}


def marks_first(header: Header, position: int) -> bool:
    """Whether the words found in this answer are shown only after each mark."""
    digest = hashlib.blake2b(f"{header.seed}/{position}/words".encode(), digest_size=6).digest()
    return int.from_bytes(digest, "big") / 2**48 < MARK_FIRST
