"""What stands beside a concept on a drawn map: a sign and an ink that say the same. The caller knows what they mean."""

from collections.abc import Mapping
from typing import NamedTuple


class Sign(NamedTuple):
    """A sign of one letter, the word for it, and the ink (`#rrggbb`) in which a picture draws it."""

    sign: str
    word: str
    ink: str


Signs = Mapping[str, Sign]  # by the id of a concept
NONE: Signs = {}


def titled(title: str, name: str, signs: Signs) -> str:
    """A title with the sign of its concept before it, where it has one."""
    return f"{signs[name].sign} {title}" if name in signs else title


def legend(signs: Signs) -> list[Sign]:
    """Every sign once, in the order in which they come."""
    return list(dict.fromkeys(signs.values()))


def legend_line(signs: Signs) -> str:
    """The signs with their words: `● known  ◐ unsure`."""
    return "  ".join(f"{sign.sign} {sign.word}" for sign in legend(signs))
