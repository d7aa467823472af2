"""How candidates rate themselves, in sentences, the same in every output."""

from typing import TYPE_CHECKING

from simulator.engine.model.parameters import Z80
from simulator.graph.text import names, percent, plural
from simulator.report import records as rec
from simulator.report.debrief_records import HeardResult
from simulator.report.figures.marks_vs_words import is_said_apart
from simulator.report.text.check_words import check_outcome
from simulator.session.interview.hearing import LOOK_AGAIN
from simulator.session.interview.outcome_words import more_checks

if TYPE_CHECKING:
    from simulator.report.progress_records import CalibrationOverTime

FEWEST_MARKS = 40  # with the words shown first, and without: of fewer a difference says nothing
EXACT = 2 / 3  # of the predictions, from which they match
NO_DIFFERENCE = 0.25  # verdict steps; less is not worth a word
BOTH_IN_DOUBT = "You predict what you then mark. But the marks may be too kind, and then so are your predictions."
AMOUNTS = (  # nobody thinks in thirds of a verdict
    (0.42, "about one verdict in three answers"),
    (0.75, "about one verdict in two answers"),
    (1.5, "about one verdict"),
)
PLACES = 3  # answers that are named


def rating_sentence(assessment: rec.Assessment) -> str:
    """The one sentence on how a candidate rates themselves."""
    contradicted = assessment.recommendation.contradicted
    sentence = calibration_sentence(assessment.calibration, assessment.heard, contradicted=contradicted)
    return " ".join(filter(None, (sentence, _uncounted(assessment), _by_points(assessment))))


def _by_points(assessment: rec.Assessment) -> str:
    """That a prediction is compared with what the points make, where the candidate raised the verdict."""
    scored = {step.position: step.scored for step in assessment.calibration.steps}
    raised = any(q.verdict != scored.get(q.position, q.verdict) for q in assessment.questions)
    return "Where you raised the verdict, your prediction is compared with what the points made." if raised else ""


def _uncounted(assessment: rec.Assessment) -> str:
    """Which predictions aren't among those counted, as only your own verdict answers them; empty if none."""
    counted = {step.position for step in assessment.calibration.steps}
    left = [
        q for q in assessment.questions if q.prediction and q.verdict and not q.waiting and q.position not in counted
    ]
    stories = sum(q.kind == "experience" for q in left)
    told = [f"your own {'story' if stories == 1 else 'stories'}"] if stories else []
    tasks = sum(q.code is not None for q in left)
    told += ["the task" if tasks == 1 else "the tasks"] if tasks else []
    if not told or not counted:
        return ""
    one = stories + tasks == 1
    be, has = ("isn't", "it has") if one else ("aren't", "they have")
    return f"Your prediction{'' if one else 's'} for {names(told)} {be} counted, as {has} no points."


def rating_sentences(assessment: rec.Assessment) -> list[str]:
    """How candidates rate themselves; sentences without data are left out."""
    told = assessment.calibration
    sentences = [rating_sentence(assessment), predictions_sentence(told), checks_sentence(assessment)]
    sentences.append(leniency_sentence(told, assessment.heard))
    return [sentence for sentence in sentences if sentence]


def calibration_sentence(
    calibration: "rec.CalibrationResult | CalibrationOverTime",
    heard: HeardResult | None = None,
    *,
    contradicted: bool = False,
) -> str:
    """The mean difference of predictions and scores. It is called a habit only where its 80% interval excludes 0.

    Low predictions beside your own marks don't prove modesty: generous marks look the same. Where no words were found
    for many of the points marked as met (`heard`), that is said instead. Nor is it praise that predictions match marks
    which are lenient or not borne out (`contradicted`).
    """
    mean, low, high = calibration.difference, calibration.difference_low, calibration.difference_high
    if mean is None or low is None or high is None:
        when = "in this interview" if isinstance(calibration, rec.CalibrationResult) else "so far"
        return f"Too few predictions {when} to say how you rate yourself."
    if abs(mean) < NO_DIFFERENCE and (contradicted or (calibration.leniency or 0.0) > 0 or (heard and heard.sentence)):
        return BOTH_IN_DOUBT
    if abs(mean) < NO_DIFFERENCE and calibration.exact >= EXACT * calibration.predictions:
        mostly = "mostly " if calibration.exact < calibration.predictions else ""
        return f"Your predictions {mostly}match your scores."
    if abs(mean) < NO_DIFFERENCE:
        exact, of = calibration.exact, plural(calibration.predictions, "prediction")
        count = f"only {exact} of {of} {'was' if exact == 1 else 'were'}" if exact else f"none of {of} was"
        return f"On average you predict neither too high nor too low; {count} exact."
    amount = next((words for below, words in AMOUNTS if abs(mean) < below), "more than one verdict")
    if low <= 0 <= high:
        predicted = f"You predicted too {'high' if mean > 0 else 'low'} by {amount}"
        return f"{predicted}; {calibration.predictions} predictions aren't enough to call it a habit."
    if mean > 0:
        return f"You predict higher than you score, by {amount}."
    lead = f"You predict lower than you mark yourself, by {amount}"
    if is_said_apart(heard):  # where the points are counted
        return f"{lead}, and I couldn't find some of it in your words, so look at your marks again."
    return f"{lead}: either you're modest, or you mark generously."


def with_places(sentence: str, assessment: rec.Assessment) -> str:
    """The sentence, where it asks to look again, with the answers that hold most of what wasn't found in the words."""
    holding = sorted((q for q in assessment.questions if q.unheard), key=lambda q: -q.unheard)
    if LOOK_AGAIN not in sentence or not holding:
        return sentence
    numbers = [str(q.number) for q in sorted(holding[:PLACES], key=lambda q: q.number)]
    most = 2 * sum(q.unheard for q in holding[:PLACES]) > sum(q.unheard for q in holding)
    start = f"{'Most' if most else 'Some'} were" if len(holding) > PLACES else "They were"
    where = f"{start} in {'answer' if len(numbers) == 1 else 'answers'} {names(numbers)}"
    return sentence.replace(LOOK_AGAIN, f"{where}. {LOOK_AGAIN}")


def words_sentence(calibration: "CalibrationOverTime") -> str:
    """How often a point was marked yes with the words found shown first, and without; empty with too few marks."""
    shown, hidden = calibration.words_first, calibration.marks_first
    if min(shown.marks, hidden.marks) < FEWEST_MARKS:
        return ""
    rates = percent(shown.yes / shown.marks), percent(hidden.yes / hidden.marks)
    return f"You marked {rates[0]} of the points yes with the words shown first, and {rates[1]} without."


def predictions_sentence(calibration: "rec.CalibrationResult | CalibrationOverTime") -> str:
    """How many predictions were exact, too high and too low; empty without predictions."""
    if not calibration.predictions:
        return ""
    exact = f"{calibration.exact} of {plural(calibration.predictions, 'prediction')} exact"
    return f"{exact}, {calibration.higher} too high and {calibration.lower} too low."


def checks_sentence(assessment: rec.Assessment) -> str:
    """Whether the checks agree with the self-scored answers, within the 80% interval; empty without checks."""
    calibration = assessment.calibration
    if not calibration.checks:
        return ""
    more = more_checks(check_outcome(check) for check in assessment.checks if check.concept is not None)
    right = f"{calibration.checks_right} of {plural(calibration.checks, 'check')} right{more}"
    if calibration.checks_expected is None or calibration.checks_sd is None:
        return f"{right}."
    off = calibration.checks_right - calibration.checks_expected
    if abs(off) <= Z80 * calibration.checks_sd:
        result = "consistent"
    else:
        result = f"{'fewer' if off < 0 else 'more'} than expected"
    return f"{right}; your scores predict {calibration.checks_expected:.1f}: {result}."


def leniency_sentence(calibration: rec.CalibrationResult, heard: HeardResult | None = None) -> str:
    """Whether the candidate scores leniently; empty unless the interval of the leniency excludes 0.

    Where the words found bear the marks out (`heard`), nobody is called lenient who merely got fewer checks right.
    """
    if calibration.leniency is None:
        return ""
    borne_out = heard is not None and not (heard.sentence or is_said_apart(heard))
    if borne_out and calibration.leniency > 0 and calibration.checks_right < (calibration.checks_expected or 0.0):
        return "Your checks went worse than your marks promise; the level takes that into account."
    return f"Your scores are {'lenient' if calibration.leniency > 0 else 'strict'}; the level takes that into account."
