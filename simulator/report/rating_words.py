"""How a candidate rates himself, as sentences."""

from typing import TYPE_CHECKING

from simulator.report import records as rec
from simulator.report.rating import Z80
from simulator.report.words import plural

if TYPE_CHECKING:
    from simulator.report.progress_records import CalibrationOverTime

MUCH_AS = 0.25  # verdict steps between predictions and points that are none
AMOUNTS = ((0.42, "about a third of a verdict"), (0.75, "about half a verdict"), (1.5, "about one verdict"))


def rating_sentences(counts: rec.CalibrationResult) -> list[str]:
    """How the candidate rates himself: the sentences that there is something for."""
    told = (calibration_sentence, predictions_sentence, checks_sentence, leniency_sentence)
    return [sentence for of in told if (sentence := of(counts))]


def calibration_sentence(found: "rec.CalibrationResult | CalibrationOverTime") -> str:
    """The mean difference of predictions and scores in words: of a habit only where its 80 % interval excludes 0."""
    mean, low, high = found.difference, found.difference_low, found.difference_high
    if mean is None or low is None or high is None:
        return "Too few predictions yet to say how you rate yourself."
    if abs(mean) < MUCH_AS:
        return "You rate yourself much as your points do."
    amount = next((words for below, words in AMOUNTS if abs(mean) < below), "more than one verdict")
    if low <= 0 <= high:
        said = f"You predicted {amount} {'above' if mean > 0 else 'below'} your points"
        return f"{said}; {found.predictions} predictions do not make it a habit yet."
    return f"You rate yourself {'higher' if mean > 0 else 'lower'} than your points, by {amount}."


def predictions_sentence(calibration: rec.CalibrationResult) -> str:
    """How many predictions were exact, higher and lower than the points; empty without predictions."""
    if not calibration.predictions:
        return ""
    exact = f"{calibration.exact} of {plural(calibration.predictions, 'prediction')} exact"
    return f"{exact}, {calibration.higher} higher and {calibration.lower} lower than the points."


def checks_sentence(calibration: rec.CalibrationResult) -> str:
    """Whether the checks bear out what the self-scored answers promise; empty without checks."""
    if not calibration.checks:
        return ""
    said = f"{calibration.checks_right} of {plural(calibration.checks, 'check')} right"
    if calibration.checks_expected is None or calibration.checks_sd is None:
        return f"{said}."
    off = calibration.checks_right - calibration.checks_expected
    if abs(off) <= Z80 * calibration.checks_sd:
        fits = "that fits"
    else:
        fits = "fewer than that" if off < 0 else "more than that"
    return f"{said}; your answers as you scored them promise {calibration.checks_expected:.1f}: {fits}."


def leniency_sentence(calibration: rec.CalibrationResult) -> str:
    """Said only where the interval of the leniency excludes 0; else empty."""
    if calibration.leniency is None:
        return ""
    return f"Your scores are {'lenient' if calibration.leniency > 0 else 'strict'}; the level takes that into account."
