"""What the next interview starts from: the settings file, which people edit by hand, and the choices of the setup.

The setup never overwrites a setting. Its choices are in the same file, under the keys `chosen` and `tried`, with the
settings at that time (`instead_of`): a choice counts until that setting is changed, in the file or on the screen. The
shape of an interview that was tried once is only offered, and counts once Start is confirmed with it.

Each is an inline table on one line, as `first_command` is: a key that a person adds at the end of the file would land
in a normal table.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import tomli

from simulator.engine.choice.formats import FORMATS, Format, has_area
from simulator.errors import UsageError
from simulator.graph.bounded_toml import place_of
from simulator.graph.files import SMALL, read_ordinary
from simulator.graph.records import ready
from simulator.graph.text import short
from simulator.session.header import (
    LEAST_MINUTES,
    MOST_MINUTES,
    InputMode,
    Length,
    ScoreWhen,
    Seniority,
    Settings,
    Share,
)
from simulator.ui.settings_file import REMARKS, edited

if TYPE_CHECKING:
    from simulator.graph.job_advert.match import Advert

ALLOWED = {
    "seniority": "choose junior, mid, senior or staff",
    "score": "choose each or end",
    "input": "choose typed or spoken",
    "interview_on": "write the day as 2026-12-31",
    "clock": "write true or false",
    "project": "write true or false",
    "minutes": f"write a number of minutes, {LEAST_MINUTES} to {MOST_MINUTES}",
    "minutes_a_day": "write a number of minutes, 10 to 480",
    "motion": "write true or false",
    "advert_areas": "write a number from 0 to 1 after each area",
    "advert_terms": "write texts in quotes between [ and ]",
    "advert_read": "take it out, and read the advert again",
    "first_command": "take it out",
    "brief_read": "take it out",
    "keys": "write a key in quotes after each action",
}
TEXT = "write a text in quotes"


def mistakes(raw: Mapping[str, Any], text: str, kind: type[msgspec.Struct]) -> list[str]:
    """What is wrong with each value of `raw`, read from `text`, that does not fit `kind`."""
    problems = []
    for name, value in raw.items():
        try:
            msgspec.convert({name: value}, kind)
        except msgspec.ValidationError:
            problems.append(f"{place_of(name, text)}: {ALLOWED.get(name, TEXT)}")
    return problems


CHOICES = frozenset(  # what the setup asks for
    "role seniority graph format area minutes score input clock project project_area advert advert_areas advert_terms "
    "advert_read".split()
)
ADVERT = ("advert", "advert_areas", "advert_terms", "advert_read")
SHAPE = ("format", "area", "minutes", "score", "input")  # of an interview; the other choices are about the person

PERSON = (CHOICES - {*SHAPE, "graph"}) | {"interview_on", "minutes_a_day"}
LEAST_A_DAY, MOST_A_DAY = 10, 480
MinutesADay = Annotated[int, msgspec.Meta(ge=LEAST_A_DAY, le=MOST_A_DAY)]


class Preferences(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The choices that the next interview starts from. `keys` maps ids of actions to keys.

    `project` says whether there is a project of one's own to talk about, None until that was asked, and `project_area`
    which area it's from, if that was said.
    `minutes_a_day` is the time for preparing on a day, which the plan to the interview keeps to. Without `motion`
    nothing on the screen moves.
    `advert` is the name of the job advert that was read, `advert_terms` are what it names, and `advert_areas` holds
    each area's share of the weight, 0 to 1. `advert_read` is all that was read in it, what was dropped included.
    `first_command` is what one said of role and level, until the first start takes it over, and `brief_read` the day
    on which the brief was last read to its end.
    """

    role: str = ""
    seniority: Seniority = "mid"
    interview_on: date | None = None
    graph: str = ""
    format: str = "full"
    area: str = ""
    minutes: Length | None = None
    score: ScoreWhen = "each"
    input: InputMode = "typed"
    clock: bool = True
    project: bool | None = None
    project_area: str = ""
    theme: str = ""
    motion: bool = True
    minutes_a_day: MinutesADay = 60
    advert: str = ""
    advert_areas: dict[str, Share] = {}
    advert_terms: tuple[str, ...] = ()
    advert_read: dict[str, Any] = {}
    first_command: dict[str, str] = {}
    brief_read: date | None = None
    keys: dict[str, str] = {}

    def changes(self, after: "Preferences") -> dict[str, Any]:
        """The fields that differ in `after`, with the values there."""
        return {f: getattr(after, f) for f in self.__struct_fields__ if getattr(after, f) != getattr(self, f)}

    @property
    def is_new(self) -> bool:
        """Whether the questions of the first start were never answered."""
        return not self.role

    @property
    def shape(self) -> Format:
        """The format of the next interview; the first one where there is none of that name any more."""
        return FORMATS.get(self.format) or next(iter(FORMATS.values()))

    @property
    def length(self) -> float:
        """The minutes of the next interview."""
        return self.minutes or self.shape.minutes

    def shaped_as(self, other: "Preferences") -> "Preferences":
        """These choices with the interview's shape from `other`."""
        return msgspec.structs.replace(self, **{field: getattr(other, field) for field in SHAPE})

    def with_advert_of(self, other: "Preferences") -> "Preferences":
        """These choices with the job advert of `other`, or without where that has none."""
        return msgspec.structs.replace(self, **{field: getattr(other, field) for field in ADVERT})

    def with_read_advert(self, advert: "Advert", parts: Mapping[str, float], label: str) -> "Preferences":
        """These choices with a job advert that was just read, and the `parts` of it that count; none without parts."""
        return msgspec.structs.replace(
            self,
            advert=label if parts else "",
            advert_areas=dict(parts),
            advert_terms=advert.terms_in(parts),
            advert_read=advert.kept if parts else {},
        )

    @property
    def advert_weighs(self) -> dict[str, float]:
        """The parts that the advert gives to areas, with 0 for each that was dropped of it."""
        found = self.advert_read.get("found", {}) if self.advert_areas else {}
        return {**dict.fromkeys(found if isinstance(found, dict) else {}, 0.0), **self.advert_areas}

    def settings(self, candidate: str, seed: int | None = None) -> Settings:
        """The settings of an interview that starts from these choices."""
        asked = {f: getattr(self, f) for f in Settings.__struct_fields__ if f in self.__struct_fields__}
        area = self.area if has_area(self.shape.id) else ""
        own = {"format": self.shape.id, "area": area, "advert": self.advert_areas, "project": bool(self.project)}
        return Settings(**asked | own, candidate=candidate, seed=seed)

    def days_left(self, today: date) -> int | None:
        """Days until the interview; None if there is no date or it has passed."""
        if self.interview_on is None or self.interview_on < today:
            return None
        return (self.interview_on - today).days


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen in the setup, and the settings at that time; `tried` has a shape that was tried once."""

    chosen: Preferences
    settings: Preferences
    tried: Preferences | None = None

    def changed(self, changes: dict[str, Any]) -> "Choices":
        """The choices after settings have changed; these settings now count again."""
        return msgspec.structs.replace(
            self,
            chosen=msgspec.structs.replace(self.chosen, **changes),
            settings=msgspec.structs.replace(self.settings, **changes),
        )

    def counting(self, settings: Preferences) -> Preferences:
        """The settings with the choices that still count, whose setting has not been edited since."""
        edited = self.settings.changes(settings)
        chosen = self.settings.changes(self.chosen)
        return msgspec.structs.replace(
            settings, **{f: v for f, v in chosen.items() if f in CHOICES and f not in edited}
        )

    def as_keys(self) -> dict[str, Any]:
        """The keys of the settings file for this, with only what differs; None removes a key."""
        fields = CHOICES & self.settings.changes(self.chosen).keys()
        chosen, before = _plain(self.chosen, fields), _plain(self.settings, fields)
        if before:
            chosen["instead_of"] = before
        return {"chosen": chosen or None, "tried": None if self.tried is None else _plain(self.tried, SHAPE)}


ready(Preferences, Choices)


def read_preferences(path: Path) -> Preferences:
    """The settings at `path` with the choices of the setup. Raises UsageError if they cannot be read."""
    settings, raw = _read(path)
    kept = _choices(path, raw)
    return settings if kept is None else kept.counting(settings)


def read_settings(path: Path) -> Preferences:
    """The settings at `path`, or the defaults if there is no file. Raises UsageError if it cannot be read."""
    return _read(path)[0]


def read_tried(path: Path) -> Preferences | None:
    """The present choices with the shape that was tried once; None if none was."""
    settings, raw = _read(path)
    kept = _choices(path, raw)
    return None if kept is None or kept.tried is None else kept.counting(settings).shaped_as(kept.tried)


def change_settings(path: Path, changes: dict[str, Any]) -> None:
    """Change settings and leave the rest of the file as it is. Raises UsageError, OSError."""
    from simulator.session.transcript.disk import alone  # deferred: only needed to write

    with alone(path):
        before, raw = _read(path)
        kept = _choices(path, raw)
        _write(path, before, msgspec.structs.replace(before, **changes), kept and kept.changed(changes))


def keep_choices(path: Path, chosen: Preferences, tried: Preferences | None = None) -> None:
    """Keep the choices for next time, and the shape that is only offered. Raises UsageError, OSError."""
    from simulator.session.transcript.disk import alone  # deferred: only needed to write

    with alone(path):
        settings = read_settings(path)
        _write(path, settings, settings, Choices(chosen=chosen, settings=settings, tried=tried))


def _read(path: Path) -> tuple[Preferences, dict[str, Any]]:
    """The settings at `path`, and the whole file. Raises UsageError."""
    try:
        text = read_ordinary(path, SMALL).decode("utf-8-sig", "replace")
        raw: dict[str, Any] = tomli.loads(text)
    except (FileNotFoundError, NotADirectoryError):  # below a file, such as /dev/null, there is none either
        return Preferences(), {}
    except OSError as error:
        raise UsageError(f"{path} can't be read ({error.strerror}); fix or delete the file.") from error
    except (ValueError, RecursionError) as error:  # not TOML, a number of 5,000 digits, a thousand brackets
        raise UsageError(f"{path} can't be read ({short(error, 200)}); fix or delete the file.") from error
    try:
        return msgspec.convert(raw, Preferences), raw
    except msgspec.ValidationError as error:
        wrong = "; ".join(mistakes(raw, text, Preferences))
        raise UsageError(f"The settings file has mistakes: {wrong}. Fix or delete {path}.") from error


def _choices(path: Path, raw: dict[str, Any]) -> Choices | None:
    """The choices in the settings file; None if there are none or they don't fit, and then the settings count."""
    if not REMARKS.keys() & raw:
        return _choices_of_before(path)
    try:
        chosen = raw.get("chosen", {})
        kept = {"chosen": chosen, "settings": chosen.get("instead_of", {}), "tried": raw.get("tried")}
        return msgspec.convert(kept, Choices)
    except (AttributeError, msgspec.ValidationError):
        return None


def _choices_of_before(path: Path) -> Choices | None:
    """The choices that versions up to 0.1 kept in a file of their own, until they are taken over."""
    try:
        text = read_ordinary(_file_of_before(path), SMALL).decode("utf-8-sig", "replace")
        return msgspec.convert(tomli.loads(text), Choices)
    except (OSError, ValueError, RecursionError):
        return None


def _file_of_before(path: Path) -> Path:
    return path.with_name("choices.toml")


def _write(path: Path, before: Preferences, after: Preferences, choices: Choices | None) -> None:
    """Write the file whole or not at all; its mode and the links to it stay.

    A file that can't be edited is written afresh, and the old one is kept beside it.
    """
    from simulator.session.transcript.disk import keep_beside, replace  # deferred: only needed to write

    keys = {} if choices is None else choices.as_keys()
    try:
        old = read_ordinary(path, SMALL)
    except FileNotFoundError:
        old = b""
    fresh = _edited(old, before.changes(after) | keys, after, keys)
    if fresh is None:
        keep_beside(path, old, "old")
        fresh = edited("", Preferences().changes(after) | keys).encode()
    replace(path, fresh)
    if choices is not None and _choices_of_before(path) is not None:
        with suppress(OSError):  # the settings file has its choices now, and goes before it
            _file_of_before(path).unlink()


def _edited(old: bytes, changes: dict[str, Any], after: Preferences, keys: dict[str, Any]) -> bytes | None:
    """The settings file with these changes; None if reading it back would not give what was meant."""
    try:
        fresh = edited(old.decode("utf-8", "surrogateescape"), changes).encode("utf-8", "surrogateescape")
        raw = tomli.loads(fresh.decode("utf-8-sig", "replace"))
        meant = msgspec.convert(raw, Preferences) == after and all(raw.get(key) == keys[key] for key in keys)
    except (ValueError, msgspec.ValidationError):
        return None
    return fresh if meant else None


def _plain(values: Preferences, fields: Collection[str]) -> dict[str, Any]:
    """Some fields as TOML values, without those that have their default."""
    return {f: v for f, v in msgspec.to_builtins(values, builtin_types=(date,)).items() if f in fields}
