"""How an interview stands where a reason is told, and which of its sentences were said before."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from simulator.engine.choice.reasons import ASIDE, Reason, area_named, counts_for, heaviest
from simulator.engine.choice.told.named import named_as_said
from simulator.engine.scoring import SCALE, SHORT, STRONG
from simulator.graph.records import Check, Graph, Question
from simulator.graph.speech import title_within
from simulator.graph.text import upper_first

# which follow-ups to an answer weren't answered, and how its praise says so
Unanswered = Literal["", "one", "all", "some"]
BUT: Mapping[Unanswered, str] = {
    "": "",
    "one": " apart from the follow-up",
    "all": " apart from the follow-ups",
    "some": " on the whole",
}
LATE_MINUTES = 11.0  # left, from which on nobody can say that a whole question on another subject will still come


@dataclass
class Wordings:
    """The sentences of an interview: of several that fit, the one that was said least, in another order by `seed`."""

    seed: int = 0
    said: Counter[str] = field(default_factory=Counter)

    def pick(self, variants: Sequence[str], **words: object) -> str:
        """One of the variants, filled in; empty where there are none."""
        if not variants:
            return ""
        turned = [variants[(n + self.seed) % len(variants)] for n in range(len(variants))]
        chosen = min(turned, key=self.said.__getitem__)
        self.said[chosen] += 1
        return chosen.format(**words)

    def at_most(self, times: int, words: str) -> str:
        """The words, or nothing where they were said so often before."""
        if not words or self.said[words] >= times:
            return ""
        self.said[words] += 1
        return words

    def once(self, variants: Sequence[str]) -> str:
        """One of the variants that wasn't said yet, as it stands; empty where all were."""
        fresh = next((words for words in variants if not self.said[words]), "")
        self.said[fresh] += 1
        return fresh


@dataclass(frozen=True)
class Course:
    """What is known where an item is asked, for the sentence on why it is.

    `number` is that of the question, and `between` how many checks came since the question before, of which the
    candidate got `missed` wrong, the last of them on the area `just_checked`; `skipped` says that nothing was
    answered there, and `unanswered` which of its follow-ups weren't. `talked` counts the answered questions of each
    area, `checked` its checks, `own_work` are areas under which a story was asked for, `came_near` those that a
    question on another had to do with, `held` are those with a good answer, and `fell` counts those that fell short.
    Nothing is said of what answers were worth unless `scored`. `left_out` is what of `WEIGHTS` isn't to be said
    again. `only_area` is that of a deep dive. `said` is what the candidate had said, `touched_by` a name in it of the
    area.
    """

    reason: Reason
    item: Question | Check
    graph: Graph
    role: str = ""
    seniority: str = ""
    advert: Collection[str] = ()
    number: int = 0
    between: int = 0
    missed: int = 0
    just_checked: str = ""
    skipped: bool = False
    unanswered: Unanswered = ""
    talked: Mapping[str, int] = field(default_factory=dict)
    checked: Mapping[str, int] = field(default_factory=dict)
    own_work: Collection[str] = ()
    came_near: Collection[str] = ()
    held: Collection[str] = ()
    fell: Mapping[str, int] = field(default_factory=dict)
    only_area: str = ""
    scored: bool = True
    minutes_left: float = 60.0
    left_out: Collection[str] = ()
    said: str = ""
    touched_by: str = ""

    @property
    def area(self) -> str:
        """The area of the item; empty where the graph no longer has its concept."""
        return self.graph.area_of(self.reason.concept) if self.reason.concept in self.graph.concepts else ""

    @property
    def name(self) -> str:
        """The area's title within a sentence."""
        return area_named(self.graph, self.reason.concept)

    @property
    def former(self) -> str:
        """The area of the question before; empty where there was none."""
        known = self.reason.from_concept in self.graph.concepts
        return self.graph.area_of(self.reason.from_concept) if known else ""

    @property
    def names(self) -> dict[str, str]:
        """What a sentence may be filled in with."""
        former = title_within(self.graph, self.graph.area_title(self.former)) if self.former else "what came before"
        minutes = f"about {max(2, round(self.minutes_left))} minutes"
        return {
            "area": self.name,
            "Area": upper_first(self.name),
            "former": former,
            "Former": upper_first(former),
            "minutes": minutes,
            "beside": self.beside,
            "touched": named_as_said(self.touched_by, self.said),
        }

    @property
    def strong(self) -> bool:
        """Whether the answer before was good, as far as that may be told."""
        return self.scored and self.reason.from_verdict in STRONG

    @property
    def verdict(self) -> str:
        """What the answer before was worth, as far as that may be told."""
        return self.reason.from_verdict if self.scored else ""

    @property
    def was(self) -> str:
        """The same as it's said: `was good`; praise knows of follow-ups that weren't answered."""
        worth = next((grade.aloud for word, grade in SCALE.items() if word == self.verdict), self.verdict)
        but = "" if self.verdict in SHORT else BUT[self.unanswered]
        return f"was {worth}{but}".replace("was not ", "wasn't ")

    @property
    def counts(self) -> str:
        """Why the area counts in the role, once; empty where that was said already, or where it counts for little."""
        counts = counts_for(self.reason, self.graph, self.role, self.advert, self.number)
        return "" if counts in self.left_out or counts == ASIDE else counts

    @property
    def aside(self) -> bool:
        """Whether the area counts for little in the role."""
        return counts_for(self.reason, self.graph, self.role, self.advert, self.number) == ASIDE

    @property
    def before(self) -> str:
        """The answer before, so that it's plain which is meant."""
        if not self.between:
            return "Your last answer"
        if self.between == 1:
            return "Your answer before the check"
        stays = self.area == self.former or not self.former  # then what follows names the area
        return "Your answer before those checks" if stays else f"Your last answer on {self.names['former']}"

    @property
    def keeps_to_one(self) -> bool:
        """Whether nothing but one area is asked about: that of a deep dive, or all that the role or the graph has."""
        role = self.graph.roles.get(self.role)
        asked = [area for area in self.graph.areas if role is None or role.areas.get(area)]
        return bool(self.only_area) or len(asked) <= 1

    @property
    def has_lighter(self) -> bool:
        """Whether the role asks something of an area that counts for less."""
        areas = self.graph.role_areas(self.role)
        return any(0 < weight < self.weight_of(self.area) for weight in areas.values())

    @property
    def between_areas(self) -> bool:
        """Whether only its first concept is of the area that it's filed under, and at least two are of others."""
        return len(self._others) > 1 and self.area not in self._others

    @property
    def beside(self) -> str:
        """What it's on besides its area: another of which two of its concepts are at least, as one says little."""
        (area, count), *_ = Counter(area for area in self._others if area != self.area).most_common(1) or [("", 0)]
        return (
            f"and on {title_within(self.graph, self.graph.area_title(area))} too" if count > 1 else "among other things"
        )

    @property
    def _others(self) -> list[str]:
        return [self.graph.area_of(c) for c in self.item.concepts[1:] if c in self.graph.concepts]

    @property
    def is_heavy(self) -> bool:
        """Whether its area is one of those that the role asks most about."""
        return self.area in heaviest(self.graph.role_areas(self.role))

    def weight_of(self, area: str) -> float:
        """How much an area counts in the role; 0 without one."""
        return self.graph.role_areas(self.role).get(area, 0.0)

    @property
    def taken_in(self) -> list[str]:
        """The other areas that the item is of and the role asks a good deal about, the heaviest first."""
        known = [concept for concept in self.item.concepts if concept in self.graph.concepts]
        areas = dict.fromkeys(self.graph.area_of(concept) for concept in known)
        asked = heaviest(self.graph.role_areas(self.role))
        return sorted((a for a in areas if a != self.area and a in asked), key=self.weight_of, reverse=True)

    @property
    def matters(self) -> tuple[str, ...]:
        """What the graph says on why its area matters."""
        return self.graph.areas[self.area].matters if self.area in self.graph.areas else ()
