"""What every event has, and the course of a session: steps back, bookmarks, pauses, the parting questions, the end."""

from datetime import datetime
from typing import Any, ClassVar, Literal

import msgspec

from simulator.engine.choice.endings import EndReason
from simulator.session.interview.outcome_words import OUTCOMES, SKIPPED

UndoneFrom = Literal["check", "answer", "score"]
Subject = Literal["motive", "own"]  # of what is asked after the last question


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind", tag=str.lower):
    """Base of all events.

    `lasting`: an `undone` never voids it. `moves_on`: it moves the interview on. `beside_draft`: it answers nothing, so
    a draft from before it is still current. `for_checks`: whether it belongs to checks ("no", "too" or "only").
    `undone_from`: the stages at which undo can void it: an open "check", the "answer", or the "score" after the reveal.
    `holds_text`: its `text` is the candidate's own. `gives_back`: when it is voided, its `text` comes back to be
    edited. `sets_level`: after the end it replaces the level, with its own `level` if it has one. `kept_in`: the field
    of its item's Turn that holds it, or all of its kind in a tuple; a kind without a field of its own is kept in
    `others`, where `Turn.all_of` finds it. `line` is its line in the replay, with `{0.name}` for a field of that
    name.
    """

    lasting: ClassVar[bool] = False
    moves_on: ClassVar[bool] = True
    beside_draft: ClassVar[bool] = False
    for_checks: ClassVar[Literal["no", "too", "only"]] = "no"
    undone_from: ClassVar[tuple[UndoneFrom, ...]] = ()
    holds_text: ClassVar[bool] = False
    gives_back: ClassVar[bool] = False
    sets_level: ClassVar[bool] = False
    kept_in: ClassVar[str] = ""
    line: ClassVar[str] = ""

    n: int
    at: datetime
    clock: float

    def summary(self) -> str:
        """What happened, in a few words, for the replay."""
        return self.line.format(self)

    def item_changes(self, turn: Any) -> dict[str, Any]:
        """The fields of its item's Turn that it changes. (`turn` is untyped because its module imports this one.)"""
        if not self.kept_in:
            return {}
        held = getattr(turn, self.kept_in)
        return {self.kept_in: (*held, self) if isinstance(held, tuple) else self}

    def session_changes(self) -> dict[str, Any]:
        """The fields of the State that it changes, apart from its item."""
        return {}


class Undone(Event, frozen=True, kw_only=True, tag="undone"):
    """Voids event `undoes` and the later ones of the same item, except those that are `lasting`.

    If it voids a skip, that item becomes the current one again.
    """

    for_checks = "too"
    sets_level = True
    line = "A step is taken back"

    position: int
    undoes: int


class Returned(Event, frozen=True, kw_only=True, tag="returned"):
    """An item is put again that waited while an earlier one, whose skip was taken back, was answered."""

    lasting = True
    for_checks = "too"
    line = "Asked again"

    position: int

    def item_changes(self, turn: Any) -> dict[str, Any]:
        """Its time starts afresh: what was spent on the earlier item isn't its own."""
        return {"since": self.clock, "until": self.clock}

    def session_changes(self) -> dict[str, Any]:
        """It's the current item until another is asked."""
        return {"focus": self.position}


class Bookmarked(Event, frozen=True, kw_only=True, tag="bookmarked"):
    """The candidate bookmarked an item, or with position 0 the whole session; `on` false takes the bookmark off."""

    lasting = True
    moves_on = False
    beside_draft = True
    for_checks = "too"

    position: int = 0
    on: bool = True

    def summary(self) -> str:
        """Without saying of what, be it an item or the session."""
        return "A bookmark is added" if self.on else "A bookmark is removed"

    def item_changes(self, turn: Any) -> dict[str, Any]:
        """Only a bookmark of an item comes here: the whole session, at position 0, has no Turn."""
        return {"bookmarked": self.on}

    def session_changes(self) -> dict[str, Any]:
        """Nothing where it's the bookmark of an item."""
        return {} if self.position else {"bookmarked": self.on}


class Paused(Event, frozen=True, kw_only=True, tag="paused"):
    """The clock was stopped by the candidate, or by the end of the input."""

    moves_on = False
    beside_draft = True
    line = "The clock is stopped"

    why: str = ""

    def session_changes(self) -> dict[str, Any]:
        """The phase stays as it is: a pause can come on top of any of them."""
        return {"paused": True}


class Resumed(Event, frozen=True, kw_only=True, tag="resumed"):
    """The interview goes on; `clock` is where it stopped, or the later clock of the saved draft."""

    moves_on = False
    beside_draft = True
    line = "The clock is running again"

    def session_changes(self) -> dict[str, Any]:
        """Only the pause ends; what was due before it is due again."""
        return {"paused": False}


class PartingAsked(Event, frozen=True, kw_only=True, tag="parting_asked"):
    """After the last question: one on the candidate's `motive`, or for the questions of their `own`. Neither is scored.

    `why` is why nothing else is asked. `good` are questions that are good to ask, shown once theirs are in.
    """

    line = "A parting question is asked"

    subject: Subject
    asks: str
    why: EndReason
    good: tuple[str, ...] = ()


class PartingAnswered(Event, frozen=True, kw_only=True, tag="parting_answered"):
    """The candidate's reply to that, kept and never scored; empty where they left the question out.

    With `unsent` they left it out too, and `text` is what they had written so far: it's shown as a note.
    """

    holds_text = True
    line = "You reply"

    subject: Subject
    text: str = ""
    unsent: bool = False

    def summary(self) -> str:
        """A reply that wasn't sent counts as skipped, like one that wasn't begun."""
        return self.line if self.text and not self.unsent else OUTCOMES[SKIPPED].capitalize()


class Closed(Event, frozen=True, kw_only=True, tag="closed"):
    """Nothing more is asked; with scoring at the end the debriefing begins."""

    line = "The questions are over"

    why: EndReason

    def session_changes(self) -> dict[str, Any]:
        """No item is current any more, until the debriefing reveals one."""
        return {"closed": self, "focus": None}


class Ended(Event, frozen=True, kw_only=True, tag="ended"):
    """The interview is over. Only notes, bookmarks and new scores may follow.

    `level` is the engine's at that point: the tier with its 80% interval (`tier`, `low`, `high`).
    """

    sets_level = True
    line = "The interview is over"

    why: EndReason
    level: dict[str, int] = {}

    def session_changes(self) -> dict[str, Any]:
        """An interview that is over is never paused, as there's nothing to resume."""
        return {"ended": self, "paused": False}
