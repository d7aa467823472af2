"""A line being typed: its text, the cursor, and what to send to the terminal for each change.

Made for people who listen to a terminal: nothing on it is painted twice. A character at the end is sent as it is, and
deleting one wipes it. For a change in the last row of the line, the terminal itself moves the rest; further up, the
rest of the line is sent again, but nothing above it.
"""

from bisect import bisect_left
from collections.abc import Callable

from simulator.graph.text import cell

TAB = 8
FEW = 4  # so many steps back are sent one by one
JOINER = "\u200d"
BACK = "\b \b"
UP, DOWN, RIGHT, WIPE = "\x1b[{}A", "\x1b[{}B", "\x1b[{}C", "\x1b[J"
MAKE_ROOM, TAKE_OUT = "\x1b[{}@", "\x1b[{}P"
Position = tuple[int, int]  # row, counted from the first of the line, and column


def laid(text: str, column: int, width: int) -> tuple[str, int, int]:
    """What to send to show a text from a column on; how many rows further down it ends, and at which column.

    After a full row a blank and a return move to the next row at once, as terminals differ there.
    """
    if width < 2:  # unknown: take the text as one row
        return text.replace("\t", " "), 0, column + sum(map(cell, text.replace("\t", " ")))
    if text.isascii() and text.isprintable():
        shown, (row, column) = text, divmod(column + len(text), width)
    else:
        parts, row = [], 0
        for char in text:
            columns = min(TAB - column % TAB, width - column) if char == "\t" else cell(char)
            if column + columns > width:
                parts.append(" " * (width - column))
                row, column = row + 1, 0
            column += columns
            if column == width:
                row, column = row + 1, 0
            parts.append(" " * columns if char == "\t" else char)  # a tab would leave what was below it
        shown = "".join(parts)
    return (f"{shown} \r" if text and row and not column else shown), row, column


class LineEditor:
    """The line, which starts at the left edge. Methods that change it return what to send to the terminal.

    `size` returns columns and rows; without `moves` the terminal cannot move its cursor up and down.
    """

    def __init__(self, size: Callable[[], tuple[int, int]], *, moves: bool = True) -> None:
        self.text = ""
        self.at = 0
        self._size = size
        self._moves = moves
        self._width, self._rows = size()
        self._cursor: Position = (0, 0)

    # Typing

    def insert(self, text: str) -> str:
        """Type a text at the cursor."""
        sent = self._if_resized()
        self.text = self.text[: self.at] + text + self.text[self.at :]
        self.at += len(text)
        behind, old = self.text[self.at :], self._cursor
        shown, row, column = laid(text, old[1], self._width)
        self._cursor = (old[0] + row, column)
        if not behind:
            return sent + shown
        if columns := self._shifts(text + behind, old[1], behind):
            return sent + MAKE_ROOM.format(columns) + shown
        return sent + shown + self._behind()

    def backspace(self) -> str:
        """Delete the character before the cursor, with its accents."""
        return self._cut(self._before(self.at), self.at)

    def delete(self) -> str:
        """Delete the character at the cursor."""
        return self._cut(self.at, self._after(self.at))

    def kill_word(self) -> str:
        """Delete the word before the cursor, up to a blank."""
        return self._cut(self._word_before(), self.at)

    def kill_next_word(self) -> str:
        """Delete the word after the cursor."""
        return self._cut(self.at, self._word_after())

    def kill_to_start(self) -> str:
        """Delete everything before the cursor."""
        return self._cut(0, self.at)

    def kill_to_end(self) -> str:
        """Delete everything after the cursor."""
        return self._cut(self.at, len(self.text))

    # Moving

    def left(self) -> str:
        """A character to the left."""
        return self._go(self._before(self.at))

    def right(self) -> str:
        """A character to the right."""
        return self._go(self._after(self.at))

    def word_left(self) -> str:
        """To the beginning of the word."""
        return self._go(self._word_before())

    def word_right(self) -> str:
        """To the end of the word."""
        return self._go(self._word_after())

    def home(self) -> str:
        """To the beginning of the line."""
        return self._go(0)

    def end(self) -> str:
        """To the end of the line."""
        return self._go(len(self.text))

    # The whole line

    def finish(self) -> str:
        """Leave the line: what is printed next starts on a new row."""
        return f"{self.end()}\n"

    def afresh(self) -> str:
        """The whole line again, after the terminal was resized or showed something else."""
        self._width, self._rows = self._size()
        shown, row, column = laid(self.text[: self.at], 0, self._width)
        self._cursor = (row, column)
        return shown + self._behind()

    # Inside

    def _cut(self, start: int, end: int) -> str:
        """Delete a part that starts or ends at the cursor."""
        if start == end:
            return ""
        sent, gone, old = self._if_resized(), self.text[start:end], self._cursor
        before_cursor = end == self.at
        self.text, self.at = self.text[:start] + self.text[end:], start
        if before_cursor and len(gone) == 1 and " " <= gone <= "~" and old[1]:
            self._cursor = (old[0], old[1] - 1)  # the usual case: no need to lay out the line
        elif before_cursor:
            self._cursor = self._position_of(start)
        if not self._moves:
            return sent + BACK * min(old[1], laid(gone, 0, 0)[2])
        steps = old[1] - self._cursor[1]
        if before_cursor and self.at == len(self.text) and old[0] == self._cursor[0] and steps <= 2:
            return sent + BACK * steps
        sent += self._moved(old, self._cursor)
        if columns := self._shifts(gone + self.text[start:], self._cursor[1], self.text[start:]):
            return sent + TAKE_OUT.format(columns)
        return sent + self._behind(wipe=True)

    def _shifts(self, longer: str, column: int, behind: str) -> int:
        """By how many columns the terminal can itself move the text `behind`, which is then not sent again.

        0 if it can't: over the end of a row, or with tabs.
        """
        if not behind or "\t" in longer or laid(longer, column, self._width)[1]:
            return 0
        return laid(longer, 0, 0)[2] - laid(behind, 0, 0)[2]

    def _behind(self, *, wipe: bool = False) -> str:
        """Show the rest of the line and return to the cursor."""
        shown, row, column = laid(self.text[self.at :], self._cursor[1], self._width)
        end = (self._cursor[0] + row, column)
        return shown + (WIPE if wipe else "") + self._moved(end, self._cursor)

    def _go(self, index: int) -> str:
        if not self._moves or index == self.at:
            return ""
        sent, old = self._if_resized(), self._cursor
        # no cursor goes above the upper edge of the terminal
        hidden = self._position_of(len(self.text))[0] - self._rows + 1
        if index < self.at and hidden > 0:
            first = bisect_left(range(len(self.text)), hidden, key=lambda at: self._position_of(at)[0])
            index = max(index, first)
        self.at = index
        self._cursor = self._position_of(self.at)
        return sent + self._moved(old, self._cursor)

    def _position_of(self, index: int) -> Position:
        _, row, column = laid(self.text[:index], 0, self._width)
        return row, column

    def _moved(self, old: Position, new: Position) -> str:
        """Move the cursor."""
        if old == new:
            return ""
        rows, columns = new[0] - old[0], new[1] - old[1]
        if not rows and -FEW <= columns < 0:
            return "\b" * -columns
        if not rows and columns > 0:
            return RIGHT.format(columns)
        sent = (DOWN if rows > 0 else UP).format(abs(rows)) if rows else ""
        return f"{sent}\r{RIGHT.format(new[1]) if new[1] else ''}"

    def _if_resized(self) -> str:
        """After a resize, show a line again that does not fit in one row."""
        before, now = self._width, self._size()[0]
        self._width = now
        if before == now or not any(laid(self.text, 0, width)[1] for width in (before, now)):
            return ""
        return f"\n{WIPE if self._moves else ''}{self.afresh()}"

    def _before(self, index: int) -> int:
        """The start of the character before, which includes its accents and what is joined to it."""
        index = max(0, index - 1)
        while index and (self._joins(index) or self.text[index - 1] == JOINER):
            index -= 1
        return index

    def _joins(self, index: int) -> bool:
        return self.text[index] != "\t" and not cell(self.text[index])

    def _after(self, index: int) -> int:
        index = min(len(self.text), index + 1)
        while index < len(self.text) and (self._joins(index) or self.text[index - 1] == JOINER):
            index += 1
        return index

    def _word_before(self) -> int:
        before = self.text[: self.at].rstrip()
        return len(before) - len(before.split(" ")[-1])

    def _word_after(self) -> int:
        behind = self.text[self.at :]
        blanks = len(behind) - len(behind.lstrip())
        return self.at + blanks + len(behind.lstrip().split(" ")[0])
