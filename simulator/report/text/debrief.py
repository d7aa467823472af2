"""The first page of a report in plain words, for every output alike: no statistics, nothing that is marked up."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from simulator.graph.text import format_minutes, plural, quoted_words
from simulator.report import records as rec
from simulator.report.debrief.areas import areas_apart
from simulator.report.debrief_records import Concern, Recommendation, Strength
from simulator.session.presets import sitting_title

Kind = Literal["lead", "beside", "caution", "head", "for", "against", "minor", "note", "label", "tonight"]
FOR, AGAINST = "What spoke for you", "What spoke against you"
LEFT_OUT = "What your good answers left out"  # in its place, where nothing fell short
MANNER, TONIGHT = "How you interview", "Tonight"
CHANGES, NEXT = "What would change our mind", "What we'd ask next"  # the latter before there is a recommendation
SAY, STILL_TO_SAY, FAILS = "say:", "missing:", "fails:"
ASKED = "Why each was asked"  # the second page
NOTHING_FOR = "Nothing yet that a panel could quote. Say the main point of each answer first, in one plain sentence."
NOTHING_AGAINST = "Nothing here that a panel would hold against you."
NOTHING_YET = "Nothing yet."


class Entry(NamedTuple):
    """A line of the first page: its `text`, and what belongs beside it or below (a quote, what to say, a reason)."""

    kind: Kind
    text: str
    detail: str = ""


def first_page_entries(assessment: rec.Assessment) -> Iterator[Entry]:
    """What a panel would recommend, what spoke for and against it, and what to do tonight."""
    found = assessment.recommendation
    yield Entry("lead", headline(found))
    if found.contradicted and found.word:
        yield Entry("beside", f"By your own marks: {word_at(found)[:1].lower()}{word_at(found)[1:]}")
    if beside := beside_words(found):
        yield Entry("beside", beside)
    if found.code_round:
        yield Entry("beside", found.code_round.sentence)
    if found.over_all:
        yield Entry("beside", f"Over all your interviews: {found.over_all} for {found.level}.")
    for sentence in cautions(assessment):
        yield Entry("caution", sentence)
    if found.basis:
        yield Entry("beside", found.basis)
    if found.advert:
        yield Entry("beside", found.advert)
    if found.unasked:
        why = "advert" if found.unasked_by_advert else "role"
        yield Entry("beside", f"We didn't get to these, though the {why} leans on them: {'; '.join(found.unasked)}.")
    scored = any(q.verdict and not q.waiting and q.concept is not None for q in assessment.questions)
    if scored or found.strengths or found.concerns:
        yield from _for(assessment)
        yield from _against(assessment)
    if found.manner:
        yield Entry("label", MANNER, f"{found.manner[:1].lower()}{found.manner[1:]}")
    if found.changes:
        yield Entry("label", CHANGES if found.word else NEXT, f"{'; '.join(found.changes)}.")
    yield from (Entry("note", f"Transcript: {sentence}") for sentence in assessment.findings)
    if assessment.tonight:
        yield Entry("head", TONIGHT)
    told = [f"{STILL_TO_SAY} {concern.lacked}" for concern in found.concerns if concern.lacked]
    for item in assessment.tonight:
        why = item.why
        for missing in told:  # what stands above as missing is not said again
            why = why.removesuffix(missing).rstrip("; ") if why.endswith(missing) else why
        yield Entry("tonight", f"{item.title}, {format_minutes(item.minutes)}", why)


def session_words(assessment: rec.Assessment) -> str:
    """Which interview it was: `Full interview · Friday 27 November · Applied LLM engineer, mid`."""
    session, judged = assessment.session, assessment.recommendation.level
    day = f"{session.started:%A} {session.started.day} {session.started:%B}"
    level = f", {session.seniority}" if session.seniority else ""
    if judged and judged != session.seniority:
        level += f", judged for {judged}"
    demo = "A demo, not your own · " if session.is_demo else ""
    return f"{demo}{sitting_title(session)} · {day} · {session.role_title}{level}"


def headline(found: Recommendation) -> str:
    """The recommendation in a few words: `Leaning yes for mid`; or why there is none, or why it cannot be believed."""
    if found.contradicted or not found.word:
        return found.why or "Too little to go by yet."
    return word_at(found)


def word_at(found: Recommendation) -> str:
    """The word with its level: `Not yet for senior`."""
    return f"{found.word[:1].upper()}{found.word[1:]} for {found.level}" if found.word else ""


def beside_words(found: Recommendation) -> str:
    """The levels beside the chosen one; then the role's own, which is not named twice."""
    own = bool(found.for_role) and found.role_level != found.level
    beside = [n for n in found.neighbours if n.word and not (own and n.level == found.role_level)]
    said = [" · ".join(f"{level.word} for {level.level}" for level in beside)]
    if own:
        said.append(f"{'the' if not beside else 'The'} role usually looks for {found.role_level}: {found.for_role}")
    line = ". ".join(filter(None, said))
    return f"{line[:1].upper()}{line[1:]}." if line else ""


def cautions(assessment: rec.Assessment) -> list[str]:
    """What has to be said beside the headline: why it is held back, few answers, marks that are not borne out."""
    found, heard = assessment.recommendation, assessment.heard
    scored, waiting = any(q.verdict for q in assessment.questions), any(q.waiting for q in assessment.questions)
    counted = found.why and not found.word and scored and not waiting  # then it says how few answers there are
    few = "" if counted else assessment.first_impression
    sentences = [found.why, few, heard.sentence if heard else ""]
    told = [headline(found)]
    for sentence in filter(None, sentences):
        if not any(sentence in other for other in told):
            told.append(sentence)
    return told[1:]


def _for(assessment: rec.Assessment) -> Iterator[Entry]:
    found = assessment.recommendation
    yield Entry("head", FOR)
    for strength in found.strengths:
        yield Entry("for", strength.title, strength_words(strength))
    if not found.strengths:
        yield Entry("note", NOTHING_FOR)
    elif not any(q.verdict and not q.fell_short for q in assessment.questions):
        start = f" Start with {assessment.tonight[0].title} tonight." if assessment.tonight else ""
        yield Entry("note", f"Build on it: one claim and its reason, then the next.{start}")


def _against(assessment: rec.Assessment) -> Iterator[Entry]:
    found = assessment.recommendation
    minor = bool(found.concerns) and all(concern.minor for concern in found.concerns)
    yield Entry("head", LEFT_OUT if minor else AGAINST)
    for concern in found.concerns:
        yield Entry("minor" if concern.minor else "against", concern.title, concern_words(concern))
    if not found.concerns:
        yield Entry("note", NOTHING_AGAINST if found.word else NOTHING_YET)


def strength_words(strength: Strength) -> str:
    """The candidate's words in quotation marks; else the point that was marked as met, said as such, if any.

    What the cases of a task say stands as it is.
    """
    if strength.by_cases:
        return strength.quote
    said = f"marked as met: {strength.quote}" if strength.quote else ""
    return quoted_words(strength.quote) if strength.quoted else said


def concern_words(concern: Concern) -> str:
    """What fails, what was claimed or how far it went, and what to say instead."""
    return "; ".join(concern_parts(concern))


def concern_parts(concern: Concern) -> list[str]:
    """The same, one part after the other."""
    parts = [f"{FAILS} {concern.fails}" if concern.fails else ""]
    parts += [f"you said {quoted_words(concern.said)}" if concern.said else ""]
    parts += [f"you got as far as {quoted_words(concern.reached)}" if concern.reached else ""]
    parts += [f"{SAY} {quoted_words(concern.say)}" if concern.say else ""]
    parts += [f"{STILL_TO_SAY} {concern.lacked}" if concern.lacked else ""]
    return [part for part in parts if part]


NO_AREA = "No area stands out."


def area_sentences(assessment: rec.Assessment) -> list[str]:
    """The areas that differ, one a line; the others that were asked as about the same; and those not asked."""
    apart, areas = areas_apart(assessment), assessment.areas
    named, sentences = {area.area for area, _ in apart}, []
    for area, above in apart:
        of = plural(area.questions, "answer")
        sentences.append(f"{area.title}: {'better' if above else 'weaker'} than the rest ({of})")
    same = [a.title for a in areas if a.area not in named and a.questions]
    if same:
        sentences.append(f"About the same: {'; '.join(same)}" if apart else NO_AREA)
    checked = {check.area for check in assessment.checks if check.correct is not None}
    if unasked := [a.title for a in areas if not a.questions and a.weight > 0 and a.area not in checked]:
        sentences.append(f"No answer yet: {'; '.join(unasked)}")
    return sentences
