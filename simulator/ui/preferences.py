"""What the next interview starts from: the settings, a file to be edited by hand, and what was chosen in the setup.

The setup never writes over the settings. Its choices lie in a file beside them, with the settings as they were then: a
choice counts until its setting is changed, in the file or on the screen. The shape of an interview that was tried once
lies there too; it is offered, and counts only when Start is confirmed with it.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from simulator.engine.choice.formats import has_area
from simulator.errors import UsageError
from simulator.graph.files import SMALL, mend, read_ordinary
from simulator.graph.records import ready
from simulator.graph.text import short
from simulator.session.header import InputMode, ScoreWhen, Seniority, Settings, Share

ALLOWED = {
    "seniority": "choose junior, mid, senior or staff",
    "score": "choose each or end",
    "input": "choose typed or spoken",
    "interview_on": "write the day as 2026-12-31",
    "clock": "write true or false",
    "minutes": "write a number of minutes",
    "advert_areas": "write a number from 0 to 1 behind each area",
    "keys": "write a key in quotes behind each action",
}
TEXT = "write a text in quotes"


def mistakes(raw: Mapping[str, Any], text: str, kind: type[msgspec.Struct]) -> list[str]:
    """A sentence part for every value of `raw`, which was read from `text`, that `kind` cannot take."""
    return [part for name, value in raw.items() if (part := _mistake(name, value, text, kind))]


def _mistake(name: str, value: Any, text: str, kind: type[msgspec.Struct]) -> str:
    try:
        msgspec.convert({name: value}, kind)
    except msgspec.ValidationError:
        found = _line_of(name, text)
        where = f"{short(found[1], 60)} in line {found[0]}" if found else name
        return f"{where}: {ALLOWED.get(name, TEXT)}"
    return ""


def _line_of(name: str, text: str) -> tuple[int, str] | None:
    """The number and the words of the line that a key, or its table, stands in."""
    wanted = re.compile(rf"\s*(\[\s*)?[\"']?{re.escape(name)}[\"']?\s*[=.\]]")
    lines = enumerate(text.splitlines(), 1)
    return next(((number, line.strip()) for number, line in lines if wanted.match(line)), None)


LEVELS: tuple[Seniority, ...] = ("junior", "mid", "senior", "staff")
CHOICES = frozenset(
    ("role", "seniority", "graph", "format", "area", "minutes", "score", "input", "clock", "advert", "advert_areas")
)  # what the setup asks
SHAPE = ("format", "area", "minutes", "score", "input")  # of one interview; the other choices are about the person


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
            area=self.area if has_area(self.format) else "",
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
    from simulator.session.transcript.disk import replace  # deferred: only needed when something was changed

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace(path, text)


def _edited(path: Path, before: Preferences, after: Preferences) -> bytes:
    """The settings file as it is `after`; where it cannot be edited, it is written anew and the old one kept."""
    from simulator.session.transcript.disk import keep_beside  # deferred, as above

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


BOM = "\ufeff"
_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)


def edited(text: str, changes: Mapping[str, Any]) -> str:
    """The text of a settings file with these values; a value of None takes its key out.

    Raises ValueError for text in which that cannot be done.
    """
    import tomlkit  # deferred: only needed where a setting is changed

    body = text.removeprefix(BOM)
    of_windows = body.count("\r\n") == body.count("\n") > 0
    body = body.replace("\r\n", "\n") if of_windows else body
    where = _first_table(body)
    head = body[:where].rstrip()
    gap = body[len(head) : where].lstrip(" \t")  # empty lines before the first table
    keys, tables = tomlkit.parse(head), tomlkit.parse(body[where:])
    for key, value in changes.items():
        goes_to_tables = key in tables or (isinstance(value, Mapping) and key not in keys)
        _put(tables if goes_to_tables else keys, key, value)
    fresh, rest = tomlkit.dumps(keys).rstrip(), tomlkit.dumps(tables)
    if fresh and not gap.startswith("\n"):
        fresh += "\n"
    if fresh and rest and not (head and body[where:]):
        fresh += "\n"  # keys and tables meet for the first time
    fresh += gap + rest
    return (BOM if text.startswith(BOM) else "") + (fresh.replace("\n", "\r\n") if of_windows else fresh)


def _first_table(text: str) -> int:
    """Where the first table begins, with the remarks right above it: a key that is new stands before them."""
    import tomlkit

    for header in _HEADER.finditer(text):
        try:
            tomlkit.parse(text[: header.start()])
        except ValueError:
            continue  # it stands within a list or a text
        start = header.start()
        while (line := text.rfind("\n", 0, max(0, start - 1)) + 1) < start and text[line:start].lstrip().startswith(
            "#"
        ):
            start = line
        return start
    return len(text)


def _put(table: Any, key: str, value: Any) -> None:
    before: Any = table.get(key)
    if value is None:
        table.pop(key, None)
    elif isinstance(value, Mapping) and isinstance(before, dict):
        for name in [name for name in before if name not in value]:
            before.pop(name)
        for name, inner in value.items():
            _put(before, name, inner)
    elif before is None or before != value:
        table[key] = value
