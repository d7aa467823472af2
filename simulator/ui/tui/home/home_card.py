"""The cards of home: a frame each, which keeps its place while what it says is worked out, and opens what it is about.

What they say is made by `card_texts`, which loads the report; this is light, and mounted once home is painted. For
somebody who has never seen an interview, one card has a minute of one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.containers import Vertical
from textual.content import Content
from textual.dom import DOMNode
from textual.message import Message
from textual.widget import Widget

from simulator.graph.text import wrap
from simulator.report.tones import ADVICE, MARK_BADGES, RECOMMENDATION_BADGES, Badge
from simulator.ui.tui.widgets.chrome import Card
from simulator.ui.tui.widgets.text import badge, hung, toned

Maker = Callable[[int, int], list[Content]]  # the lines of a card, for its width and height
WAITING = "Working it out."
NOW = (56, 72)  # columns of what to do now beside the cards, at least and at most
NAMES, CARDS = 62, 58  # columns in which most names of concepts are whole, and those that the cards keep beside them
PASSED_LINES = 3  # of what is said once the interview is over
WEEK, LOW_PLAN = 7, 5  # days of the plan that are shown at most; in a lower window
STEP = "   "  # the columns of a step's number
# the title, what it opens and the id of the cards below what to do now, and of those beside it
BELOW = (("Where you stand", "progress", "standing"), ("Last interview", "last", "last"))
RIGHT = (("Plan", "plan", "plan"), ("Level", "progress", "level"), ("Areas", "map", "areas"))

# what an interview is like, and more of it where there is room: until the first one is over
LIKE = "What an interview is like"
STEPS = (
    ("One question at a time, as in the real thing.", "How you do decides what's asked next."),
    (
        "You answer, take follow-ups, and guess how it went.",
        "You can take a hint, ask back, or say you don't know.",
    ),
    (
        "Then you judge each point, beside a good answer.",
        "The words that fit it are marked in your answer.",
    ),
    ("At the end, a report: what a panel would say.", "What spoke for you and against you, and what to do tonight."),
    ("It all stays on this machine, and nothing gets lost.", "Every interview is a text file that you can open."),
)
IDEA = "\n".join(step for step, _ in STEPS)


def width_beside_cards(columns: int) -> int:
    """The columns of what to do now in a window of so many."""
    least, most = NOW
    return max(least, min(most, max(min(NAMES, columns - CARDS), columns * 45 // 100)))


def plan_height(days_left: int | None, *, passed: bool, low: bool) -> int:
    """The lines of the card of the plan, which are known before the plan is; fewer in a `low` window."""
    days = PASSED_LINES if passed else WEEK if days_left is None else max(1, min(WEEK + 1, days_left))
    return 2 + min(days, LOW_PLAN if low else days)


def waiting(width: int, height: int) -> list[Content]:  # noqa: ARG001 - as every maker
    """The line of a card that is not filled yet."""
    return [toned(WAITING, "muted")]


class HomeCard(Card):
    """A card whose lines are made for the room that it has. A click opens what it or the line clicked `opens`."""

    @dataclass
    class Opened(Message):
        """The card was clicked: open this."""

        key: str

    def __init__(self, title: str, opens: str, *, id: str) -> None:
        super().__init__(title, id=id)
        self._make: Maker = waiting
        self._title = title
        self.opens = opens
        self._line_opens: Sequence[str] = ()

    def tell(self, make: Maker, *, title: str = "", line_opens: Sequence[str] = ()) -> None:
        """Say something else. `line_opens` are what the first lines open, where that is not what the card does."""
        self._make, self._line_opens = make, line_opens
        self._title = title or self._title
        if not self.has_class("-empty"):
            self.border_title = Content(self._title)
        self.refresh()

    def on_resize(self) -> None:
        """If there's no room for a line there's no frame either."""
        is_empty = not self.content_size.height
        self.set_class(is_empty, "-empty")
        self.border_title = "" if is_empty else Content(self._title)

    def render(self) -> Content:
        width, height = self.content_size
        lines = self._make(width, height) if width and height else []
        return Content("\n").join(line.truncate(width, ellipsis=True) for line in lines)

    def on_click(self, event: events.Click) -> None:
        """Open what the card, or its line under the mouse, is about."""
        at = event.get_content_offset(self)
        of_lines = self._line_opens
        key = of_lines[at.y] if at is not None and at.y < len(of_lines) and of_lines[at.y] else self.opens
        if key:
            self.post_message(self.Opened(key))


async def put_up_cards(desk: Widget, now: Widget) -> None:
    """Put all cards up, still empty: some beside what to do now, some below it."""
    right, below = ([HomeCard(title, key, id=id_) for title, key, id_ in kinds] for kinds in (RIGHT, BELOW))
    await desk.mount(Vertical(*right, id="board"))
    await now.mount(*below)


def empty_cards(screen: DOMNode) -> None:
    """Have every card say that what it's about is being worked out."""
    for title, _, id_ in (*RIGHT, *BELOW):
        screen.query_one(f"#{id_}", HomeCard).tell(waiting, title=title)


def numbered(steps: Sequence[tuple[str, str]]) -> Maker:
    """Numbered steps, apart and with more about each where there is room."""

    def lines(width: int, height: int) -> list[Content]:
        room = width - len(STEP)
        shown = [(wrap(step, room), wrap(more, room)) for step, more in steps]
        for full, apart in ((True, True), (False, True), (False, False)):
            body: list[Content] = []
            for number, (step, more) in enumerate(shown, 1):
                own = [Content(STEP + line) for line in step] + [toned(STEP + line, "muted") for line in more if full]
                own[0] = Content.assemble((f"{number:<{len(STEP)}}", "bold $accent"), step[0])
                if len(body) + len(own) <= height or full or apart:
                    body += [*own, *([Content()] if apart else [])]
            if len(body) - apart <= height:
                break
        return body[:height]

    return lines


# A minute of an interview, made up. It is of no graph, so that it gives no answer away

WHO = 13  # columns of who speaks, and of a mark
SPOKEN = (
    ("Interviewer", "A page that took 200 ms takes two seconds. Where do you look first?"),
    ("You", "At what changed, then at the slowest calls in a trace."),
    ("Interviewer", "And if nothing was deployed?"),
    ("You", "Then at the data: a table that grew, or a cache that misses."),
)
MARKED: tuple[tuple[Badge, str, str], ...] = (
    (MARK_BADGES["yes"], "met", "Starts from what changed"),
    (MARK_BADGES["partly"], "partly", "Measures before guessing"),
    (MARK_BADGES["no"], "missed", "Says how to tell that it's fixed"),
)
SUMMED_UP = (RECOMMENDATION_BADGES["leaning yes"], "Leaning yes for mid")
NEXT_TIME = "say next time: \u201cfixed when p95 is under 200 ms again\u201d"


def example(width: int, height: int) -> list[Content]:
    """What is asked and answered, how it is marked, what comes of it; as many whole parts as there is room for."""
    talk: list[Content] = []
    for who, text in SPOKEN:
        talk += hung(toned(who, "muted" if who == "You" else "accent"), text, WHO, width)
    marks = [
        Content.assemble(badge(look, word, bold=False), " " * (WHO - 2 - len(word)), point)
        for look, word, point in MARKED
    ]
    parts = [
        talk,
        [Content(), *marks],
        [Content(), badge(*SUMMED_UP), Content.assemble((f"{ADVICE.sign} ", f"${ADVICE.tone}"), NEXT_TIME)],
    ]
    lines: list[Content] = []
    for part in parts:
        if len(lines) + len(part) > height:
            break
        lines += part
    return lines
