"""Rules about one question: the length of its texts, what is missing, its rubric and its task. `RULES` has them all."""

import re
from collections.abc import Callable

from simulator.graph.code.case import read_entry
from simulator.graph.lint import rules
from simulator.graph.lint.cues_and_probes import (
    alike_faults,
    by_probe_faults,
    cue_faults,
    follow_up_aim_faults,
    gap_faults,
    untold_faults,
)
from simulator.graph.lint.rules import Faults, answer_code, span, spoken_words, without_fences
from simulator.graph.parse import PartialGraph
from simulator.graph.records import Question
from simulator.graph.text import RUBRIC_WORDS, STOP_WORDS, length_in_words, plural

STEP = 50  # questions between two words about the progress
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


def say_faults(say: str, key: str, most: int = rules.SAY_WORDS) -> Faults:
    """The fault of a sentence to say, for a point or a check, or of an aim, that is too long for one breath."""
    if (count := spoken_words(say)) > most:
        yield "say-length", key, f"{count} words; one says at most {most} in a breath"


def text_faults(question: Question) -> Faults:
    """Faults of prompt, aim, answer, gist and exemplar."""
    standard = rules.STANDARDS[question.tier]
    judged = question.kind != "experience"
    yield from prompt_faults(question.prompt, rules.TASK_PROMPT_WORDS if question.is_coding else rules.PROMPT_WORDS)
    yield from say_faults(question.aim, "aim")
    for key in ("probes", "twists", "mistakes"):
        for index, follow_up in enumerate(getattr(question, key)):
            yield from say_faults(follow_up.aim, f"{key}[{index}].aim", rules.FOLLOW_UP_AIM_WORDS)
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
    follow_up_aim_faults,
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
