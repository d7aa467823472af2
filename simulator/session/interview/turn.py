"""One asked item and all that happened to it."""

import math
from dataclasses import dataclass, field
from typing import TypeVar

from simulator.engine.model.parameters import MOST_CASES
from simulator.engine.scoring import MET, SHORT, UNMET, VERDICTS, Mark, Score, Verdict, code_rank, score
from simulator.graph.code.case import CODE_STAGE, CODE_STAGES, TWIST_STAGE
from simulator.graph.records import PROBE_MINUTES, Check, Clarification, Point, Question, Stage
from simulator.session.interview import events as ev
from simulator.session.interview import outcome_words as out

Kind = TypeVar("Kind", bound=ev.Event)
DISCOUNTING = frozenset("01234567")  # engine versions in which a yes after a follow-up always counts less
OLD_RULES = frozenset("0123456789")  # and those in which points were counted by the rules before (`scoring.score`)
PROMPTED_LIFTS = OLD_RULES | {str(number) for number in range(10, 17)}  # and in which a point asked for lifts an answer


@dataclass(frozen=True)
class Turn:
    """One asked item and what happened to it.

    `since` is the clock when it was last asked, `until` the clock at its last answer. `drafts` are texts that come back
    when a step is undone, the one for the current step last: undo both a reply and its answer, and the reply still
    waits behind the answer. `engine` is the version of its transcript, whose rules it keeps. `revealed` means that the
    reference was shown after the current answer, `shown_before` that it was shown before it, because "don't know" was
    taken back. `predicted_late`: a guess was taken back, and this one made with it in sight.
    """

    asked: ev.Asked
    clarifications: tuple[ev.Clarified, ...] = ()
    hints: tuple[ev.Hinted, ...] = ()
    answers: tuple[ev.Answered, ...] = ()
    probes: tuple[ev.Probed, ...] = ()
    replies: tuple[ev.ProbeAnswered, ...] = ()
    prediction: Verdict | None = None
    predicted_late: bool = False
    revealed: bool = False
    shown_before: bool = False
    marks: dict[str, Mark] = field(default_factory=dict)
    scored: ev.Scored | None = None
    checked: ev.Checked | None = None
    set_aside: bool = False
    skipped: bool = False
    notes: tuple[ev.Noted, ...] = ()
    retold: ev.Retold | None = None
    bookmarked: bool = False
    others: tuple[ev.Event, ...] = ()
    drafts: tuple[str, ...] = ()
    since: float = 0.0
    until: float = 0.0
    engine: str = ""

    def all_of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """The events of a kind that has no field of its own."""
        return tuple(event for event in self.others if isinstance(event, kind))

    @property
    def discounts_yes(self) -> bool:
        """Whether every yes that a follow-up asked for counts as prompted; later engines go by the mark alone."""
        return self.engine in DISCOUNTING

    @property
    def old_rules(self) -> bool:
        """Whether points are counted by the rules up to engine 9, and a point given only when asked makes it easier."""
        return self.engine in OLD_RULES

    @property
    def foretold(self) -> Verdict | None:
        """The prediction as one that tells how well the candidate rates themselves: made before the reference."""
        return None if self.predicted_late else self.prediction

    @property
    def position(self) -> int:
        """Place among all asked items, from 1."""
        return self.asked.position

    @property
    def draft(self) -> str:
        """The text with which the item is continued."""
        return self.drafts[-1] if self.drafts else ""

    @property
    def question(self) -> Question:
        """The question as it was asked. Not for checks."""
        assert self.asked.question is not None
        return self.asked.question

    @property
    def check(self) -> Check | None:
        """The check as it was asked, or None for a question."""
        return self.asked.check

    @property
    def is_story(self) -> bool:
        """Whether it asked about the candidate's own work, which is evidence on no area."""
        return self.check is None and self.question.kind == "experience"

    @property
    def seen(self) -> bool:
        """Whether the reference was known before the answer: from an earlier session, or from this one."""
        return self.asked.seen or self.shown_before

    @property
    def dont_know(self) -> bool:
        """Whether the candidate said that they do not know."""
        return any(a.dont_know for a in self.answers)

    @property
    def answer_text(self) -> str:
        """Everything that was answered, stage by stage; without code, which is run and not listened to."""
        return "\n\n".join(a.text for a in self.answers if a.text and not self.is_code(a))

    def is_code(self, answer: ev.Answered) -> bool:
        """Whether an answer is code that was handed in."""
        return answer.stage in CODE_STAGES and self.question.is_coding

    @property
    def writes_code(self) -> bool:
        """Whether what is due is code."""
        return self.stage is not None and self.stage.id in CODE_STAGES and self.question.is_coding

    @property
    def runs(self) -> tuple[ev.Ran, ...]:
        """The runs of its code, oldest first."""
        return self.all_of(ev.Ran)

    @property
    def code(self) -> str:
        """The code as it was handed in last, or else as it was run last; empty if there is none."""
        handed = [a.text for a in self.answers if self.is_code(a)]
        return handed[-1] if handed else self.runs[-1].code if self.runs else ""

    @property
    def graded_runs(self) -> tuple[ev.Ran, ...]:
        """The runs that count: the first of each stage in which the cases kept back were run."""
        first: dict[str, ev.Ran] = {}
        for run in self.runs:
            if run.kept:
                first.setdefault(run.stage, run)
        return tuple(first.values())

    @property
    def code_rank(self) -> int | None:
        """The rank of the code by its cases (`scoring.code_rank`); None where none was handed in."""
        if self.check is not None or not self.graded_runs:
            return None
        own = {CODE_STAGE: self.question.cases, TWIST_STAGE: self.question.twist_cases}
        cases = [(case, run) for run in self.graded_runs for case in own.get(run.stage, ())]
        kept = [case.id in run.passed for case, run in cases if not case.shown]
        shown = all(case.id in run.passed for case, run in cases if case.shown)
        return code_rank(shown_passed=shown, kept_passed=sum(kept), kept=len(kept), most=MOST_CASES)

    @property
    def said_text(self) -> str:
        """The answer and the replies to follow-ups."""
        return "\n\n".join(filter(None, (self.answer_text, *(reply.text for reply in self.replies))))

    @property
    def spoken(self) -> bool:
        """Whether something of it was said aloud: the text then is a few bullets."""
        answers, replies = (s.spoken_seconds for s in self.answers), (r.spoken_seconds for r in self.replies)
        return any(seconds is not None for seconds in (*answers, *replies))

    @property
    def can_be_read(self) -> bool:
        """Whether what is heard of the answer can count beside its marks: its points have cues, it is not spoken."""
        rubric = self.question.rubric
        whole = bool(rubric) and not self.question.is_coding  # two short replies about code are no text to go by
        return whole and not (self.dont_know or self.seen or self.spoken) and all(p.cues for p in rubric)

    @property
    def readable(self) -> bool:
        """Whether a scored answer can be read: what was heard of it stands with its score."""
        return self.scored is not None and self.scored.coverage is not None and self.can_be_read

    def asked_back(self, probe: int) -> tuple[ev.Clarified, ...]:
        """What was asked back about a follow-up (from 1), or before the first (0)."""
        bounds = (0, *(probed.n for probed in self.probes), math.inf)
        return tuple(asked for asked in self.clarifications if bounds[probe] < asked.n < bounds[probe + 1])

    @property
    def told(self) -> frozenset[str]:
        """The prepared facts that the candidate was told: asked for, or said before a follow-up."""
        replies = {reply for c in self.clarifications for reply in (c.reply, *c.replies)}
        return frozenset(replies | {probe.told for probe in self.probes if probe.told})

    @property
    def untold(self) -> tuple[Clarification, ...]:
        """The prepared facts that were not asked for, without what the prompt says anyway."""
        if self.check:
            return ()
        told, facts = self.told, (c for c in self.question.clarifications if not c.repeats)
        return tuple(c for c in facts if not {c.reply, f"{c.asks} {c.reply}"} & told)

    @property
    def stage(self) -> Stage | None:
        """The stage of a design question that is due."""
        if self.check is not None or self.dont_know:
            return None
        stages = self.question.stages
        return stages[len(self.answers)] if len(self.answers) < len(stages) else None

    @property
    def answered(self) -> bool:
        """Whether the answer is complete, with all its stages."""
        if self.check is not None:
            return self.checked is not None
        return self.dont_know or (bool(self.answers) and self.stage is None)

    @property
    def open_probe(self) -> ev.Probed | None:
        """The follow-up that waits for an answer."""
        return self.probes[-1] if len(self.probes) > len(self.replies) else None

    def reply_to(self, probe: int) -> str:
        """What was written to the follow-up of that number; empty for "I said that", and before there's a reply."""
        return next((reply.text for reply in self.replies if reply.probe == probe), "")

    @property
    def asked_for(self) -> frozenset[str]:
        """Points that a follow-up was about, with a reply to it.

        It need not ask for a gap: where loose words sounded like the point, it was a drill that brought it out.
        """
        return frozenset() if self.discounts_yes else frozenset(p.point for p in self._replied_to if p.point)

    @property
    def unasked(self) -> frozenset[str]:
        """Points that nobody asked for: the prompt does not, and no follow-up was about them.

        One that was closed with "I said that" has asked for its point.
        """
        probed = {probe.point for probe in self.probes}
        return frozenset(p.id for p in self.question.rubric if p.waits and p.id not in probed)

    @property
    def missed(self) -> tuple[Point, ...]:
        """Points that were asked for and judged partly or no, in rubric order; after "don't know" all of them."""
        unasked = self.unasked
        missed = (p for p in self.question.rubric if self.dont_know or self.marks.get(p.id) in UNMET)
        return tuple(p for p in missed if p.id not in unasked)

    @property
    def may_be_prompted(self) -> bool:
        """Whether points may be marked "only when asked": a reply to a follow-up may bring any of them."""
        return not self.discounts_yes and any(p.sort != "nudge" for p in self._replied_to)

    @property
    def prompted(self) -> frozenset[str]:
        """Points that, if met, count as given only when asked.

        It is those with that mark. Old transcripts have no such mark: there it is every point whose gap probe was not
        closed with "I said that".
        """
        if not self.discounts_yes:
            return frozenset(point for point, mark in self.marks.items() if mark == "prompted")
        return frozenset(p.point for p in self._replied_to if p.point and p.sort == "gap")

    @property
    def when_asked(self) -> frozenset[str]:
        """Points that were met, but only when asked: they count less. One that waited for its follow-up does not."""
        asked = self.asked.question  # a check has none, and no points
        waited = {point.id for point in asked.rubric if point.waits} if asked else set()
        return frozenset(point for point in self.prompted - waited if self.marks.get(point) in MET)

    @property
    def count_when_asked(self) -> int:
        """How many points are marked so, if one of them counts less: all marks are on the screen to be counted."""
        return sum(self.marks.get(point) in MET for point in self.prompted) if self.when_asked else 0

    @property
    def _replied_to(self) -> tuple[ev.Probed, ...]:
        """The follow-ups that were not closed with "I said that"."""
        closed = {reply.probe for reply in self.replies if reply.said}
        return tuple(p for p in self.probes if p.probe not in closed)

    @property
    def uncovered(self) -> tuple[tuple[ev.Probed, ev.ProbeAnswered], ...]:
        """The follow-ups that went on from a point, with the replies: no mark tells whether those are right.

        A gap probe's reply is judged with its point, and a nudge asks nothing of its own. Without points the whole
        answer is judged at once. "Can we skip it?" can't be wrong.
        """
        from simulator.engine.choice.unknown import gives_up  # not on the way to the home screen

        pairs = (pair for pair in self._followed if pair[0].sort not in {"gap", "nudge"})
        return tuple(pair for pair in pairs if pair[1].text and not gives_up(pair[1].text))

    @property
    def missed_when_asked(self) -> tuple[tuple[ev.Probed, ev.ProbeAnswered], ...]:
        """The follow-ups that asked for a point which the reply did not bring either."""
        asked = [pair for pair in self._followed if pair[0].sort == "gap" and pair[0].point in self.marks]
        return tuple(pair for pair in asked if self.marks[pair[0].point] not in MET)

    def good_reply(self, probe: ev.Probed) -> tuple[str, str]:
        """What a reply to a follow-up is compared with, and what that is called.

        Of a challenge it's the belief that it contests, and why that's wrong: it seldom answers the question word for
        word, and makes no sense on its own.
        """
        beliefs = (m for m in self.question.mistakes if (m.challenge, m.why) == (probe.asks, probe.reply))
        for mistake in beliefs if probe.sort == "challenge" else ():
            return f"“{mistake.claim}” {mistake.why}", out.BELIEF_TITLE
        return probe.reply, out.REPLY_TITLE

    @property
    def _followed(self) -> tuple[tuple[ev.Probed, ev.ProbeAnswered], ...]:
        """The follow-ups with their replies; none where the whole answer is judged at once."""
        judged_at_once = self.check is not None or not self.question.rubric
        return () if judged_at_once else tuple(zip(self.probes, self.replies, strict=False))

    @property
    def score(self) -> Score | None:
        """The score of the points judged so far; None without a rubric, or while nothing is judged."""
        if self.check is not None or not self.question.rubric or not self.marks:
            return None
        rubric, lifts = self.question.rubric, self.engine in PROMPTED_LIFTS  # what a follow-up brought beyond it
        return score(rubric, self.marks, self.prompted, unasked=self.unasked, old=self.old_rules, prompted_lifts=lifts)

    @property
    def unjudged(self) -> tuple[str, ...]:
        """Ids of the points that still wait for a mark, in rubric order."""
        if self.check is not None:
            return ()
        return tuple(p.id for p in self.question.rubric if p.id not in self.marks)

    @property
    def settled(self) -> bool:
        """Whether nothing more is due: scored, checked or skipped."""
        return self.skipped or self.scored is not None or self.checked is not None

    @property
    def correct(self) -> bool | None:
        """Whether a check was answered correctly; None where it was not answered, or was set aside as read wrongly."""
        return None if self.checked is None or self.set_aside else self.checked.correct

    @property
    def planned_minutes(self) -> float:
        """The minutes that a question may take: a follow-up brings its own, in the room as in a report."""
        return self.question.planned_minutes + PROBE_MINUTES * len(self.probes)

    @property
    def answered_minutes(self) -> float:
        """The minutes planned for what was answered of it: of a task that was left, those of the parts handed in."""
        if not self.left_with_code:
            return self.planned_minutes
        return sum(stage.minutes for stage in self.question.stages[: len(self.answers)])

    @property
    def seconds(self) -> float:
        """Interview seconds from the question to the end of the last answer."""
        return max(0.0, self.until - self.since)

    @property
    def has_result(self) -> bool:
        """Whether it was scored, or its cases say what it came to."""
        return self.scored is not None or self.left_with_code

    @property
    def left_with_code(self) -> bool:
        """Whether its code was handed in and the rest not answered: if it ended so, the cases are all there is."""
        return self.code_rank is not None and not (self.answered or self.skipped or self.scored)

    @property
    def awaits_score(self) -> bool:
        """Whether the answer is in and only its score is missing."""
        return self.check is None and self.answered and not self.settled

    @property
    def verdict(self) -> Verdict | None:
        """The verdict that counts: the score, or until then the prediction; of a task, what its cases say.

        Code that was handed in is an answer, even where its twist and the talk about it were left.
        """
        if self.scored is not None:
            return self.scored.verdict
        return VERDICTS[self.code_rank] if self.code_rank is not None else self.prediction

    @property
    def fell_short(self) -> bool:
        """Whether the verdict that counts is below solid."""
        return self.verdict in SHORT

    @property
    def was_missed(self) -> bool:
        """Whether an answer fell short or a check was wrong."""
        return self.fell_short or self.correct is False

    @property
    def outcome(self) -> str:
        """The outcome by its name in JSON: a key of `OUTCOMES`, or a verdict."""
        if self.skipped:
            return out.SKIPPED
        if self.check is None:
            return self.verdict or out.OPEN
        if self.set_aside:
            return out.SET_ASIDE
        return out.OPEN if self.checked is None else out.RIGHT if self.correct else out.WRONG
