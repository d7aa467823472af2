"""Who may ask the server for anything: whoever has the token, from its own page, under a name that is its own.

The token stands in the path, and nowhere else. A cookie would stay out of the address bar, but browsers send it to
every port of the same host: on 127.0.0.1 also to a server that another user of the machine runs.
"""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address

LOCAL = "127.0.0.1"

WRONG_TOKEN = "Open the whole address that `interview serve` has printed; this one opens nothing.\n"
WRONG_HOST = "This is no name of the interview simulator; open the address that `interview serve` has printed.\n"
WRONG_ORIGIN = "Another page asked for this; only the interview simulator's own may.\n"


def is_local(host: str) -> bool:
    """Whether only this machine reaches a server that listens on this host."""
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
        """What a person on this machine opens; it holds the token."""
        return f"http://{LOCAL if self.is_wide else _in_address(self.host)}:{self.port}/{self.token}/"

    def refusal(self, path: str, hosts: Sequence[str], origins: Sequence[str], *, socket: bool) -> str:
        """Why a request with these headers `Host` and `Origin` is refused; empty where it is not.

        A browser names the origin of every socket that it opens, but not of every page.
        """
        if len(hosts) != 1 or not self._is_own(hosts[0]):
            return WRONG_HOST
        own_page = f"http://{hosts[0]}".lower()
        if any(origin.lower() != own_page for origin in origins) or (socket and len(origins) != 1):
            return WRONG_ORIGIN
        given = path.split("/", 2)[1] if path.startswith("/") else ""
        same = hmac.compare_digest(given.encode("utf-8", "surrogatepass"), self.token.encode())
        return "" if same else WRONG_TOKEN

    def _is_own(self, host: str) -> bool:
        """Whether a header `Host` names this server.

        A page that had its own name point here would say that name, so names are taken from a list. A server that
        listens on all addresses is asked for by any of them, which are no names.
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
