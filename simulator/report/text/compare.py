"""A comparison as lines of text: first page, then details. Every figure is the record's."""

from collections.abc import Iterator, Sequence

from simulator.engine.model.parameters import FEWEST_ANSWERS
from simulator.engine.scoring import MARK_WORDS, SOLID
from simulator.graph.text import fit, lower_first, percent, plural, wrap, wrapped
from simulator.report import records
from simulator.report.figures import compare as rec
from simulator.report.text.self_rating import calibration_sentence
from simulator.report.text.words import TOO_EARLY, about_level, tier_words, time_sentence
from simulator.report.tones import CHANGE_WORDS
from simulator.session.interview.outcome_words import NOT_SCORED
from simulator.session.presets import SPOKEN, sitting_title

WIDTH = 79
WITH_CHANGE, WITH_RANGE = 60, 84  # columns from which one line has room for these
MOST_NAMED = 6
NAMES = ("First", "Then")
FIRST = 7  # columns of which of the two it is
WORD_COLUMNS = max(map(len, CHANGE_WORDS.values()))


def comparison_lines(comparison: rec.Comparison, width: int = WIDTH) -> Iterator[str]:
    """What changed from the earlier session to the later, and whether it is more than noise."""
    sessions = (comparison.first, comparison.second)
    for name, session, which, level in zip(NAMES, sessions, sittings(comparison), comparison.levels, strict=True):
        yield from wrap(which, width, f"{name:<{FIRST}}", " " * FIRST)
        yield from (f"{' ' * FIRST}{session.id}", f"{' ' * FIRST}{solid_words(session, level)}")
    yield ""
    yield from wrap(comparison.sentence, width)
    if comparison.overall.is_compared:
        yield from change_lines(comparison.overall, width)
    told = (against_the_counts(comparison), SAME_START, spoken_apart(comparison), about(comparison))
    yield from wrapped(filter(None, told), width)
    yield from detail_lines(comparison, width)


def sittings(comparison: rec.Comparison) -> Iterator[str]:
    """Which two interviews they were: format, day, and for what: `Taste, 1 December 2026: applied engineer, mid`.

    Two of one day have their time too.
    """
    sessions = (comparison.first, comparison.second)
    days = [session.started.astimezone() for session in sessions]
    for session, day in zip(sessions, days, strict=True):
        at = f", {day:%H:%M}" * (days[0].date() == days[1].date())
        who = ", ".join(filter(None, (session.role_title, session.seniority)))
        yield f"{sitting_title(session)}, {day.day} {day:%B %Y}{at}: {who}"


def solid_words(session: records.SessionInfo, level: records.LevelResult) -> str:
    """How the answers of one went: `2 of 3 answers solid`."""
    return f"{session.solid} of {plural(level.answers, 'answer')} {SOLID}" if level.answers else NOT_SCORED


def rating_words(rating: records.CalibrationResult, level: records.LevelResult) -> str:
    """How the candidate of one rated themselves; it may speak of fewer answers than stand above it, and says so."""
    sentence = calibration_sentence(rating)
    return f"{sentence} {BY_POINTS}" if 0 < rating.predictions < level.answers else sentence


BY_POINTS = "Only answers that you predicted and judged by points count here."
SAME_START = (
    "Each interview is judged here by its own answers alone, from the same start. Reports, home and progress count "
    "earlier ones too, so their chances differ."
)


def against_the_counts(comparison: rec.Comparison) -> str:
    """Why the chance rose though a smaller part of the answers was solid, or fell though a larger one was; else empty.

    It's said of the questions where these were harder, or easier; else what the chance goes by besides.
    """
    of = [level.answers for level in comparison.levels]
    if not (comparison.overall.is_compared and all(of)):
        return ""
    shares = [s.solid / n for s, n in zip((comparison.first, comparison.second), of, strict=True)]
    rose, risen = comparison.overall.second - comparison.overall.first, shares[1] - shares[0]
    if rose * risen >= 0 or moved(comparison.overall).startswith("0"):
        return ""
    before, after = comparison.tiers
    part, other = ("smaller", "harder") if rose > 0 else ("larger", "easier")
    solid = f"In the later one a {part} share of the answers was {SOLID}"
    if before is None or after is None or (after - before) * rose <= 0 or f"{before:.1f}" == f"{after:.1f}":
        return f"{solid}. The chance also goes by how hard each question was, your checks and what was heard."
    asked = f"tier {after:.1f} on average, {before:.1f} before"
    return f"{solid}, but the questions were {other}: {asked}."


def spoken_apart(comparison: rec.Comparison) -> str:
    """What can't be compared where one of the two was spoken and the other typed; else empty."""
    first, then = (SPOKEN if session.is_spoken else "typed" for session in (comparison.first, comparison.second))
    if first == then:
        return ""
    return (
        f"The earlier one was {first}, the later {then}: what you type is read beside your marks, what you say aloud "
        "goes by your marks alone."
    )


def about(comparison: rec.Comparison, *, ranged: bool = True) -> str:
    """How to read the figures, where they are `ranged` with the answers behind them; empty where there are none."""
    if not any(change.is_compared for change in (comparison.overall, *comparison.areas, *comparison.concepts)):
        return ""
    chances = f"your chance of a {SOLID} answer at {tier_words(comparison.target)} in both interviews"
    if not ranged:
        return f"Each row: {chances}, and the change in percentage points."
    asked = comparison.overall.asked
    written = any(n and n < level.answers for n, level in zip(asked, comparison.levels, strict=True))
    apart = " The code of a task isn't among the answers to the first row: it's judged apart." if written else ""
    return (
        f"Each row: {chances}, the change in percentage points with its 80% range, and the answers in each. If that "
        f"range includes 0, or the answers are very few, the change could be chance.{apart}"
    )


def asked_once(changes: Sequence[rec.FigureChange], noun: str) -> str:
    """What is not compared, as only one of the two asked about it or has a score; empty if there is nothing."""
    told = []
    for unscored, why in ((False, "Asked about in only one of the two"), (True, "Not scored in one of the two")):
        titles = [change.title for change in changes if not change.is_compared and change.unscored is unscored]
        which = "; ".join(titles) if len(titles) <= MOST_NAMED else plural(len(titles), noun)
        told += [f"{why}, so not compared: {which}."] if titles else []
    return " ".join(told)


def points_sentence(comparison: rec.Comparison) -> str:
    """How many points of the questions in both were newly met or missed."""
    if not comparison.in_both:
        return "No question was scored in both, so no points are compared."
    met, missed = len(comparison.newly_met), len(comparison.newly_missed)
    scored = plural(comparison.in_both, "question")
    moved = f"{plural(met, 'point')} newly met, {missed} newly missed" if met or missed else "the same points met"
    told = f"Of {scored} scored in both: {moved}."
    for count, when in zip(comparison.dont_know, ("first", "second"), strict=True):
        if count:  # nobody marked the points of these
            told += f" The {when} time you said \u201cdon't know\u201d to {count} of them."
    return told


def marks_words(point: rec.PointChange) -> str:
    """How a point was marked in both: `no, then yes`, or `don't know, then yes`."""
    pairs = zip((point.first, point.second), point.dont_know, strict=True)
    return ", then ".join("don't know" if unknown else MARK_WORDS[mark] for mark, unknown in pairs)


def detail_lines(comparison: rec.Comparison, width: int = WIDTH) -> Iterator[str]:
    """All areas, concepts, points, levels, self-ratings and times."""
    for noun, changes in (("area", comparison.areas), ("concept", comparison.concepts)):
        title = f"{noun.capitalize()}s"
        yield from ("", title) if changes else ()
        for change in changes:
            if change.is_compared:
                yield from change_lines(change, width)
        once = asked_once(changes, noun)
        yield from wrap(once, width, "  ", "  ") if once else ()
    yield from ("", *wrap(points_sentence(comparison), width))
    for title, points in (("Newly met", comparison.newly_met), ("Newly missed", comparison.newly_missed)):
        yield from ("", title) if points else ()
        for point in points:
            yield from wrap(point_words(point), width, "  ", "    ")
    sessions = zip(NAMES, comparison.levels, comparison.calibration, comparison.time, strict=True)
    for name, level, rating, time in sessions:
        yield from ("", name)
        told = filter(None, (level_alone(level), rating_words(rating, level), time_sentence(time)))
        yield from wrapped(told, width, "  ", "  ")


def level_alone(level: records.LevelResult) -> str:
    """The level by one interview alone: `Level, by this one alone: about mid level (80% sure: tier 3)`.

    Empty without an answer, and too early to say where the report of that interview alone would have no word either.
    """
    if not level.answers:
        return ""
    enough = level.answers >= FEWEST_ANSWERS
    named = about_level(level.tier, level.low, level.high) if enough else TOO_EARLY
    return f"Level, by this one alone: {lower_first(named)}"


def point_words(point: rec.PointChange) -> str:
    """A point that was newly met or missed, with its marks: `LoRA: Names the rank (partly, then yes)`."""
    return f"{point.concept_title}: {point.point} ({marks_words(point)})"


def change_lines(change: rec.FigureChange, width: int) -> Iterator[str]:
    """One change in full, on two lines if one is too narrow."""
    yield change_row(change, width)
    if width < WITH_RANGE:
        yield f"    {second_line(change, width)}"


def change_row(change: rec.FigureChange, width: int) -> str:
    """One change on a line: title and verdict; chances, the change, its range and the answers where there is room."""
    figures = first_line(change, width)
    end = f"{figures}  {CHANGE_WORDS[change.verdict]:<{WORD_COLUMNS}}"
    return f"  {fit(change.title, width - len(end) - 2)}{end}".rstrip()


def first_line(change: rec.FigureChange, width: int) -> str:
    """The figures that stand beside the verdict; none on a narrow screen."""
    if width < WITH_CHANGE:
        return ""
    chances = f"{percent(change.first):>5} → {percent(change.second):>4}  {moved(change):>10}"
    return f"{chances} {f'({_range(change)})':<12}{_answers(change):>6}" if width >= WITH_RANGE else chances


def second_line(change: rec.FigureChange, width: int) -> str:
    """The figures for which the first line has no room."""
    if width >= WITH_CHANGE:
        return f"80% sure: {_range(change)} points; answers {change.asked[0]}, then {change.asked[1]}"
    chances = f"{percent(change.first)} → {percent(change.second)}"
    return f"{chances}  {moved(change)} ({_range(change)})  {_answers(change)}"


def moved(change: rec.FigureChange) -> str:
    """How far the chance moved, in percentage points: `-35 points`. It is the difference of what both are shown as."""
    points = in_points(round(change.second * 100) / 100 - round(change.first * 100) / 100)
    return f"{points} point{'s' * (points not in {'+1', '-1'})}"


def _range(change: rec.FigureChange) -> str:
    return f"{in_points(change.change_low)} to {in_points(change.change_high)}"


def _answers(change: rec.FigureChange) -> str:
    return f"{change.asked[0]}/{change.asked[1]}"


def in_points(change: float) -> str:
    """A signed change of a chance in percentage points: `-35`, `+6`, `0`."""
    points = round(change * 100)
    return f"{points:+d}" if points else "0"
