"""What is said of the words found for a point while it's judged, alike on the full screen and in the line mode."""

import re

from simulator.engine.scoring import Mark
from simulator.graph.records import Point
from simulator.graph.text import one_line, quoted_words, upper_first
from simulator.session.interview.hearing import FoundWords, listened_for
from simulator.session.interview.state import State
from simulator.session.interview.turn import Turn

WORDS_HELP = "Your mark counts: I spot words, not meaning."
ALOUD_HELP = "Mark what you said aloud: I only see your bullets."
AFTER_MARK = "you'll see what I found once you've marked it"
AFTER_MARK_AGAIN = "you've seen what I found; it comes back with your mark"  # where a mark was taken back
# at the first point of such an answer
AFTER_MARK_WHY = "This time you mark first, so that what I found doesn't sway you; then I show it."
WHEN_ASKED = "when asked = only in your reply to the follow-up"
HEARD_ALREADY = "I heard that in your answer itself: {undo}, then {yes}, counts it in full."
NOT_SPOTTED = "couldn't spot it"
TRACE = "only a trace of it"  # words of it all over, and none that could be pointed to: often it wasn't said
NOT_NOTED = "not in your bullets"  # of what was said aloud
_BEGINS = re.compile(r"[.!?;:,]\s+")
_DENIES = re.compile(r"\b(?:no|not|nothing|never|nor|neither|none|without|cannot|\w+n['’]t)\b", re.IGNORECASE)
_ENDS = re.compile(r"[.!?;]\s+")
QUOTED_LETTERS = 150  # two lines
LEAST_SHOWN = 24  # of the words that matter
QUOTED_AFTER = 110  # with the number of the point, on a line below the texts


def heard_words(
    found: FoundWords, letters: int = QUOTED_LETTERS, mark: Mark | None = None, *, brief: bool = False
) -> str:
    """The words found for a point, so many `letters` at most; or that there are none, and what was replied instead.

    Somebody whose `mark` was just no isn't told that it can't be told. `brief` leaves most of the line to the quote.
    """
    quote = quoted_words(_from_what_matters(found, letters), letters) if found.quote else ""
    if found.found:
        sure, perhaps = ("noted", "perhaps noted") if found.noted else ("heard", "perhaps")
        return f"{sure if found.surely else perhaps}{' in your reply' * found.in_reply}: {quote}"
    spotted = NOT_NOTED if found.noted else NOT_SPOTTED
    said = "wrote" if found.noted else "said"
    may_be_said = found.somewhere or found.repeated
    if mark == "no" and may_be_said and not quote:
        return f"{spotted} either"
    unsure = "you told me you had, but I can't tell whether you said it" if found.told else TRACE
    if quote and brief:
        return f"{'unclear' if may_be_said else spotted}; asked, you {said}: {quote}"
    if quote:
        return f"{unsure if may_be_said else spotted}; when I asked about it, you {said}: {quote}"
    if may_be_said and found.told:
        return unsure
    where = " in your bullets" if found.noted else " in what you wrote"
    return f"{TRACE}{where}" if may_be_said else spotted if found.noted else f"{spotted}{where}"


def _from_what_matters(found: FoundWords, letters: int) -> str:
    """The quote; where it has to be cut and what matters would be lost, its beginning goes instead.

    It then begins where a sentence or a clause does: "year. Also the vendor" made no sense.
    """
    quote, matters = found.quote, found.matters
    if len(one_line(quote)) <= letters or not matters or len(one_line(quote[:matters])) + LEAST_SHOWN <= letters:
        return quote
    starts = [begins.end() for begins in _BEGINS.finditer(quote)]
    rest = len(one_line(quote[matters:])) + 2
    room = letters - (rest if rest <= letters else LEAST_SHOWN)  # an end that had room keeps it
    before = [n for n in starts if n <= matters and len(one_line(quote[n:matters])) + 1 <= room]
    behind = [n for n in starts if matters < n <= matters + LEAST_SHOWN]
    begin = before[-1] if before else behind[0] if behind else matters
    begin = _with_its_not(quote, begin)
    return f"… {quote[begin:]}" if begin else quote


def _with_its_not(quote: str, begin: int) -> int:
    """Where to begin so that no "not" before it in its sentence is cut off: else it'd say the reverse."""
    sentence = max((end.end() for end in _ENDS.finditer(quote, 0, begin)), default=0)
    denied = _DENIES.search(quote, sentence, begin)
    if denied is None:
        return begin
    return max((start.end() for start in _BEGINS.finditer(quote, sentence, denied.start())), default=sentence)


def heard_sentence(found: FoundWords, number: int = 0, mark: Mark | None = None) -> str:
    """`heard_words` as a sentence; with a `number`, after the `mark`, it names the point."""
    words = f"Point {number}: {heard_words(found, QUOTED_AFTER, mark)}" if number else heard_words(found)
    return f"{upper_first(words)}{'' if found.quote else '.'}"


def heard_already(turn: Turn, point: Point, found: FoundWords | None, mark: Mark, undo: str, yes: str) -> str:
    """That a point marked as given only when asked was surely heard before anybody asked, and the way to a whole yes.

    Empty where the mark costs nothing, as the question left the point for its follow-up.
    """
    unasked = found is not None and bool(found.found) and found.surely and not found.in_reply
    costs = mark == "prompted" and not point.waits and not turn.discounts_yes
    return HEARD_ALREADY.format(undo=undo, yes=yes) if unasked and costs else ""


def explains_when_asked(state: State, turn: Turn) -> bool:
    """Whether it's the first point of an interview that may be marked as given only when asked."""
    return turn.may_be_prompted and not any(t.marks and t.may_be_prompted for t in state.turns)


def words_help(state: State, turn: Turn) -> str:
    """What the words found are and what counts, as long as nothing was marked with them; then empty."""
    if not listened_for(turn) or any(listened_for(t) & t.marks.keys() for t in state.turns):
        return ""
    return ALOUD_HELP if turn.spoken else WORDS_HELP
