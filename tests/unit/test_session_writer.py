"""A receipt is a future like any other, and whoever waits for it carries it out."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, wait

import pytest

from simulator.session.transcript.write import Pending, Writer


@pytest.fixture
def writer() -> Iterator[Writer]:
    writer = Writer("test")
    yield writer
    writer.close()


def failing() -> None:
    raise ValueError("full")


def test_who_waits_carries_it_out_and_learns(writer: Writer) -> None:
    done: list[int] = []
    first, second = writer.submit(lambda: done.append(1)), writer.submit(lambda: done.append(2))
    second.result()
    assert done == [1, 2]
    first.result()
    for _ in range(2):
        first.result(1)
        assert (first.done(), first.cancelled(), first.exception()) == (True, False, None)
    refused = writer.submit(failing)
    for _ in range(2):
        with pytest.raises(ValueError, match="full"):
            refused.result()
    assert isinstance(refused.exception(), ValueError)


@pytest.mark.parametrize("carried_out", [False, True])
def test_every_way_of_waiting_ends(writer: Writer, carried_out: bool) -> None:
    def order() -> Pending:
        receipt = writer.submit(lambda: None)
        if carried_out:
            writer.drain()
        return receipt

    heard = threading.Event()
    order().add_done_callback(lambda _: heard.set())
    assert heard.wait(5)
    order().result(5)
    assert order().exception(5) is None
    assert not wait([order() for _ in range(3)], 5).not_done

    async def wrapped() -> None:
        await asyncio.wait_for(asyncio.wrap_future(order()), 5)

    asyncio.run(wrapped())


def test_what_was_cancelled_is_carried_out_all_same(writer: Writer) -> None:
    done: list[int] = []
    receipt = writer.submit(lambda: done.append(1))
    assert receipt.cancel()
    with pytest.raises(CancelledError):
        receipt.result()
    assert done == [1]


def test_what_ends_the_program_leaves_no_order(writer: Writer) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    receipt, after = writer.submit(interrupted), writer.submit(lambda: None)
    with pytest.raises(KeyboardInterrupt):
        writer.drain()
    assert isinstance(receipt.exception(), KeyboardInterrupt)
    after.result()


def test_a_receipt_looked_at_is_never_left_open(writer: Writer) -> None:
    for _ in range(2000):
        receipt = writer.submit(lambda: None)
        ready = threading.Barrier(2)

        def look(receipt: Pending = receipt, ready: threading.Barrier = ready) -> None:
            ready.wait()
            receipt.result(5)

        other = threading.Thread(target=look)
        other.start()
        ready.wait()
        receipt.result()
        other.join(5)
        assert not other.is_alive()
