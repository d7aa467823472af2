"""What a panel would recommend at a level, and what it rests on.

Every recommendation starts from even odds at its own bar, for everybody, and goes by the chance of being there or above
after all that was shown. So the same answers give the same word for the same level, whatever seniority was claimed. The
bar, the mean difficulty of the level's tier, is our convention and not an employer's.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.records import Graph, Role
from simulator.graph.text import names, plural
from simulator.report import records as rec
from simulator.report.concept_records import ConceptStanding, fell_short
from simulator.report.debrief_records import WORDS, LevelWord, Recommendation, Word
from simulator.report.figures.borne_out import NO_GROUNDS, Grounds
from simulator.report.figures.standing import areas_of
from simulator.session.interview.history import PastSession

if TYPE_CHECKING:
    from simulator.engine.model.belief import Belief
    from simulator.engine.model.evidence import Evidence

Through = Callable[["Belief", bool], "Belief"]  # what all evidence makes of a start; without the checks if not told so
NAMED = 3  # areas that were not asked
SCORED_BY = {"verdict", "at_least", "anchored", "dont_know"}  # kinds of evidence that a scored answer leaves
CUTS = (P.LEANING_NOT_YET_FROM, P.LEANING_YES_FROM, P.YES_FROM)


class ScoredAnswer(NamedTuple):
    """A scored answer to a question that the graph still has: its tier, and the areas it counts for."""

    tier: int
    areas: frozenset[str]


@dataclass(frozen=True)
class Shown:
    """What a recommendation may rest on: scored answers, of which so many are `earlier` ones.

    Of the questions `asked` so many were `skipped`. `waiting` counts answers without a score, `checks` are evidence.
    """

    answers: Sequence[ScoredAnswer] = ()
    earlier: int = 0
    asked: int = 0
    skipped: int = 0
    waiting: int = 0
    grounds: Grounds = NO_GROUNDS
    checks: Sequence["Evidence"] = ()

    @property
    def areas(self) -> frozenset[str]:
        """The areas with a scored answer."""
        return frozenset().union(*(answer.areas for answer in self.answers))


class Reserve(NamedTuple):
    """Why there is no plain yes: in a few words, and as a sentence.

    What is `told` is said beside any word; what `leads` is the headline, and the word only follows.
    """

    short: str
    sentence: str
    told: bool = False
    leads: bool = False


class JudgedLevel(NamedTuple):
    """The word at a level, and what is held against it."""

    word: Word
    reserves: tuple[Reserve, ...] = ()

    @property
    def why(self) -> str:
        """The reserves that belong to the word, in sentences."""
        return " ".join(reserve.sentence for reserve in self.reserves)

    @property
    def contradicted(self) -> bool:
        """Whether a contradiction is the headline."""
        return any(reserve.leads for reserve in self.reserves)

    @property
    def phrase(self) -> str:
        """The word with its reserves in a few words."""
        leads = "".join(f"{r.short}; by your own marks " for r in self.reserves if r.leads)
        return leads + "; ".join(filter(None, [self.word, *(r.short for r in self.reserves if not r.leads)]))


def word_of(chance: float) -> Word:
    """The word for a chance of being at the bar or above, before anything is held against it."""
    return WORDS[sum(chance >= cut for cut in CUTS)]


def judged(chance: float, shown: Shown, role: Role, tier: int, titles: Mapping[str, str]) -> JudgedLevel:
    """The word at a tier. `titles` are those of the areas that could be asked about."""
    if silent := _silence(shown):
        return JudgedLevel("", (silent,))
    word = word_of(chance)
    reserves = [
        *_contradiction(shown.grounds),
        *_skipped(shown),
        *_unread(shown.grounds),
        *_too_little(shown, role, tier, titles),
    ]
    if word != WORDS[-1]:
        return JudgedLevel(word, tuple(reserve for reserve in reserves if reserve.told))
    return JudgedLevel(WORDS[-2] if reserves else word, tuple(reserves))


def _silence(shown: Shown) -> Reserve | None:
    """Why nothing may be said at all."""
    if shown.waiting:
        waits = "answer waits" if shown.waiting == 1 else "answers wait"
        short = f"{shown.waiting} {waits} for {'its' if shown.waiting == 1 else 'their'} score"
        return Reserve(short, f"{short[0].upper()}{short[1:]}; until then there is no recommendation.")
    if not shown.answers:
        return Reserve("nothing was answered to judge it by", "Nothing was answered to judge it by.")
    if (count := len(shown.answers)) < P.FEWEST_ANSWERS:
        so_far = plural(count, "scored answer")
        return Reserve("too few answers to say", f"Too few answers to say: {so_far}, and it takes {P.FEWEST_ANSWERS}.")
    return None


def _contradiction(grounds: Grounds) -> list[Reserve]:
    if not grounds.doubted:
        return []
    if not grounds.refuted:
        return [Reserve(grounds.doubt_briefly, grounds.doubt, told=True)]
    by = "your checks" if grounds.checks_contradict else "what you wrote"
    return [Reserve(f"not borne out by {by}", grounds.doubt, told=True, leads=True)]


def _skipped(shown: Shown) -> list[Reserve]:
    if shown.skipped <= P.SKIPPED_SHARE * shown.asked:
        return []
    sentence = f"You passed on {shown.skipped} of {plural(shown.asked, 'question')}, which is more than one in five."
    return [Reserve(f"{shown.skipped} of {shown.asked} questions passed on", sentence, told=True)]


def _unread(grounds: Grounds) -> list[Reserve]:
    if not grounds.by_own_marks:
        return []
    return [
        Reserve(
            "by your own marks",
            "This is by your own marks: there were no words to read, and the checks do not bear them out.",
            told=True,
        )
    ]


def _too_little(shown: Shown, role: Role, tier: int, titles: Mapping[str, str]) -> list[Reserve]:
    """What a yes still needs of answers, of hard enough ones, and of areas."""
    found = []
    if (count := len(shown.answers)) < P.YES_ANSWERS:
        found.append(Reserve("too few answers", f"A yes takes {P.YES_ANSWERS} scored answers; these are {count}."))
    if (hard := sum(answer.tier >= tier for answer in shown.answers)) < P.YES_AT_TIER:
        asked = f"{hard or 'none'} of your answers {'was' if hard == 1 else 'were'}"
        sentence = f"A yes takes {P.YES_AT_TIER} answers at tier {tier} or above; {asked}."
        found.append(Reserve(f"too little at tier {tier}", sentence))
    if not _wide(shown, role, titles):
        weights = role.areas or dict.fromkeys(titles, 1.0)
        unasked = sorted((a for a in titles if weights.get(a) and a not in shown.areas), key=lambda a: -weights[a])
        missing = names([titles[a] for a in unasked[:NAMED]])
        found.append(Reserve(f"{missing} not asked", f"A yes takes more of the role: {missing} was not asked about."))
    return found


def _wide(shown: Shown, role: Role, titles: Mapping[str, str]) -> bool:
    """Whether the answers come from enough areas; a role that asks about fewer needs all of them."""
    weights = {a: w for a, w in (role.areas or dict.fromkeys(titles, 1.0)).items() if w > 0 and a in titles}
    held = sum(weight for area, weight in weights.items() if area in shown.areas)
    enough = min(P.YES_AREAS, len(weights))
    return len(shown.areas & weights.keys()) >= enough and held >= P.YES_SHARE * sum(weights.values())


@dataclass(frozen=True)
class Panel:
    """Judges a candidate for a role at any tier, by everything shown.

    `start` is the belief with even odds at a tier, `through` what all evidence makes of a start (with or without the
    checks). `_beliefs` and `_words` are caches.
    """

    graph: Graph
    role: Role
    start: Callable[[int], "Belief"]
    through: Through
    shown: Shown
    _beliefs: dict[int, "Belief"] = field(default_factory=dict)
    _words: dict[int, JudgedLevel] = field(default_factory=dict)

    def at(self, tier: int) -> JudgedLevel:
        """The word at a tier."""
        if tier not in self._words:
            self._words[tier] = self._judged_at(tier)
        return self._words[tier]

    def _judged_at(self, tier: int) -> JudgedLevel:
        if _silence(self.shown):
            return judged(0.0, self.shown, self.role, tier, {})
        return judged(self.chance(tier), self._shown_at(tier), self.role, tier, self.titles)

    def chance(self, tier: int) -> float:
        """The chance of being at the bar of a tier or above it."""
        from simulator.engine.model.level import chance_at  # numpy

        return chance_at(self._after(tier), self._weighed, tier)

    def later(self, tier: int) -> tuple[Word, Word]:
        """The words that as many answers again may bring, where they go worse or better."""
        from simulator.engine.model.level import chances_later  # numpy

        worse, better = chances_later(self._after(tier), self.start(tier), self._weighed, tier)
        return word_of(worse), word_of(better)

    @property
    def titles(self) -> dict[str, str]:
        """The areas that can be asked about."""
        asked = {self.graph.area_of(question.primary) for question in self.graph.questions.values()}
        return {name: area.title for name, area in self.graph.areas.items() if name in asked}

    @property
    def _weighed(self) -> Role | None:
        return self.role if self.role.areas else None

    def _after(self, tier: int) -> "Belief":
        if tier not in self._beliefs:
            self._beliefs[tier] = self.through(self.start(tier), True)
        return self._beliefs[tier]

    def _shown_at(self, tier: int) -> Shown:
        """What was shown, with what the level itself makes of the marks."""
        grounds = self.shown.grounds.at(tier)
        if grounds.checks and not grounds.checks_bear_out:  # a second fold, which takes as long as the first
            from simulator.engine.model.surprise import chance_of_checks  # numpy

            told = self.through(self.start(tier), False)
            grounds = replace(grounds, promised=chance_of_checks(told, self.shown.checks))
        return replace(self.shown, grounds=grounds)


def recommendation(panel: Panel, seniority: str, own_tier: int) -> Recommendation:
    """What is recommended at a seniority, with the levels beside it and the role's own target, `own_tier`."""
    tier, level_of = P.TARGET_TIERS[seniority], {at: name for name, at in P.TARGET_TIERS.items()}
    found = panel.at(tier)
    beside = [name for name, at in P.TARGET_TIERS.items() if abs(at - tier) == 1]
    neighbours = [
        LevelWord(level=name, tier=P.TARGET_TIERS[name], word=panel.at(P.TARGET_TIERS[name]).word) for name in beside
    ]
    known = {tier: found.word, **{n.tier: n.word for n in neighbours}}
    return Recommendation(
        level=seniority,
        tier=tier,
        word=found.word,
        why=found.why,
        contradicted=found.contradicted,
        for_role=known[own_tier] if own_tier in known else panel.at(own_tier).word,
        role_level=level_of.get(own_tier, f"tier {own_tier}"),
        neighbours=tuple(neighbours),
        basis=_basis(panel, tier, found.word),
    )


def _basis(panel: Panel, tier: int, word: Word) -> str:
    """What it rests on, and how far another hour could move it; empty where nothing was answered."""
    shown, titles = panel.shown, panel.titles
    if not shown.answers:
        return ""
    of = [a for a in titles if not panel.role.areas or panel.role.areas.get(a)]
    met = sum(area in shown.areas for area in of)
    now = len(shown.answers) - shown.earlier
    counted = f"{plural(now, 'answer')} and {shown.earlier} earlier" if shown.earlier else plural(now, "answer")
    grounds, parts = shown.grounds, [f"From {counted} in {met} of {plural(len(of), 'area')}"]
    parts.append(
        f"your own marks, words found for {grounds.met - grounds.unheard} of {grounds.met} points"
        if grounds.met
        else "your own marks"
    )
    if grounds.checks:
        parts.append(f"{grounds.right} of {plural(grounds.checks, 'check')} right")
    return f"{', '.join(parts)}{_another_hour(panel.later(tier), word) if word else ''}."


def _another_hour(later: tuple[Word, Word], word: Word) -> str:
    steps = max(abs(WORDS.index(at) - WORDS.index(word)) for at in later)
    by = {0: "would hardly move this", 1: "could move this one step"}.get(steps, f"could move this {steps} steps")
    return f"; another hour {by}"


def ready_phrases(
    panel: Panel, areas: Sequence[rec.AreaStanding], standings: Sequence[ConceptStanding]
) -> dict[str, str]:
    """Whether the candidate is ready for a `screen`, one tier below the target, and for an `onsite`, at it.

    All but "not yet" come with the weakest area.
    """
    target = panel.role.target_tier
    found = {"screen": panel.at(max(1, target - 1)), "onsite": panel.at(target)}
    weakest = _weakest(areas, standings)
    return {name: f"{at.phrase}{weakest if at.word and at.word != WORDS[0] else ''}" for name, at in found.items()}


def _weakest(areas: Sequence[rec.AreaStanding], standings: Sequence[ConceptStanding]) -> str:
    """The area of the weakest answer with its gaps, among areas the role weighs; empty if no answer fell short."""
    weighed = {a.area: a for a in areas if a.weight > 0}
    worst = next((s for s in fell_short(standings) if s.area in weighed), None)
    if worst is None:
        return ""
    area = weighed[worst.area]
    if not area.gaps:
        return f"; weakest so far in {area.title}"
    return f"; {'a gap' if area.gaps == 1 else f'{area.gaps} gaps'} in {area.title}"


def answers_of_past(graph: Graph, past: Iterable[PastSession]) -> list[ScoredAnswer]:
    """The scored answers of earlier sessions; each once, whatever evidence it left."""
    found = []
    for session in past:
        scored = {piece.item for piece in session.evidence if piece.kind in SCORED_BY} - set(session.secret)
        for question in (graph.questions[item] for item in session.asked if item in scored and item in graph.questions):
            found.append(_scored(graph, graph.area_of(question.primary), question.tier))
    return found


def answers_of_session(graph: Graph, questions: Iterable[rec.QuestionResult]) -> list[ScoredAnswer]:
    """The scored answers of a session to questions that the graph still has."""
    asked = (q for q in questions if q.verdict and not q.waiting and q.id in graph.questions)
    return [_scored(graph, q.area, q.tier) for q in asked if q.tier is not None]


def _scored(graph: Graph, area: str, tier: int) -> ScoredAnswer:
    return ScoredAnswer(tier, areas_of(graph, area, tier))
