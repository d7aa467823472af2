"""The events of an interview. A transcript is a header and these, in order, each appended once and never changed.

Every event carries `n` (from 1, without gaps), `at` (UTC, milliseconds) and `clock` (interview seconds, without pauses
and scoring). Most name the `position` (from 1) of their item. How an answer is judged is in `judging_events`, the
course of the session in `session_events`. What other modules need to know about a kind is on its class: its traits,
what it changes, and its words. There is no other list of kinds.
"""

import re
from typing import Any, Literal

from simulator.engine.choice.reasons import Reason
from simulator.graph.records import Check, Question, ready
from simulator.graph.text import lower_start, plural, quoted_words
from simulator.session.interview import outcome_words as out

# every kind is found here, wherever it stands
from simulator.session.interview.judging_events import *  # noqa: F403
from simulator.session.interview.session_events import *  # noqa: F403
from simulator.session.interview.session_events import Event as Event


class Asked(Event, frozen=True, kw_only=True, tag="asked"):
    """A question or a check was asked. Holds the item as it was then, why it was chosen, and the belief before it.

    `number` counts questions and checks apart (question 3, check 1); `reason` is the engine's, as plain data; `belief`
    is the summary of the role-weighted belief (logits). `seen` says that the candidate has met this item before.
    """

    lasting = True

    position: int
    number: int
    id: str
    area: str
    concepts: tuple[str, ...]
    tier: int
    reason: dict[str, Any] = {}
    belief: dict[str, float] = {}
    seen: bool = False
    question: Question | None = None
    check: Check | None = None

    def session_changes(self) -> dict[str, Any]:
        """The new item becomes the current one, whatever was gone back to before."""
        return {"focus": None}


class Clarified(Event, frozen=True, kw_only=True, tag="clarified"):
    """The candidate asked for clarification, and the interviewer replied; `replies` are the facts, if several."""

    beside_draft = True
    for_checks = "too"
    kept_in = "clarifications"
    line = "You ask the interviewer"

    position: int
    asks: str
    reply: str
    matched: bool = True
    replies: tuple[str, ...] = ()


class Hinted(Event, frozen=True, kw_only=True, tag="hinted"):
    """One more hint was shown (`hint` counts from 1)."""

    beside_draft = True
    for_checks = "too"
    kept_in = "hints"
    line = "You take a hint"

    position: int
    hint: int
    text: str


class Answered(Event, frozen=True, kw_only=True, tag="answered"):
    """An answer, or one stage of a design answer, was committed; or the candidate said that they do not know."""

    holds_text = True
    undone_from = ("answer",)
    gives_back = True
    line = "You answer"

    position: int
    text: str = ""
    stage: str = ""
    dont_know: bool = False
    spoken_seconds: float | None = None

    def summary(self) -> str:
        """The candidate's words only if they are "don't know": an answer is too long for a line."""
        return f"You: {out.DONT_KNOW}" if self.dont_know else self.line

    def item_changes(self, turn: Any) -> dict[str, Any]:
        """It ends the item's time so far, and its text uses up the draft and the unsent notes."""
        return {"answers": (*turn.answers, self), "until": self.clock, **_said(turn, self.text)}


class Ran(Event, frozen=True, kw_only=True, tag="ran"):
    """Code was run against cases. `passed` and `failed` are ids of cases, `faults` say in words why one failed.

    With `kept` the cases that are kept back were run too, as the code was handed in: the first such run of a stage is
    the evidence, and any other run teaches and does not count. `ended` says how the run ended early, `output` is what
    the code printed, `trace` the traceback in its own lines, both bounded. `pasted` says that most of the code came in
    one go, `plain_first` that no shown case passed, so that the interviewer asks for the plain task before the twist.
    `seconds` are those of the run, `times` those of each case by its id.
    """

    lasting = True
    moves_on = False
    beside_draft = True
    kept_in = "others"
    line = "You run your code"

    position: int
    stage: str
    code: str
    passed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    faults: dict[str, str] = {}
    seconds: float = 0.0
    times: dict[str, float] = {}
    kept: bool = False
    ended: str = ""
    output: str = ""
    trace: str = ""
    pasted: bool = False
    plain_first: bool = False

    def summary(self) -> str:
        """With the cases that passed, of those that were run: without `kept` these are the shown ones alone."""
        done = "You hand in your code" if self.kept else self.line
        return f"{done}: {len(self.passed)} of {plural(len(self.passed) + len(self.failed), 'case')} passed"


# by the number of the follow-up, so that in an answer none is heard twice
_TWISTS = ("Picture this.", "Now imagine this.", "Here's a twist.")
_ASSUME = ("Let's say this", "Assume this", "Take this as given")
# how a case begins that's told as if it were the candidate's own doing; "You could" and the like are suggestions
_CASE = re.compile(r"You\b(?!['’]ll\b| (?:could|might|may have)\b)(?=[^?]*?[.!]\s)")
_REMARKS = ("You said {words}.", "You mentioned {words}.", "Let me come back to {words}.")


class Probed(Event, frozen=True, kw_only=True, tag="probed"):
    """The interviewer followed up. `probe` counts from 1 within the item.

    `sort` is gap, drill, challenge, twist or nudge. `quote` are words of the candidate that it is about. `told` is a
    prepared fact that is said before it.
    """

    kept_in = "probes"
    line = "A follow-up"

    position: int
    probe: int
    sort: Literal["gap", "drill", "challenge", "twist", "nudge"]
    asks: str
    point: str = ""
    reply: str = ""
    quote: str = ""
    told: str = ""

    @property
    def remark(self) -> str:
        """What the interviewer says first: the candidate's own words, never Markdown; empty without a quote."""
        remark = _REMARKS[(self.position + self.probe) % len(_REMARKS)]
        return remark.format(words=quoted_words(self.quote)) if self.quote else ""

    @property
    def words(self) -> str:
        """What the interviewer then says: a change is announced and a fact told before the question.

        Right after their own words "You route by a hash." would be taken for what the candidate had said, too.
        """
        change = _TWISTS[self.probe % len(_TWISTS)] if self.sort == "twist" else ""
        fact = ""
        if self.told:
            asks, stop, reply = self.told.rpartition("? ")  # what could have been asked, as in all old transcripts
            asked = f"You might ask: “{asks}?” " if stop else ""
            # where something else was assumed
            take = "Take this instead" if self.quote else _ASSUME[self.probe % len(_ASSUME)]
            fact = f"{asked}{take}: {lower_start(reply.removeprefix('Say '))}"
        own_words_first = self.quote and not (change or fact)
        asks = f"Suppose y{self.asks[1:]}" if own_words_first and _CASE.match(self.asks) else self.asks
        return " ".join(filter(None, (change, fact, asks)))

    @property
    def is_bare(self) -> bool:
        """Whether nothing is said before the question."""
        return not self.remark and self.words == self.asks


class ProbeAnswered(Event, frozen=True, kw_only=True, tag="probe_answered"):
    """The follow-up was answered, or closed with "I said that" (`said`); an empty text means "don't know"."""

    holds_text = True
    undone_from = ("answer",)
    gives_back = True
    line = "You reply"

    position: int
    probe: int
    text: str = ""
    said: bool = False
    spoken_seconds: float | None = None

    @property
    def words(self) -> str:
        """What the candidate said, in words."""
        return out.SAID_THAT if self.said else self.text or out.DONT_KNOW

    def summary(self) -> str:
        """The candidate's words only if they are "I said that": a reply is too long for a line."""
        return f"You: {out.SAID_THAT}" if self.said else self.line

    def item_changes(self, turn: Any) -> dict[str, Any]:
        """As an answer does, it ends the item's time so far and uses up what was unsent."""
        return {"replies": (*turn.replies, self), "until": self.clock, **_said(turn, self.text)}


class Checked(Event, frozen=True, kw_only=True, tag="checked"):
    """A check was answered and verified. `value` is what was read from the text; `chosen` the option from 0."""

    for_checks = "only"

    position: int
    correct: bool
    text: str = ""
    value: float | None = None
    chosen: int | None = None
    dont_know: bool = False

    def summary(self) -> str:
        """The result, also while it's withheld: who shows the line leaves it out then."""
        return f"The check is {out.right_or_wrong(correct=self.correct)}"

    def item_changes(self, turn: Any) -> dict[str, Any]:
        """The answer also ends the check's time."""
        return {"checked": self, "until": self.clock}


class SetAside(Event, frozen=True, kw_only=True, tag="set_aside"):
    """The answer to a check was read wrongly, so its result is no evidence. `on` false lets it count again.

    `level`, as in `ended`, is the engine's after that, if the interview had ended.
    """

    moves_on = False
    beside_draft = True
    for_checks = "only"
    undone_from = ("check",)
    sets_level = True

    position: int
    on: bool = True
    level: dict[str, int] = {}

    def summary(self) -> str:
        """What the check is now, set aside or counting again."""
        wrongly = f"The check is {out.OUTCOMES[out.SET_ASIDE]}: it was read wrongly"
        return wrongly if self.on else "The check counts again"

    def item_changes(self, turn: Any) -> dict[str, Any]:
        """What was read stays as it is; only whether it counts changes."""
        return {"set_aside": self.on}


class Skipped(Event, frozen=True, kw_only=True, tag="skipped"):
    """The item was skipped; it is no evidence."""

    for_checks = "too"
    undone_from = ("check", "answer", "score")
    line = out.OUTCOMES[out.SKIPPED].capitalize()

    position: int

    def item_changes(self, turn: Any) -> dict[str, Any]:
        """Its time ends here, though nothing was answered."""
        return {"skipped": True, "until": self.clock}


class Noted(Event, frozen=True, kw_only=True, tag="noted"):
    """A note that the candidate wrote on an item, during the interview or afterwards.

    With `unsent` it's the unfinished answer or reply that stood there when the item was left: shown as a note, and the
    draft again if the item comes back. The next text that is given takes its place.
    """

    holds_text = True
    lasting = True
    moves_on = False
    beside_draft = True
    for_checks = "too"
    line = "You write a note"

    position: int
    text: str
    unsent: bool = False

    def item_changes(self, turn: Any) -> dict[str, Any]:
        """Unsent text takes the place of what was unsent before, and of the draft."""
        if not self.unsent:
            return {"notes": (*turn.notes, self)}
        notes = (*_said(turn, self.text)["notes"], self)
        return {"notes": notes, "drafts": (*turn.drafts[:-1], self.text)}


class Retold(Event, frozen=True, kw_only=True, tag="retold"):
    """The answer said again in sixty seconds after the reveal. It is no evidence."""

    holds_text = True
    lasting = True
    moves_on = False
    kept_in = "retold"
    line = "You say it again"

    position: int
    text: str
    seconds: float | None = None


def _said(turn: Any, text: str) -> dict[str, Any]:
    """What a committed text changes on its item: the draft is used up, and so are notes of unsent text."""
    notes = tuple(note for note in turn.notes if not note.unsent) if text else turn.notes
    return {"drafts": turn.drafts[:-1], "notes": notes}


_MODULES = ("events", "judging_events", "session_events")  # in this order
_DEFINED = sorted(Event.__subclasses__(), key=lambda kind: _MODULES.index(kind.__module__.rpartition(".")[2]))
EVENT_KINDS: dict[str, type[Event]] = {str(kind.__struct_config__.tag): kind for kind in _DEFINED}
ready(Reason, *EVENT_KINDS.values())  # `Asked.reason` holds a Reason
