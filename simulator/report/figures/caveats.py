"""What goes with the figures of a session: its kinds of question, what held the candidate back, and caveats."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.engine.choice.formats import DEEP_DIVE, DRILL
from simulator.engine.scoring import LOWEST, MET, SOLID, STRONG, median, rank
from simulator.graph.records import Graph, Role
from simulator.graph.text import how_many, how_often, names, plural
from simulator.report import records as rec
from simulator.report.concept_records import NOT_ASKED
from simulator.report.debrief.own_words import question_numbers
from simulator.report.figures.standing import level_for, overall, solid_probability
from simulator.report.tally import QUESTION_KINDS, Tally
from simulator.session.interview.item_blocks import covered_percent
from simulator.session.interview.outcome_words import QUOTED_DONT_KNOW
from simulator.session.interview.state import State

if TYPE_CHECKING:
    from simulator.engine.model.belief import Belief

TASKS = "Code"  # beside the kinds of question: named where a task was asked
WEAKEST, HELD_BACK = 2, 5  # the most weak answers, and the most phrases in all, said to have held someone back


def kinds(questions: Sequence[rec.QuestionResult], tally: Tally) -> dict[str, str]:
    """The lower median verdict of each kind of question; without one, `not asked`, or `open` before the reveal.

    `not asked here` means that earlier sessions asked it, which readiness counts too.
    """
    medians: dict[str, str] = {}
    open_ = any(q.tier is None and (q.verdict or q.waiting) for q in questions)
    spoken = [q for q in questions if q.code is None]
    for name, tiers in QUESTION_KINDS.items():
        none = "open" if open_ else "not asked here" if tally.kinds[name] else "not asked"
        medians[name] = median(q.verdict for q in spoken if q.verdict and q.tier in tiers) or none
    if tasks := [q for q in questions if q.code is not None]:
        median_of_tasks = median(q.verdict for q in tasks if q.verdict and q.tier is not None)
        medians[TASKS] = median_of_tasks or ("open" if open_ else "not asked here")
    return medians


TAG_PHRASES = {
    "number": "on numbers",
    "mechanism": "on mechanisms",
    "trade-off": "on trade-offs",
    "risk": "on risks",
}


def held_back(questions: Sequence[rec.QuestionResult]) -> tuple[str, ...]:
    """What cost the most, as short phrases with counts: the weakest answers, then what they lack. At most five."""
    short = [q for q in questions if q.concept is not None and not q.skipped and q.fell_short]
    short.sort(key=lambda q: (rank(q.verdict or LOWEST), q.coverage or 0.0, q.position))
    phrases = []
    for q in short[:WEAKEST]:
        covered = f" ({covered_percent(q.coverage)})" if q.coverage is not None else ""
        covered = " (your own verdict)" if q.overruled or q.lowered else covered  # the points don't explain that one
        done = f" ({q.code.counts})" if q.code and q.code.counts else covered
        phrases.append(f"{q.verdict} on {q.concept_title}{done}")
    phrases = list(dict.fromkeys(phrases))
    scored = [q for q in questions if q.points and q.verdict]
    pointless = len(scored) < sum(q.verdict is not None for q in questions)  # a story, which other counts have
    among = f"the {plural(len(scored), 'answer')} with points" if pointless else plural(len(scored), "answer")
    lacking = []
    for tag, phrase in TAG_PHRASES.items():
        tagged = [(q, p) for q in scored for p in q.points if p.tag == tag and p.mark and p not in q.not_asked]
        missed = [q.number for q, p in tagged if p.mark == "no"]
        if len(tagged) >= 2 and len(missed) * 2 > len(tagged):
            where = question_numbers(sorted(set(missed)))
            text = f"{len(missed)} of {len(tagged)} points {phrase} left out ({where})"
            lacking.append((len(missed) / len(tagged), text))
    phrases += [text for _, text in sorted(lacking, reverse=True)[:2]]
    if missing := sum(any(p.critical and p.mark == "no" for p in q.points) for q in scored):
        phrases.append(f"a must-have missing in {missing} of {among}")
    half = [any(p.critical and p.mark == "partly" for p in q.points) for q in scored]
    if count := sum(half):
        phrases.append(f"a must-have only half there in {count} of {among}")
    if late := sum(q.over_time for q in questions):
        phrases.append(f"ran over time {how_often(late)}")
    if prompted := sum(p.prompted and p.mark in MET for q in scored for p in q.points):
        phrases.append(f"{plural(prompted, 'point')} only when asked")
    replies = sum(follow_up.dont_know for q in questions for follow_up in q.follow_ups)
    unknown = ((sum(q.dont_know for q in questions), "question"), (replies, "follow-up"))
    if to := [f"{how_many(count)} {kind}{'s' * (count > 1)}" for count, kind in unknown if count]:
        phrases.append(f"said {QUOTED_DONT_KNOW} to {names(to)}")
    return tuple(phrases[:HELD_BACK])


FEW = 4  # answers below which a session is a first impression
SOLID_BUT_LOWER = (
    f"Everything was {SOLID}. If a figure is a little lower all the same, the questions were easy for your level: "
    "answered well they can't raise it, and may lower it a little. Harder ones say more."
)
LOWER_NOW = "Over all your interviews your level is lower now: "  # by itself, this one may have gone better
PRACTICE_LOWER = {  # by the format
    DRILL.id: f"{LOWER_NOW}a drill asks what you missed, and its answers count too.",
    DEEP_DIVE.id: f"{LOWER_NOW}a deep dive stays with one area, and its answers count too.",
}
VAGUE_TIERS = 3  # tiers; a level with so wide an interval says next to nothing
NAMED = 3  # areas


def caveats(
    state: State,
    graph: Graph,
    questions: Sequence[rec.QuestionResult],
    checks: Sequence[rec.CheckResult],
    areas: Sequence[rec.AreaResult],
    level: rec.LevelResult,
    impression: str,
) -> tuple[str, ...]:
    """What a report can't say yet, and what makes its figures less certain; a sentence each, the most important first.

    `impression` is that of `first_impression`.
    """
    sentences = [impression or _nothing(questions, level)]
    if level.high - level.low >= VAGUE_TIERS:
        low = f"between tier {level.low} and" if level.low else "from below tier 1 to"
        sentences.append(f"The level is still very uncertain: anything {low} tier {level.high} is possible.")
    unasked = sorted((a for a in areas if a.weight and a.word == NOT_ASKED), key=lambda a: -a.weight)
    if unasked and any(a.questions for a in areas):
        more = [plural(len(unasked) - NAMED, "more area")] if len(unasked) > NAMED else []
        titles = names([*(a.title for a in unasked[:NAMED]), *more])
        sentences.append(f"Not asked about {titles}: too little to judge there.")
    if waiting := [q for q in questions if q.waiting]:
        until = "; until then we go by what you predicted" if any(q.prediction for q in waiting) else ""
        sentences.append(f"{plural(len(waiting), 'answer')} still to score{until}.")
    return (*filter(None, sentences), *_evidence_caveats(state, graph, questions, checks))


def _evidence_caveats(
    state: State, graph: Graph, questions: Sequence[rec.QuestionResult], checks: Sequence[rec.CheckResult]
) -> list[str]:
    """What is withheld, what counts for less, and what has changed since."""
    sentences = []
    if secret := [q.concept for q in questions].count(None) + [c.concept for c in checks].count(None):
        sentences.append(f"The concept and tier of {plural(secret, 'item')} are shown with the reference.")
    sentences += _overruled(questions)
    if seen := sum(q.seen for q in questions):
        its, counts = ("its answer", "it counts") if seen == 1 else ("their answers", "they count")
        sentences.append(f"You'd seen {plural(seen, 'question')} and {its} before; {counts} for less.")
    if pasted := [q for q in questions if q.code and any(run.kept and run.pasted for run in q.code.runs)]:
        where = question_numbers(q.number for q in pasted)
        sentences.append(f"Most of the code of {where} came in one go. The cases judge it all the same.")
    if aside := sum(check.set_aside for check in checks):
        was, count = ("was", "it doesn't") if aside == 1 else ("were", "they don't")
        sentences.append(f"{plural(aside, 'check')} {was} read wrongly and set aside; {count} count.")
    if gone := sum(q.id is not None and q.id not in graph.questions for q in questions):
        them = "it" if gone == 1 else "them"
        sentences.append(
            f"The graph no longer has {plural(gone, 'question')} from this interview; the level leaves {them} out."
        )
    elif state.header.graph_digest != graph.digest:
        sentences.append("The graph has changed since; questions and points are shown as they were asked.")
    return sentences


def _overruled(questions: Sequence[rec.QuestionResult]) -> list[str]:
    """That verdicts by hand count for less, told apart: the report itself asks to lower one that isn't right."""
    ranks = [(rank(q.verdict), rank(q.by_points)) for q in questions if q.overruled and q.verdict and q.by_points]
    lowered = sum(verdict < points for verdict, points in ranks)
    raised = sum(q.overruled for q in questions) - lowered
    sentences = []
    if raised:
        its, it = ("its points give it", "it counts") if raised == 1 else ("their points give them", "they count")
        sentences.append(f"You raised {plural(raised, 'verdict')} above what {its}, so {it} for less.")
    if lowered:
        them, moves = ("it", "it moves") if lowered == 1 else ("them", "they move")
        right = "which is right where the points were too generous"
        told = f"You lowered {plural(lowered, 'verdict')} yourself, {right}"
        sentences.append(f"{told}. As no points back {them} up, {moves} the figures less.")
    return sentences


def first_impression(questions: Sequence[rec.QuestionResult], level: rec.LevelResult, lower: str = "") -> str:
    """The warning that the first page needs; empty if there are enough answers, or earlier sessions with some.

    Without an answer in this session, it says that all figures come from earlier ones. `lower` says why the level
    is lower (`solid_but_lower`, `practice_lower`).
    """
    answers = sum(q.verdict is not None for q in questions)
    if level.earlier:
        few = _nothing(questions, level)
    else:
        few = (
            f"Only {plural(answers, 'answer')}: take everything here as a first impression."
            if 0 < answers < FEW
            else ""
        )
    return " ".join(filter(None, (few, lower)))


def solid_but_lower(
    questions: Sequence[rec.QuestionResult],
    checks: Sequence[rec.CheckResult],
    before: "Belief",
    now: "Belief",
    role: Role,
) -> str:
    """Why a figure fell although every answer was solid: a sentence, empty where nothing of the kind happened."""
    verdicts = [q.verdict for q in questions if q.verdict]
    if not verdicts or any(v not in STRONG for v in verdicts) or any(check.correct is False for check in checks):
        return ""
    pairs = [
        (overall(before, role)[0], overall(now, role)[0]),
        *zip(level_for(before, role), level_for(now, role), strict=True),
    ]
    for area in now.bank.areas:
        pairs.append((_chance(before, role, area), _chance(now, role, area)))
    if not any(round(100 * after) < round(100 * first) for first, after in pairs):
        return ""
    return SOLID_BUT_LOWER


def practice_lower(form: str, before: "Belief", now: "Belief", role: Role, *, earlier: bool) -> str:
    """Why the level fell in a drill or a deep dive: a sentence, empty where it didn't or nothing was sat before."""
    fell = earlier and level_for(now, role)[0] < level_for(before, role)[0]
    return PRACTICE_LOWER.get(form, "") if fell else ""


def _chance(belief: "Belief", role: Role, area: str) -> float:
    return solid_probability(belief, role.target_tier, belief.area(area))[0]


def _nothing(questions: Sequence[rec.QuestionResult], level: rec.LevelResult) -> str:
    if any(q.verdict for q in questions) or level.checks:
        return ""
    happened = "Nothing is scored yet" if any(q.waiting for q in questions) else "Nothing was answered"
    source = "what earlier interviews say" if level.earlier else "where you started"
    return f"{happened}: the figures only show {source}."
