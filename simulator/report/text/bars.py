"""Figures as rows of signs, the same on screens and in text. Nothing is imported here that takes time."""


def interval_parts(middle: float, low: float, high: float, width: int) -> tuple[str, str, str]:
    """A chance from 0 to 1 on a line: what is before its interval, the interval (thick, `●` its middle), and after.

    One half is marked wherever it falls.
    """

    def cell(share: float) -> int:
        """The cell, from 0, in which a share from 0 to 1 falls."""
        return min(width - 1, max(0, int(share * width)))

    start, end = cell(low), cell(high)
    cells = ["━" if start <= n <= end else "┈" for n in range(width)]
    cells[width // 2] = "┿" if start <= width // 2 <= end else "┊"
    cells[cell(middle)] = "●"
    return "".join(cells[:start]), "".join(cells[start : end + 1]), "".join(cells[end + 1 :])


def interval_bar(middle: float, low: float, high: float, width: int = 20) -> str:
    """The same in one piece."""
    return "".join(interval_parts(middle, low, high, width))


def difference_bar(difference: float | None, half: int = 8) -> str:
    """A difference of up to 2 verdict steps either way: `<` rated too low, `>` too high."""
    size = min(half, round(abs(difference or 0) / 2 * half))
    low, high = ("<" * size, "") if (difference or 0) < 0 else ("", ">" * size)
    return f"{low:>{half}}|{high:<{half}}"


def bar(count: float, most: float, width: int) -> str:
    """A count as a bar; anything above zero shows."""
    return "━" * (max(1, round(count / most * width)) if count else 0)


def planned_bar(taken: float, planned: float, most: float, width: int) -> tuple[str, str, str]:
    """What was taken as a line, and where it was planned to end: the signs before the mark, the mark, and after."""
    longest = most or 1.0
    end, mark = round(taken / longest * (width - 1)), round(planned / longest * (width - 1))
    cells = ["━" if n < end else "┈" if n < mark else " " for n in range(width)]
    return "".join(cells[:mark]), "┃", "".join(cells[mark + 1 :])


def share_bar(count: float, of: float, width: int) -> str:
    """How much of a whole, as a line; anything above zero shows."""
    end = max(1, round(count / of * width)) if count and of else 0
    return "━" * min(width, end) + "┈" * (width - min(width, end))
