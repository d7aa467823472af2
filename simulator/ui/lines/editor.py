"""A line that is typed: its text, the place in it, and what the terminal is sent for each change.

Made for who listens to a terminal: what stands there is never painted again. A character at the end is sent as it is,
one taken back is wiped out. For a change within the last row of the line the terminal moves the rest by itself; further
up the rest of the line is sent, and nothing above it.
"""

from bisect import bisect_left
from collections.abc import Callable

from simulator.graph.text import cell

TAB = 8
FEW = 4  # steps back that are sent one by one
JOINER = "\u200d"
BACK = "\b \b"
UP, DOWN, RIGHT, WIPE = "\x1b[{}A", "\x1b[{}B", "\x1b[{}C", "\x1b[J"
MAKE_ROOM, TAKE_OUT = "\x1b[{}@", "\x1b[{}P"
Place = tuple[int, int]  # row below the line's first, and column


def laid(text: str, column: int, width: int) -> tuple[str, int, int]:
    """What shows a text from a column on; how many rows further down it ends, and at which column.

    A row that is full is followed by the next at once, by a blank that is returned over: terminals differ there.
    """
    if width < 2:  # unknown: the text is taken for one row
        return text.replace("\t", " "), 0, column + sum(map(cell, text.replace("\t", " ")))
    if text.isascii() and text.isprintable():
        shown, (row, column) = text, divmod(column + len(text), width)
    else:
        shown, row, column = _laid(text, column, width)
    return (f"{shown} \r" if text and row and not column else shown), row, column


def _laid(text: str, column: int, width: int) -> tuple[str, int, int]:
    shown, row = [], 0
    for char in text:
        columns = min(TAB - column % TAB, width - column) if char == "\t" else cell(char)
        if column + columns > width:
            shown.append(" " * (width - column))
            row, column = row + 1, 0
        column += columns
        if column == width:
            row, column = row + 1, 0
        shown.append(" " * columns if char == "\t" else char)  # a tab would leave what stood below it
    return "".join(shown), row, column


class LineEditor:
    """The line. Each method that changes it returns what is to be sent to the terminal.

    `size` gives columns and rows; a terminal that `moves` knows how its cursor is moved up and down. The line begins at
    the left edge.
    """

    def __init__(self, size: Callable[[], tuple[int, int]], *, moves: bool = True) -> None:
        self.text = ""
        self.at = 0
        self._size = size
        self._moves = moves
        self._width, self._rows = size()
        self._place: Place = (0, 0)  # of the cursor

    # Typing

    def insert(self, text: str) -> str:
        """Type a text at the cursor."""
        sent = self._if_resized()
        self.text = self.text[: self.at] + text + self.text[self.at :]
        self.at += len(text)
        behind, old = self.text[self.at :], self._place
        shown, row, column = laid(text, old[1], self._width)
        self._place = (old[0] + row, column)
        if not behind:
            return sent + shown
        if columns := self._shifts(text + behind, old[1], behind):
            return sent + MAKE_ROOM.format(columns) + shown
        return sent + shown + self._behind()

    def backspace(self) -> str:
        """Take back the character before the cursor, with the accents on it."""
        return self._cut(self._before(self.at), self.at)

    def delete(self) -> str:
        """Take out the character at the cursor."""
        return self._cut(self.at, self._after(self.at))

    def kill_word(self) -> str:
        """Take back the word before the cursor, up to a blank."""
        return self._cut(self._word_before(), self.at)

    def kill_next_word(self) -> str:
        """Take out the word behind the cursor."""
        return self._cut(self.at, self._word_after())

    def kill_to_start(self) -> str:
        """Take back everything before the cursor."""
        return self._cut(0, self.at)

    def kill_to_end(self) -> str:
        """Take out everything behind the cursor."""
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
        """Leave the line: whatever is printed next begins on a row of its own."""
        return f"{self.end()}\n"

    def afresh(self) -> str:
        """The line once more from the left edge: the terminal is another size, or showed something else meanwhile."""
        self._width, self._rows = self._size()
        shown, *place = laid(self.text[: self.at], 0, self._width)
        self._place = (place[0], place[1])
        return shown + self._behind()

    # Inside

    def _cut(self, start: int, end: int) -> str:
        """Take out a part that begins or ends at the cursor."""
        if start == end:
            return ""
        sent, gone, old = self._if_resized(), self.text[start:end], self._place
        before_cursor = end == self.at
        self.text, self.at = self.text[:start] + self.text[end:], start
        if before_cursor and len(gone) == 1 and " " <= gone <= "~" and old[1]:
            self._place = (old[0], old[1] - 1)  # as mostly: no need to lay out the line
        elif before_cursor:
            self._place = self._place_of(start)
        if not self._moves:
            return sent + BACK * min(old[1], laid(gone, 0, 0)[2])
        steps = old[1] - self._place[1]
        if before_cursor and self.at == len(self.text) and old[0] == self._place[0] and steps <= 2:
            return sent + BACK * steps
        sent += self._moved(old, self._place)
        if columns := self._shifts(gone + self.text[start:], self._place[1], self.text[start:]):
            return sent + TAKE_OUT.format(columns)
        return sent + self._behind(wipe=True)

    def _shifts(self, longer: str, column: int, behind: str) -> int:
        """By how many columns the terminal itself can move what is `behind`, which is then not sent again.

        None where it would not know how: over the end of a row, or with tabs in it.
        """
        if not behind or "\t" in longer or laid(longer, column, self._width)[1]:
            return 0
        return laid(longer, 0, 0)[2] - laid(behind, 0, 0)[2]

    def _behind(self, *, wipe: bool = False) -> str:
        """Show the rest of the line, where there is any, and come back to the cursor."""
        shown, row, column = laid(self.text[self.at :], self._place[1], self._width)
        end = (self._place[0] + row, column)
        return shown + (WIPE if wipe else "") + self._moved(end, self._place)

    def _go(self, index: int) -> str:
        if not self._moves or index == self.at:
            return ""
        sent, old = self._if_resized(), self._place
        self.at = max(index, self._first_in_sight()) if index < self.at else index
        self._place = self._place_of(self.at)
        return sent + self._moved(old, self._place)

    def _first_in_sight(self) -> int:
        """The first character that is not above the upper edge: no cursor goes there."""
        out_of_sight = self._place_of(len(self.text))[0] - self._rows + 1
        if out_of_sight <= 0:
            return 0
        return bisect_left(range(len(self.text)), out_of_sight, key=lambda index: self._place_of(index)[0])

    def _place_of(self, index: int) -> Place:
        _, row, column = laid(self.text[:index], 0, self._width)
        return row, column

    def _moved(self, old: Place, new: Place) -> str:
        """The cursor from one place to another."""
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
        """Where the terminal has lines of another length, a line that is longer is shown once more."""
        before, now = self._width, self._size()[0]
        self._width = now
        if before == now or not any(laid(self.text, 0, width)[1] for width in (before, now)):
            return ""
        return f"\n{WIPE if self._moves else ''}{self.afresh()}"

    def _before(self, index: int) -> int:
        """The beginning of the character before: its accents, and what is joined to it, belong to it."""
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
