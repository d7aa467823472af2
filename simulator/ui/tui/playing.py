"""Playing an interview again by its own clock, faster or slower."""

SPEEDS = (1, 4, 16, 64)
SHORTEST = 0.6  # seconds that an event stays at least, at single speed
BRIEFEST = 0.15  # and at any speed


class Player:
    """When the next event is due. Times in seconds; `gap` is interview time from this event to the next."""

    def __init__(self) -> None:
        self.playing = False
        self._speed = 0
        self._waited = 0.0

    @property
    def speed(self) -> int:
        """How many times as fast as the interview was."""
        return SPEEDS[self._speed]

    def change(self, by: int) -> None:
        """The next faster speed, or with -1 the next slower one."""
        self._speed = max(0, min(self._speed + by, len(SPEEDS) - 1))

    def stepped(self) -> None:
        """Another event is shown now."""
        self._waited = 0.0

    def due(self, seconds: float, gap: float) -> bool:
        """Let time pass while it plays; whether the next event is due."""
        self._waited += seconds
        return self._waited >= max(gap / self.speed, SHORTEST / self.speed, BRIEFEST)

    def passed(self, gap: float) -> float:
        """Interview time that has passed since the event."""
        return min(self._waited * self.speed, gap)
