"""Styles that are parsed once. Textual parses all of them again whenever a screen brings some of its own."""

from collections.abc import Mapping
from typing import Final

from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation

KEPT = 1024  # about sixty sources for each theme that was shown

_Key = tuple[frozenset[tuple[str, str]], str, CSSLocation, bool, int, str]
_PARSED: Final[LRUCache[_Key, list[RuleSet]]] = LRUCache(KEPT)


class ParsedOnce(Stylesheet):
    """The styles of an app. What a source says follows from its text and the colours alone, and is kept with both."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._colours = _frozen(variables or {})

    def set_variables(self, variables: dict[str, str]) -> None:
        """Takes other colours: those of a theme."""
        super().set_variables(variables)
        self._colours = _frozen(variables)

    def reparse(self) -> None:
        """As Textual does, but what was parsed is not forgotten; and a source that is wrong changes no rule."""
        self.parse()

    def _parse_rules(
        self, css: str, read_from: CSSLocation, is_default_rules: bool = False, tie_breaker: int = 0, scope: str = ""
    ) -> list[RuleSet]:
        key = (self._colours, css, read_from, is_default_rules, tie_breaker, scope)
        rules = _PARSED.get(key)
        if rules is None:
            rules = super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)
            _PARSED[key] = rules
        return rules


def _frozen(variables: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(variables.items())
