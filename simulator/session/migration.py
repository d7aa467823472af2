"""Transcripts of older formats, brought up to the present one while they are read.

Each step takes the plain data of one version to the next; a file itself is only rewritten when a session goes on, and
then its old text is kept beside it. Version 0 is the format before the first release.
"""

from collections.abc import Callable
from typing import Any

Step = Callable[[dict[str, Any]], dict[str, Any]]


def _header_from_0(header: dict[str, Any]) -> dict[str, Any]:
    """Version 0 called the digest `graph_hash` and the beginning `at`, and named no engine, seniority or role."""
    renamed = {"graph_hash": "graph_digest", "at": "started"}
    fresh = {renamed.get(key, key): value for key, value in header.items()}
    return {"engine": "0", "seniority": "mid", "role": "", **fresh}


def _event_from_0(event: dict[str, Any]) -> dict[str, Any]:
    """Version 0 called the interview seconds `time`, and the position of an item `item`."""
    renamed = {"time": "clock", "item": "position"}
    return {renamed.get(key, key): value for key, value in event.items()}


HEADER_STEPS: tuple[Step, ...] = (_header_from_0,)
EVENT_STEPS: tuple[Step, ...] = (_event_from_0,)


def version_of(header: dict[str, Any]) -> int:
    """The format that a header names; a header without a version is of the first."""
    version = header.get("version", 0)
    return version if isinstance(version, int) and version >= 0 else 0


def upgraded_header(header: dict[str, Any]) -> dict[str, Any]:
    """A header's plain data in the present format."""
    for step in HEADER_STEPS[version_of(header) :]:
        header = step(header)
    return {**header, "version": max(version_of(header), len(HEADER_STEPS))}


def upgraded_event(event: dict[str, Any], version: int) -> dict[str, Any]:
    """An event's plain data in the present format."""
    for step in EVENT_STEPS[version:]:
        event = step(event)
    return dict(event)
