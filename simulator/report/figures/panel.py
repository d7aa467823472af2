"""What a panel would recommend at a level, its neighbours and the role's own target, and what it rests on.

Every recommendation starts from even odds at its own bar, for everybody, and goes by the chance of being there or above
after all that was shown. So the same answers give the same word for the same level, whatever seniority was claimed. The
bar, the mean difficulty of the level's tier, is our convention and not an employer's.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, reduce
from typing import TYPE_CHECKING, NamedTuple

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.evidence import SCORED_BY
from simulator.engine.model.surprise import chance_of_checks
from simulator.engine.scoring import SOLID, SOLID_RANK, STRONG
from simulator.graph.records import Graph, Role
from simulator.graph.speech import title_within
from simulator.graph.text import names, plural, upper_first
from simulator.report import records as rec
from simulator.report.concept_records import is_lowest_counted
from simulator.report.debrief.concerns import wrong_claims
from simulator.report.debrief_records import FIRMLY, WORDS, LevelWord, Recommendation, Word, said_as
from simulator.report.figures.marks_vs_words import MarkEvidence, marks_of, marks_of_evidence
from simulator.report.figures.questions import revealed_turns, scored_turns
from simulator.report.figures.readiness import (
    JudgedLevel,
    ReadinessEvidence,
    ScoredAnswer,
    WrittenTask,
    checked_in,
    code_round,
    ended_early,
    is_used_up,
    judged,
    may_move,
    only_code,
    short_of_yes,
    silence,
    what_it_is_for,
    word_of,
)
from simulator.report.tally import areas_of
from simulator.session.archive.facts import ItemFact
from simulator.session.interview.history import Looks, PastSession, carried, looked_at
from simulator.session.interview.outcome_words import ONE_NOT_KNOWN, right_or_wrong
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import State
from simulator.session.interview.turn import Turn

if TYPE_CHECKING:
    from simulator.engine.model.bank import Bank
    from simulator.engine.model.belief import Belief

Through = Callable[["Belief", Looks], "Belief"]  # what the evidence makes of a start
USED_UP = "You've had every question of this bank, so another hour here would say little more."
MARKED_AS_MET = "you marked as met"
CHECKS_TOLD = re.compile(rf"checks? (?:were |was )?(?:right|wrong)|{ONE_NOT_KNOWN}")
OPEN_NAMED = 2  # areas without an answer, the heaviest
HEAVIEST = 2  # areas that the role, or the advert, asks most about


class RecommendationBasis(NamedTuple):
    """What a word rests on, in sentences, and whether it is `firm`: another hour would hardly move it.

    Without `could_rise` another hour could only bring it down.
    """

    text: str
    firm: bool
    could_rise: bool = True


@dataclass(frozen=True)
class Panel:
    """Judges a candidate for a role at any tier, by everything shown.

    `start` is the belief with even odds at a tier, `through` what the evidence makes of a start. Marks that are
    not borne out at all count for nothing. `together` is what was shown with all earlier interviews. `_beliefs` and
    `_words` are caches.
    """

    graph: Graph
    role: Role
    start: Callable[[int], "Belief"]
    through: Through
    evidence: ReadinessEvidence
    together: ReadinessEvidence | None = None
    _beliefs: dict[int, "Belief"] = field(default_factory=dict)
    _words: dict[int, JudgedLevel] = field(default_factory=dict)

    def at(self, tier: int) -> JudgedLevel:
        """The word at a tier."""
        if tier not in self._words:
            self._words[tier] = self._judged_at(tier)
        return self._words[tier]

    def over_all(self, tier: int) -> str:
        """The word by all interviews together as it's said, where this one has too few answers; empty if not firm."""
        if self.together is None or not self.evidence.earlier or self.at(tier).word:
            return ""
        level = replace(self, evidence=self.together, _words={}).at(tier)
        return "" if level.contradicted else said_as(level.word, undecided=level.undecided)

    def _judged_at(self, tier: int) -> JudgedLevel:
        """The word at a tier, with what the level itself makes of the marks."""
        if silence(self.evidence):
            return judged(0.0, self.evidence, self.role, tier, {})
        marks = self.evidence.marks.at(tier)
        if marks.checks and not marks.checks_bear_out:  # a second fold, which takes as long as the first
            by_marks = self.through(self.start(tier), "marks")
            marks = replace(marks, promised=chance_of_checks(by_marks, self.evidence.checks))
        evidence = replace(self.evidence, marks=marks)
        if not marks.refuted:
            return judged(self.chance(tier), evidence, self.role, tier, self.titles)
        from simulator.engine.model.level import chance_at  # numpy

        left = chance_at(self.through(self.start(tier), "no marks"), self.role, tier)
        return judged(left, evidence, self.role, tier, self.titles)

    def chance(self, tier: int) -> float:
        """The chance of being at the bar of a tier or above it."""
        from simulator.engine.model.level import chance_at  # numpy

        return chance_at(self._after(tier), self.role, tier)

    def later(self, tier: int) -> tuple[Word, Word]:
        """The words that as many answers again may bring, where they go worse or better."""
        from simulator.engine.model.level import chances_later  # numpy

        worse, better = chances_later(self._after(tier), self.start(tier), self.role, tier)
        return word_of(worse), word_of(better)

    def basis(self, tier: int, *, terms_open: bool = False, heard_apart: bool = False) -> RecommendationBasis:
        """What a word rests on, and how far another hour could move it; empty where nothing was answered here.

        While `terms_open`, something that an advert names didn't come up: no word is firm then. What was heard of the
        marks isn't counted where a sentence of its own does (`heard_apart`), or what holds the word back.
        """
        evidence, titles, marks = self.evidence, self.titles, self.evidence.marks
        if not evidence.here:
            return RecommendationBasis("", firm=False)
        of = [a for a in titles if not self.role.areas or self.role.areas.get(a)]
        met, now = sum(area in evidence.areas for area in of), evidence.here
        earlier = (
            f" and {evidence.earlier} earlier {'one' if evidence.earlier == 1 else 'ones'}" if evidence.earlier else ""
        )
        counted = f"{plural(now, 'answer')}{earlier} in {met} of {plural(len(of), 'area')}"
        why = self.at(tier).why
        told = heard_apart or MARKED_AS_MET in why
        backed = [f"what you wrote {marks.touches} {MARKED_AS_MET}{marks.as_usual}"] if marks.met and not told else []
        of_all = f"{marks.right} of {marks.checks} checks right"
        of_one = ONE_NOT_KNOWN if marks.unknown else f"you got the one check {right_or_wrong(correct=marks.right == 1)}"
        checked = marks.checks and not CHECKS_TOLD.search(why)
        backed += [f"{of_one if marks.checks == 1 else f'you got {of_all}'}{marks.more_checks}"] if checked else []
        who = "the simulated candidate" if evidence.is_demo else "you"
        sentences = [f"Based on {counted}{self._for_no_area()}, marked by {who}.", evidence.ended_early]
        if backed:
            where = "in this interview " * (evidence.earlier > 0)  # beside earlier answers, which are counted above
            sentences.append(f"{upper_first(where + ', and '.join(backed))}.")
        sentences.append(evidence.held_to)
        left_open, could_rise = "", True
        if word := self.at(tier).word:
            worse, better = self.later(tier)
            if marks.unfounded:  # another hour of such marks is no way to a better word
                better = min(better, word, key=WORDS.index)
            could_rise = WORDS.index(better) > WORDS.index(word) or worse == word
            left_open = may_move(word, worse, better) or self._still_open(word)
            left_open = USED_UP if evidence.used_up and left_open else left_open
            sentences.append(left_open or ("" if terms_open else self._firmly(of)))
        firm = bool(word) and not left_open and not terms_open
        return RecommendationBasis(" ".join(filter(None, sentences)), firm=firm, could_rise=could_rise)

    def _for_no_area(self) -> str:
        """Which of the answers count for none of these areas, and that code is no answer here, in brackets."""
        stories = sum(not answer.areas for answer in self.evidence.answers)
        some = "one of them the story" if stories == 1 else f"{stories} of them stories"
        level = "" if self.evidence.marks.tell_nothing else "for your level but "  # then no mark counts, nor a rating
        told = [f"{some} of your own work, which count{'s' * (stories == 1)} {level}for no area"] if stories else []
        told += ["code is judged apart"] if self.evidence.tasks else []
        return f" ({'; '.join(told)})" if told else ""

    def _firmly(self, areas: Sequence[str]) -> str:
        """That another hour like it would hardly change a word, and which of these areas it was made without."""
        coded = {task.area for task in self.evidence.tasks}
        left = [area for area in areas if area not in self.evidence.areas | coded]
        left.sort(key=lambda area: -self.role.areas.get(area, 0.0))
        if not left:
            return f"{FIRMLY}."
        shown = left if len(left) <= OPEN_NAMED + 1 else left[:OPEN_NAMED]
        more = [f"in {plural(len(left) - len(shown), 'other area')}"] if len(left) > len(shown) else []
        titles = [f"on {title_within(self.graph, self.titles[area])}" for area in shown]
        return f"{FIRMLY}; other questions could still show where you stand {names([*titles, *more])}."

    def _still_open(self, word: Word) -> str:
        """Heavy areas without an answer, or on the side of yes without a solid one, in a sentence; empty for none."""
        weights = {area: weight for area, weight in self.role.areas.items() if weight and area in self.titles}
        heaviest = sorted(weights, key=lambda area: -weights[area])
        heavy = [area for area in heaviest if weights[area] * len(weights) > sum(weights.values())]
        held = frozenset().union(*(answer.areas for answer in self.evidence.answers if answer.solid))
        coded = {task.area for task in self.evidence.tasks}  # whoever wrote code there was asked about it
        seen = (held if word in WORDS[2:] else self.evidence.areas) | coded
        thin = [area for area in heaviest[:HEAVIEST] if area not in seen]
        thin += [area for area in heavy if area not in self.evidence.areas | coded and area not in thin]
        return f"Still open: {names([*map(self._thinly, thin[:OPEN_NAMED])])}." if thin else ""

    def _thinly(self, area: str) -> str:
        """An area with how little of it there was: `foundations (1 check right, no question answered yet)`."""
        checks = checked_in(area, self.graph, (self.together or self.evidence).checks)
        little = f"{SOLID} answer" if area in self.evidence.areas else "question answered"
        return f"{title_within(self.graph, self.titles[area])} ({checks}no {little} yet)"

    @cached_property
    def titles(self) -> dict[str, str]:
        """The areas that can be asked about."""
        return {area: self.graph.areas[area].title for area in self.graph.areas_asked}

    def _after(self, tier: int) -> "Belief":
        if tier not in self._beliefs:
            self._beliefs[tier] = self.through(self.start(tier), "all")
        return self._beliefs[tier]


def panel_of_session(
    state: State, graph: Graph, role: Role, selection: Selection, questions: Sequence[rec.QuestionResult]
) -> Panel:
    """What judges a session, with what earlier ones showed."""
    turns, earlier = scored_turns(state), answers_of_past(graph, selection.past)
    had = {turn.asked.id for turn in state.turns}.union(*(session.asked for session in selection.past))
    evidence = ReadinessEvidence(
        answers=(*earlier, *answers_of_session(graph, questions)),
        earlier=len(earlier),
        asked=len(questions),
        skipped=sum(q.skipped for q in questions),
        waiting=sum(q.waiting or bool(q.verdict and q.tier is None) for q in questions),
        too_short=what_it_is_for(state.header),
        ended_early=ended_early(state),
        marks=marks_of(turns),
        checks=[piece for piece in selection.evidence(turns) if piece.kind == "check"],
        tasks=(*tasks_of_past(graph, selection.past), *tasks_of_session(graph, revealed_turns(state))),
        used_up=is_used_up(graph, had),
        is_demo=state.header.is_demo,
        claims=len({claim[2] for turn in turns if not turn.check for claim in wrong_claims(turn, graph) if claim[-1]}),
    )
    told = [[e for e in session.evidence if e.item not in session.secret] for session in selection.past]
    together = replace(
        evidence,
        earlier=0,
        asked=evidence.asked + sum(item in graph.questions for session in selection.past for item in session.asked),
        skipped=evidence.skipped + sum(session.skipped for session in selection.past),
        marks=reduce(lambda after, pieces: after.after(marks_of_evidence(pieces)), told, evidence.marks),
        checks=[*(piece for pieces in told for piece in pieces if piece.kind == "check"), *evidence.checks],
    )

    def through(start: "Belief", looks: Looks) -> "Belief":
        """What this session and those before it make of a start."""
        return selection.belief_from(start, turns, looks)

    return Panel(graph, role, _even_odds(selection.bank, role), through, evidence, together)


def panel_of_past(
    graph: Graph,
    bank: "Bank",
    role: Role,
    past: Sequence[PastSession],
    asked: Sequence[ItemFact],
    waiting: int,
    marks: MarkEvidence,
    now: datetime,
) -> Panel:
    """What judges all sessions together; those that wait for their scores are left out."""
    answers = answers_of_past(graph, past)
    waiting += sum(i.verdict is not None and not i.scored for i in asked)  # of an interview left while it was judged

    def through(start: "Belief", looks: Looks) -> "Belief":
        """What all sessions make of a start until now."""
        return carried(start, [replace(p, evidence=tuple(looked_at(p.evidence, looks))) for p in past], now)

    evidence = ReadinessEvidence(
        answers=answers,
        asked=len(asked),
        skipped=sum(i.skipped for i in asked),
        waiting=0 if answers else waiting,
        marks=marks,
        checks=[e for p in past for e in p.evidence if e.kind == "check"],
        tasks=[task._replace(earlier=False) for task in tasks_of_past(graph, past)],
        used_up=is_used_up(graph, {item.item for item in asked}),
    )
    return Panel(graph, role, _even_odds(bank, role), through, evidence)


def _even_odds(bank: "Bank", role: Role) -> Callable[[int], "Belief"]:
    """The start at each tier's own bar."""
    from simulator.engine.model.priors import Prior  # numpy

    return lambda tier: Prior.at_bar(bank, role, tier)


def recommendation(
    panel: Panel, seniority: str, own_tier: int, *, terms_open: bool = False, heard_apart: bool = False
) -> Recommendation:
    """What is recommended at a seniority, with the levels beside it and the role's `own_tier` if that's higher.

    The rest is as of `Panel.basis`.
    """
    tier, level_of = P.TARGET_TIERS[seniority], {at: name for name, at in P.TARGET_TIERS.items()}
    judged_level = panel.at(tier)
    near = [name for name, at in P.TARGET_TIERS.items() if abs(at - tier) == 1]
    neighbours = [_level_beside(panel, name, P.TARGET_TIERS[name], above=P.TARGET_TIERS[name] > tier) for name in near]
    basis = panel.basis(tier, terms_open=terms_open, heard_apart=heard_apart)
    role_level = level_of.get(own_tier, f"tier {own_tier}")
    for_role = (
        _level_beside(panel, role_level, own_tier, above=True) if own_tier > tier else LevelWord("", own_tier, "")
    )
    return Recommendation(
        level=seniority,
        tier=tier,
        word=judged_level.word,
        undecided=judged_level.undecided,
        why=judged_level.why,
        contradicted=judged_level.contradicted,
        for_role=for_role.word,
        for_role_undecided=for_role.undecided,
        role_level=for_role.level,
        neighbours=tuple(neighbours),
        basis=basis.text,
        firm=basis.firm,
        could_rise=basis.could_rise,
        over_all=panel.over_all(tier),
        code_round=code_round(panel.evidence.tasks, seniority, tier),
        by_code=only_code(panel.evidence),
    )


def _level_beside(panel: Panel, level: str, tier: int, *, above: bool) -> LevelWord:
    """The word at a level beside the one that is judged; for one above it also what a yes there lacks."""
    word, _, undecided = panel.at(tier)
    leans = above and word == WORDS[-2]  # beside a yes it reads like praise
    lacks = short_of_yes(panel.evidence, tier, barely=undecided) if leans else ""
    return LevelWord(level=level, tier=tier, word=word, lacks=lacks, undecided=undecided)


def ready_phrases(panel: Panel, areas: Sequence[rec.AreaStanding], first: str, weakest: str) -> dict[str, str]:
    """Whether the candidate is ready for a `screen`, one tier below the target, and for an `onsite`, at it.

    All but "not yet" come with the gaps in the area that work begins with, or that it's called the `weakest`.
    """
    target = panel.role.target_tier
    judged_at = {"screen": panel.at(max(1, target - 1)), "onsite": panel.at(target)}
    held = ""
    named = weakest == first and all(is_lowest_counted(a, areas) for a in areas if a.area == first)
    for area in (a for a in areas if a.area == first and (a.gaps or named)):
        gaps = "a gap" if area.gaps == 1 else f"{area.gaps} gaps" if area.gaps else "weakest so far"
        held = f"; {gaps} in {area.title}"
    return {name: f"{at.phrase}{held if at.word and at.word != WORDS[0] else ''}" for name, at in judged_at.items()}


def answers_of_past(graph: Graph, past: Iterable[PastSession]) -> list[ScoredAnswer]:
    """The scored answers of earlier sessions; each once, whatever evidence it left. A task isn't an answer."""
    answers = []
    for session in past:
        ranks: dict[str, int] = {}  # an answer with two verdicts has two pieces, and the lower one counts
        for piece in session.evidence:
            if piece.kind in SCORED_BY and piece.item not in session.secret:
                ranks[piece.item] = min(piece.category, ranks.get(piece.item, piece.category))
        known = (graph.questions[item] for item in session.asked if item in ranks and item in graph.questions)
        for question in (question for question in known if not question.is_coding):
            answer = _scored(graph, question.id, graph.area_of(question.primary), question.tier)
            answers.append(answer._replace(solid=ranks[question.id] >= SOLID_RANK))
    return answers


def answers_of_session(graph: Graph, questions: Iterable[rec.QuestionResult]) -> list[ScoredAnswer]:
    """The scored answers of a session to questions that the graph still has. A task isn't an answer."""
    asked = (q for q in questions if q.verdict and not q.waiting and q.code is None and q.id in graph.questions)
    return [
        _scored(graph, q.id, q.area, q.tier)._replace(solid=q.verdict in STRONG) for q in asked if q.tier is not None
    ]


def tasks_of_past(graph: Graph, past: Iterable[PastSession]) -> list[WrittenTask]:
    """The tasks handed in in earlier sessions, by what their cases said; what had been seen before does not count."""
    pieces = (piece for session in past for piece in session.evidence if piece.item not in session.secret)
    written = (piece for piece in pieces if piece.kind == "code" and not piece.seen_before)
    known = ((graph.questions[piece.item], piece) for piece in written if piece.item in graph.questions)
    return [WrittenTask(q.tier, piece.category, earlier=True, area=graph.area_of(q.primary)) for q, piece in known]


def tasks_of_session(graph: Graph, turns: Iterable[Turn]) -> list[WrittenTask]:
    """The tasks handed in in a session, of the items that may be told."""
    written = [(turn, turn.code_rank) for turn in turns if turn.asked.id in graph.questions and not turn.seen]
    return [WrittenTask(t.asked.tier, rank, area=t.asked.area) for t, rank in written if rank is not None]


def _scored(graph: Graph, item: str | None, area: str, tier: int) -> ScoredAnswer:
    concepts = graph.questions[item].concepts if item is not None and item in graph.questions else ()
    return ScoredAnswer(tier, areas_of(graph, area, tier, item), frozenset(map(graph.area_of, concepts)))
