"""Orders that are carried out one after another, by a thread of their own or by whoever waits for them."""

import contextlib
import queue
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from typing import Any

LATEST = 0.25  # seconds until an order is carried out for which nobody waits
_MAKING = threading.Lock()


class Receipt(Future[None]):
    """Done once an order is carried out, with the error where that failed.

    Who waits for it without a limit carries it out himself: on a quick disk, being woken by another thread would take
    as long as the writing. He needs none of the locks of a future either; they are made when somebody else looks at it.
    """

    _made = False  # whether it has what a future is made of
    _over = False  # whether the order was carried out
    _error: BaseException | None = None

    def __init__(self, writer: "Writer", act: Callable[[], None]) -> None:  # the future's own part waits
        self._writer = writer
        self._act = act

    def result(self, timeout: float | None = None) -> None:
        """Wait until it is done. Raises the order's error, or TimeoutError."""
        if timeout is None:
            self._writer.work()
            if self._over and self._error is None and not self._made:
                return
        else:
            self._writer.ring()
        super().result(timeout)

    def add_done_callback(self, fn: Callable[[Future[None]], object]) -> None:
        """Call `fn` when it is done, which is at once where nothing else is being written."""
        super().add_done_callback(fn)
        self._writer.ring()

    def carry_out(self) -> None:
        """Do what was ordered, and keep what came of it. Raises only what ends the program."""
        try:
            self._act()
        except BaseException as error:
            self._error = error
            if not isinstance(error, Exception):
                raise
        finally:
            self._over = True
            if self._made:
                self._settle()

    def __getattr__(self, name: str) -> Any:
        """An attribute of the future, which none of its methods can do without: it is made now."""
        if self._made or name.startswith("__"):
            raise AttributeError(name)
        with _MAKING:
            if not self._made:
                super().__init__()
                self._made = True
        if self._over:  # either this is seen here, or what was made just now is seen where it becomes true
            self._settle()
        return getattr(self, name)

    def _settle(self) -> None:
        with contextlib.suppress(InvalidStateError):  # whoever asked has stopped waiting, or it was settled just now
            if self._error is None:
                self.set_result(None)
            else:
                self.set_exception(self._error)


class Writer:
    """Carries out orders in the sequence in which they were given, each once."""

    def __init__(self, name: str) -> None:
        self._orders: deque[Receipt] = deque()
        self._turn = threading.RLock()  # again from the same thread: a receipt may be waited for when another is done
        self._bell: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    def order(self, act: Callable[[], None]) -> Receipt:
        """Have `act` carried out after all that was ordered before."""
        receipt = Receipt(self, act)
        self._orders.append(receipt)
        return receipt

    def ring(self) -> None:
        """Have everything that was ordered carried out by the thread, now."""
        self._bell.put(None)

    def work(self) -> None:
        """Carry out everything that was ordered, here and now."""
        with self._turn:
            while self._orders:
                self._orders.popleft().carry_out()

    def close(self) -> None:
        """Carry out what was ordered and end the thread. Safe to call twice."""
        self._closed = True
        self.ring()
        self._thread.join()
        self.work()

    def _serve(self) -> None:
        while not self._closed:
            with contextlib.suppress(queue.Empty):
                self._bell.get(timeout=LATEST)
            self.work()
