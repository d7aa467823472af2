"""Whether the marks are borne out by what was heard, and what may be said where they are not.

What counts is how many honest people would differ so much: most do not say every point in words that are looked for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.evidence import Evidence, Unheard
from simulator.engine.model.surprise import chance_of_difference
from simulator.engine.scoring import HIGHEST, rank
from simulator.graph.text import lower_first, plural, upper_first
from simulator.report.debrief_records import HeardResult
from simulator.session.archive.facts import ItemFact
from simulator.session.interview.hearing import (
    SEVERAL,
    by_marks_alone,
    marks_tell_nothing,
    not_found,
    read_coverage,
    unheard_of,
)
from simulator.session.interview.history import MARKED
from simulator.session.interview.outcome_words import ONE_NOT_KNOWN, more_checks
from simulator.session.interview.turn import Turn

MARKS_NOT_BORNE_OUT = "Your marks aren't borne out: "
UNREAD = "your words couldn't be read"
ALOUD = "you answered aloud with only bullets as notes"
MOST_UNREAD = "most of your answers couldn't be checked against your words"  # but some could
TOUCHES = ("doesn't touch", "touches")  # what was written
UNHEARD = 0.15  # of the points marked as met: more than honest people usually leave unheard


class ReadAnswer(NamedTuple):
    """An answer that was read: how its marks go with what was heard, and the tier of its question."""

    unheard: Unheard
    tier: int


@dataclass(frozen=True)
class MarkEvidence:
    """What marks rest on: of the answers that were read, what was not heard; how many were not read; and the checks.

    `unknown` counts the checks of this session that were answered with "don't know". `promised` is the chance that the
    other answers give to no more right checks than there are (1 without any).
    `faultless` counts the answers that were not read and are outstanding by their marks; `why_unread` says why the
    words of most of them say nothing. Marks that `tell_nothing` count for nothing
    (`simulator.session.interview.hearing.marks_tell_nothing`). `more_checks` says which checks of this session count
    for nothing.
    """

    read: Sequence[ReadAnswer] = ()
    unread: int = 0
    checks: int = 0
    right: int = 0
    unknown: int = 0
    promised: float = 1.0
    faultless: int = 0
    why_unread: str = UNREAD
    tell_nothing: bool = False
    more_checks: str = ""

    def at(self, tier: int) -> "MarkEvidence":
        """What marks rest on as a level is judged by it: the must-haves of harder questions say nothing of that."""
        within = [ReadAnswer(u if of <= tier else u._replace(musts=0, unheard_musts=0), of) for u, of in self.read]
        return replace(self, read=tuple(within))

    def after(self, before: "MarkEvidence") -> "MarkEvidence":
        """These with earlier ones."""
        return replace(
            self,
            read=(*before.read, *self.read),
            unread=before.unread + self.unread,
            checks=before.checks + self.checks,
            right=before.right + self.right,
            faultless=before.faultless + self.faultless,
        )

    @cached_property
    def chance(self) -> float:
        """The share of honest people who differ as much."""
        return chance_of_difference(tuple(answer for answer, _ in self.read))

    @property
    def met(self) -> int:
        """The points marked as met in answers that were read."""
        return sum(answer.met for answer, _ in self.read)

    @property
    def unheard(self) -> int:
        """How many of these were not heard."""
        return sum(answer.unheard for answer, _ in self.read)

    @property
    def contradiction(self) -> float:
        """The share of honest people whose words or checks go so badly with their marks: twice the smaller."""
        looks = [self.chance] * bool(self.read) + [self.promised] * bool(self.checks)
        return min(1.0, len(looks) * min(looks)) if looks else 1.0

    @property
    def refuted(self) -> bool:
        """Whether fewer than one honest person in 100 would be contradicted so much."""
        return self.contradiction < P.NOT_BORNE_OUT

    @property
    def doubted(self) -> bool:
        """Whether fewer than one honest person in 20 would be contradicted so much, or by their words alone.

        Good checks don't make up for the words: if somebody is asked to look again, no recommendation is a plain yes.
        """
        return min(self.contradiction, self.chance) < P.DOUBTED

    @property
    def unfounded(self) -> bool:
        """Whether the number of answers that are solid by their marks isn't worth saying."""
        return self.doubted or self.tell_nothing

    @property
    def checks_bear_out(self) -> bool:
        """Whether there are checks enough, and enough of them right, to bear the marks out.

        Nothing bears out that every answer was outstanding: fewer than one honest person in 20 marks so.
        """
        fewest, share = P.BEARING_OUT
        return self.checks >= fewest and self.right >= share * self.checks and not self.all_outstanding

    @property
    def all_outstanding(self) -> bool:
        """Whether every answer that was not read is outstanding by its marks."""
        return self.faultless >= P.FEWEST_ANSWERS and self.faultless == self.unread

    @property
    def by_own_marks(self) -> bool:
        """Whether most answers could not be read, and the checks do not bear the marks out."""
        return self.unread > len(self.read) and not self.checks_bear_out

    @property
    def unearned(self) -> bool:
        """Whether nothing but the best marks speaks for answers that can't be read, and half the checks are wrong.

        Of 480 simulated honest people from the bar to three tiers above nobody was such a case.
        """
        fewest, share = P.UNEARNED
        return self.all_outstanding and not self.read and self.checks >= fewest and self.right <= share * self.checks

    @property
    def guessed(self) -> bool:
        """Whether the marks are `unearned`, and no more checks were right than guesses would be."""
        return self.unearned and self.right <= P.BY_GUESSING * self.checks

    @property
    def touches(self) -> str:
        """How many of the points marked as met the words touch on: `touches on 6 of the 9 points`."""
        if self.met == 1:
            return f"{TOUCHES[not self.unheard]} on the one point"
        if self.unheard == self.met:
            return f"touches on none of the {self.met} points"
        return f"touches on {f'{self.met - self.unheard} of the {self.met} points' if self.unheard else 'every point'}"

    @property
    def as_usual(self) -> str:
        """Behind how many the words touch on, that nobody says every point; empty where fewer do than usual, or all."""
        return ", as is usual" * (0 < self.unheard < self.met and self.words_bear_out)

    @property
    def not_by_checks(self) -> str:
        """Why the checks do not bear the marks out."""
        if self.unearned:
            few = f"{_few(self.right, self.checks)} of {self.checks} checks were right"
            return f"you marked every answer {HIGHEST}, yet {few}"
        if self.all_outstanding:
            return f"you marked every answer {HIGHEST}"
        if self.checks >= P.BEARING_OUT[0]:
            return f"{_few(self.right, self.checks)} of {self.checks} checks were right"
        if not self.checks:
            return "there were no checks to bear them out"
        return f"{plural(self.checks, 'check')} {'is' if self.checks == 1 else 'are'} too few to bear them out"

    @property
    def checks_contradict(self) -> bool:
        """Whether the checks go worse with the marks than the words do."""
        return bool(self.checks) and self.promised < self.chance

    @property
    def words_bear_out(self) -> bool:
        """Whether most answers were read, and at least every other honest person differs as much from their marks."""
        return len(self.read) > self.unread and self.chance >= P.USUAL_DIFFERENCE

    @property
    def doubt(self) -> str:
        """The contradiction by words or checks, whichever is more surprising, in a sentence; empty without one."""
        if not self.doubted:
            return ""
        if self.checks_contradict:
            few = f"{_few(self.right, self.checks)} of {plural(self.checks, 'check')} right"
            of_one = ONE_NOT_KNOWN if self.unknown else "your one check was wrong"
            right = f"{f'you got {few}' if self.checks > 1 else of_one}{self.more_checks}"
            if not self.words_bear_out:
                return _sentence(f"{right}, and your marks promise more.", refuted=self.refuted)
            # nobody is accused of kind marks who wrote what they marked
            disagree = f"Your answers and the checks don't agree: {right}."
            return disagree if self.refuted else _sentence(f"{right}, and your answers promise more.", refuted=False)
        return _sentence(self._not_found, refuted=self.refuted)

    @property
    def doubt_briefly(self) -> str:
        """The contradiction by words or checks in a few words: `2 of 5 checks right`."""
        if self.checks_contradict:
            return f"{_few(self.right, self.checks)} of {plural(self.checks, 'check')} right"
        return f"{self.unheard} of {self.met} points not found in your words"

    @property
    def doubt_by_words(self) -> str:
        """The contradiction by words alone, whatever the checks say, in a sentence; empty where there is none."""
        if self.chance >= P.DOUBTED:
            return ""
        return _sentence(self._not_found, refuted=self.chance < P.NOT_BORNE_OUT)

    @property
    def _not_found(self) -> str:
        return not_found(self.met, self.unheard)


def _few(right: int, checks: int) -> str:
    return f"only {right}" if right else "neither" if checks == 2 else "none"


def _sentence(contradiction: str, *, refuted: bool) -> str:
    return f"{MARKS_NOT_BORNE_OUT}{contradiction}" if refuted else upper_first(contradiction)


def bare(sentence: str) -> str:
    """A sentence without what introduces it: words alone may doubt the marks more than words and checks together do."""
    return lower_first(sentence.removeprefix(MARKS_NOT_BORNE_OUT))


NO_MARKS = MarkEvidence()


def marks_of(turns: Iterable[Turn]) -> MarkEvidence:
    """What the marks of a session rest on, from those of its items that may be told."""
    turns = tuple(turns)
    checks = [turn for turn in turns if turn.check is not None]
    checked = [turn.correct for turn in checks if turn.correct is not None]
    left = (turn.outcome for turn in checks if turn.correct is None)
    unknown = sum(t.checked is not None and t.checked.dont_know for t in turns if t.correct is not None)
    pairs = [(unheard_of(turn), turn.asked.tier) for turn in turns if turn.readable]
    read = [ReadAnswer(unheard, tier) for unheard, tier in pairs if unheard is not None]
    alone = [turn for turn in turns if by_marks_alone(turn)]
    faultless = sum(turn.verdict == HIGHEST for turn in alone)
    why = _why_unread(alone, len(read)) or (MOST_UNREAD if read else UNREAD)
    nothing = marks_tell_nothing(turns)
    right, more = sum(checked), more_checks(left)
    return MarkEvidence(read, len(alone), len(checked), right, unknown, 1.0, faultless, why, nothing, more)


def _why_unread(alone: Sequence[Turn], read: int) -> str:
    """Why most answers were not read, by those for which marks speak alone, where it isn't their own doing.

    Empty otherwise. A question answered with "don't know" isn't among them: it may well have points.
    """
    typed = [turn for turn in alone if not turn.spoken]
    if 2 * len(typed) < len(alone):
        return ALOUD
    reasons = {
        "the questions you answered have no points to look for in your words": [
            t for t in typed if not t.question.rubric
        ],
        "the questions you answered have no cues for finding their points in your words": [
            t for t in typed if not all(point.cues for point in t.question.rubric)
        ],
        "the questions you answered have too few points and cues to find in your words": [
            t for t in typed if not t.question.rubric or not all(point.cues for point in t.question.rubric)
        ],
        "you'd seen these answers before, so your words show little": [t for t in typed if t.seen],
    }
    return next((why for why, turns in reasons.items() if 2 * len(turns) > len(alone) + read), "")


def marks_of_facts(items: Iterable[ItemFact]) -> MarkEvidence:
    """What the marks of several sessions rest on."""
    items = tuple(items)
    checked = [item.correct for item in items if item.check and item.correct is not None]
    read = tuple(ReadAnswer(item.unheard, item.tier) for item in items if item.unheard is not None)
    alone = [item for item in items if item.unread]
    faultless = sum(item.verdict == HIGHEST for item in alone)
    why = MOST_UNREAD if read else UNREAD
    return MarkEvidence(read, len(alone), len(checked), sum(checked), faultless=faultless, why_unread=why)


def marks_of_evidence(pieces: Sequence[Evidence]) -> MarkEvidence:
    """What the marks of an earlier session rest on, as its evidence tells: which answers were read, and the checks.

    How far words and marks went apart is not in it, so nothing is held against anybody by these.
    """
    by_cases, heard = ({p.item for p in pieces if p.kind == kind} for kind in ("code", "heard"))
    marked = {p.item: p.category for p in pieces if p.kind in MARKED - {"prediction"} and p.item not in by_cases}
    alone = [category for item, category in marked.items() if item not in heard]
    right = [p.category for p in pieces if p.kind == "check"]
    return MarkEvidence(
        read=[ReadAnswer(Unheard(0, 0, 0, 0), 1)] * (len(marked) - len(alone)),
        unread=len(alone),
        checks=len(right),
        right=sum(right),
        faultless=alone.count(rank(HIGHEST)),
    )


def heard_result(marks: MarkEvidence) -> HeardResult | None:
    """What was heard of the points marked as met, as a report keeps it; None where no answer was read."""
    if not marks.read:
        return None
    return HeardResult(
        answers=len(marks.read),
        unread=marks.unread,
        met=marks.met,
        unheard=marks.unheard,
        chance=round(marks.chance, 4),
        sentence=marks.doubt_by_words,
    )


def is_said_apart(heard: HeardResult | None) -> bool:
    """Whether so many points marked as met weren't found that a sentence of the first page says so."""
    return heard is not None and (
        bool(heard.sentence) or (heard.unheard >= SEVERAL and heard.unheard > UNHEARD * heard.met)
    )


def heard_of_question(turn: Turn) -> tuple[float | None, str]:
    """The coverage that was heard of an answer, and the contradiction with its marks as a sentence."""
    coverage, unheard = read_coverage(turn), unheard_of(turn)
    if coverage is None or unheard is None:
        return None, ""
    return round(coverage, 4), MarkEvidence((ReadAnswer(unheard, turn.asked.tier),)).doubt_by_words
