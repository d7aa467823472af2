"""Levels, times and results in words, the same in every output."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from simulator.engine.choice.formats import FORMATS
from simulator.engine.model.parameters import TARGET_TIERS
from simulator.engine.scoring import LOWEST, SOLID
from simulator.graph.records import TIER_NAMES
from simulator.graph.text import lower_first, names, percent, plural, upper_first
from simulator.report import records as rec
from simulator.report.concept_records import GAP, HELD, NOT_ENOUGH, ConceptStanding, Mark, Seen
from simulator.report.debrief_records import WORDS, LevelWord, Recommendation
from simulator.report.progress_records import Band, Progress
from simulator.session.archive.summary import SessionRow
from simulator.session.clock import clock
from simulator.session.days import day_and_month
from simulator.session.interview import outcome_words as out
from simulator.session.interview.item_blocks import covered_percent, point_remarks
from simulator.session.opening import UNSCORED
from simulator.session.presets import sitting_title

_AREAS = {HELD: SOLID, GAP: LOWEST, NOT_ENOUGH: "not clear yet"}
NO_ANSWER, NO_ANSWER_HERE = "no answer yet", "no answer here"  # by all interviews, and in a report's own
RANGE_RULE = (
    f'"{SOLID.capitalize()}" needs the whole range above even odds and at least half of the answers {SOLID}; '
    f'"{LOWEST}" needs it all below, and an answer that fell short. Anything else is "not clear yet".'
)


def area_word(word: str) -> str:
    """The word for an area on screen: a `gap` is called weak, since gaps are counted in concepts."""
    return _AREAS.get(word, word)


def area_words(area: rec.AreaStanding) -> str:
    """The word for an area, with its gaps where the word doesn't tell of them: the map counts these."""
    gaps = f", {plural(area.gaps, 'gap')}" if area.gaps and area.word == NOT_ENOUGH else ""
    return f"{area_word(area.word)}{gaps}"


def seen_words(seen: Seen, *, brief: bool = False) -> str:
    """What was seen, before any estimate: `2 of 3 solid, 1 weak`, `1 of 2 checks right`; empty where nothing was.

    In brief it's `2 of 3 solid` and `1 of 2 right`.
    """
    if not seen.questions and not seen.checks:  # all that was asked of it was skipped or set aside
        none = NO_ANSWER_HERE if isinstance(seen, rec.AreaResult) else NO_ANSWER
        return none if seen.word == NOT_ENOUGH else ""
    if brief:
        right = f"{seen.checks_right} of {seen.checks} {out.RIGHT}" if seen.checks else ""
        return f"{seen.solid} of {seen.questions} {SOLID}" if seen.questions else right
    if seen.questions:
        weak = f", {seen.weak} {LOWEST}" if seen.weak else ""
        return f"{seen.solid} of {seen.questions} {SOLID}{weak}"
    if seen.checks == 1:
        return f"1 check {out.right_or_wrong(correct=bool(seen.checks_right))}"
    return f"{seen.checks_right} of {seen.checks} checks {out.RIGHT}"


Area = TypeVar("Area", bound=rec.AreaStanding)


def areas_in_order(areas: Iterable[Area]) -> list[Area]:
    """The areas, the most asked first, then the weightiest."""
    return sorted(areas, key=lambda area: (-area.questions, -area.weight))


def to_work_on_words(seen: Seen, *, brief: bool = False) -> str:
    """What was seen of an area to work on; where all answers were solid, its wrong checks too.

    Then it's `2 of 2 solid, 1 check wrong`, and in brief `1 check wrong`.
    """
    wrong = seen.checks - seen.checks_right
    if not (seen.all_solid and wrong):
        return seen_words(seen, brief=brief)
    told = f"{plural(wrong, 'check')} {out.right_or_wrong(correct=False)}"
    return told if brief else f"{seen_words(seen)}, {told}"


def basis_sentence(level: rec.LevelResult, questions: Sequence[rec.QuestionResult] = ()) -> str:
    """What the level is based on: of these questions the story and the task too, which other counts leave out."""
    answered = [q for q in questions if q.verdict]
    apart = ["your own work"] if any(q.kind == "experience" for q in answered) else []
    apart += ["code"] if any(q.code is not None for q in answered) else []
    answers = plural(level.answers, "answer")
    sources = [f"{answers} ({names(apart)} included)" if apart else answers, plural(level.checks, "check")]
    sources += [plural(level.earlier, "earlier interview")] if level.earlier else []
    return f"Based on {names(sources)}."


def time_sentence(time: rec.TimeResult) -> str:
    """Time taken against time planned."""
    used = f"{clock(time.total)} of {clock(time.planned)} used, {UNSCORED}"
    if time.pace is None:
        return f"{used}."
    return f"{used}. The questions that you answered took {percent(time.pace)} of the time planned for them."


def time_parts(time: rec.TimeResult) -> str:
    """How the time was spent: `answering 32:20, follow-ups 4:10, checks 2:15`. The parts add up to the total."""
    checks = f", checks {clock(time.checks)}" if time.checks else ""
    parting = f", parting questions {clock(time.parting)}" if time.parting else ""
    return f"answering {clock(time.answering)}, follow-ups {clock(time.following_up)}{checks}{parting}"


def headline(recommendation: Recommendation) -> str:
    """The recommendation in a few words: `Leaning yes for mid`; a contradiction comes first."""
    if recommendation.by_code and recommendation.code_round:
        return recommendation.code_round.headline
    if not recommendation.word:
        return f"No recommendation for {recommendation.level} yet"
    if recommendation.contradicted:
        return f"Not borne out: your own marks say {recommendation.said} for {recommendation.level}"
    return word_at(recommendation)


def judged_for(assessment: rec.Assessment) -> str:
    """The level that it's judged at, where that isn't the one it was sat at: `judged for junior`."""
    judged = assessment.recommendation.level
    return f"judged for {judged}" if judged and judged != assessment.session.seniority else ""


def word_at(recommendation: Recommendation) -> str:
    """The word with its level: `Not yet for senior`; empty without one."""
    word = recommendation.said
    return f"{upper_first(word)} for {recommendation.level}" if word else ""


def code_words(recommendation: Recommendation) -> str:
    """How the coding tasks went, for below the headline; empty if none was handed in."""
    code = recommendation.code_round
    return "" if code is None else code.facts if recommendation.by_code else code.sentence


OWN_LEVEL = ", this role's usual level"  # behind a level that nobody chose


def own_target(recommendation: Recommendation) -> str:
    """The word at the role's own target if that's higher, else empty.

    It's `for senior, this role's usual level: not yet`.
    """
    level = recommendation.role_level
    word = recommendation.said_for_role
    return f"for {level}{OWN_LEVEL}: {word}" if word else ""


def interval(low: float, high: float) -> str:
    """An 80% interval in whole per cent: `40 to 71`."""
    return f"{round(low * 100)} to {round(high * 100)}"


def chance_words(mastery: float, low: float, high: float) -> str:
    """A chance with its 80% interval in words: `64%, between 52% and 75%`."""
    return f"{percent(mastery)}, between {percent(low)} and {percent(high)}"


def solid_sentence(target: int, mastery: float, low: float, high: float) -> str:
    """Where you stand: `Chance of a solid answer at mid level: 64%, between 52% and 75%`."""
    return f"Chance of a {SOLID} answer {asked_at(target)}: {chance_words(mastery, low, high)}"


def asked_at(target: int) -> str:
    """What a chance applies to: `at mid level`."""
    return f"at {TIER_LEVELS[target]}" if target > 1 else f"on the {TIER_NAMES[1]}"  # which every level is asked


# another question than the recommendation for a level, and asked in these words everywhere
READY = "Ready"


def ready_kinds(level: str) -> tuple[str, str]:
    """What you may be ready for, at the level that is judged: a screening call, and an onsite."""
    at = f" at {level} level" * bool(level)
    return f"for a screening call{at}", f"for an onsite{at}"


def called_lower(level: str) -> str:
    """A screening call, where its word is another than that for the level itself; nothing is lower than junior."""
    return f"for a screening call, {'which asks for the basics' if level == 'junior' else 'a level lower'}"


def screening_words(progress: Progress | rec.Assessment) -> str:
    """How ready you are for a screening call, if that isn't the word for the level above it; else empty."""
    word, level = progress.screen.partition(";")[0], progress.onsite.partition(";")[0]
    if word == level or not progress.recommendation.word:
        return ""
    return f"{READY} {called_lower(progress.recommendation.level)}: {word}"


def ready_for(assessment: rec.Assessment) -> tuple[tuple[str, str], tuple[str, str]]:
    """Both kinds of interview with how ready the candidate is; the kind that was sat comes first."""
    called, invited = ready_kinds(assessment.recommendation.level)
    called = called_lower(assessment.recommendation.level) if screening_words(assessment) else called
    screen, onsite = (f"{READY} {called}", assessment.screen), (f"{READY} {invited}", assessment.onsite)
    shape = FORMATS.get(assessment.session.format)
    return (onsite, screen) if shape and shape.is_onsite else (screen, onsite)


# where the engine starts candidates of each level: the tier at which they are as likely as not to be solid (tested)
TIER_LEVELS: Mapping[int, str] = {
    1: "every level",
    2: "junior level",
    3: "mid level",
    4: "senior level",
    5: "staff level",
    6: "senior and staff level",
}


def tier_words(tier: int) -> str:
    """A tier with its name and level: `tier 4 (trade-offs, senior level)`; 0 is below the fundamentals."""
    return f"tier {tier} ({TIER_NAMES[tier]}, {TIER_LEVELS[tier]})" if tier else "below tier 1 (fundamentals)"


def tier_briefly(tier: int) -> str:
    """A tier with its level only, for narrow screens: `tier 4 (senior level)`."""
    return f"tier {tier} ({TIER_LEVELS[tier]})" if tier else "below tier 1"


def judged_at_words(level: rec.LevelResult) -> str:
    """The tier of the level that is judged, and what the role itself asks for where that is more."""
    own = f"; the role at its usual level asks for {tier_words(level.role_target)}" * (level.role_target > level.target)
    return f"{tier_words(level.target)}{own}"


def areas_sentence(assessment: rec.Assessment) -> str:
    """What is said of an area: what was seen, what the chance is a chance of, and if an answer counts for two."""
    chance = f"your chance of a {SOLID} answer at {tier_words(assessment.level.target)}"
    told = f"Where you've answered enough, also {chance}, with its 80% range."
    if assessment.areas_alike:
        told = f"{upper_first(chance)} differs too little between them so far to be given for each."
    stories = sum(q.kind == "experience" and q.verdict is not None for q in assessment.questions)
    twice = sum(area.questions for area in assessment.areas) > assessment.level.answers - stories
    counts = " A design counts twice: for its own area and for the area of designs." if twice else ""
    counts += " The story of your own work counts for none." if stories else ""
    coded = any(q.code is not None and q.verdict for q in assessment.questions)
    counts += " The code of a task counts as an answer in its area." if coded else ""
    gaps = any(area.gaps for area in assessment.areas)
    counts += f" A gap is a {LOWEST} concept in the area; a check can show one too." if gaps else ""
    return f"What you showed here. {told} {RANGE_RULE}{counts}"


def level_words(tier: int, low: int, high: int) -> str:
    """A level with its interval: `tier 3 (edge cases, mid level), between 2 and 4 (80% sure)`."""
    if low == high:
        return f"{tier_words(tier)} and no other (80% sure)"
    return f"{tier_words(tier)}, {f'between {low} and' if low else 'from below 1 to'} {high} (80% sure)"


TOO_EARLY = "Too early to say"
_LEVELS = {tier: level for level, tier in TARGET_TIERS.items()}
ANY_LEVEL = 3  # tiers that an interval spans from which it names no level


def _is_any(low: int, high: int) -> bool:
    return low <= 1 and high - low >= ANY_LEVEL


def about_level(tier: int, low: int, high: int) -> str:
    """A level as people say it: `About mid level (80% sure: mid-senior)`; none where it may be almost any."""
    named = {0: "Below the fundamentals so far", 1: "The fundamentals so far"}.get(tier)
    if _is_any(low, high):
        return f"Somewhere up to {TIER_LEVELS[min(high, max(_LEVELS))]} (80% sure)"
    least, most = (_LEVELS.get(min(at, max(_LEVELS)), "the fundamentals") for at in (low, high))
    sure = f"{most} at most" if low <= 1 else most if least == most else f"{least}-{most}"
    return f"{named or f'About {TIER_LEVELS[tier]}'}{f' (80% sure: {sure})' if high else ''}"


def own_level(progress: Progress) -> str:
    """Your own level beside the word for a level; where it is too early for that, it is for the level as well."""
    given = progress.recommendation
    return level_beside(given, progress.level, progress.level_low, progress.level_high) if given.word else TOO_EARLY


def level_beside(given: Recommendation, tier: int, low: int, high: int) -> str:
    """The level of the word, where you could be, before your own, where six answers in ten would be solid."""
    level = about_level(tier, low, high)
    name, bracket, sure = level.partition(" (")
    if _is_any(low, high) or not given.word:
        return level
    yes = [at for at in given.neighbours if at.tier < given.tier and at.word in WORDS[2:]]
    yes += [LevelWord(given.level, given.tier, given.word, "", given.undecided)] if given.word in WORDS[2:] else []
    beside = ", counting where you started" if given.word not in WORDS[2:] and tier >= given.tier else ""
    if yes and yes[-1].tier > tier:  # a screening call is judged at the level below
        chance = "possible" if tier <= 1 or yes[-1].undecided else "likely"
        beside = f", {TIER_LEVELS[tier]} holds so far" if tier > 1 else f", {lower_first(name)}"
        name = f"{upper_first(yes[-1].level)} is {chance}"
    return f"{name}{beside}{bracket}{sure}"


def title_so_far(session: rec.SessionInfo) -> str:
    """The title of a reported interview, and that it isn't over: what it doesn't have yet isn't lacking."""
    return f"{sitting_title(session, spoken=session.is_spoken)}{', not over yet' * (session.state == 'asking')}"


def moved_words(path: Sequence[Band], rows: Sequence[SessionRow], today: date) -> str:
    """What the latest interview did to the chance of a solid answer: `chance 55% over all, 61% before today's drill`.

    A comparison of two isn't over all. Empty where it left the chance as it was, was the first, or isn't in `rows`.
    """
    if len(path) < 2 or percent(path[-2].mastery) == percent(path[-1].mastery):
        return ""
    row = next((row for row in rows if row.id == path[-1].session), None)
    if row is None:
        return ""
    title, day = sitting_title(row), row.started.astimezone().date()
    alike = [other for other in rows if (sitting_title(other), other.started.astimezone().date()) == (title, day)]
    at = f" at {row.started.astimezone():%-H:%M}" if len(alike) > 1 else ""  # another one is named beside it
    name = f"{lower_first(title)}{at}"
    named = {0: f"today's {name}", 1: f"yesterday's {name}"}.get(
        (today - day).days, f"the {name} on {day_and_month(day, today)}"
    )
    return f"chance {percent(path[-1].mastery)} over all, {percent(path[-2].mastery)} before {named}"


def level_sentence(level: rec.LevelResult) -> str:
    """The level with its interval, and the tier that is judged."""
    return f"{level_words(level.tier, level.low, level.high)}; judged at {judged_at_words(level)}"


TELLS_LITTLE = 0.6  # of a chance, between its bounds: "56%, between 15% and 90%" says nothing
_FIRM: Mapping[Mark, str] = {"known": "Known", "gap": "A gap"}


def belief_sentence(standing: ConceptStanding, target: int) -> str:
    """What is believed of a concept, with its interval and the answers behind it; before any answer, nothing."""
    if standing.is_guess:
        return f"{'Unsure' if standing.asked else 'Not asked yet'}: nothing is known of you before your first answer."
    sure = f"80% sure it's between {percent(standing.low)} and {percent(standing.high)}"
    figures = f"{percent(standing.mastery)} chance of a {SOLID} answer at {tier_words(target)}, {sure}"
    if vague := standing.high - standing.low > TELLS_LITTLE:
        figures = "too little to give a chance"
    if not standing.asked:
        around = "your answers on what's around it"
        return f"Not asked yet{f', and {around} say {figures}' if vague else f'; only by {around}: {figures}'}."
    came_up = f"from {plural(standing.answers, 'answer')} in which it came up"
    rests = came_up if standing.answers else "with no answer on it that counts"  # it was skipped or set aside
    if standing.short and standing.mark == "unsure":
        return f"Not sure yet: {short_words(standing)}. Going by all your answers: {figures}, {rests}."
    return f"{_FIRM.get(standing.mark, 'Unsure')}{standing.note and f' ({standing.note})'}: {figures}, {rests}."


def short_words(standing: ConceptStanding) -> str:
    """What fell short on a concept: `1 answer fell short and 2 checks were wrong`."""
    answers, wrong = standing.short - standing.wrong, standing.wrong
    told = [f"{plural(answers, 'answer')} fell short"] if answers else []
    told += [f"{plural(wrong, 'check')} {'was' if wrong == 1 else 'were'} wrong"] if wrong else []
    return " and ".join(told)


def subject(question: rec.QuestionResult) -> str:
    """The title of a question's concept; until the reveal, only that of its area."""
    return question.concept_title or question.area_title


def tier_of(question: rec.QuestionResult, after: str) -> str:
    """The tier of a question, followed by `after`: `Tier 3, `; empty until the reveal."""
    return "" if question.tier is None else f"Tier {question.tier}{after}"


def verdict_words(question: rec.QuestionResult) -> str:
    """The verdict on a question, `skipped`, or `not scored`."""
    return out.OUTCOMES[out.SKIPPED] if question.skipped else question.verdict or out.NOT_SCORED


def covered_words(question: rec.QuestionResult) -> str:
    """The share of the points an answer covered: `62% covered`; empty if it was not judged by points."""
    if question.coverage is None:
        return ""
    if question.code and not question.coverage:  # perhaps nothing was said at all
        return "no points from the talk about it"
    share, aside = covered_percent(question.coverage), ""
    if question.coverage >= 1 and any(not point.beyond for point in question.missed):  # else a gap stands beside 100%
        aside = ": what went beyond the question makes up for what's missing"
    if question.coverage >= 1 and question.not_asked:
        aside += ", leaving out what nobody asked for"
    if question.coverage >= 1 and question.claim_stands:
        aside += "; but a claim that we questioned still stands"
    return f"{share} covered{' when talking about it' if question.code else ''}{aside}"


def cases_words(question: rec.QuestionResult) -> str:
    """How many cases the code of a task passed: `9 of 15 cases`; empty for other questions, and without any code."""
    return question.code.counts if question.code else ""


def time_words(question: rec.QuestionResult) -> str:
    """Time taken, and time planned where that may be shown: `4:47 of 4:00`."""
    planned = "" if question.planned_seconds is None else f" of {clock(question.planned_seconds)}"
    return f"{clock(question.seconds)}{planned}"


def mark_of(point: rec.PointResult) -> str:
    """What is special about a point, in brackets, or nothing."""
    followed = point.prompted and point.mark != "prompted"  # old transcripts have no such mark
    return point_remarks(critical=point.critical, beyond=point.beyond, followed=followed, unasked=point.unasked)
