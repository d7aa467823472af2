"""The first page of a report in plain words, for every output alike: no statistics, nothing that is marked up."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, tzinfo
from itertools import groupby
from typing import Literal, NamedTuple

from simulator.engine.scoring import SOLID
from simulator.graph.text import format_minutes, how_often, plural, quoted_words, upper_first
from simulator.report import records as rec
from simulator.report.concept_records import is_lowest_counted
from simulator.report.debrief.advert import HEAD, in_advert, unmet_words
from simulator.report.debrief.concerns import tells_of
from simulator.report.debrief.own_words import in_sentence
from simulator.report.debrief.panel import areas_apart, asked_for_neither, names_all
from simulator.report.debrief.shortfalls import OWN_PROJECT
from simulator.report.debrief_records import Concern, OtherShortfall, Recommendation, Strength
from simulator.report.figures.caveats import PRACTICE_LOWER, SOLID_BUT_LOWER
from simulator.report.figures.marks_vs_words import bare, is_said_apart
from simulator.report.figures.panel import USED_UP
from simulator.report.figures.readiness import ANOTHER_HOUR
from simulator.report.text.check_words import answered_words, checks_words
from simulator.report.text.levels import beside_words, pulled_down
from simulator.report.text.self_rating import leniency_sentence, with_places
from simulator.report.text.words import code_words, judged_for, seen_words, title_so_far, word_at
from simulator.session.days import day_and_month
from simulator.session.interview.hearing import not_found
from simulator.session.presets import PRACTICE

Kind = Literal["lead", "beside", "caution", "for", "against", "minor", "note", "label", "advert", "tonight"]
FOR, AGAINST = "What spoke for you", "What spoke against you"
LEFT_OUT = "What your good answers left out"  # in its place, where nothing fell short
MANNER, TONIGHT, ON_THE_DAY = "How you interview", "Tonight", "Before today's interview"
OF_THIS = ", from this interview"  # beside "Tonight", where it's so
CHANGES, NEXT = "What would change our mind", "What we'd ask next"  # the latter before there is a recommendation
SAY, STILL_TO_SAY, SAID_IN_PART, FAILS = "say:", "missing:", "only partly there:", "fails:"
ANOTHER_TIME, AS_FAR, ASTRAY = "another time", "you got as far as", "your answer may have gone another way here:"
ASKED = "Why each was asked"  # the second page
NOTHING_FOR = "Nothing yet that a panel could quote. Say the main point of each answer first, in one plain sentence."
SEEN_BEFORE = (
    "Nothing a panel could quote: you'd seen the questions that went well, and their answers, before. "
    "What you say to new ones will appear here."
)
BUILD_ON_IT = "Build on that: say one thing, say why, then go on to the next."
NOTHING_AGAINST = "Nothing here that a panel would hold against you."
NOTHING_MARKED = "Nothing, if we go by your marks alone."
NOTHING_YET = "Nothing yet."
DEMO = 'A demo: a simulated candidate gave these answers and marked them. "You" below is that candidate.'
NO_CODE = "This role writes code, and we didn't ask for any here; a code round shows how you write it."


class Entry(NamedTuple):
    """A line of the first page: its `text`, and what belongs beside it or below, in lines (a quote, what to say).

    `under` is the heading that it stands below, if it has one. That of the advert is the head of a table, which every
    output makes of the areas itself. One against the candidate has its `concern`.
    """

    kind: Kind
    text: str
    detail: str = ""
    concern: Concern | None = None
    under: str = ""


def first_page_entries(assessment: rec.Assessment) -> Iterator[Entry]:
    """What a panel would recommend, what spoke for and against it, and what to do tonight."""
    recommendation, practised = assessment.recommendation, practice_headline(assessment)
    yield Entry("lead", practised or with_places(headline(recommendation), assessment))
    if assessment.session.is_demo:  # what is exported leaves the screen that says so
        yield Entry("caution", DEMO)
    if recommendation.contradicted and recommendation.word:
        yield Entry("beside", f"Taking that into account: {recommendation.said} for {recommendation.level}")
    if not practised and (beside := beside_words(recommendation)):
        yield Entry("beside", beside)
    if recommendation.code_round:
        yield Entry("beside", code_words(recommendation))
    elif recommendation.no_code:
        yield Entry("beside", NO_CODE)
    so_far = recommendation.said if practised and assessment.level.earlier else ""  # else there's nothing but this one
    if over_all := recommendation.over_all or so_far:
        yield Entry("beside", f"Over all your interviews: {over_all} for {recommendation.level}.")
    for sentence in cautions(assessment):
        yield Entry("caution", with_places(sentence, assessment))
    if recommendation.basis:
        basis = recommendation.basis
        yield Entry("beside", _ABOUT_THE_WORD.split(basis)[0] if practised and not over_all else basis)
    if recommendation.advert:
        yield Entry("beside", recommendation.advert)
    if unasked := unasked_words(recommendation):
        yield Entry("beside", unasked)
    scored = any(q.verdict and not q.waiting and q.concept is not None for q in assessment.questions)
    if scored or recommendation.strengths or recommendation.concerns:
        yield from _for(assessment)
        yield from _against(assessment)
    if recommendation.manner:
        yield Entry("label", MANNER, f"{recommendation.manner[:1].lower()}{recommendation.manner[1:]}")
    if recommendation.changes and (not practised or over_all):  # a count of answers is no mind to change
        yield Entry("label", CHANGES if recommendation.word else NEXT, changes_sentence(recommendation))
    if recommendation.advert_areas:
        yield Entry("advert", HEAD, unmet_words(recommendation.advert_unmet))
    yield from (Entry("note", f"Transcript: {sentence}") for sentence in assessment.findings)
    missing_above = [lacked_words(concern) for concern in recommendation.concerns if concern.lacked]
    for item in assessment.tonight:
        why = item.why
        for missing in missing_above:  # what stands above as missing is not said again
            why = why.removesuffix(missing).rstrip("; ") if why.endswith(missing) else why
        done = f"done on {day_and_month(item.done, assessment.session.started)}, {SOLID}" if item.done else ""
        what = ", ".join(filter(None, (item.title, format_minutes(item.minutes), in_advert(item))))
        yield Entry("tonight", what, done or why, under=tonight_head(assessment))


def tonight_head(assessment: rec.Assessment) -> str:
    """What the list of what to do next is called: on the day of the interview tonight is too late."""
    return ON_THE_DAY if assessment.on_the_day else TONIGHT


def is_of_this_interview(assessment: rec.Assessment) -> bool:
    """Whether all that is to do next came up here: it may also be what earlier interviews missed, or nobody asked."""
    came_up = {q.concept for q in assessment.questions} | {check.concept for check in assessment.checks}
    return all(item.concept in came_up for item in assessment.tonight)


def judged_entries(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """What spoke for the candidate and against them, by the heading that it stands below."""
    judged = (entry for entry in entries if entry.under and entry.kind != "tonight")
    return [(head, [*of]) for head, of in groupby(judged, lambda entry: entry.under)]


def unasked_words(recommendation: Recommendation) -> str:
    """Which areas that count weren't asked about; empty where what would change our mind already names them all."""
    if names_all(recommendation.changes, recommendation.unasked):
        return ""
    why = f"though the {'advert' if recommendation.unasked_by_advert else 'role'} leans on them"
    return f"We didn't ask about these in this interview, {why}: {'; '.join(recommendation.unasked)}."


_ABOUT_THE_WORD = re.compile(r" (?=Another hour |Still open: |You've had every question )")  # ends what it rests on
_CLAUSE = re.compile(r", (?:where|which) ")


def changes_sentence(recommendation: Recommendation) -> str:
    """What would change the panel's mind, as it's said aloud; before there is a recommendation, what is asked next."""
    word, changes = recommendation.word, recommendation.changes
    if not word:
        return f"{'; '.join(changes)}."
    if word == "not yet":
        return f"we'd want {_joined(changes, ', ')}."
    if word == "yes":
        closed = "," if _CLAUSE.search(changes[-1]) else ""
        return f"we'd think again if {_joined(changes, ' or ')}{closed} went badly."
    needed = _joined(asked_for_neither(changes), " and ")
    if USED_UP in recommendation.basis:  # another hour of the same says little more
        return f"it would take questions from elsewhere that you haven't had: {needed}."
    if recommendation.firm and recommendation.could_rise:
        return f"it would take more than another hour to settle it: {needed}."
    if not recommendation.could_rise:  # above it stands that a bad hour may bring it down
        return f"a good hour more would speak for you, but not be enough to bring it up; for that we'd want {needed}."
    said = ANOTHER_HOUR in recommendation.basis
    return f"we'd want {needed}." if said else f"another hour could settle it, with {needed}."


def _joined(phrases: Sequence[str], joint: str) -> str:
    """The phrases in one; a clause within is closed by a comma, and so is a phrase that holds an "and" itself."""
    joined = phrases[0]
    for phrase in phrases[1:]:
        closed = _CLAUSE.search(joined) or (joint == " and " and joint in joined)
        joined += f"{',' * bool(closed and not joint.startswith(','))}{joint}{phrase}"
    return joined


def session_words(assessment: rec.Assessment, zone: tzinfo = UTC) -> str:
    """Which interview it was and when: `Full interview · Friday 27 November 2026 · Applied LLM engineer, mid`."""
    session, judged = assessment.session, judged_for(assessment)
    day = f"{(at := session.started.astimezone(zone)):%A} {at.day} {at:%B %Y}"
    role = ", ".join((session.role_title, *filter(None, (session.seniority, judged))))
    demo = "A demo, not your own · " * session.is_demo
    return f"{demo}{title_so_far(session)} · {day} · {role}"


def headline(recommendation: Recommendation) -> str:
    """The recommendation in a few words: `Leaning yes for mid`; or why there is none, or why it cannot be believed.

    Where nothing but code was handed in, that round is what it is about.
    """
    if recommendation.by_code and recommendation.code_round:
        return recommendation.code_round.headline
    if recommendation.contradicted or not recommendation.word:
        return recommendation.why or "Too little to go by yet."
    return word_at(recommendation)


def cautions(assessment: rec.Assessment) -> list[str]:
    """What has to be said beside the headline: why it is held back, few answers, marks that are not borne out."""
    recommendation, heard = assessment.recommendation, assessment.heard
    few = assessment.first_impression
    scored, waiting = any(q.verdict for q in assessment.questions), any(q.waiting for q in assessment.questions)
    if recommendation.why and not recommendation.word and scored and not waiting:
        # that says already how few answers there are, and only why a figure is lower is left to say
        few = next((why for why in (SOLID_BUT_LOWER, *PRACTICE_LOWER.values()) if why in few), "")
    pulled = pulled_down(assessment)
    sentences = [recommendation.why, few, heard.sentence if heard else "", *_lenient(assessment), pulled]
    given = [headline(recommendation)]
    for sentence in filter(None, sentences):
        if not any(bare(sentence) in bare(other) for other in given):
            given.append(sentence)
    return given[1:]


def _lenient(assessment: rec.Assessment) -> Iterator[str]:
    """That marks are more generous than words or checks, where that is no contradiction, which is said anyway."""
    heard, recommendation = assessment.heard, assessment.recommendation
    if recommendation.contradicted or (heard and heard.sentence):
        return
    if heard and is_said_apart(heard):
        few = " Most people leave fewer." if heard.chance < RARE else ""
        yield f"{upper_first(not_found(heard.met, heard.unheard))}{few}"
    marked = any(q.verdict and not q.dont_know for q in assessment.questions)  # else no mark here could be lenient
    if marked and (assessment.calibration.leniency or 0.0) > 0:
        yield leniency_sentence(assessment.calibration, heard)


def _for(assessment: rec.Assessment) -> Iterator[Entry]:
    recommendation = assessment.recommendation
    for strength in recommendation.strengths:
        yield Entry("for", strength.title, strength_words(strength), under=FOR)
    if not recommendation.strengths:
        yield Entry("note", SEEN_BEFORE if _went_well_as_seen(assessment) else NOTHING_FOR, under=FOR)
    elif not any(q.verdict and not q.fell_short for q in assessment.questions):
        yield Entry("note", BUILD_ON_IT, under=FOR)


def _went_well_as_seen(assessment: rec.Assessment) -> bool:
    """Whether there were good answers, and all of them to questions seen before: such an answer may be looked up."""
    good = [q for q in assessment.questions if q.verdict and not (q.fell_short or q.waiting)]
    return bool(good) and all(q.seen for q in good)


def _against(assessment: rec.Assessment) -> Iterator[Entry]:
    recommendation = assessment.recommendation
    minor = bool(recommendation.concerns) and all(concern.minor for concern in recommendation.concerns)
    head = LEFT_OUT if minor else AGAINST
    for concern in recommendation.concerns:
        kind: Kind = "minor" if concern.minor else "against"
        yield Entry(kind, concern.title, concern_words(concern), concern, under=head)
    if others := short_as_well(assessment):
        yield Entry("note", others, under=head)
    elif not recommendation.concerns:
        doubted = recommendation.contradicted or bool(assessment.heard and assessment.heard.sentence)
        nothing = NOTHING_MARKED if doubted else NOTHING_AGAINST
        judged = recommendation.word or recommendation.by_code
        yield Entry("note", nothing if judged else NOTHING_YET, under=head)


def short_as_well(assessment: rec.Assessment) -> str:
    """The answers that fell short and aren't already held against the candidate, in a sentence; empty without any."""
    concerns = assessment.recommendation.concerns
    short = [q for q in assessment.questions if q.fell_short and q.concept is not None and not q.skipped]
    short = [q for q in short if not any(tells_of(concern, q.position, _named(q)[0]) for concern in concerns)]
    often = Counter(map(_named, short))
    good = {
        _named(q)[0]: f", though another answer was {q.verdict}"
        for q in assessment.questions
        if q.concept_title and q.verdict and not (q.fell_short or q.skipped or q.waiting)
    }
    titles = {
        (title, verdict): f"{title} ({verdict}{f', {how_often(n)}' if n > 1 else ''}{good.get(title, '')})"
        for (title, verdict), n in often.items()
    }
    own = {_named(q): q.why for q in short if q.lowered and often[_named(q)] == 1}
    others = [told for key, told in titles.items() if key not in own]
    listed = f"Also short of {SOLID}: {'; '.join(others)}." if others else ""
    return " ".join(filter(None, (listed, _lowered({titles[key]: why for key, why in own.items()}))))


def _lowered(reasons: Mapping[str, str]) -> str:
    """That these answers fell short by the candidate's own verdict alone, and why, where it's one with a reason."""
    if not reasons:
        return ""
    these, its, it = ("this one", "its", "it") if len(reasons) == 1 else ("these", "their", "them")
    why = next((f", since {quoted_words(why)}" for why in reasons.values() if why and len(reasons) == 1), "")
    return f"You rated {these} lower than {its} points make {it}: {'; '.join(reasons)}{why}."


def _named(question: rec.QuestionResult) -> tuple[str, str | None]:
    """What an answer was about, and its verdict; a story of one's own work says nothing of what it's filed under."""
    about = OWN_PROJECT if question.kind == "experience" else in_sentence(question.concept_title or "")
    return about, question.verdict


def strength_words(strength: Strength) -> str:
    """The candidate's words in quotation marks; else the point that was marked as met, said as such, if any.

    What the cases of a task say stands as it is.
    """
    if strength.by_cases:
        return strength.quote
    point = f"marked as met: {strength.quote}" if strength.quote else ""
    return quoted_words(strength.quote) if strength.quoted else point


def concern_words(concern: Concern) -> str:
    """What fails, what was claimed or how far it went, and what to say instead; what each other lacked on its line."""
    return "\n".join(filter(None, ("; ".join(concern_parts(concern)), *other_parts(concern))))


def concern_parts(concern: Concern) -> list[str]:
    """What a concern says of its own answer, in parts: what fails, what was claimed, how far it went, what to say."""
    label, words = ("you said", concern.said) if concern.said else ("the claim:", concern.claim)
    parts = [f"{FAILS} {concern.fails}" if concern.fails else "", f"{label} {quoted_words(words)}" if words else ""]
    parts += [f"{ASTRAY if concern.astray else AS_FAR} {quoted_words(concern.reached)}" if concern.reached else ""]
    parts += [f"{SAY} {quoted_words(concern.say)}" if concern.say else ""]
    return [part for part in (*parts, lacked_words(concern)) if part]


def lacked_words(concern: Concern | OtherShortfall) -> str:
    """What is still to say, and whether some of it was said; empty where nothing is."""
    label = SAID_IN_PART if concern.in_part else STILL_TO_SAY
    return f"{label} {concern.lacked}" if concern.lacked else ""


def other_parts(concern: Concern) -> list[str]:
    """What the other answers of a concern lacked, one after the other, each with its subject in front.

    A second answer on the subject of the first is `another time`.
    """
    first = concern.title.rpartition(": ")[2].split("; ")[0]
    subjects = [ANOTHER_TIME if other.topic == first else f"on {other.topic}" for other in concern.others]
    return [f"{subject}, {lacked_words(other)}" for subject, other in zip(subjects, concern.others, strict=True)]


RARE = 0.2  # of honest people: fewer would leave so many points unheard, which is worth saying
NO_AREA = "You did about the same in every area you answered on."
NOT_FOR_SURE = "Only a few answers each"


def area_sentences(assessment: rec.Assessment) -> list[str]:
    """The areas that differ, one a line; the others that were asked as about the same; and those not asked."""
    apart, areas = areas_apart(assessment), assessment.areas
    named, sentences = {area.area for area, _ in apart}, []
    for area, above in apart:
        than = f"than the rest ({plural(area.questions, 'answer')})"
        sentences.append(f"{area.title}: {'better' if above else 'weaker'} {than}")
    if same := [a for a in areas if a.area not in named and a.questions]:
        counted = _seen_so_far(same)
        alike = f"About the same: {'; '.join(a.title for a in same)}" if apart else NO_AREA.rstrip(".")
        told = counted or (f"Answers on one area only: {same[0].title}" if len(same) == 1 and not apart else alike)
        told += _weakest_beside(assessment, same if counted else ()) if len(same) > 1 and not apart else ""
        sentences.append(told if apart else f"{told}.")
    checked = {check.area for check in assessment.checks if check.correct is not None}
    if unasked := [a.title for a in areas if not a.questions and a.weight > 0 and a.area not in checked]:
        when = "here" if assessment.level.earlier else "yet"
        sentences.append(f"No answer {when}: {'; '.join(unasked)}")
    return sentences


def _weakest_beside(assessment: rec.Assessment, counted: Sequence[rec.AreaResult]) -> str:
    """Which area is the weakest so far; beside areas that were `counted`, one that no other of them went below.

    Another, or one without an answer here, is so by all interviews, and says it; none is where there was only this one.
    """
    weakest = next((a for a in assessment.areas if a.area == assessment.weakest), None)
    if weakest is None:
        return ""
    if weakest.questions and (not counted or (weakest in counted and is_lowest_counted(weakest, counted))):
        return f"; weakest so far: {weakest.title}" if counted else f", if anything weakest in {weakest.title}"
    return f"; weakest over all interviews: {weakest.title}" if assessment.level.earlier else ""


def _seen_so_far(areas: Sequence[rec.AreaResult]) -> str:
    """How many answers of each of these areas were solid, the best first; empty where they went alike in all."""
    if len({a.solid / a.questions for a in areas}) < 2:
        return ""
    ordered = sorted(areas, key=lambda a: (-a.solid / a.questions, -a.questions))
    return f"{NOT_FOR_SURE}: {'; '.join(f'{a.title}, {seen_words(a, brief=True)}' for a in ordered)}"


TO_GO_OVER = 2  # subjects to go over; a third one takes no more room than "1 more"


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
    if checks:
        one = f"the one check {answered_words(checks[0])}"
        counted.append(one if len(checks) == 1 else checks_words(checks, "check"))
    short = list(dict.fromkeys(in_sentence(q.concept_title or "") for q in told if q.fell_short))
    named = short if len(short) <= TO_GO_OVER + 1 else [*short[:TO_GO_OVER], f"{len(short) - TO_GO_OVER} more"]
    return "; ".join(filter(None, (", ".join(counted), f"to go over: {'; '.join(named)}" if short else "")))
