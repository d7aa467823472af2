"""What a candidate chose last time: read from and written to the settings file of the workspace."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from simulator.errors import UsageError
from simulator.graph.sanitise import clean
from simulator.session.header import InputMode, ScoreWhen, Seniority, Settings, Share

LEVELS: tuple[Seniority, ...] = ("junior", "mid", "senior", "staff")
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

    @property
    def is_new(self) -> bool:
        """Whether the first-start questions were never answered."""
        return not self.role

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


def read_preferences(path: Path) -> Preferences:
    """The choices kept at `path`, or the defaults where there is no file. Raises UsageError where it cannot be read."""
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_bytes().decode("utf-8", "replace"))
    except FileNotFoundError:
        return Preferences()
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} cannot be read ({clean(str(error))}); mend or delete the file.") from error
    try:
        return msgspec.convert(raw, Preferences)
    except msgspec.ValidationError as error:
        raise UsageError(f"{path} does not fit ({clean(str(error))}); mend or delete the file.") from error


def write_preferences(path: Path, preferences: Preferences) -> None:
    """Keep the choices: the old file or the new one, never half of either. Raises OSError."""
    import tomli_w  # deferred: only needed when something was changed

    path.parent.mkdir(parents=True, exist_ok=True)
    plain = msgspec.to_builtins(preferences, builtin_types=(date,))
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(tomli_w.dumps({k: v for k, v in plain.items() if v is not None}).encode())
    fresh.replace(path)


def day_of(text: str, today: date) -> date | None:
    """The day that a person wrote; None for nothing and for "none".

    Raises ValueError, with a sentence to show, where it is no day, or one that has passed.
    """
    text = text.strip().casefold()
    try:
        day = date.fromisoformat(text) if text not in ("", "none") else None
    except ValueError as error:
        raise ValueError("Write the day as year-month-day: 2026-12-31.") from error
    if day is not None and day < today:
        raise ValueError("That day has passed; write one that is to come.")
    return day
