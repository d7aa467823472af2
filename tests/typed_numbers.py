"""Numbers as a candidate types them."""

from simulator.session.numbers.reading import ReadNumber, read_number


def number_or_none(text: str, unit: str = "") -> float | None:
    """Just the number that `read_number` reads, or None."""
    read = read_number(text, unit)
    return read.value if isinstance(read, ReadNumber) else None
