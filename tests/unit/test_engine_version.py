"""A changed choice needs a new version of the engine: many interviews are sat here, and what was chosen is hashed.

The graphs are made by formulas or lie in tests/data, so that the bundled bank can grow. The candidates answer by a hash
of the item: nothing of the engine's own picture of people is in them.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from itertools import product
from pathlib import Path

from msgspec.structs import asdict, replace

from simulator.engine import schedule
from simulator.engine.choice.constraints import request_at
from simulator.engine.choice.formats import FORMATS, PastItem, SelectionContext, position_of
from simulator.engine.choice.policy import Choice, next_item
from simulator.engine.choice.probes import Context, next_probe
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import Belief, Folded, fold_on
from simulator.engine.model.evidence import Evidence
from simulator.engine.model.level import level
from simulator.engine.model.parameters import ENGINE_DIGEST, ENGINE_VERSION, SENIORITIES
from simulator.engine.model.priors import Prior
from simulator.engine.scoring import (
    ANCHORED_FROM_TIER,
    CAP,
    CAP_OF_HALF,
    CREDIT,
    MARKS,
    SCALE,
    VERDICTS,
    Mark,
    Verdict,
    lower,
    rank,
    score,
)
from simulator.graph.records import Area, Check, Concept, Graph, Point, Probe, Question, Role
from tests.seven import seven
from tests.sitting import TALKS

AREAS = ("north", "east", "south", "west", "design")
LUCK = {"strong": 0.8, "middling": 0.5, "weak": 0.15, "uneven": 0.5, "passing": 0.6}  # how often a point is met
RUBRIC = (
    Point(id="core", point="The core claim about flow.", weight=3, critical=True),
    Point(id="why", point="A mechanism moves the load.", weight=2),
    Point(id="when", point="Cold nights break this.", weight=2, by_probe=True),
    Point(id="cost", point="Price against speed.", weight=1),
    Point(id="limit", point="A numeric limit.", weight=1, beyond=True),
)
PROBES = (
    Probe(kind="gap", point="core", asks="And the core?", reply="Flow."),
    Probe(kind="gap", point="why", asks="By what?", reply="A mechanism."),
    Probe(kind="gap", point="when", asks="Always?", reply="Not on cold nights."),
    Probe(kind="drill", asks="Deeper?", reply="Yes."),
    Probe(kind="challenge", asks="Are you certain?", reply="Yes."),
)


def question_of(number: int, tier: int) -> Question:
    """A question on a concept; a fifth takes its own time, a seventh has a difficulty of its own, a ninth follows."""
    nth = 7 * number + tier
    secondary = (f"c{number - 5}",) if nth % 2 and number >= 5 else ()
    return Question(
        id=f"c{number}.{tier}",
        kind="design" if tier == 6 else "discuss",
        concepts=(f"c{number}", *secondary),
        tier=tier,
        prompt="Tell me.",
        minutes=float(2 + nth % 9) if nth % 5 == 0 else None,
        rubric=RUBRIC,
        probes=PROBES,
        follows=(f"c{number}.{tier - 1}",) if nth % 9 == 0 and tier > 1 else (),
        difficulty=(nth % 11 - 5) / 3 if nth % 7 == 0 else None,
        discrimination=1.0 + nth % 3 / 2 if nth % 7 == 0 else None,
    )


@cache
def formula() -> Graph:
    """Forty concepts in five areas that rest on each other, two roles: one is uneven, and goes less deep."""
    concepts = {}
    for n in range(40):
        rests_on = (n - 5, *((n - 7,) if n % 3 == 0 else ())) if n >= 7 else ()
        concepts[f"c{n}"] = Concept(
            id=f"c{n}", title=f"Concept {n}", area=AREAS[n % 5], prerequisites=tuple(f"c{p}" for p in rests_on)
        )
    tiers = {n: [t for t in range(1, 6) if (n + t) % 4] + [6] * (n % 6 == 1) for n in range(40)}
    questions = [question_of(n, tier) for n, its in tiers.items() for tier in its]
    checks = [
        Check(
            id=f"check.{n}",
            concepts=(f"c{n}",),
            tier=1 + n % 4,
            prompt="Which?",
            why="By definition.",
            options=("a", "b", "c", "d")[: 2 + n % 3],
            correct=0,
        )
        for n in range(0, 40, 3)
    ]
    roles = [
        Role(id="even", title="Even", target_tier=4, areas=dict.fromkeys(AREAS, 0.2)),
        Role(
            id="tilted",
            title="Tilted",
            target_tier=3,
            areas={"north": 0.45, "east": 0.25, "south": 0.15, "west": 0.1, "design": 0.05},
            depth={"south": 2, "c17": 4, "c5": 0, "c12": 3},
        ),
    ]
    return Graph(
        id="formula",
        title="By a formula",
        path=Path("formula"),
        digest="0" * 64,
        areas={area: Area(id=area, title=area.title()) for area in AREAS},
        roles={role.id: role for role in roles},
        concepts=concepts,
        questions={q.id: q for q in questions},
        checks={c.id: c for c in checks},
    )


@cache
def bank_of(graph: Graph) -> Bank:
    return Bank.compile(graph)


def drawn(*what: object) -> float:
    """A number in [0, 1) by a hash."""
    return int.from_bytes(sha256("/".join(map(str, what)).encode()).digest()[:8]) / 2**64


@dataclass
class Candidate:
    """Somebody who meets points by luck; who is uneven meets few of every second area."""

    graph: Graph
    kind: str
    seed: int

    def luck(self, item: Question | Check) -> float:
        area = list(self.graph.areas).index(self.graph.area_of(item.primary))
        turned = {0: 0.3, 1: -0.4}[area % 2] if self.kind == "uneven" else 0.0
        return LUCK[self.kind] + turned - 0.04 * (item.tier - 3)

    def passes(self, item: Question | Check) -> bool:
        return self.kind == "passing" and drawn("pass", self.seed, item.id) < 0.35

    def marks(self, question: Question) -> dict[str, Mark]:
        found: dict[str, Mark] = {}
        for point in question.rubric:
            luck = drawn(self.kind, self.seed, question.id, point.id)
            place = sum(luck >= self.luck(question) + step for step in (0.0, 0.12, 0.25))
            found[point.id] = MARKS[place]
        return found


@dataclass
class Sat:
    """An interview as it is sat: the walk, what it says of the candidate, and a line for every choice."""

    graph: Graph
    candidate: Candidate
    walk: SelectionContext
    prior: Belief
    at_end: bool = False
    pace: float = 1.0
    evidences: list[Evidence] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    probes: list[str] = field(default_factory=list)
    folded: Folded | None = None

    def belief(self) -> Belief:
        """What is believed of the candidate so far."""
        self.folded = fold_on(self.folded, self.prior, tuple(self.evidences))
        return self.folded.belief

    def sit(self) -> "Sat":
        bank = bank_of(self.graph)
        while (choice := next_item(bank, belief := self.belief(), self.walk)) is not None:
            self.lines.append(self.line(choice, belief))
            if choice.kind == "check":
                self.check(self.graph.checks[choice.item])
            else:
                self.question(self.graph.questions[choice.item])
        reached = level(self.belief(), bank, self.walk.role)
        self.lines.append(f"level {reached.tier} {reached.low} {reached.high}")
        return self

    def line(self, choice: Choice, belief: Belief) -> str:
        """What was chosen, at which stage and why; values to five places, far above the last bits of any machine."""
        reason, bank, walk = choice.reason, bank_of(self.graph), self.walk
        shape = FORMATS[walk.format]
        asked = sum(a.kind == "question" and not a.skipped for a in walk.asked)
        here = position_of(bank, walk, shape.limit_at(walk.minutes, asked, walk.minutes - walk.clock_minutes))
        request = request_at(bank, belief, walk, shape, here)
        stage = request.stage if request is not None and choice.kind == "question" else "-"
        value = f"{reason.gain + 0.0:.5f}"
        return f"{choice.item} {stage} {reason.move} {value} {reason.doubt:d} {','.join(reason.gave_way)}"

    def check(self, check: Check) -> None:
        if passed := self.candidate.passes(check):
            self.asked(check.id, "check", None, 0.25, passed)
            return
        right = drawn("check", self.candidate.seed, check.id) < self.candidate.luck(check)
        self.evidences.append(Evidence(check.id, "check", int(right)))
        self.asked(check.id, "check", None, 1.0)

    def question(self, question: Question) -> None:
        if passed := self.candidate.passes(question):
            self.asked(question.id, "question", None, 0.25, passed)
            return
        marks = self.candidate.marks(question)
        probes, asked_for = self.follow_up(question, marks)
        unasked = {p.id for p in question.rubric if p.waits} - asked_for
        by_points = score(question.rubric, marks, unasked=unasked).verdict
        luck = drawn("ways", self.candidate.seed, question.id)
        predicted = VERDICTS[min(3, rank(by_points) + (luck < 0.4))]
        verdict = lower(by_points, predicted) if question.tier >= 5 else by_points
        self.evidences.append(Evidence(question.id, "prediction", rank(predicted)))
        if not self.at_end:
            self.evidences += self.scored(question, marks, by_points, predicted, luck)
        self.asked(question.id, "question", None if self.at_end else verdict, question.planned_minutes + probes)

    def scored(
        self, question: Question, marks: dict[str, Mark], by_points: Verdict, predicted: Verdict, luck: float
    ) -> list[Evidence]:
        prompted = sum(mark == "prompted" for mark in marks.values())
        if by_points == "weak" and luck < 0.3:
            return [Evidence(question.id, "dont_know", 0)]
        if question.tier >= 5:
            return [
                Evidence(question.id, "verdict", rank(by_points), prompted=prompted, weight=0.5),
                Evidence(question.id, "anchored", rank(predicted), prompted=prompted, weight=0.5),
            ]
        ways = {"hints": int(luck > 0.7), "overruled": 0.5 < luck < 0.6, "seen_before": 0.3 < luck < 0.45}
        return [Evidence(question.id, "verdict", rank(by_points), prompted=prompted, **ways)]  # type: ignore[arg-type]

    def follow_up(self, question: Question, marks: dict[str, Mark]) -> tuple[int, set[str]]:
        """The minutes that follow-ups took, a minute each and at most three, and the points they asked for."""
        words = {"yes": None, "partly": 3, "prompted": 2, "no": 0}  # of a point are said
        said = " ".join(word for p in question.rubric for word in p.point.split()[: words[marks[p.id]]])
        here: list[str] = []
        points: list[str] = []
        while len(here) < 3:
            context = Context(
                seed=self.walk.seed,
                position=len(self.walk.asked) + 1,
                asked_here=tuple(here),
                points_asked=frozenset(points),
                told=frozenset(),
                asked_before=len(self.probes),
                open_before=sum(sort != "gap" for sort in self.probes),
                question_seconds=(question.planned_minutes * self.pace + len(here)) * 60,
                seconds_left=(self.walk.minutes - self.walk.clock_minutes) * 60,
            )
            found = next_probe(question, said, context)
            if found is None:
                break
            here.append(found.asks)
            points += [found.point] if found.sort == "gap" else []
            self.probes.append(found.sort)
            self.lines.append(f"  {found.sort} {found.asks}")
        return len(here), set(points)

    def asked(self, item: str, kind: str, verdict: Verdict | None, minutes: float, skipped: bool = False) -> None:
        asked = PastItem(item, kind, verdict, skipped)  # type: ignore[arg-type]
        clock = self.walk.clock_minutes + minutes * self.pace
        self.walk = replace(self.walk, asked=(*self.walk.asked, asked), clock_minutes=clock)


@cache
def sittings() -> tuple[Sat, ...]:
    return tuple(sat.sit() for sat in begun())


def begun() -> Iterator[Sat]:
    """Two interviews of every candidate in every format; some are sat again, by their concepts or by their items."""
    graphs = (formula(), seven())
    for n, (graph, form, kind, seed) in enumerate(product(graphs, TALKS, LUCK, (1, 2))):
        candidate = Candidate(graph, kind, seed)
        role = [None, *graph.roles.values()][n % (len(graph.roles) + 1)]
        area = list(graph.areas)[n % len(graph.areas)] if form == "deep-dive" else None
        walk = SelectionContext(form, role, FORMATS[form].minutes * (1.0, 1.0, 0.6)[n % 3], seed=seed, area=area)
        prior = Prior.structural(bank_of(graph), SENIORITIES[n % 4])
        first = Sat(graph, candidate, walk, prior, at_end=n % 5 == 4, pace=(1.0, 0.6, 1.5)[n % 3])
        if kind == "passing":
            first.walk = replace(first.walk, max_questions=2 + n % 3)
        yield first
        yield later(first, replace(walk, seed=seed + 7))
        if n % 4 == 0:
            concepts = frozenset(graph.questions[a.item].primary for a in first.walk.asked if a.kind == "question")
            barred = frozenset(a.item for a in first.walk.asked)
            yield by(first, replace(walk, concepts=concepts, barred=barred, attempt=1))
        if n % 8 == 1:
            yield by(first, replace(walk, items=tuple(a.item for a in first.walk.asked)))

    yield from paced()
    for seed in range(6):
        walk = SelectionContext("full", None, FORMATS["full"].minutes, seed=seed, spoken=True)
        yield Sat(formula(), Candidate(formula(), "middling", seed), walk, Prior.structural(bank_of(formula()), "mid"))


def paced() -> Iterator[Sat]:
    """Interviews of every pace, for the clock decides how many questions there are and whether the last is open."""
    prior = Prior.structural(bank_of(formula()), "senior")
    roles = [None, *formula().roles.values()]
    for n, (form, seed) in enumerate(product((*["full"] * 5, "screen", "deep-dive"), range(9))):
        area = AREAS[seed % 5] if form == "deep-dive" else None
        kind = ("strong", "strong", "uneven", "middling")[n % 4]
        minutes = FORMATS[form].minutes * (1.0, 0.7, 0.9, 1.3, 0.8)[n % 5]
        walk = SelectionContext(form, roles[n % 3], minutes, seed=seed, area=area)
        first = Sat(formula(), Candidate(formula(), kind, seed), walk, prior, pace=0.2 + 0.07 * (n % 23))
        yield first
        yield later(first, replace(walk, seed=seed + 7))


def later(first: Sat, walk: SelectionContext) -> Sat:
    """The next interview, some weeks on: it asks nothing of the last one but what is due."""
    asked = [a.item for a in first.walk.asked]
    areas = [first.graph.area_of(first.graph.questions[i].primary) for i in asked if i in first.graph.questions]
    walk = replace(
        walk,
        cooling=frozenset(asked),
        due=frozenset(asked[::3]),
        past_areas={area: areas.count(area) for area in areas},
        max_questions=9 if len(asked) % 2 else None,
    )
    return by(first, walk, first.belief().aged(45.0))


def by(first: Sat, walk: SelectionContext, prior: Belief | None = None) -> Sat:
    """Another interview of the same candidate."""
    return Sat(first.graph, first.candidate, walk, prior or first.prior, first.at_end, first.pace)


def test_other_choices_need_a_new_version() -> None:
    lines = [f"{sat.graph.id} {sat.walk.format}\n" + "\n".join(sat.lines) for sat in sittings()]
    found = sha256("\n".join(lines).encode()).hexdigest()
    assert found == ENGINE_DIGEST, (
        f"The engine chooses differently than version {ENGINE_VERSION}: raise ENGINE_VERSION in "
        f"simulator/engine/model/parameters.py and write the new digest {found} beside it."
    )


def test_the_interviews_behind_the_digest_are_varied() -> None:
    lines = [line for sat in sittings() for line in sat.lines]
    moves = {line.split()[2] for line in lines if not line.startswith((" ", "level"))}
    assert moves >= {"open", "deepen", "step-back", "sibling", "new-thread", "design", "check"}
    assert {line.split()[0] for line in lines if line.startswith("  ")} == {"gap", "drill", "challenge", "nudge"}
    assert len({line for line in lines if line.startswith("level")}) > 10


def parts_of(source: str) -> dict[str, list[str]]:
    """The constants of a module by the heading that they stand below; those before the first have none."""
    first, *rest = re.split(r"\n\n# (?=[^\n]+\n\n)", source)
    parts = {"": first} | {heading: body for heading, _, body in (part.partition("\n\n") for part in rest)}
    return {re.split(r" \(|: ", heading)[0]: list(assigned(ast.parse(body))) for heading, body in parts.items()}


def assigned(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name))


def versioned() -> dict[str, object]:
    """The constants that choices and the belief rest on, by their names."""
    parts = parts_of(Path(P.__file__).read_text("utf-8"))
    assert set(P.NOT_VERSIONED) < set(parts)
    names = [name for heading, its in parts.items() if heading not in P.NOT_VERSIONED for name in its if name.isupper()]
    found = {name: getattr(P, name) for name in names if not name.endswith(("_VERSION", "_DIGEST", "NOT_VERSIONED"))}
    due = [name for its in parts_of(Path(schedule.__file__).read_text("utf-8")).values() for name in its]
    found |= {f"schedule {name}": getattr(schedule, name) for name in due if name not in {"SCHEDULER", "Rehearsed"}}
    found["schedule RATINGS"] = {verdict: int(rating) for verdict, rating in schedule.RATINGS.items()}
    found |= {f"format {name}": {**asdict(form), "title": "", "about": ""} for name, form in FORMATS.items()}
    found |= {f"verdict {verdict}": grade.least for verdict, grade in SCALE.items()}
    return found | {"CREDIT": CREDIT, "CAP": CAP, "CAP_OF_HALF": CAP_OF_HALF, "ANCHORED": ANCHORED_FROM_TIER}


def test_other_constants_need_a_new_version() -> None:
    found = sha256("\n".join(f"{name} {value!r}" for name, value in sorted(versioned().items())).encode()).hexdigest()
    assert found == P.CONSTANTS_DIGEST, (
        f"A constant differs from version {ENGINE_VERSION}: raise ENGINE_VERSION in "
        f"simulator/engine/model/parameters.py and write the new digest {found} beside it, as CONSTANTS_DIGEST. "
        "Where one is only renamed or added, and nothing can be chosen differently, the version stays."
    )
