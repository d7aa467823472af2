"""What the engine is given to choose the next item, and what the transcript keeps of the choice."""

from collections import Counter
from collections.abc import Collection, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from simulator.engine.choice.endings import EndReason
from simulator.engine.choice.formats import PastItem, SelectionContext, format_title
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.evidence import Evidence
from simulator.errors import UsageError
from simulator.graph.records import Check, Graph, Question, Role
from simulator.session.brought_up import brought_up, leading_to
from simulator.session.header import MOST_MINUTES, Header, Retake
from simulator.session.interview.history import Looks, PastSession, carried, evidence_of, looked_at
from simulator.session.interview.parting_questions import kept_minutes
from simulator.session.interview.state import State
from simulator.session.interview.turn import Turn

if TYPE_CHECKING:
    from simulator.engine.choice.policy import Choice
    from simulator.engine.choice.probes import Follow
    from simulator.engine.model.bank import Bank
    from simulator.engine.model.belief import Belief, Folded

LAST_WORDS_SECONDS = 120.0  # before the end: a conclusion is asked for then, and no follow-up comes after it


def role_in(graph: Graph, header: Header) -> Role | None:
    """The role of a session, its areas weighted as the header says; None if the graph no longer has the role."""
    role = graph.roles.get(header.role)
    return msgspec.structs.replace(role, areas=header.areas) if role and header.areas else role


def compiled(graph: Graph) -> "Bank":
    """The graph compiled for the engine, with its calibration. Raises GraphError if that does not fit."""
    from simulator.engine.model.bank import Bank  # numpy: needed at the first choice, not before
    from simulator.session.calibrated_prior import pooled_prior

    return Bank.compile(graph, pooled_prior(graph))


class Selection:
    """The engine as one session sees it: its bank, the belief it started from, what the candidate has met before.

    Results that earlier sessions have not shown yet do not count, neither for choices nor for what is shown.
    """

    def __init__(
        self,
        graph: Graph,
        header: Header,
        past: Sequence[PastSession] = (),
        cooling: Collection[str] = (),
        bank: "Bank | None" = None,
    ) -> None:
        self.graph = graph
        self.header = header
        self.past = tuple(session.without_secret_results for session in past)
        self.cooling = frozenset(cooling)
        self.seen = frozenset(item for session in past for item in session.revealed)
        if bank is not None:
            self.bank = bank
        self._folded: Folded | None = None

    @cached_property
    def bank(self) -> "Bank":
        """The compiled graph."""
        return compiled(self.graph)

    @property
    def without_secret_items(self) -> "Selection":
        """This selection without answers to items that are still secret: a prediction would give the concept away."""
        past = tuple(session.without_secret_items for session in self.past)
        return self if past == self.past else Selection(self.graph, self.header, past, self.cooling, self.bank)

    @property
    def motives_met(self) -> frozenset[str]:
        """The questions on motive that the latest whole interviews ended with."""
        latest = sorted((session for session in self.past if session.motive), key=lambda session: session.started)
        return frozenset(session.motive for session in latest[-P.LATEST_MOTIVES :])

    @cached_property
    def past_areas(self) -> dict[str, int]:
        """How many questions of each area earlier sessions asked."""
        known = (self.graph.questions.get(item) for session in self.past for item in session.asked)
        return dict(Counter(self.graph.area_of(question.primary) for question in known if question is not None))

    @cached_property
    def named(self) -> frozenset[str]:
        """The questions, checks and tasks that speak of what the job advert names."""
        if not self.header.advert_terms:
            return frozenset()
        from simulator.graph.job_advert.naming import items_naming  # only where there is an advert

        return items_naming(self.graph, self.header.advert_terms)

    @cached_property
    def asks_named(self) -> frozenset[str]:
        """Those of them whose prompt says it."""
        if not self.named:
            return frozenset()
        from simulator.graph.job_advert.naming import items_asking

        return items_asking(self.graph, self.header.advert_terms)

    @cached_property
    def first(self) -> frozenset[str]:
        """What a deep dive begins with: its concept, else what the advert names there and no interview has met."""
        header = self.header
        if not header.area or header.again is not None:
            return frozenset()
        if header.concept:
            return frozenset(q.id for q in self.graph.questions.values() if q.primary == header.concept)
        if not self.named:
            return frozenset()
        from simulator.graph.job_advert.naming import items_naming, not_met

        asked = frozenset(item for session in self.past for item in session.asked)
        return items_naming(self.graph, not_met(self.graph, header.advert_terms, asked))

    @cached_property
    def near_named(self) -> frozenset[str]:
        """All items of the concepts that are much about what the job advert names."""
        if not self.named:
            return frozenset()
        from simulator.graph.job_advert.naming import items_near

        return items_near(self.graph, self.header.advert_terms)

    @cached_property
    def usual_areas(self) -> frozenset[str]:
        """With a job advert, the areas that weigh more than others in the role itself; else none."""
        own = self.graph.role_areas(self.header.role)
        if not self.header.advert or not own:
            return frozenset()
        return frozenset(area for area, weight in own.items() if weight >= sum(own.values()) / len(own))

    @cached_property
    def prior(self) -> "Belief":
        """The belief before the first question, from seniority and earlier sessions."""
        from simulator.engine.model.priors import Prior  # numpy

        return carried(Prior.structural(self.bank, self.header.seniority), self.past, self.header.started)

    def belief(self, turns: Sequence[Turn]) -> "Belief":
        """The belief after `turns`; the last is kept, as it is asked for again, and a turn further each time."""
        from simulator.engine.model.belief import fold_on  # numpy

        folded = self._folded = fold_on(self._folded, self.prior, self.evidence(turns))
        return folded.belief

    def belief_from(self, start: "Belief", turns: Sequence[Turn], looks: Looks = "all") -> "Belief":
        """The belief that the evidence of `turns`, and all of earlier sessions, would lead to from another start."""
        from simulator.engine.model.belief import fold  # numpy

        known = looked_at(self.evidence(turns), looks)
        return fold(carried(start, self.past, self.header.started), known)

    def evidence(self, turns: Sequence[Turn]) -> list[Evidence]:
        """The evidence of `turns` on items that the graph still has."""
        return [e for e in evidence_of(turns) if e.item in self.bank.index]

    def level(self, state: State) -> dict[str, int]:
        """The level for the role after all turns: `tier`, with the 80% interval from `low` to `high`."""
        from simulator.engine.model.level import level  # numpy

        result = level(self.belief(state.turns), self.bank, role_in(self.graph, self.header))
        return {"tier": result.tier, "low": result.low, "high": result.high}

    def choose(self, state: State, clock: float) -> "tuple[Choice, None] | tuple[None, EndReason]":
        """The next choice, or None with the reason why the interview is over."""
        from simulator.engine.choice.policy import Choice, next_step  # numpy

        step = next_step(self.bank, self.belief(state.turns), self.context_of(state, clock))
        return (step, None) if isinstance(step, Choice) else (None, step)

    def follow_up(self, state: State, turn: Turn, clock: float) -> "Follow | None":
        """What the interviewer asks back about an answer; None with nothing.

        Nobody who has just given up is asked for more on that; a part of a story, and a twist, don't build on it. Nor
        is anybody who was told that the time is nearly up, and asked for a conclusion.
        """
        if self.header.minutes * 60 - clock < LAST_WORDS_SECONDS:
            return None
        from simulator.engine.choice import probes  # not on the way to the first question
        from simulator.engine.choice.unknown import gives_up

        asked = [p for t in state.turns for p in t.probes if p.sort != "nudge"]
        context = probes.Context(
            seed=self.header.seed,
            position=turn.position,
            asked_here=tuple(p.asks for p in turn.probes),
            repeated_here=tuple(p.quote for p in turn.probes if p.quote and p.sort != "gap" and not p.told),
            points_asked=frozenset(p.point for p in turn.probes if p.sort == "gap"),
            told=turn.told,
            asked_before=len(asked),
            open_before=sum(p.sort != "gap" for p in asked),
            question_seconds=clock - turn.since,
            seconds_left=self.header.minutes * 60 - clock,
            ends_thread=self.ends_thread(state, clock),
            spoken=turn.spoken,
            misconceptions=self.graph.misconceptions.values(),
            asked_elsewhere=frozenset(p.asks for t in state.turns if t.position != turn.position for p in t.probes),
        )
        found = probes.next_probe(turn.question, turn.said_text, context)
        last = turn.replies[-1] if turn.replies and not turn.is_story else None
        builds_on = found is not None and found.sort != "twist"
        return None if builds_on and last and not last.said and gives_up(last.text) else found

    def ends_thread(self, state: State, clock: float) -> bool:
        """Whether another subject follows the question that is being answered, so that it may have a third follow-up.

        Of others than open-ended ones it's found out only once they have had the usual number. Somebody who has just
        given up isn't asked for more.
        """
        from simulator.engine.choice.unknown import gives_up  # not on the way to the first question

        turn = state.current
        if turn is None or turn.question.stages or len(turn.probes) < P.PROBES:
            return turn is not None and bool(turn.question.stages)
        if not turn.replies or gives_up(turn.replies[-1].text):
            return False
        from simulator.engine.choice.policy import format_and_position  # numpy
        from simulator.engine.choice.threads import ends_thread

        context = self.context_of(state, clock)
        shape, position = format_and_position(self.bank, context)
        return ends_thread(self.bank, self.belief(state.turns), context, shape, position)

    def check_length(self) -> None:
        """Raises UsageError for an interview too short for any question, with the least that would do."""
        state = State(self.header)
        if self.choose(state, 0.0)[0] is not None:
            return
        from simulator.engine.choice.policy import next_item  # numpy

        context, kind = self.context_of(state, 0.0), format_title(self.header.format).lower()
        lengths = range(1, MOST_MINUTES + 1)
        least = next((m for m in lengths if next_item(self.bank, self.prior, replace(context, minutes=m))), None)
        if least is None:
            about = f" on {self.header.area}" if self.header.area else ""
            raise UsageError(f"The graph {self.graph.id} has no question for a {kind}{about}; choose another format.")
        given = "1 minute is" if self.header.minutes == 1 else f"{self.header.minutes:g} minutes are"
        raise UsageError(f"{given} too short for any question of a {kind}; give it at least {least} minutes.")

    def context_of(self, state: State, clock: float) -> SelectionContext:
        """All that the choice may depend on; `clock` in interview seconds."""
        header = self.header
        again = header.again or Retake("")
        own = brought_up(self.graph, state.turns)
        return SelectionContext(
            format=header.format,
            role=role_in(self.graph, header),
            minutes=header.minutes,
            max_questions=header.max_questions,
            seed=header.seed,
            asked=tuple(
                PastItem(t.asked.id, "check" if t.check else "question", t.verdict, t.skipped)
                for t in state.turns
                if t.asked.id in self.bank.index  # the graph may have changed since
            ),
            clock_minutes=clock / 60,
            kept_minutes=kept_minutes(header),
            project=header.project,
            project_area=header.project_area,
            advert=bool(header.advert),
            cooling=self.cooling,
            area=header.area or None,
            due=frozenset(header.due),
            past_areas=self.past_areas,
            named=self.named,
            asks_named=self.asks_named,
            near_named=self.near_named,
            first=self.first,
            usual_areas=self.usual_areas,
            items=again.items,
            concepts=frozenset(again.concepts),
            barred=frozenset(again.barred),
            mentioned=own.mentioned,
            near_mentioned=own.near_mentioned,
            told_of=own.told_of,
            touched=own.touched,
            spoken=header.input == "spoken",
        )

    def asked_fields(self, state: State, choice: "Choice") -> dict[str, Any]:
        """The fields of the `asked` event for a choice."""
        item: Question | Check = (
            self.graph.checks[choice.item] if choice.kind == "check" else self.graph.questions[choice.item]
        )
        reason = choice.reason
        if isinstance(item, Question):
            reason = msgspec.structs.replace(reason, led_by=leading_to(self.graph, state.turns, reason, item))
        before = sum((t.check is not None) == (choice.kind == "check") for t in state.turns)
        summary = self.belief(state.turns).summary(role_in(self.graph, self.header))
        return {
            "position": len(state.turns) + 1,
            "number": before + 1,
            "id": item.id,
            "area": self.graph.area_of(item.primary),
            "concepts": item.concepts,
            "tier": item.tier,
            "reason": msgspec.json.decode(msgspec.json.encode(reason)),  # lists, as they are read back
            "belief": {key: round(value, 6) for key, value in summary.items()},
            "seen": item.id in self.seen,
            choice.kind: item,
        }
