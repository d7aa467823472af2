"""The word for a level: what the chance of being at its bar says, and what is held against a plain yes.

All rules of readiness are here; their table of cases is in tests/unit/test_report_readiness.py.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from typing import NamedTuple

from simulator.engine.choice.endings import SPARE_MINUTES
from simulator.engine.choice.formats import FORMATS, SCREEN, format_title
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.evidence import Evidence
from simulator.engine.scoring import CAP, SOLID, SOLID_RANK
from simulator.graph.records import Graph, Role
from simulator.graph.text import how_often, lower_first, names, plural, upper_first
from simulator.report.debrief_records import WORDS, CodeRound, RoundVerdict, RoundWord, Word, said_as
from simulator.report.figures.marks_vs_words import NO_MARKS, MarkEvidence
from simulator.session.header import Header
from simulator.session.interview.outcome_words import right_or_wrong
from simulator.session.interview.state import State
from simulator.session.presets import TASTE_MINUTES

NAMED = 3  # areas that were not asked
ONLY_CODE = "Only code was asked for here, so there's nothing to go by for the rounds without code."
NEXT_ADDS = " Your next interview adds to them."
CODE_SURE = 0.9  # the chance from which tasks say something of the code round; three that agree reach it
CODE_LEANING, CODE_AGREE = 0.75, 3  # the chance from which they lean, where at least so many agree
CASES_PASS = (  # by rank
    "a shown case fails", "all shown cases but too few hidden ones pass", "most cases pass", "all cases pass",
)  # fmt: skip
# whoever is at a level's bar is as likely as not to be solid there, and a verdict below that is graded evidence as well
HALF_IS_THE_BAR = f"the bar is half, and {CAP} answers count in part"
# why it leans to yes though no answer at the level was solid, which nobody sees
BY_EASIER_ONES = "only by your easier answers; "
WITHIN_REACH = " It leans yes because your easier answers keep it within reach, if at less than an even chance."
LEVELS = {tier: level for level, tier in P.TARGET_TIERS.items()}
CUTS = (P.LEANING_NOT_YET_FROM, P.LEANING_YES_FROM, P.YES_FROM)
_, LEANING_NOT_YET, LEANING_YES, _ = WORDS


class ScoredAnswer(NamedTuple):
    """A scored answer to a question of the graph: its tier, the areas it counts for, those it touches, if `solid`."""

    tier: int
    areas: frozenset[str]
    touched: frozenset[str] = frozenset()
    solid: bool = True


class WrittenTask(NamedTuple):
    """A task whose code was handed in: its tier and area, and how far its cases passed (`scoring.code_rank`)."""

    tier: int
    rank: int
    earlier: bool = False
    area: str = ""


@dataclass(frozen=True)
class ReadinessEvidence:
    """What a recommendation may rest on: scored answers, of which so many are `earlier` ones.

    Of the questions `asked` so many were `skipped`. `waiting` counts answers without a score, `checks` are evidence.
    `tasks` say something of the code round alone: they aren't answers. `too_short` says of a sitting that cannot hold
    enough answers what it is for; empty for all others. `ended_early` says when the candidate broke it off. `used_up`:
    every question of the graph was asked. `is_demo`: a simulated candidate marked the answers. So many `claims` of this
    sitting were questioned as false and not put right.
    """

    answers: Sequence[ScoredAnswer] = ()
    earlier: int = 0
    asked: int = 0
    skipped: int = 0
    waiting: int = 0
    marks: MarkEvidence = NO_MARKS
    checks: Sequence[Evidence] = ()
    too_short: str = ""
    ended_early: str = ""
    tasks: Sequence[WrittenTask] = ()
    used_up: bool = False
    is_demo: bool = False
    claims: int = 0

    @property
    def here(self) -> int:
        """The scored answers of this sitting itself."""
        return len(self.answers) - self.earlier

    @property
    def areas(self) -> frozenset[str]:
        """The areas with a scored answer."""
        return frozenset().union(*(answer.areas for answer in self.answers))

    @property
    def held_to(self) -> str:
        """That false claims were left standing, in a sentence; empty without any."""
        who = "The simulated candidate" if self.is_demo else "You"
        claims = "a claim" if self.claims == 1 else f"{self.claims} claims"
        return f"{who} held to {claims} that I questioned." if self.claims else ""

    @property
    def touched(self) -> frozenset[str]:
        """These, and the areas of the other concepts that the answers look at: the belief of those moves too."""
        return self.areas.union(*(answer.touched for answer in self.answers))


def is_used_up(graph: Graph, had: Collection[str]) -> bool:
    """Whether these are all questions of a graph that are answered in words."""
    return all(question.is_coding or question.id in had for question in graph.questions.values())


class Reservation(NamedTuple):
    """Why there is no plain yes: in a few words, and as a sentence.

    What is `told` is said beside any word; what `leads` is the headline, and the word only follows.
    """

    short: str
    sentence: str
    told: bool = False
    leads: bool = False


class JudgedLevel(NamedTuple):
    """The word at a level, and what is held against it; it's `undecided` where it leans to yes below an even chance."""

    word: Word
    reservations: tuple[Reservation, ...] = ()
    undecided: bool = False

    @property
    def why(self) -> str:
        """The reservations that belong to the word, in sentences."""
        return " ".join(reservation.sentence for reservation in self.reservations)

    @property
    def contradicted(self) -> bool:
        """Whether a contradiction is the headline."""
        return any(reservation.leads for reservation in self.reservations)

    @property
    def phrase(self) -> str:
        """The word with its reservations in a few words."""
        leads = "".join(f"{r.short}; by your own marks " for r in self.reservations if r.leads)
        word = said_as(self.word, undecided=self.undecided)
        return leads + "; ".join(filter(None, [word, *(r.short for r in self.reservations if not r.leads)]))


def word_of(chance: float) -> Word:
    """The word for a chance of being at the bar or above, before anything is held against it."""
    return WORDS[sum(chance >= cut for cut in CUTS)]


ANOTHER_HOUR = "Another hour could"


def may_move(word: Word, worse: Word, better: Word) -> str:
    """What another hour could make of a word, in a sentence; empty where it would stay."""
    at = WORDS.index(word)  # which may be held back below what the answers say
    moves = [f"turn this into {'a yes' if better == WORDS[-1] else better}"] if WORDS.index(better) > at else []
    moves += [f"bring {'it' if moves else 'this'} down to {worse}"] if WORDS.index(worse) < at else []
    # where it can't rise "a good hour wouldn't bring it up" would contradict it
    badly = " if it went badly" if better == word else ""
    return f"{ANOTHER_HOUR} {', or '.join(moves)}{badly}." if moves else ""


def judged(chance: float, evidence: ReadinessEvidence, role: Role, tier: int, titles: Mapping[str, str]) -> JudgedLevel:
    """The word at a tier. `titles` are those of the areas that could be asked about."""
    if silent := silence(evidence):
        return JudgedLevel("", (silent,))
    word = word_of(chance)
    barely = chance < P.UNDECIDED_BELOW
    if word == LEANING_YES and barely and (none_held(evidence, tier) or none_near(evidence, tier)):
        word = LEANING_NOT_YET
    if evidence.marks.unearned:  # filler spoken aloud and marked as perfect was "leaning yes" by its marks alone
        word = min(word, WORDS[0] if evidence.marks.guessed else LEANING_NOT_YET, key=WORDS.index)
    reservations = [*_beside_any_word(evidence), *_too_little(evidence, role, tier, titles)]
    if word != WORDS[-1]:
        told = [reservation for reservation in reservations if reservation.told]
        # the plainest reason that it's no yes, which one read only where one asked about another level
        if word == LEANING_YES and (needs := yes_needs(evidence, tier)):
            reached = WITHIN_REACH * (barely and not any(a.solid for a in evidence.answers if a.tier >= tier))
            told.append(Reservation(f"too few answers at {_level(tier)}", f"{upper_first(needs)}.{reached}", told=True))
        return JudgedLevel(word, tuple(told), undecided=word == LEANING_YES and barely)
    return JudgedLevel(WORDS[-2] if reservations else word, tuple(reservations))


def none_held(evidence: ReadinessEvidence, tier: int) -> bool:
    """Whether as many answers as a yes needs were given at a level or above, and none of them was solid."""
    hard = [answer.solid for answer in evidence.answers if answer.tier >= tier]
    return len(hard) >= P.YES_AT_TIER and not any(hard)


def none_near(evidence: ReadinessEvidence, tier: int) -> bool:
    """Whether a level was hardly asked about, and no answer there or a tier below it was solid.

    What speaks for it is then mostly where every recommendation starts.
    """
    near = [answer for answer in evidence.answers if answer.tier >= tier - 1]
    hard = [answer for answer in near if answer.tier >= tier]
    return len(hard) < P.YES_AT_TIER and not any(answer.solid for answer in near)


def silence(evidence: ReadinessEvidence) -> Reservation | None:
    """Why nothing may be said at all."""
    if evidence.waiting:
        short = f"{plural(evidence.waiting, 'answer')} still to score"
        return Reservation(short, f"{short}; until then there's no recommendation.")
    if only_code(evidence):
        return Reservation("only code to go by", ONLY_CODE)
    if not evidence.here:
        return Reservation("nothing was answered", "Nothing was answered, so there's nothing to go by.")
    if len(evidence.answers) >= P.FEWEST_ANSWERS and evidence.here >= P.FEWEST_HERE:
        return None
    where, fewest = (" in this interview", P.FEWEST_HERE) if evidence.earlier else ("", P.FEWEST_ANSWERS)
    so_far = f"{plural(evidence.here, 'scored answer')}{where}"
    adds = not evidence.earlier and not evidence.used_up and not evidence.is_demo  # each demo stands alone
    few = f"Too few answers to say: {so_far}, and we need at least {fewest}.{NEXT_ADDS * adds}"
    return Reservation("too few answers to say", evidence.too_short or few)


def only_code(evidence: ReadinessEvidence) -> bool:
    """Whether code was all that was handed in here, so that only the code round can be judged."""
    return not evidence.waiting and not evidence.here and any(not task.earlier for task in evidence.tasks)


def ended_early(state: State) -> str:
    """After how many of its minutes the candidate ended a session; empty where they didn't, or with few to go."""
    minutes, over = state.header.minutes, state.closed is not None and state.end_reason == "stopped"
    if not over or minutes - state.clock / 60 < SPARE_MINUTES:
        return ""
    return f"You ended it after {max(1, round(state.clock / 60))} of {round(minutes)} minutes."


def what_it_is_for(header: Header) -> str:
    """Why so short a sitting holds no recommendation, and what it is for; empty where it holds one."""
    shape, again = FORMATS.get(header.format), header.again
    listed = len(again.items or again.concepts) if again else 0
    limits = [n for n in (listed, header.max_questions, shape and shape.question_limit(header.minutes)) if n]
    if min(limits, default=P.FEWEST_ANSWERS) >= P.FEWEST_ANSWERS:
        return ""
    if header.format == SCREEN.id and header.minutes <= TASTE_MINUTES:
        return "This was too short for a recommendation; a whole screening call is long enough."
    name, enough = lower_first(format_title(header.format)), lower_first(SCREEN.title)
    return f"A {name} this short is practice; for a recommendation, sit a whole {enough}."


def _beside_any_word(evidence: ReadinessEvidence) -> Iterator[Reservation]:
    """Marks that are not borne out, many questions skipped, and marks that nothing bears out."""
    marks = evidence.marks
    if marks.doubted:
        by = "your checks" if marks.checks_contradict else "what you wrote"
        short = f"not borne out by {by}" if marks.refuted else marks.doubt_briefly
        yield Reservation(short, marks.doubt, told=True, leads=marks.refuted)
    if marks.tell_nothing:
        alike = "You marked nearly every point as met. Marks that hardly differ tell a panel nothing"
        yield Reservation("by your words", f"{alike}, so this goes by your words and your checks.", told=True)
    if evidence.skipped > P.SKIPPED_SHARE * evidence.asked:
        share = _share_words(evidence.skipped, evidence.asked)
        sentence = f"You skipped {evidence.skipped} of {plural(evidence.asked, 'question')}, {share}."
        yield Reservation(f"{evidence.skipped} of {evidence.asked} questions skipped", sentence, told=True)
    if marks.by_own_marks:
        told = marks.doubted and marks.checks_contradict  # how few checks were right has just been said
        sentence = f"This rests on your own marks: {marks.why_unread}{'' if told else f', and {marks.not_by_checks}'}."
        yield Reservation("by your own marks", sentence, told=True)


def _share_words(part: int, whole: int) -> str:
    """A share of more than one in five, as it's said."""
    if part == whole:
        return "all of them"
    for name, parts in (("half", 2), ("a third", 3)):
        if parts * part >= whole:
            return f"{'more than ' * (parts * part > whole)}{name} of them"
    return "more than one in five"


def _too_little(evidence: ReadinessEvidence, role: Role, tier: int, titles: Mapping[str, str]) -> Iterator[Reservation]:
    """What a yes still needs of answers, of hard enough ones, and of areas."""
    if (count := len(evidence.answers)) < P.YES_ANSWERS:
        yield Reservation("too few answers", f"A yes needs {P.YES_ANSWERS} scored answers; you have {count}.")
    if needs := yes_needs(evidence, tier):
        yield Reservation(f"too few answers at {_level(tier)}", f"{upper_first(needs)}.")
    weights = {a: w for a, w in (role.areas or dict.fromkeys(titles, 1.0)).items() if w > 0 and a in titles}
    held = sum(weight for area, weight in weights.items() if area in evidence.touched)
    enough = min(P.YES_AREAS, len(weights))  # a role that asks about fewer areas needs all of them
    if len(evidence.areas & weights.keys()) < enough or held < P.YES_SHARE * sum(weights.values()):
        unasked = sorted((a for a in titles if a in weights and a not in evidence.touched), key=lambda a: -weights[a])
        missing = names([titles[a] for a in unasked[:NAMED]])
        aside = "; a quick check isn't enough" if evidence.checks else ""  # one may have been on these
        sentence = f"A yes needs more of the role covered: no whole question was answered on {missing}{aside}."
        yield Reservation(f"no question answered on {missing} yet", sentence)


def checked_in(area: str, graph: Graph, checks: Iterable[Evidence]) -> str:
    """How the checks in an area came out, before what it has no answer to: `1 check right, `; empty without any."""
    known = ((graph.checks[piece.item], piece.category) for piece in checks if piece.item in graph.checks)
    right = [category for check, category in known if graph.area_of(check.primary) == area]
    if len(right) < 2:
        return f"1 check {right_or_wrong(correct=right[0] == 1)}, " if right else ""
    return f"{sum(right)} of {len(right)} checks {right_or_wrong(correct=True)}, "


def yes_needs(evidence: ReadinessEvidence, tier: int) -> str:
    """The hard answers that a yes at a tier still needs, and how many there are; empty where it needs none."""
    hard = [answer.solid for answer in evidence.answers if answer.tier >= tier]
    if len(hard) >= P.YES_AT_TIER:
        return ""
    fell_short = f", {'none of them' if len(hard) > 1 else 'not'} {SOLID}" if hard and not any(hard) else ""
    return f"a yes needs {P.YES_AT_TIER} answers at {_level(tier)} or above; you have {len(hard) or 'none'}{fell_short}"


def short_of_yes(evidence: ReadinessEvidence, tier: int, *, barely: bool = False) -> str:
    """What a yes at a tier still needs (`yes_needs`), else how many hard answers were solid; empty where all were.

    Fewer than half reads as a no beside a word on the side of yes, so it's said why both hold; and beside one that
    `barely` leans what speaks for it: after "I don't know" to the one hard question it read as flattery.
    """
    needs, hard = yes_needs(evidence, tier), [answer.solid for answer in evidence.answers if answer.tier >= tier]
    if needs or all(hard) or evidence.marks.unfounded:  # how many were solid is then no ground
        return BY_EASIER_ONES * (barely and bool(needs) and not any(hard)) + needs
    most = 2 * sum(hard) >= len(hard)  # else it speaks against the word that it stands beside
    though = "" if most else "though only " if any(hard) else "though "
    some = f"{though}{sum(hard) or 'none'} of your {plural(len(hard), 'answer')} at {_level(tier)} or above"
    return f"{some} {'were' if sum(hard) > 1 else 'was'} {SOLID}" + ("" if most else f"; {HALF_IS_THE_BAR}")


def _level(tier: int) -> str:
    """A tier by the level that is judged there: `senior level`; those of no level by their number."""
    return f"{LEVELS[tier]} level" if tier in LEVELS else f"tier {tier}"


def code_round(tasks: Sequence[WrittenTask], level: str, tier: int) -> CodeRound | None:
    """How ready the tasks show you to be for a code round at a level, with its tier; None if none was handed in.

    Most cases passed at the tier or above speak for it, anything less at the tier or below against it; what passes
    below it or fails above it says little. From a uniform start on the share that would pass (Laplace), the word is
    firm if the chance that this share is above a half, or below it, exceeds `CODE_SURE`. If some disagree it may lean.
    """
    if not tasks:
        return None
    passed = sum(task.rank >= SOLID_RANK and task.tier >= tier for task in tasks)
    failed = sum(task.rank < SOLID_RANK and task.tier <= tier for task in tasks)
    tried = passed + failed + 1
    chance = sum(comb(tried, at) for at in range(passed + 1)) / 2**tried  # the tail of the beta distribution at 1/2
    word: RoundWord = "too little to say"
    if chance >= CODE_SURE:
        word = "holds so far"
    elif chance <= 1 - CODE_SURE:
        word = "falls short so far"
    verdict: RoundVerdict = word
    if word == "too little to say" and max(passed, failed) >= CODE_AGREE:
        verdict = "leaning yes" if chance >= CODE_LEANING else "leaning not yet" if chance <= 1 - CODE_LEANING else word
    held = sum(task.rank >= SOLID_RANK for task in tasks)
    earlier = " (earlier ones included)" if any(task.earlier for task in tasks) else ""
    solved = f"{held} of {plural(len(tasks), 'task')} solved{earlier}"
    # "too little to say; 3 of 3 tasks solved" reads as a contradiction
    said = f"{solved}, {verdict} yet" if verdict == "too little to say" else f"{verdict}; {solved}"
    headline = f"Code round for {level}: {said}"
    facts = _cases_by_tier(tasks)
    if word == "too little to say" and len(tasks) == 1:
        sentence = f"Code round: {lower_first(facts).rstrip('.')}. One task is too little to go by."
    else:
        sentence = f"{headline}: {lower_first(facts)}"
    return CodeRound(
        tasks=len(tasks),
        chance=round(chance, 4),
        word=word,
        sentence=sentence,
        held=held,
        verdict=verdict,
        headline=headline,
        facts=facts,
    )


def _cases_by_tier(tasks: Sequence[WrittenTask]) -> str:
    """How far the cases passed: `All cases pass in 1 task at mid level; most cases pass in 2 tasks at mid level.`

    Of one task it is `All cases pass in the one task, at mid level.`
    """
    ranks, parts = sorted({task.rank for task in tasks}, reverse=True), []
    for rank in ranks:
        tiers = Counter(task.tier for task in tasks if task.rank == rank)
        many = f" in {plural(tiers.total(), 'task')}" if len(ranks) > 1 else ""  # of all tasks the headline says it
        many = " in the one task," if len(tasks) == 1 else many
        parts.append(f"{CASES_PASS[rank]}{many} at {_levels(tiers)}")
    return f"{upper_first('; '.join(parts))}."


def _levels(tiers: Mapping[int, int]) -> str:
    """Tiers by their levels, each with how often where there are several: `junior (twice) and mid level`."""
    often = {t: f" ({how_often(n)})" if n > 1 and len(tiers) > 1 else "" for t, n in sorted(tiers.items())}
    if all(tier in LEVELS for tier in often):
        return f"{names([f'{LEVELS[tier]}{times}' for tier, times in often.items()])} level"
    return names([f"{_level(tier)}{times}" for tier, times in often.items()])
