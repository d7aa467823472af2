"""When the next event of a replay is due."""

from simulator.ui.tui.review.replay import BRIEFEST, SHORTEST, SPEEDS, ReplayClock


def ticks(player: ReplayClock, gap: float, tick: float = 0.05) -> float:
    """Seconds until the next event."""
    count = 1
    while not player.due(tick, gap):
        count += 1
    player.stepped()
    return round(count * tick, 2)


def test_gap_takes_its_time_divided_by_speed() -> None:
    player = ReplayClock()
    assert ticks(player, 8.0, 0.25) == 8.0
    player.change(1)
    assert player.speed == 4
    assert ticks(player, 8.0, 0.25) == 2.0


def test_an_event_stays_long_enough_to_be_seen() -> None:
    player = ReplayClock()
    assert ticks(player, 0.0) == SHORTEST
    for _ in SPEEDS:
        player.change(1)
    assert player.speed == SPEEDS[-1]
    assert ticks(player, 0.0) == BRIEFEST
    for _ in SPEEDS:
        player.change(-1)
    assert player.speed == 1


def test_the_clock_stops_at_the_next_event() -> None:
    player = ReplayClock()
    player.change(1)
    player.due(1.0, 10.0)
    assert player.passed(10.0) == 4.0
    player.due(5.0, 10.0)
    assert player.passed(10.0) == 10.0
