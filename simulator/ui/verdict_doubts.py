"""What may stand against the verdict of the points: marks without words, a reply or a claim that none of them judges.

Both fronts say it alike.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.scoring import HIGHEST, LOWEST, MET, STRONG
from simulator.graph.text import names, quoted_words, upper_first
from simulator.session.interview.events import Probed
from simulator.session.interview.hearing import (
    LOOK_AGAIN,
    doubted_words,
    heard_of,
    look_again,
    reading,
    taken_back,
    words_found,
)
from simulator.session.interview.state import needs_verdict
from simulator.session.interview.turn import Turn

ORDINALS = ("first", "second", "third")  # of the follow-ups


def marks_without_words(turn: Turn) -> str:
    """That words are missing for points marked as met: for several of them, or for those that the verdict rests on."""
    return look_again(turn) or _rests_on_unheard(turn)


def _rests_on_unheard(turn: Turn) -> str:
    """Which points marked as met have no words in the answer, where it wouldn't be so good without them.

    One of them alone is said only there: one honest answer in fifty is told so, and most false marks that lift one.
    """
    if turn.scored is not None or turn.score is None or turn.score.verdict not in STRONG or not reading(turn):
        return ""
    missing = {name for name, one in heard_of(turn).items() if one.share < P.HEARD_AT_ALL}
    unheard = [point.id for point in turn.question.rubric if point.id in missing and turn.marks.get(point.id) in MET]
    without = replace(turn, marks={**turn.marks, **dict.fromkeys(unheard, "no")}).score
    if without is None or without.verdict == turn.score.verdict:
        return ""
    which = [str(n) for n, point in enumerate(turn.question.rubric, 1) if point.id in unheard]
    points = f"point{'s' * (len(which) > 1)} {names(which)}"
    return f"{upper_first(turn.score.verdict)} rests on {points}, which I couldn't find in your words. {LOOK_AGAIN}"


def may_be_lower(turn: Turn) -> bool:
    """Whether a wrong reply that no point judges could still lower the verdict, which is the candidate's to change."""
    return not turn.settled and _leaves_room_below(turn)


def reply_wrong(turn: Turn, how: str, earlier: Sequence[Turn] = ()) -> str:
    """That no point tells whether a reply was right, and `how` to lower the verdict if it wasn't.

    Empty where it can't be lower, where the reply gave up, where it brought a point that's marked as met, and where it
    has most of a good one's words. A reply without any of these is named as such. Of any other it's said once in an
    interview, and not where it was said of one of the `earlier` items: at each question it'd be an accusation.
    """
    open_ones = list(_uncovered(turn)) if may_be_lower(turn) else []
    if not open_ones:
        return ""
    without = [probe for probe, words in open_ones if words == "none"]
    if without:
        replies = _named(turn, without, len(without))
        it, has, good = ("it", "has", "a good one") if len(without) == 1 else ("one", "have", "good ones")
        return f"{upper_first(replies)} {has} none of the words of {good}. If {it} was wrong, lower the verdict: {how}."
    count = min(len(open_ones), sum(bool(r.text) for r in turn.replies) - ("prompted" in turn.marks.values()))
    if any(_leaves_room_below(before) and any(_uncovered(before)) for before in earlier):
        return ""
    replies = _named(turn, [probe for probe, _ in open_ones], count)
    it, them = ("it", "it") if count == 1 else ("one", "them")
    see = f" (a good reply stands below {them})" if any(probe.reply for probe, _ in open_ones) else ""
    return f"No point covers {replies}{see}. If {it} was wrong, lower the verdict: {how}."


def _named(turn: Turn, probes: Sequence[Probed], count: int) -> str:
    """Which `count` of the replies are meant, those to these follow-ups."""
    of_all = sum(bool(reply.text) for reply in turn.replies)
    if len(probes) == 1 < of_all and (place := turn.probes.index(probes[0])) < len(ORDINALS):
        return f"your {ORDINALS[place]} reply"
    if count < of_all:
        return f"{'one' if count == 1 else count} of your replies"
    return "your reply to the follow-up" if count == 1 else "your replies to the follow-ups"


def _leaves_room_below(turn: Turn) -> bool:
    """Whether its replies could lower the verdict of its points, or could have."""
    if turn.check is not None or turn.code_rank is not None or needs_verdict(turn.question):
        return False
    return bool(turn.uncovered) and turn.score is not None and turn.score.verdict != LOWEST


def _uncovered(turn: Turn) -> Iterator[tuple[Probed, str]]:
    """The follow-ups whose reply no point covers, and how much it has of a good one's words: not most of them.

    It says something, and nothing that a point was marked for. What was spoken stands there in bullets only.
    """
    from simulator.engine.choice.listening import heard  # once something was said
    from simulator.engine.choice.unknown import gives_up, words_of_reply

    if sum(bool(reply.text) for reply in turn.replies) == 1 and "prompted" in turn.marks.values():
        return  # it's what brought the point
    met = {point.id for point in turn.question.rubric if turn.marks.get(point.id) in MET}
    shown = [found.quote for point, found in words_found(turn).items() if found.in_reply and point in met]
    admitted = [probe.probe for probe, _ in taken_back(turn)]  # nobody need be told that they were wrong
    for probe, reply in turn.uncovered:
        if probe.probe in admitted:
            continue
        alone = heard(turn.question, reply.text)
        surely = any(alone[point].shown and alone[point].borne >= P.SURELY_BORNE for point in met)
        words = words_of_reply(probe.asks, probe.reply, reply.text)
        if words != "most" and not (surely or any(q in reply.text for q in shown) or gives_up(reply.text)):
            yield probe, "some" if reply.spoken_seconds is not None else words


def claim_questioned(turn: Turn) -> str:
    """What stands against the highest verdict: a claim that was challenged, which no point counts.

    Empty where the points make it no such verdict, and where it's settled or the candidate's own counts anyway.
    """
    fixed = turn.settled or needs_verdict(turn.question) or turn.code_rank is not None
    if fixed or turn.score is None or turn.score.verdict != HIGHEST or not (words := doubted_words(turn)):
        return ""
    if words[0] in {probe.quote for probe, _ in taken_back(turn)}:
        return (
            f"You took back {quoted_words(words[0])}, and no point counts that. {upper_first(HIGHEST)} may be too high"
        )
    doubt = f"I questioned {quoted_words(words[0])}, and no point covers that."
    return f"{doubt} If it was wrong, {HIGHEST} is too high"


def stands_against(turn: Turn, how: str, earlier: Sequence[Turn] = ()) -> str:
    """What the points don't count and may have been wrong, and once `how` to lower the verdict then.

    `earlier` are the items before it.
    """
    claim, reply = claim_questioned(turn), reply_wrong(turn, how, earlier)
    if claim and not reply:
        return f"{claim}; lower the verdict: {how}."
    return " ".join(filter(None, (claim and f"{claim}.", reply)))
