"""Who may use the server: whoever has the token, from our own page, under a known host; and what a page may send.

The token is only in the path. A cookie would stay out of the address bar, but browsers send cookies to every port of a
host: on 127.0.0.1 also to a server that another user of the machine runs.
"""

import hmac
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address

import msgspec

LOCAL = "127.0.0.1"

WRONG_TOKEN = "Open the whole address that `interview serve` has printed. This one doesn't work.\n"
WRONG_HOST = "This isn't an address of the interview simulator. Open the one that `interview serve` has printed.\n"
WRONG_ORIGIN = "Another page asked for this. Only the interview simulator's own page may.\n"


def is_local(host: str) -> bool:
    """Whether a server on this host can be reached from this machine only."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True)
class Access:
    """The rules for a server on `host` and `port`."""

    host: str
    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def is_wide(self) -> bool:
        """Whether the server listens on all addresses of its machine."""
        try:
            return ip_address(self.host).is_unspecified
        except ValueError:
            return False

    @property
    def address(self) -> str:
        """The address to open on this machine, with the token."""
        return f"http://{LOCAL if self.is_wide else _in_address(self.host)}:{self.port}/{self.token}/"

    def refusal(self, path: str, hosts: Sequence[str], origins: Sequence[str], *, socket: bool) -> str:
        """Why a request with these headers `Host` and `Origin` is refused; empty if it is allowed.

        A browser sends the origin of every socket that it opens, but not of every page.
        """
        if len(hosts) != 1 or not self.is_own(hosts[0]):
            return WRONG_HOST
        own_page = f"http://{hosts[0]}".lower()
        if any(origin.lower() != own_page for origin in origins) or (socket and len(origins) != 1):
            return WRONG_ORIGIN
        given = path.split("/", 2)[1] if path.startswith("/") else ""
        same = hmac.compare_digest(given.encode("utf-8", "surrogatepass"), self.token.encode())
        return "" if same else WRONG_TOKEN

    def is_own(self, host: str) -> bool:
        """Whether a header `Host` names this server.

        A foreign page whose own name resolves to this machine would send that name, so only known names are taken. A
        server that listens on all addresses takes any IP address.
        """
        name, _, port = host.lower().rpartition(":")
        if not port.isdecimal() or name.endswith(":"):
            name, port = host.lower(), "80"
        if port != str(self.port):
            return False
        if name == _in_address(self.host).lower() or (name == "localhost" and is_local(self.host)):
            return True
        try:
            return self.is_wide and bool(ip_address(name.strip("[]")))
        except ValueError:
            return False


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


LARGEST = 256 * 1024  # bytes of one message; the page cuts a longer paste into pieces
WIDEST, HIGHEST = 500, 200  # characters and lines: more than fits on the largest screen at a readable size
PER_SECOND, BURST_SECONDS = 300, 2.0
BYTES_EACH = 4096  # a long message counts once for each of these
LAYOUT = 15  # a resize counts for so many messages, as everything is laid out again


class Typed(msgspec.Struct, frozen=True, array_like=True, tag="stdin"):
    """Keys, clicks and pastes, as a terminal sends them."""

    text: str


class WindowSize(msgspec.Struct, frozen=True):
    """The columns and lines of a page."""

    width: int
    height: int

    def bounded(self) -> "WindowSize":
        """The nearest size within the limits."""
        return WindowSize(min(max(self.width, 1), WIDEST), min(max(self.height, 1), HIGHEST))


class Resized(msgspec.Struct, frozen=True, array_like=True, tag="resize"):
    """The window was resized."""

    size: WindowSize


class Pinged(msgspec.Struct, frozen=True, array_like=True, tag="ping"):
    """The page measures the round trip."""

    sent: str


class Focused(msgspec.Struct, frozen=True, array_like=True, tag="focus"):
    """The page has the keyboard focus."""


class Blurred(msgspec.Struct, frozen=True, array_like=True, tag="blur"):
    """The page has lost the keyboard focus."""


Message = Typed | Resized | Pinged | Focused | Blurred
_DECODER: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)


def read_message(data: str) -> Message | None:
    """A message from the page; None for what our page never sends."""
    try:
        return _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return None


def window_size(width: str, height: str) -> WindowSize:
    """The size that a page opens with; 80 by 24 if it is not in numbers."""
    try:
        return WindowSize(int(width[:6]), int(height[:6])).bounded()
    except ValueError:
        return WindowSize(80, 24)


class Pace:
    """Limits the rate of messages. A page that sends faster waits, and the bytes stay in its own buffers."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._paid_until = now() - BURST_SECONDS

    def wait_for(self, data: str) -> float:
        """Seconds to wait before taking the message after this one."""
        cost = LAYOUT if data.startswith('["resize"') else 1 + len(data) // BYTES_EACH
        now = self._now()
        self._paid_until = max(self._paid_until, now - BURST_SECONDS) + cost / PER_SECOND
        return max(0.0, self._paid_until - now)
