"""Rules about one question: the length of its texts, what is missing, rubric and probes, and what is listened for."""

import re
from collections.abc import Callable
from functools import lru_cache

from simulator.graph.code.case import read_entry
from simulator.graph.lint import rules
from simulator.graph.lint.rules import Faults, answer_code, span, spoken_words, without_fences
from simulator.graph.listening.cues import alternatives
from simulator.graph.listening.spoken import Spoken
from simulator.graph.listening.words import SMALL, tokens
from simulator.graph.parse import PartialGraph
from simulator.graph.records import Point, Question
from simulator.graph.text import RUBRIC_WORDS, STOP_WORDS, length_in_words, plural, short

_ASSUMES = re.compile(r"(?i)assum|estimate|given|stated|\bsay\b|\bif\b|asks?\b|such as|e\.g\.|for instance|order of")
_BLAMES = re.compile(
    r"(?i)\byou (didn['’]t|did not|haven['’]t|have not|never) (mention|name|say|said|touch|talk|bring|cover|address)"
    r"|\byou['’]?(ve| have)? (left out|skipped|forgot|missed|omitted)\b"
)
STEP = 50  # questions between two words about the progress
TELLING = 3  # digits from which a number stands for itself
READINGS = 4  # ways of saying a cue that are tried when two points are compared


def cue_faults(question: Question) -> Faults:
    """Points without cues, cues found in the prompt or the aim, and mistakes that are heard but not challenged."""
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


GIVEN_AWAY_SHARE = 0.75
FEWEST_WORDS = 3
_WORD = re.compile(r"[^\W_]{3,}(?:-[^\W_]+)*")
_ASKS = re.compile("[?？؟]")
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”|«[^»]*»|「[^」]*」')
_VAGUE = re.compile(r"(?i)^(mentions|talks about|discusses|knows about|refers to|touches on)\b")
_COMMON = (
    STOP_WORDS
    | RUBRIC_WORDS
    | frozenset(
        "above accepted before being below between both cannot itself makes many may means much nothing same saying "
        "several shows through until very way".split()
    )
)


def prompt_faults(prompt: str, most: int) -> Faults:
    """The fault of a prompt, of a question or a check, that has more words than `most`."""
    if (count := spoken_words(prompt)) > most:
        yield "prompt-length", "prompt", f"{count} words; say it in at most {most}"


def say_faults(say: str, key: str) -> Faults:
    """The fault of a sentence to say, for a point or a check, or of an aim, that is too long for one breath."""
    if (count := spoken_words(say)) > rules.SAY_WORDS:
        yield "say-length", key, f"{count} words; one says at most {rules.SAY_WORDS} in a breath"


def text_faults(question: Question) -> Faults:
    """Faults of prompt, aim, answer, gist and exemplar."""
    standard = rules.STANDARDS[question.tier]
    judged = question.kind != "experience"
    yield from prompt_faults(question.prompt, rules.TASK_PROMPT_WORDS if question.is_coding else rules.PROMPT_WORDS)
    yield from say_faults(question.aim, "aim")
    asks = len(_ASKS.findall(_QUOTED.sub("", without_fences(question.prompt))))
    if asks > rules.PROMPT_ASKS:
        yield "prompt-asks", "prompt", f"{asks} questions in one; put two, and leave the rest to follow-ups"
    low, high = rules.TASK_ANSWER if question.is_coding else standard.answer
    count = spoken_words(question.answer) if question.is_coding else length_in_words(question.answer)
    if not count:
        yield "missing-answer", "answer", "there is no reference answer; write one"
    elif judged and not low <= count <= high:
        yield "answer-length", "answer", f"{plural(count, 'word')}; {_level(question)} asks for {span((low, high))}"
    gist = length_in_words(question.gist)
    if not gist:
        yield "missing-gist", "gist", f"there is no gist; give the answer in {rules.GIST_WORDS} words"
    elif gist > rules.GIST_WORDS:
        yield "gist-length", "gist", f"{gist} words; a gist has at most {rules.GIST_WORDS}"
    if standard.exemplar and judged and not question.is_coding and not question.exemplar.strip():
        wanted = f"tier {question.tier} asks for an exemplar; write a good answer as a person would say it"
        yield "missing-exemplar", "exemplar", wanted


def _level(question: Question) -> str:
    return "a task" if question.is_coding else f"tier {question.tier}"


def list_faults(question: Question) -> Faults:
    """Faults in the number of hints, mistakes, clarifications and anchors."""
    lists = [("hints", rules.HINTS)]
    if question.kind != "experience" and not question.is_coding:
        lists.append(("mistakes", rules.MISTAKES))
        if rules.STANDARDS[question.tier].clarifications:
            lists.append(("clarifications", rules.CLARIFICATIONS))
    for key, bounds in lists:
        count = len(getattr(question, key))
        if not bounds[0] <= count <= bounds[1]:
            yield f"{key}-count", key, f"{plural(count, key.removesuffix('s'))}; {span(bounds)} are asked for"
    if question.kind == "experience" and not question.anchors:
        wanted = "an experience question is judged by anchors; write one for each verdict, the lowest first"
        yield "missing-anchors", "anchors", wanted


def source_faults(question: Question) -> Faults:
    """Sources that are missing, or that nobody could find."""
    if not question.sources and question.kind != "experience":
        yield "missing-source", "sources", "there is no source; name a paper or official documentation"
    for index, source in enumerate(question.sources):
        if not source.arxiv and not source.url and not (source.authors and source.year):
            wanted = "nobody can find this source; give arxiv, url, or authors and year"
            yield "loose-source", f"sources[{index}]", wanted


def design_faults(question: Question) -> Faults:
    """Faults in the stages and twists of an open-ended question."""
    if question.is_coding or (question.tier != 6 and question.kind != "design"):
        return
    total, planned = sum(stage.minutes for stage in question.stages), question.planned_minutes
    if not question.stages:
        yield "missing-stages", "stages", "a design question has stages: requirements, estimate, design"
    elif abs(total - planned) > 0.01:
        message = f"the stages take {total:g} minutes, the question {planned:g}; make them agree"
        yield "stage-minutes", "stages", message
    if len(question.twists) != rules.TWISTS:
        yield "twists-count", "twists", f"{plural(len(question.twists), 'twist')}; a design question has {rules.TWISTS}"


def rubric_faults(question: Question) -> Faults:
    """Faults of a rubric as a whole: how many points it has, and of which sorts."""
    points = question.rubric
    if not points:
        if question.kind != "experience":
            yield "missing-rubric", "rubric", "there is no rubric; without points nobody can judge an answer"
        return
    low, high = bounds = rules.TASK_POINTS if question.is_coding else rules.STANDARDS[question.tier].points
    if not low <= len(points) <= high:
        yield "point-count", "rubric", f"{plural(len(points), 'point')}; {_level(question)} asks for {span(bounds)}"
    critical = sum(point.critical for point in points)
    if not rules.CRITICAL[0] <= critical <= rules.CRITICAL[1]:
        yield "critical-count", "rubric", f"{critical} critical points; mark one or two"
    if not any(point.beyond for point in points):
        wanted = "no point goes beyond the answer; add one of judgement (a limit, a number, an alternative)"
        yield "missing-beyond", "rubric", wanted


def point_faults(question: Question) -> Faults:
    """Faults of single points: their weight, their words, and what prompt and hints give away of them."""
    total = sum(point.weight for point in question.rubric)
    for index, point in enumerate(question.rubric):
        key = f"rubric[{index}]"
        if len(question.rubric) > 1 and point.weight > rules.HEAVIEST_SHARE * total:
            share = f"{point.id} carries {point.weight / total:.0%} of the weight"
            yield "heavy-point", f"{key}.weight", f"{share}; at most {rules.HEAVIEST_SHARE:.0%} is wanted"
        if point.critical and point.beyond:
            advice = "an answer cannot be required to surpass itself, drop one"
            yield "critical-beyond", key, f"{point.id} is both critical and beyond; {advice}"
        if point.critical and point.weight == 1:
            yield "light-critical", f"{key}.weight", f"{point.id} is critical but weighs 1; give it 2 or 3"
        if _VAGUE.match(point.point):
            message = f'"{point.point.split()[0]} ..." cannot be judged; say which claim counts'
            yield "vague-point", f"{key}.point", message
        yield from say_faults(point.say, f"{key}.say")
        # a prompt may name what a plain point is about; a hint may give away no point at all
        texts = [("prompt", question.prompt)] if point.critical else []
        texts += [(f"hints[{number}]", hint) for number, hint in enumerate(question.hints)]
        for source, text in texts:
            shared, of = given_away(point.point, text)
            if of >= FEWEST_WORDS and len(shared) >= GIVEN_AWAY_SHARE * of:
                message = f"{source} holds the words of {point.id} ({', '.join(shared)}); reword one of the two"
                yield "given-away", f"{key}.point", message


def given_away(point: str, prompt: str) -> tuple[list[str], int]:
    """The content words of a point that the prompt holds too, and the number of its content words."""
    wanted = {_stem(word): word for word in _WORD.findall(point.lower()) if word not in _COMMON}
    held = {_stem(word) for word in _WORD.findall(prompt.lower()) if word not in _COMMON}
    return sorted(word for stem, word in wanted.items() if stem in held), len(wanted)


def _stem(word: str) -> str:
    """A word without its plainest endings and cut to six letters, so that `grows` matches `growing`."""
    for ending in ("s", "ing", "ed", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
    return word[:6]


def task_faults(question: Question) -> Faults:
    """Faults of a task: its code, its cases and what is talked about afterwards."""
    if not question.is_coding:
        return
    import ast  # only tasks have code, and it is read here, never run

    entry = read_entry(question.entry)
    for key, code in (("starter", question.starter), ("answer", answer_code(question.answer))):
        if not code:
            if key == "answer":
                yield "task-code", key, "the answer does not end in a ```python fence; put the whole code there"
            continue
        try:
            tree = ast.parse(code)
        except (SyntaxError, ValueError) as error:
            yield "task-code", key, f"this is not valid Python: {str(error)[:80]}"
            continue
        except (RecursionError, MemoryError):  # the parser's own words for it
            yield "task-code", key, "this code is nested too deeply for Python to read; make it simpler"
            continue
        names = {n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
        if entry is not None and entry.name not in names:
            yield "task-code", key, f"the code does not define {entry.name}, which the entry names"
    shown = sum(case.shown for case in question.all_cases)
    kept = len(question.all_cases) - shown
    if not 1 <= shown <= rules.SHOWN_CASES or kept < rules.KEPT_CASES:
        wanted = f"one to {rules.SHOWN_CASES} are shown and {rules.KEPT_CASES} or more kept back"
        yield "task-cases", "cases", f"{plural(shown, 'shown case')} and {kept} kept back; {wanted}"
    if not question.twist_cases:
        yield "task-twist", "after", "there is no twist with cases; say what changes after the first pass"
    if not question.talk:
        yield "task-talk", "talk", "nothing is asked about the code; add one or two spoken questions"


RULES: tuple[Callable[[Question], Faults], ...] = (
    text_faults,
    list_faults,
    source_faults,
    design_faults,
    rubric_faults,
    point_faults,
    task_faults,
    cue_faults,
    alike_faults,
    gap_faults,
    by_probe_faults,
    untold_faults,
)


def lint_questions(draft: PartialGraph) -> None:
    """Adds findings about every question."""
    total = len(draft.records["question"])
    for done, question in enumerate(draft.records["question"].values(), 1):
        if draft.progress is not None and (done % STEP == 0 or done == total):
            draft.progress(done, total)
        for faults in RULES:
            for rule, key, message in faults(question):
                draft.add(rule, ("question", question.id), key, message)
