"""The debrief as a panel writes it: strengths, concerns, what would change its mind, and what wasn't asked."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.scoring import SHORT, SOLID
from simulator.graph.records import OPEN_ENDED, Graph, Role
from simulator.report.debrief.advert import advert_sentence, leaned_on
from simulator.report.debrief.concerns import concerns
from simulator.report.debrief.interview_habits import interview_habits
from simulator.report.debrief.own_words import all_of, in_sentence
from simulator.report.debrief.shortfalls import was_lowered
from simulator.report.debrief.strengths import strengths
from simulator.report.debrief_records import AdvertArea, Concern, Recommendation, Strength
from simulator.report.figures.readiness import ScoredAnswer
from simulator.report.records import AreaStanding, Assessment
from simulator.report.tally import areas_of
from simulator.session.interview.turn import Turn

CHANGES = 2
DESIGN_FROM = 4  # the tier from which a panel wants to see a design
BASICS = 2  # the tier up to which a question asks for fundamentals
UNASKED = 3  # areas named that the interview did not get to
NOT_ASKED_ABOUT = ", which we didn't ask about"
NOT_ASKED_FOR = ", which we didn't ask for"


class Shown(NamedTuple):
    """What the answers of an interview, and `earlier` ones, showed for a role.

    `left` are the titles of the areas that this one didn't get to; None if nothing was left out, as it was chosen.
    """

    turns: Sequence[Turn]
    left: Sequence[str] | None
    graph: Graph
    role: Role
    earlier: Sequence[ScoredAnswer]

    @property
    def answered(self) -> list[Turn]:
        """The questions of this interview that were answered."""
        return _answered(self.turns)

    @property
    def areas_earlier(self) -> frozenset[str]:
        """The areas that earlier answers were on."""
        return frozenset().union(*(answer.areas for answer in self.earlier))


def debriefed(
    recommendation: Recommendation,
    turns: Sequence[Turn],
    graph: Graph,
    role: Role,
    *,
    chosen: bool = False,
    advert: Sequence[AdvertArea] = (),
    unmet: Sequence[str] = (),
    doubted: bool = False,
    earlier: Sequence[ScoredAnswer] = (),
) -> Recommendation:
    """A recommendation with what spoke for and against, from the items that may be told.

    Where the candidate had `chosen` what is asked, there is nothing that the interview did not get to. What an `advert`
    asks for comes before what the role does; `unmet` is what it names and nothing asked spoke of. Marks that are
    `doubted` aren't enough by themselves to be praised for. What `earlier` answers showed needs no showing again.
    """
    scored = [turn for turn in turns if turn.settled or turn.left_with_code]
    praise = strengths(scored, graph, role)
    if recommendation.contradicted or doubted:
        praise = tuple(strength for strength in praise if strength.quoted or strength.by_cases)
    advert = () if chosen else advert
    answered = bool(_answered(turns))
    by_advert = [area.title for area in leaned_on(advert) if answered and not (area.asked or area.own_work)]
    left = None if chosen else [*dict.fromkeys((*by_advert, *unasked(turns, graph, role)))]
    would = changes(recommendation, Shown(scored, left, graph, role, earlier))
    left_out = tuple(by_advert or left or ())[:UNASKED]
    if left_out and not names_all(would, left_out):  # then a sentence of its own says it
        would = tuple(phrase.replace(NOT_ASKED_ABOUT, "") for phrase in would)
    return replace(
        recommendation,
        strengths=praise,
        concerns=tuple(_without_praised(concerns(scored, graph, role, recommendation.tier), praise)),
        changes=would,
        manner=interview_habits([turn for turn in scored if turn.settled], graph),
        unasked=left_out,
        advert=advert_sentence(turns, advert, graph),
        unasked_by_advert=bool(by_advert),
        advert_areas=tuple(advert),
        advert_unmet=tuple(unmet) if advert else (),
    )


def _without_praised(against: Sequence[Concern], praise: Iterable[Strength]) -> Iterator[Concern]:
    """The concerns, without any quotation that already speaks for the candidate, or is told as a mistake."""
    quoted = {strength.quote for strength in praise if strength.quoted} | {concern.said for concern in against}
    return (replace(concern, reached="", astray=False) if concern.reached in quoted else concern for concern in against)


def names_all(would: Sequence[str], areas: Sequence[str]) -> bool:
    """Whether what would change the panel's mind says of all these areas that they weren't asked about."""
    told = " ".join(phrase for phrase in would if NOT_ASKED_ABOUT in phrase)
    return all(in_sentence(area) in told for area in areas)


def changes(recommendation: Recommendation, shown: Shown) -> tuple[str, ...]:
    """What would change the panel's mind, as one or two short phrases; nothing where nothing was answered.

    They're what is still needed or, for a yes, what would have to go badly (`text.debrief.changes_sentence`). If
    another hour would hardly change the recommendation, no single answer is said to.
    """
    if not shown.answered:
        return ()
    if recommendation.by_code:  # nothing but that round is judged
        code = recommendation.code_round
        settled = code is None or code.word != "too little to say"
        hard = any(turn.question.is_coding and turn.asked.tier >= recommendation.tier for turn in shown.answered)
        return () if settled else (f"{'another' if hard else 'a'} task at {recommendation.level} level",)
    phrases = {"not yet": _from_below, "yes": _against}.get(recommendation.word, _for)
    would = phrases(recommendation, shown)
    named = tuple(dict.fromkeys(would))[:CHANGES]
    return named if recommendation.word else tuple(_as_asked(phrase, recommendation.level) for phrase in named)


def _as_asked(phrase: str, level: str) -> str:
    """Without a recommendation there's nothing to change yet: what would be asked next, not how to answer it."""
    phrase = phrase.replace("at that level", f"at {level} level")  # which no headline names then
    subject = re.sub(rf"^(a )?{SOLID} answers? on ", "", phrase)
    return subject.replace("where yours fell", "where you fell").replace("of yours fell", "of your answers fell")


def asked_for_neither(would: Sequence[str]) -> tuple[str, ...]:
    """What would change the panel's mind; that it asked for neither of two is said once, behind both."""
    bare = tuple(phrase.removesuffix(NOT_ASKED_ABOUT).removesuffix(NOT_ASKED_FOR) for phrase in would)
    match bare:
        case (one, other) if one not in would and other not in would:
            return (one, f"{other}; we asked for neither")
    return tuple(would)


def _answered(turns: Sequence[Turn]) -> list[Turn]:
    return [turn for turn in turns if turn.check is None and turn.has_result]


def _from_below(recommendation: Recommendation, shown: Shown) -> Iterator[str]:
    """What could bring up a "not yet": the fundamentals first, then what fell short, then what was not asked."""
    answered, graph = shown.answered, shown.graph
    failed = [turn for turn in answered if _short(turn) and turn.question.kind != "experience"]
    failed.sort(key=lambda turn: -shown.role.areas.get(turn.asked.area, 0.0))
    basic = [turn for turn in failed if turn.asked.tier <= BASICS]
    first = bool(basic) and (recommendation.tier <= BASICS + 1 or 2 * len(basic) >= len(failed))
    areas = list(dict.fromkeys(_area(turn, graph) for turn in (basic if first else failed)))[:2]
    if first:
        yield f"the fundamentals first, with {SOLID} answers on {all_of(areas)}"
    elif areas:
        yield f"{SOLID} answers on {all_of(areas)}, {_where(answered, failed, areas, graph)}"
    yield from _unasked_phrase(f"then {SOLID} answers on " if areas else f"{SOLID} answers on ", shown)


def _for(recommendation: Recommendation, shown: Shown) -> Iterator[str]:
    """What could settle it for the candidate: what fell short at that level, a design, what was not asked."""
    answered, graph, weights = shown.answered, shown.graph, shown.role.areas
    designs = [turn for turn in answered if turn.question.kind == "design"]
    failed = [turn for turn in answered if _short(turn) and turn.question.kind not in ("design", "experience")]
    often = Counter(turn.asked.area for turn in failed)
    failed.sort(
        key=lambda t: (t.asked.tier > recommendation.tier, -weights.get(t.asked.area, 0.0) * often[t.asked.area])
    )
    if designs and all(_short(turn) for turn in designs):
        no_number = any(p.tag == "number" and t.marks.get(p.id) != "partly" for t in designs for p in t.missed)
        better = "a design with its figures worked out" if no_number else "a design with its main points made"
        yield better if any(turn.stage is None for turn in designs) else "a design carried to its conclusion"
    areas = list(dict.fromkeys(_area(turn, graph) for turn in failed))
    if areas and recommendation.firm:
        yield f"{SOLID} answers on {all_of(areas[:2])}, {_where(answered, failed, areas[:2], graph)}"
    elif areas:
        yield f"a {SOLID} answer on {areas[0]}, {_where(answered, failed, areas[:1], graph)}"
    unseen = _unseen(SOLID, shown)
    if recommendation.word == "leaning not yet":  # then a design comes last
        yield from unseen
    asked = {turn.asked.id for turn in shown.turns}
    talk = (q for q in graph.questions.values() if not q.is_coding)
    others = [q for q in talk if q.id not in asked]  # a small bank may have none
    designed = designs or any(answer.tier == OPEN_ENDED and answer.solid for answer in shown.earlier)
    due = shown.left is not None and not designed and any(q.kind == "design" for q in others)
    if due and recommendation.tier >= DESIGN_FROM and not recommendation.firm:
        yield f"an open-ended design with its figures{NOT_ASKED_FOR}"
    yield from unseen
    tiers = [*(answer.tier for answer in shown.earlier), *(turn.asked.tier for turn in answered)]
    hard = sum(tier >= recommendation.tier for tier in tiers)
    if recommendation.tier and hard < P.YES_AT_TIER and any(q.tier >= recommendation.tier for q in others):
        yield "more questions at that level" if hard else "a question at that level"


def _where(answered: Sequence[Turn], failed: Sequence[Turn], areas: Sequence[str], graph: Graph) -> str:
    """What happened in these areas: not knowing isn't an answer that fell short, and one of several isn't all.

    Nor is what fell short by the candidate's own verdict alone: that is said.
    """
    failed = [turn for turn in failed if _area(turn, graph) in areas]
    those = [turn for turn in failed if not was_lowered(turn)]
    if not those:
        return "where you rated yourself lower than your points did"
    held = len(those) < len(failed) or any(_area(turn, graph) in areas and not _short(turn) for turn in answered)
    if all(turn.dont_know for turn in those):
        some = "one question" if len(those) == 1 else "some questions"
        return f"where you didn't know the answer to {some}" if held else "where you said you didn't know"
    return f"where {'one' if len(those) == 1 else 'some'} of yours fell short" if held else "where yours fell short"


def _against(recommendation: Recommendation, shown: Shown) -> Iterator[str]:
    """What would have to go badly to bring down a yes: what weighs most and has no answer, else several at that level.

    More weak answers above the level would change nothing. Of a firm one where all that weighs has an answer it would
    take a bad hour.
    """
    unseen = [*_unseen("", shown)]
    yield from unseen or [
        f"{'most of another hour' if recommendation.firm else 'several answers'} at {recommendation.level} level"
    ]


def _unseen(what: str, shown: Shown) -> Iterator[str]:
    """Such answers on what was not asked about, then on the heaviest area that only checks were on.

    Without a word for the answers, it's the areas alone.
    """
    answers_on = f"{what} answers on " if what else ""
    yield from _unasked_phrase(answers_on, shown)
    if shown.left is not None and (area := only_checked(shown)):
        checks = [turn for turn in _answered_checks(shown.turns) if turn.asked.area == area]
        had = "only had a quick check" if len(checks) == 1 else "only had quick checks"
        if not any(turn.correct for turn in checks):
            all_wrong = {1: "the one quick check", 2: "both quick checks"}.get(len(checks), "all quick checks")
            had = f"got {all_wrong} wrong"
        yield f"{answers_on}{in_sentence(shown.graph.areas[area].title)}, where you {had}"


def _unasked_phrase(what: str, shown: Shown) -> Iterator[str]:
    """Of what this interview didn't get to: what none got to, then what went badly in earlier ones, two of each."""
    held = {area for answer in shown.earlier if answer.solid for area in answer.areas}
    fell, held = ({shown.graph.areas[area].title for area in of} for of in (shown.areas_earlier - held, held))
    left = [title for title in shown.left or () if title not in held]
    if new := [title for title in left if title not in fell]:
        yield f"{what}{all_of(new[:2])}{NOT_ASKED_ABOUT}"
    if short := [title for title in left if title in fell]:
        yield f"{what}{all_of(short[:2])}, where an earlier answer fell short"


def _short(turn: Turn) -> bool:
    return turn.scored is not None and turn.scored.verdict in SHORT


def _area(turn: Turn, graph: Graph) -> str:
    return in_sentence(graph.area_title(turn.asked.area))


def unasked(turns: Sequence[Turn], graph: Graph, role: Role) -> list[str]:
    """The titles of areas that weigh more than the role's mean and were not asked about, the heaviest first.

    An area that was asked about and got no answer was not left out, nor one that a check was on, though no word rests
    on a check alone.
    """
    answered = _answered(turns)
    asked = {turn.asked.area for turn in turns} | _asked(turns, graph)
    asked |= {graph.area_of(c) for turn in answered for c in turn.asked.concepts if c in graph.concepts}
    return [graph.areas[area].title for area in _heavy(graph, role) if area not in asked] if answered else []


def only_checked(shown: Shown) -> str:
    """The heaviest of such areas that checks were on, and no question, here or earlier; empty without one.

    One in which several checks were wrong and none right comes first, whatever it weighs: more is open there.
    """
    asked, role = _asked(shown.turns, shown.graph) | shown.areas_earlier, shown.role
    checks = Counter((turn.asked.area, bool(turn.correct)) for turn in _answered_checks(shown.turns))
    checked = {area for area, _ in checks} - asked
    failed = [area for area in checked if checks[area, False] > 1 and not checks[area, True] and role.areas.get(area)]
    if failed:
        return max(failed, key=lambda area: role.areas[area])
    return next((area for area in _heavy(shown.graph, role) if area in checked), "")


def _answered_checks(turns: Sequence[Turn]) -> list[Turn]:
    """The checks that came out right or wrong: one that was skipped or set aside is neither."""
    return [turn for turn in turns if turn.check is not None and turn.correct is not None]


def _asked(turns: Sequence[Turn], graph: Graph) -> set[str]:
    """The areas of the questions, a design's own included."""
    questions = [turn.asked for turn in turns if turn.check is None]
    return {area for asked in questions for area in areas_of(graph, asked.area, asked.tier)}


def _heavy(graph: Graph, role: Role) -> list[str]:
    """The areas that weigh more than the role's mean, the heaviest first."""
    weights = {area: weight for area, weight in role.areas.items() if weight > 0 and area in graph.areas}
    mean = sum(weights.values()) / len(weights) if weights else 0.0
    return [area for area in sorted(weights, key=lambda a: -weights[a]) if weights[area] > mean]


APART = 0.15  # of the chance of a solid answer: without a strong area one candidate in 15 has an area so far above


def areas_apart(assessment: Assessment) -> list[tuple[AreaStanding, bool]]:
    """The areas with an answer that differ, the weakest first, each with whether it is better than the rest.

    An area is weaker where tonight's advice says so, by the same rule. It is better where its chance lies more than 15
    points above the mean of the others, and nothing in it is advised or was held against the candidate.
    """
    gaps = {item.area for item in assessment.tonight if item.gap}
    against = {position for concern in assessment.recommendation.concerns for position in concern.positions}
    held = {item.area for item in assessment.tonight}
    held |= {question.area for question in assessment.questions if question.position in against}
    held |= {check.area for check in assessment.checks if check.position in against}
    asked = [area for area in assessment.areas if area.questions]
    apart = [(area, False) for area in asked if area.area in gaps]
    for area in asked:
        others = [other.mastery for other in assessment.areas if other.area != area.area]
        if area.area not in held and others and area.mastery - sum(others) / len(others) > APART:
            apart.append((area, True))
    return sorted(apart, key=lambda pair: pair[0].mastery)
