"""Blocks of a transcript as text."""

import zlib

from simulator.session.interview.events import Event
from simulator.session.transcript.format import event_bytes


def event_block(event: Event) -> str:
    """One event as it is appended: its fields, then the end line with the checksum over what stands before it."""
    return event_bytes(event).decode()


def end_line(n: int, body: str) -> str:
    """`# end <n> <crc32>`: 8 hex digits over the UTF-8 bytes from `[[event]]` up to `# end`, blank line included."""
    return f"# end {n} {zlib.crc32(body.encode()):08x}\n"
