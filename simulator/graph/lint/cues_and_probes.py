"""Rules about what is listened for in an answer, and what follow-ups ask for and give away."""

import re
from collections.abc import Callable
from functools import lru_cache

from simulator.graph.lint import rules
from simulator.graph.lint.rules import Faults, span
from simulator.graph.listening.cues import alternatives
from simulator.graph.listening.spoken import Spoken
from simulator.graph.listening.words import SMALL, tokens
from simulator.graph.records import Point, Question
from simulator.graph.text import plural, short

_ASSUMES = re.compile(r"(?i)assum|estimate|given|stated|\bsay\b|\bif\b|asks?\b|such as|e\.g\.|for instance|order of")
_BLAMES = re.compile(
    r"(?i)\byou (didn['’]t|did not|haven['’]t|have not|never) (mention|name|say|said|touch|talk|bring|cover|address)"
    r"|\byou['’]?(ve| have)? (left out|skipped|forgot|missed|omitted)\b"
)
TELLING = 3  # digits from which a number stands for itself
READINGS = 4  # ways of saying a cue that are tried when two points are compared


def cue_faults(question: Question) -> Faults:
    """Points without cues, cues found in the prompt or its aim, and mistakes that are heard but not challenged."""
    prompt, aim = Spoken.of(question.prompt), Spoken.of(question.aim)
    for index, point in enumerate(question.rubric):
        if not point.cues:
            message = f"{point.id} has no cues; write four to eight ways of saying it"
            yield "missing-cues", f"rubric[{index}].cues", message
        for number, cue in enumerate(point.cues):
            if _hears(cue, prompt):
                message = (
                    f'the prompt itself is heard as {point.id} by "{short(cue)}"; add a part that only an answer has'
                )
                yield "cue-in-prompt", f"rubric[{index}].cues[{number}]", message
            elif point.critical and _hears(cue, aim):  # of a plain point a word or two may be said
                message = f'it says {point.id} itself, as "{short(cue)}" is heard; leave the answer out'
                yield "given-away", "aim", message
    for index, mistake in enumerate(question.mistakes):
        if mistake.cues and not mistake.challenge:
            message = "a mistake that can be heard needs a challenge: what to ask somebody who makes it"
            yield "missing-challenge", f"mistakes[{index}].challenge", message


def alike_faults(question: Question) -> Faults:
    """Two points that are always heard together."""
    spoken = lru_cache(None)(Spoken.of)  # two points are mostly told apart by the first text already
    for index, point in enumerate(question.rubric):
        for other in question.rubric[:index]:
            both = (point, other), (other, point)
            if point.cues and other.cues and all(_covers(one, another, spoken) for one, another in both):
                message = f"{other.id} and {point.id} are always heard together; give each a cue of its own"
                yield "same-cues", f"rubric[{index}].cues", message


def _covers(point: Point, other: Point, spoken: Callable[[str], Spoken]) -> bool:
    """Whether a point is heard wherever another one is, in all readings of its cues.

    A cue is read in a few ways: the first alternative of each part, the second, and so on.
    """
    readings = (
        " ".join(part[min(number, len(part) - 1)] for part in parts)
        for parts in map(alternatives, other.cues)
        for number in range(READINGS)
    )
    return all(any(_hears(cue, text) for cue in point.cues) for text in map(spoken, readings))


def _hears(cue: str, text: Spoken) -> bool:
    try:
        return bool(text.find_whole((cue,)))
    except ValueError:  # it is no cue; another rule says so
        return False


def gap_faults(question: Question) -> Faults:
    """Gap probes that are missing, name no point or give theirs away, and too few or too many other probes."""
    asked = {probe.point for probe in question.probes if probe.kind == "gap"}
    probed = not question.is_coding  # about the code there are two questions, and no follow-up
    for index, point in enumerate(question.rubric):
        if probed and (point.critical or point.weight == 3) and point.id not in asked:
            message = f"no gap probe asks for {point.id}; write one that does not give it away"
            yield "missing-probe", f"rubric[{index}]", message
    points = {point.id: point for point in question.rubric}
    for index, probe in enumerate(question.probes):
        if probe.kind != "gap":
            continue
        if not probe.point and question.rubric:
            yield "loose-probe", f"probes[{index}].point", "a gap probe asks for one rubric point; name its id"
        spoken = Spoken.of(probe.asks)
        if probe.point in points and any(_hears(cue, spoken) for cue in points[probe.point].cues):
            message = f"the probe says {probe.point} itself, as a cue of it hears; ask for it without its words"
            yield "given-away", f"probes[{index}].asks", message
    count = sum(probe.kind != "gap" for probe in question.probes)
    low, high = bounds = rules.OPEN_PROBES
    if question.rubric and probed and not low <= count <= high:
        message = f"{plural(count, 'drill or challenge', 'drills or challenges')}; {span(bounds)} are asked for"
        yield "probes-count", "probes", message


def follow_up_aim_faults(question: Question) -> Faults:
    """Aims of follow-ups that say a point which neither the prompt nor the follow-up has said."""
    prompt = Spoken.of(question.prompt)
    said = [(f"probes[{n}].aim", probe.aim, probe.asks) for n, probe in enumerate(question.probes)]
    said += [(f"twists[{n}].aim", twist.aim, twist.asks) for n, twist in enumerate(question.twists)]
    said += [(f"mistakes[{n}].aim", mistake.aim, mistake.challenge) for n, mistake in enumerate(question.mistakes)]
    for key, sentence, asked in said:
        aim, asks = Spoken.of(sentence), Spoken.of(asked)
        for point in question.rubric if sentence else ():
            told = (cue for cue in point.cues if _hears(cue, aim) and not (_hears(cue, asks) or _hears(cue, prompt)))
            if cue := next(told, ""):
                yield "given-away", key, f'it says {point.id} itself, as "{short(cue)}" is heard; leave the answer out'


def by_probe_faults(question: Question) -> Faults:
    """Points that wait for a follow-up which never comes, or that could not wait; and too many that do."""
    asked = {probe.point: (index, probe.asks) for index, probe in enumerate(question.probes) if probe.kind == "gap"}
    waiting = [(index, point) for index, point in enumerate(question.rubric) if point.by_probe]
    for index, point in waiting:
        key = f"rubric[{index}].by_probe"
        if point.id not in asked:
            yield "by-probe", key, f"no gap probe asks for {point.id}; write one, or drop by_probe"
        elif _BLAMES.search(asked[point.id][1]):
            blames = f"this sounds as if {point.id} had been left out, and nobody asked for it yet; only ask"
            yield "by-probe", f"probes[{asked[point.id][0]}].asks", blames
        if point.critical or point.beyond:
            what = "critical" if point.critical else "beyond"
            yield "by-probe", key, f"{point.id} is {what}, and cannot wait for a follow-up; drop one of the two"
    most, share = rules.BY_PROBE, rules.BY_PROBE_SHARE
    if len(waiting) > most:
        message = f"{len(waiting)} points wait for a follow-up; at most {most} may, so let the prompt ask for more"
        yield "by-probe", "rubric", message
    whole = sum(point.weight for point in question.rubric if not point.beyond)
    weight = sum(point.weight for _, point in waiting if not point.beyond)
    if weight > share * whole + 1e-9:
        message = f"{weight / whole:.0%} of the weight waits for a follow-up; at most {share:.0%} is wanted"
        yield "by-probe", "rubric", message


def untold_faults(question: Question) -> Faults:
    """Figures that only somebody who asked for them can know, in what everybody is asked or judged by."""
    public = _figures(question.prompt)
    secret: dict[str, set[str]] = {}
    for clarification in question.clarifications:
        for figure in _figures(clarification.reply) - public:
            secret.setdefault(figure, set()).add(clarification.id)
    for index, point in enumerate(question.rubric):
        if not _ASSUMES.search(f"{point.point} {point.partly}"):
            for figure in sorted(_figures(point.point) & set(secret)):
                message = f"{figure} stands only in a clarification; take an estimate from stated assumptions too"
                yield "untold-figure", f"rubric[{index}].point", message
    for index, probe in enumerate(question.probes):
        for figure in sorted(_figures(_asked(probe.asks)) & set(secret)):
            if not probe.needs or probe.needs not in secret[figure]:
                message = f"{figure} stands only in a clarification; name it under needs, so that it is said first"
                yield "untold-figure", f"probes[{index}].asks", message
    for index, mistake in enumerate(question.mistakes):
        for figure in sorted(_figures(mistake.challenge) & set(secret)):
            message = f"{figure} stands only in a clarification, and a challenge tells it to those who didn't ask"
            yield "untold-figure", f"mistakes[{index}].challenge", message


def _asked(asks: str) -> str:
    """What a follow-up asks, without what it says first: a figure given there is no secret."""
    *before, last = re.split(r"(?<=[.?!])\s+", asks)
    return " ".join([*(sentence for sentence in before if sentence.endswith("?")), last])


def _figures(text: str) -> set[str]:
    """The figures of a text: large numbers and percentages by themselves, small ones with the word behind them."""
    all_tokens = tokens(text)
    figures = set()
    for index, token in enumerate(all_tokens):
        if not token.digits or token.absorbed:
            continue
        after = next((later for later in all_tokens[index + 1 : index + 2] if not later.values), None)
        written = text[token.start : token.end]
        if token.digits >= TELLING or "%" in text[token.start : token.end + 2]:
            figures.add(written)
        elif after is not None and after.word not in SMALL:
            figures.add(f"{written} {after.word.removesuffix('s')}")
    return figures
