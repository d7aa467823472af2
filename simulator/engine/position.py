"""Where an interview stands: the facts about a walk that choices are made of."""

import msgspec

from simulator.engine.bank import Bank
from simulator.engine.plan import Asked, Walk
from simulator.engine.scoring import STRONG, rank

QUICKEST, SLOWEST = 0.5, 2.0
PASSES = 4  # may be passed over in a short interview too


class Position(msgspec.Struct, frozen=True):
    """The `questions` asked so far (passed ones too), their `count`, the last of them, minutes left, and the pace.

    `pace` is the clock's time over the planned time, held between half and double; `since_check` tells whether the
    last thing asked was a check.
    """

    questions: tuple[Asked, ...]
    count: int
    last: Asked | None
    before_last: Asked | None
    left: float
    pace: float
    limit: int
    checks: int

    @property
    def last_rank(self) -> int | None:
        """The verdict of the last question, 0..3; None where it has none."""
        return None if self.last is None or self.last.verdict is None else rank(self.last.verdict)

    @property
    def two_strong(self) -> bool:
        """Whether the last two questions were both answered solidly or better."""
        pair = (self.last, self.before_last)
        return all(a is not None and a.verdict in STRONG for a in pair)


def position_of(bank: Bank, walk: Walk, limit: int) -> Position:
    """The position of a walk; `limit` is the most questions that its format allows.

    A question that is passed over is none of them, until as many are passed over as may be asked.
    """
    questions = tuple([a for a in walk.asked if a.kind == "question"])
    planned = sum([bank.items[bank.index[a.item]].minutes for a in walk.asked if a.item in bank.index])
    pace = min(SLOWEST, max(QUICKEST, walk.clock_minutes / planned)) if planned else 1.0
    most = limit if walk.max_questions is None else walk.max_questions
    passed = sum([a.skipped for a in questions])
    return Position(
        questions=questions,
        count=len(questions),
        last=questions[-1] if questions else None,
        before_last=questions[-2] if len(questions) > 1 else None,
        left=walk.minutes - walk.clock_minutes,
        pace=pace,
        limit=most + min(passed, len(questions) - passed + max(0, PASSES - most)),
        checks=len(walk.asked) - len(questions),
    )
