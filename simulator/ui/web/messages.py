"""What a page may send, how large, and how fast."""

import time
from collections.abc import Callable

import msgspec

LARGEST = 256 * 1024  # bytes of one message; the page cuts a longer paste into pieces
WIDEST, HIGHEST = 500, 200  # characters and lines: more than the largest screen shows at a readable size
PER_SECOND, BURST_SECONDS = 300, 2.0
BYTES_EACH = 4096  # a long message counts for as many as it holds of these
LAYOUT = 15  # a new size has everything laid out anew: it counts for as many


class Typed(msgspec.Struct, frozen=True, array_like=True, tag="stdin"):
    """Keys, clicks and pastes, as a terminal sends them."""

    text: str


class WindowSize(msgspec.Struct, frozen=True):
    """The columns and lines of a page."""

    width: int
    height: int

    def bounded(self) -> "WindowSize":
        """The nearest size that is shown."""
        return WindowSize(min(max(self.width, 1), WIDEST), min(max(self.height, 1), HIGHEST))


class Resized(msgspec.Struct, frozen=True, array_like=True, tag="resize"):
    """The window has another size."""

    size: WindowSize


class Pinged(msgspec.Struct, frozen=True, array_like=True, tag="ping"):
    """The page measures how long an answer takes."""

    sent: str


class Focused(msgspec.Struct, frozen=True, array_like=True, tag="focus"):
    """The page is written in."""


class Blurred(msgspec.Struct, frozen=True, array_like=True, tag="blur"):
    """The page is not written in any more."""


Message = Typed | Resized | Pinged | Focused | Blurred
_DECODER: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)


def read_message(data: str) -> Message | None:
    """What a page has sent; None for what no page of ours sends."""
    try:
        return _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return None


def window_size(width: str, height: str) -> WindowSize:
    """The size that a page opens with; what is no number counts as a common terminal's."""
    try:
        return WindowSize(int(width[:6]), int(height[:6])).bounded()
    except ValueError:
        return WindowSize(80, 24)


class Pace:
    """How fast messages are taken. Who sends faster waits: the bytes stay in the sender's own buffers."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._paid_until = now() - BURST_SECONDS

    def wait_for(self, data: str) -> float:
        """Seconds to wait before the message behind this one is taken."""
        cost = LAYOUT if data.startswith('["resize"') else 1 + len(data) // BYTES_EACH
        now = self._now()
        self._paid_until = max(self._paid_until, now - BURST_SECONDS) + cost / PER_SECOND
        return max(0.0, self._paid_until - now)
