"""What the next interview starts from: the settings, a file to be edited by hand, and what was chosen in the setup.

The setup never writes over the settings. Its choices lie in a file beside them, with the settings as they were then: a
choice counts until its setting is changed, in the file or on the screen. The shape of an interview that was tried once
lies there too; it is offered, and counts only when Start is confirmed with it.
"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from simulator.errors import UsageError
from simulator.graph.ordinary_file import SMALL, read_ordinary
from simulator.graph.private_files import mend
from simulator.graph.ready import ready
from simulator.graph.sanitise import short
from simulator.session.header import InputMode, ScoreWhen, Seniority, Settings, Share
from simulator.ui.settings_words import mistakes

LEVELS: tuple[Seniority, ...] = ("junior", "mid", "senior", "staff")
CHOICES = frozenset(
    ("role", "seniority", "graph", "format", "area", "minutes", "score", "input", "clock", "advert", "advert_areas")
)  # what the setup asks
SHAPE = ("format", "area", "minutes", "score", "input")  # of one interview; the other choices are about the person
TASTE, TASTE_FORMAT, TASTE_MINUTES = "taste", "screen", 10.0  # a taste is no format: a short screening call


class Preferences(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The choices that the next interview starts from. `keys` maps ids of actions to other keys.

    `advert` names the job advert that was read, and `advert_areas` holds the part of the weight that it gives to areas.
    """

    role: str = ""
    seniority: Seniority = "mid"
    interview_on: date | None = None
    graph: str = ""
    format: str = "full"
    area: str = ""
    minutes: float | None = None
    score: ScoreWhen = "each"
    input: InputMode = "typed"
    clock: bool = True
    theme: str = ""
    advert: str = ""
    advert_areas: dict[str, Share] = {}
    keys: dict[str, str] = {}

    def changes(self, after: "Preferences") -> dict[str, Any]:
        """The fields that have other values in `after`, with these."""
        return {f: getattr(after, f) for f in self.__struct_fields__ if getattr(after, f) != getattr(self, f)}

    @property
    def is_new(self) -> bool:
        """Whether the first-start questions were never answered."""
        return not self.role

    def shaped_as(self, other: "Preferences") -> "Preferences":
        """These choices with the shape of an interview that others have."""
        return msgspec.structs.replace(self, **{field: getattr(other, field) for field in SHAPE})

    def settings(self, candidate: str, seed: int | None = None) -> Settings:
        """The settings of an interview that starts from these choices."""
        return Settings(
            format=self.format,
            role=self.role,
            seniority=self.seniority,
            minutes=self.minutes,
            score=self.score,
            input=self.input,
            area=self.area if self.format == "deep-dive" else "",
            advert=self.advert_areas,
            candidate=candidate,
            seed=seed,
        )

    def days_left(self, today: date) -> int | None:
        """Days until the interview; None without a date, or when it is over."""
        if self.interview_on is None or self.interview_on < today:
            return None
        return (self.interview_on - today).days


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen in the setup, and the settings then; `tried` has another shape, that was tried once."""

    chosen: Preferences
    settings: Preferences
    tried: Preferences | None = None


ready(Preferences, Chosen)


def read_preferences(path: Path) -> Preferences:
    """The settings at `path` with what was chosen in the setup since. Raises UsageError where they cannot be read."""
    own, kept = read_settings(path), _read_chosen(path)
    if kept is None:
        return own
    edited = kept.settings.changes(own)
    fields = {f: v for f, v in kept.settings.changes(kept.chosen).items() if f in CHOICES and f not in edited}
    return msgspec.structs.replace(own, **fields)


def read_settings(path: Path) -> Preferences:
    """The settings at `path`, or the defaults where there is no file. Raises UsageError where it cannot be read."""
    try:
        text = read_ordinary(path, SMALL).decode("utf-8-sig", "replace")
        raw: dict[str, Any] = tomllib.loads(text)
    except FileNotFoundError:
        return Preferences()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); mend or delete the file.") from error
    except (ValueError, RecursionError) as error:  # no TOML, a number of 5,000 digits, a thousand brackets
        raise UsageError(f"{path} cannot be read ({short(error, 200)}); mend or delete the file.") from error
    try:
        return msgspec.convert(raw, Preferences)
    except msgspec.ValidationError as error:
        wrong = "; ".join(mistakes(raw, text, Preferences))
        raise UsageError(f"The settings file does not fit: {wrong}. Mend or delete {path}.") from error


def write_preferences(path: Path, preferences: Preferences) -> None:
    """Make these the settings; whatever was chosen besides is forgotten. Raises OSError."""
    _write(path, _plain_text(preferences))
    _chosen_at(path).unlink(missing_ok=True)


def change_settings(path: Path, changes: dict[str, Any]) -> None:
    """Give settings other values; what else stands in the file stays as it is. Raises UsageError, OSError."""
    before = read_settings(path)
    _write(path, _edited(path, before, msgspec.structs.replace(before, **changes)))
    kept = _read_chosen(path)
    if kept is not None:
        replaced = [msgspec.structs.replace(part, **changes) for part in (kept.chosen, kept.settings)]
        _write_chosen(path, Chosen(chosen=replaced[0], settings=replaced[1], tried=kept.tried))


def keep_choices(path: Path, chosen: Preferences, tried: Preferences | None = None) -> None:
    """Keep what was chosen for the next time, and what is only to be offered. Raises UsageError, OSError."""
    _write_chosen(path, Chosen(chosen=chosen, settings=read_settings(path), tried=tried))


def read_tried(path: Path) -> Preferences | None:
    """The choices with the shape that was tried once, where there is one; all else is as it counts now."""
    kept = _read_chosen(path)
    return read_preferences(path).shaped_as(kept.tried) if kept is not None and kept.tried is not None else None


def _chosen_at(path: Path) -> Path:
    return path.with_name("choices.toml")


def _read_chosen(path: Path) -> Chosen | None:
    """What was chosen in the setup; None where nothing was, or it cannot be read: then the settings count."""
    try:
        text = read_ordinary(_chosen_at(path), SMALL).decode("utf-8-sig", "replace")
        return msgspec.convert(tomllib.loads(text), Chosen)
    except (OSError, ValueError, RecursionError):
        return None


def _write_chosen(path: Path, values: Chosen) -> None:
    place = _chosen_at(path)
    mend(place)  # the program's own, and it may name an advert
    _write(place, _plain_text(values))


def _write(path: Path, text: bytes) -> None:
    """The old file or the new one, never half of either; its mode and the links to it stay."""
    from simulator.session.durable import replace  # deferred: only needed when something was changed

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace(path, text)


def _edited(path: Path, before: Preferences, after: Preferences) -> bytes:
    """The settings file as it is `after`; where it cannot be edited, it is written anew and the old one kept."""
    from simulator.session.durable import keep_beside  # deferred, as above
    from simulator.ui.settings_edit import edited

    try:
        text = read_ordinary(path, SMALL).decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        text = ""
    try:
        fresh = edited(text, before.changes(after)).encode("utf-8", "surrogateescape")
        if msgspec.convert(tomllib.loads(fresh.decode("utf-8-sig", "replace")), Preferences) == after:
            return fresh
    except (ValueError, msgspec.ValidationError):
        pass
    keep_beside(path, text.encode("utf-8", "surrogateescape"), "old")
    return _plain_text(after)


def _plain_text(values: msgspec.Struct) -> bytes:
    import tomli_w  # deferred, as above

    return tomli_w.dumps(_without_none(msgspec.to_builtins(values, builtin_types=(date,)))).encode()


def _without_none(table: dict[str, Any]) -> dict[str, Any]:
    return {k: _without_none(v) if isinstance(v, dict) else v for k, v in table.items() if v is not None}
