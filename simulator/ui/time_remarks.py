"""What the interviewer says about the time during an answer, and how long an answer is beside what was planned."""

from math import ceil

from simulator.graph.records import CHECK_MINUTES, PROBE_MINUTES
from simulator.session.interview.interview import Interview
from simulator.session.interview.selection import LAST_WORDS_SECONDS
from simulator.session.interview.state import Awaits, Phase
from simulator.session.interview.turn import Turn
from simulator.ui.interviewer import LAST_SECONDS, MINUTES_LEFT, pick

AWAY_SECONDS = 600.0  # without a key, and beyond the planned minutes: nobody thinks for so long, they're away
AWAY = "no key was pressed for a while, and that time doesn't count"
LONG = 1.5  # times the planned minutes: then the interviewer asks for a conclusion

LAST_MINUTES = ("We have five minutes left.", "Five minutes left.", "There are five minutes left.")
TWO_MINUTES = ("About two minutes left. What would you conclude?", "Two minutes left. How would you sum it up?")
TWO_MINUTES_ALONE = "About two minutes left."  # where there is nothing to conclude
CONCLUDE = (  # a follow-up may still come, so this one isn't over
    "You've had a good while now: what's your conclusion?",
    "This one's taking a while. What do you conclude?",
)
NEXT_PART = ("Let's get to the next part of this soon.", "There's another part, so let's get to that soon.")
# where a follow-up is being answered, which has no conclusion: in so long a time it's the last
CLOSE = ("Let's wrap this one up.", "Let's bring this one to a close.")


def share_of_minutes(turn: Turn, seconds: float) -> float:
    """How much of its planned minutes an item has taken; a follow-up adds a minute, and the share never falls."""
    before = [
        (probe.clock - turn.since) / 60 / (turn.question.planned_minutes + PROBE_MINUTES * number)
        for number, probe in enumerate(turn.probes)
    ]
    return max(seconds / 60 / turn.planned_minutes, *before, 0.0)


def is_long(turn: Turn, seconds: float) -> bool:
    """Whether an item has taken over one and a half times its planned minutes, follow-ups included."""
    return seconds > turn.planned_minutes * 60 * LONG


def has_more_parts(turn: Turn) -> bool:
    """Whether another stage of the question comes after the one that is due."""
    return turn.stage is not None and turn.stage != turn.question.stages[-1]


class Interjections:
    """What the interviewer says during an answer, each remark once: time is running out, the answer is long."""

    def __init__(self, interview: Interview) -> None:
        self._interview = interview
        self._clock = self._pressed = interview.clock
        self._urged = 0
        self._waits = False  # whether it's still to be said that there are a few minutes left

    def pressed(self) -> None:
        """A key was pressed now."""
        self._pressed = self._interview.clock

    @property
    def idle(self) -> float:
        """The seconds since a key was pressed, or since the last step, where somebody must be away; else 0."""
        interview, turn = self._interview, self._interview.state.current
        seconds = interview.clock - max(self._pressed, interview.state.clock)
        # whoever speaks presses nothing
        if turn is None or not interview.state.running or interview.header.input == "spoken":
            return 0.0
        planned = turn.planned_minutes if turn.check is None else CHECK_MINUTES
        over = interview.question_seconds - 60 * planned
        return seconds if min(seconds, over) >= AWAY_SECONDS else 0.0

    def due(self, *, in_midst: bool = False, before_asking: bool = False) -> str:
        """The remark that is due now, or an empty string.

        "Five minutes left" can wait if it would turn up in the middle of what is being written. Of what is about to be
        asked (`before_asking`) nobody can conclude anything yet, and nothing is over right before it.
        """
        interview, turn = self._interview, self._interview.state.current
        if turn is None or not interview.state.running or interview.state.phase is Phase.PARTING:
            return ""
        since, self._clock = self._clock, interview.clock
        seed, end = interview.header.seed, interview.header.minutes * 60
        if since < end - LAST_WORDS_SECONDS <= self._clock:
            self._waits = False
            self._urged = turn.position
            # else nobody could conclude anything
            writes = interview.state.awaits is Awaits.ANSWER and not (before_asking or has_more_parts(turn))
            return pick(TWO_MINUTES, seed, turn.position) if writes else TWO_MINUTES_ALONE
        comes = since < end - LAST_SECONDS <= self._clock
        if (comes or self._waits) and not in_midst:
            self._waits, left = False, ceil((end - self._clock) / 60)
            return pick(LAST_MINUTES, seed, 0) if comes else MINUTES_LEFT.format(left)
        self._waits = self._waits or comes
        urges = turn.check is None and self._urged != turn.position and not before_asking
        if urges and is_long(turn, interview.question_seconds):
            self._urged = turn.position
            writes = interview.state.awaits is Awaits.ANSWER
            said = NEXT_PART if has_more_parts(turn) else CONCLUDE if writes else CLOSE
            return pick(said, seed, turn.position)
        return ""
