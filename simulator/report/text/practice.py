"""What came of practice: a drill or a deep dive is no panel's, so its report begins with what was solid."""

from simulator.engine.scoring import SOLID
from simulator.graph.text import plural
from simulator.report import records as rec
from simulator.report.debrief.own_words import in_sentence
from simulator.report.text.words import checks_words
from simulator.session.presets import PRACTICE

NAMED = 2  # subjects to go over; a third one takes no more room than "1 more"


def practice_headline(assessment: rec.Assessment) -> str:
    """What came of a drill or a deep dive: `1 of 3 answers solid; to go over: LoRA`.

    Empty for all others, and where a recommendation can't be left out: while an answer waits, or the marks are doubted.
    """
    recommendation, questions = assessment.recommendation, assessment.questions
    told = [q for q in questions if q.verdict and not q.skipped and q.concept is not None]
    checks = [check for check in assessment.checks if check.correct is not None]
    held_back = recommendation.contradicted or recommendation.by_code or any(q.waiting for q in questions)
    if assessment.session.format not in PRACTICE or held_back or not (told or checks):
        return ""
    counted = [f"{sum(not q.fell_short for q in told)} of {plural(len(told), 'answer')} {SOLID}"] if told else []
    counted += [checks_words(checks, "check")] if checks else []
    short = list(dict.fromkeys(in_sentence(q.concept_title or "") for q in told if q.fell_short))
    named = short if len(short) <= NAMED + 1 else [*short[:NAMED], f"{len(short) - NAMED} more"]
    to_do = f"to go over: {'; '.join(named)}" if short else ""
    return "; ".join(filter(None, (", ".join(counted), to_do)))
