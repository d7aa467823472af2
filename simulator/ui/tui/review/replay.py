"""Step through an interview: what was on screen at each event, and what the engine believed then."""

import asyncio
from pathlib import Path
from typing import Literal

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize

from simulator.engine.model.parameters import FEWEST_ANSWERS
from simulator.engine.scoring import SOLID
from simulator.graph.text import percent, upper_first
from simulator.report.concept_records import STANDING_SIGNS
from simulator.report.figures.replay import MOST_MOVED, Moved, Outlook
from simulator.report.figures.replay import Replay as Steps
from simulator.report.load import graphs_of, replay_at, report_of
from simulator.report.text.replay import cause_words
from simulator.report.text.words import TOO_EARLY, asked_at, interval, tier_briefly, tier_words
from simulator.session.interview import events as ev
from simulator.session.interview.item_blocks import PARTING_TITLE, Block, parting_blocks
from simulator.session.interview.turn import Turn
from simulator.ui.tui import words
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.map.layers import COLOURS
from simulator.ui.tui.review.transcript import heading
from simulator.ui.tui.review.walk import WalkView
from simulator.ui.tui.room.blocks import block_widget, first_difference
from simulator.ui.tui.share import ASKS_OF_SAID, ROWS_OF_SAID, THIS_SCREEN, SharesScreen
from simulator.ui.tui.widgets.chrome import SIDE_BY_SIDE, Keys, Rule, Title
from simulator.ui.tui.widgets.frame import Page
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.text import FittedLines


def event_words(event: ev.Event, turn: Turn | None, *, secret: bool = False) -> str:
    """One event in a few words; the result of a check is left out while it is `secret`."""
    if isinstance(event, ev.Asked):
        return f"{heading(turn)} is asked"
    return "The check is answered" if isinstance(event, ev.Checked) and secret else event.summary()


Room = Literal["whole", "some", "little"]
MOVES = {"whole": MOST_MOVED, "some": 3, "little": 2}  # concepts that moved
FIGURES = 25  # columns of "  62% to  46%  (33 to 74)"


class OutlookView(FittedLines):
    """What the engine believes: the level, and what moved."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._outlook: Outlook | None = None
        self._room: Room = "some"
        self._caption = ""

    def show(self, outlook: Outlook, caption: str, room: Room) -> None:
        """Show an outlook; `caption` says what moved it last, `room` how much to show."""
        self._outlook, self._caption, self._room = outlook, caption, room
        self.refresh(layout=True)

    def lines_in(self, width: int) -> list[Content]:
        outlook = self._outlook
        if outlook is None:
            return [Content("")]
        cause = [Content.styled(text, "$muted")] if (text := cause_words(outlook.cause, width)) else []
        most = MOVES[self._room] - len(cause)  # the height stays, so that nothing jumps
        moves = [moved_line(moved, width) for moved in outlook.moved[:most]]
        whole = [] if self._room == "little" or outlook.is_early else [overall_line(outlook, width)]
        caption = Content.styled(self._caption, "$muted").truncate(width, ellipsis=True)
        lines = [level_line(outlook, width), caption, *cause, chance_line(outlook, width), *whole, *moves]
        return lines + [Content("")] * (most - len(moves))


def level_line(outlook: Outlook, width: int) -> Content:
    """The level with its interval, and the level before if it changed; as on home, none after a few answers."""
    if outlook.is_early:
        level, why = Content.assemble("Level   ", (TOO_EARLY, "bold")), f": it takes {FEWEST_ANSWERS} scored answers"
        return level + why if len(level.plain) + len(why) <= width else level
    tier, low, high = outlook.level
    was = outlook.level_before[0]
    changed = f", was {f'tier {was}' if was else 'below tier 1'}" if was != tier else ""
    rest = f", {low} to {high} (80% sure){changed}"
    named = _named(tier, width - len("Level   ") - len(rest))
    return Content.assemble("Level   ", (named, "bold"), rest)


def _named(tier: int, room: int) -> str:
    """A tier in the most words that fit."""
    named = (tier_words(tier), tier_briefly(tier))
    return next((words for words in named if len(words) <= room), f"tier {tier}" if tier else "below tier 1")


def chance_line(outlook: Outlook, width: int) -> Content:
    """The head of the figures: what they're chances of."""
    chance = f"chance of a {SOLID} answer {asked_at(outlook.target)}"
    texts = (f"Your {chance}, with its 80% range", f"Your {chance} (80% range)", upper_first(chance))
    return Content.styled(next((text for text in texts if len(text) <= width), texts[-1]), "$muted")


def overall_line(outlook: Outlook, width: int) -> Content:
    """The chance over the whole role."""
    middle, low, high = outlook.mastery
    return _figures_line(Content("  Over the whole role"), f"{percent(middle):>11}  ({interval(low, high)})", width)


def moved_line(moved: Moved, width: int) -> Content:
    """A concept with its mark, its chance before and after, and the interval."""
    now = moved.now
    title = Content.assemble((STANDING_SIGNS[now.mark], COLOURS[now.mark]), " ", now.title)
    figures = f"{percent(moved.before):>4} → {percent(now.mastery):>4}  ({interval(now.low, now.high)})"
    return _figures_line(title, figures, width)


def _figures_line(title: Content, figures: str, width: int) -> Content:
    padded = title.truncate(max(10, width - FIGURES - 1), ellipsis=True, pad=True)
    return Content.assemble(padded, " ", (figures, "bold"))


SPEEDS = (1, 4, 16, 64)
SHORTEST = 0.6  # seconds an event stays at least, at normal speed
BRIEFEST = 0.15  # the same at any speed


class ReplayClock:
    """Says when the next event is due. Times are seconds; `gap` is the interview time from this event to the next."""

    def __init__(self) -> None:
        self.playing = False
        self._speed = 0
        self._waited = 0.0

    @property
    def speed(self) -> int:
        """How many times as fast as the interview was."""
        return SPEEDS[self._speed]

    def change(self, by: int) -> None:
        """One speed up, or with -1 one down."""
        self._speed = max(0, min(self._speed + by, len(SPEEDS) - 1))

    def stepped(self) -> None:
        """Another event is shown: start waiting again."""
        self._waited = 0.0

    def due(self, seconds: float, gap: float) -> bool:
        """Let `seconds` pass; whether the next event is due."""
        self._waited += seconds
        return self._waited >= max(gap / self.speed, SHORTEST / self.speed, BRIEFEST)

    def passed(self, gap: float) -> float:
        """Interview time since the event."""
        return min(self._waited * self.speed, gap)


AS_THEN = "as you stood then"  # signs and chances: the map has those of today
TALL, TALLEST = 24, 36
TICK = 0.1


class ReplayScreen(SharesScreen, Page):
    """The interview in the transcript at `path`, event by event."""

    BINDINGS = bindings("replay")
    CSS_PATH = ["../styles/reader.tcss", "../styles/replay.tcss"]  # noqa: RUF012 - Textual reads it from the class
    contexts = ("replay",)
    heading = "Step through"
    shares = "Walk"

    def __init__(self, path: Path, position: int = 1) -> None:
        """`position` is the item of the transcript to begin with; behind the last are the parting questions."""
        super().__init__()
        self._path, self._position = path, position
        self.steps: Steps | None = None  # until the interview is read
        self.step = 0  # how many events have happened
        self._shown: list[Block] = []
        self._clock = ReplayClock()
        self._busy = asyncio.Lock()

    def body(self) -> ComposeResult:
        yield Title(self.heading, id="title")
        yield Rule(id="top-rule")
        with Vertical(id="both"):
            yield VerticalScroll(id="page", can_focus=False, classes="transcript")
            yield Rule(id="belief-rule")
            with Vertical(id="side"):
                yield OutlookView(id="belief")
                yield WalkView(id="walk")

    def on_mount(self) -> None:
        self.set_interval(TICK, self.tick)
        self.run_worker(self._load(), exit_on_error=False)

    async def _load(self) -> None:
        self.quiet("Reading the interview.")
        if (graph := await self.read_graph()) is None:
            return
        self.steps = await self.in_thread(replay_at, self._path, graph, self.host.workspace)
        if self.steps is None:
            return
        await self.query_one(WalkView).prepare(graph)
        findings = self.steps.reading.findings
        self.quiet(findings[0].message if findings else "")
        await self._go(self._first_step(self._position))

    def _first_step(self, position: int) -> int:
        """The event with which an item begins, by its number."""
        assert self.steps is not None
        parts = len(self.steps.states[-1].turns) < position
        for number, event in enumerate(self.steps.events, 1):
            if (parts and isinstance(event, ev.PartingAsked)) or (
                isinstance(event, ev.Asked) and event.position == position
            ):
                return number
        return min(1, len(self.steps.events))

    def on_resize(self, event: Resize) -> None:
        wide = event.size.width >= SIDE_BY_SIDE
        self.set_class(wide, "-wide")
        self.show_keys(without=frozenset({"replay.walk"} if wide else ()))
        self._show_space()
        self._show_belief()

    @property
    def shared_role(self) -> str:
        """The role of this interview, which may be another by now."""
        header = self.steps.reading.header if self.steps else None
        graph = self.host.present_graph
        return graph.roles[header.role].title if graph and header and header.role in graph.roles else ""

    async def share(self) -> None:
        """Ask first: the screen shows what was said, the report leaves it out."""
        if self.steps is None:
            return
        picked = await self.app.push_screen_wait(Pick(ASKS_OF_SAID, ROWS_OF_SAID, yes=THIS_SCREEN))
        if picked == THIS_SCREEN:
            await self.share_screen(self.shared_role)
        elif picked is not None and (graph := await self.read_graph()) is not None:
            workspace = self.host.workspace
            assessment = await self.in_thread(report_of, self._path, workspace, graphs_of(workspace, graph))
            if assessment is not None:
                await self.share_file(assessment, "page")

    def turn_at(self, step: int) -> Turn | None:
        """The item that an event is about, or the last one before it; None for the parting questions."""
        assert self.steps is not None
        for event in reversed(self.steps.events[:step]):
            if isinstance(event, ev.PartingAsked | ev.PartingAnswered):
                return None
            if position := getattr(event, "position", 0):
                return self.steps.states[step].turn(position)
        return None

    async def _go(self, step: int) -> None:
        if self.steps is None:
            return
        async with self._busy:
            self.step = max(0, min(step, len(self.steps.events)))
            self._clock.stepped()
            turn = self.turn_at(self.step)
            await self._show_item(turn)
            self._show_belief()
            self._show_top()

    async def _show_item(self, turn: Turn | None) -> None:
        """Show the item as it was then; what has not changed stays, so that a step doesn't flicker."""
        fresh = self._blocks(turn) if turn is not None else self._parting(self.step)
        same = first_difference(self._shown, fresh)
        page = self.page
        async with page.batch():
            await page.remove_children(list(page.children)[same:])
            await page.mount_all(map(block_widget, fresh[same:]))
        self._shown = fresh
        # bring what the event has changed into view
        turns = self.steps.states[self.step - 1].turns if self.steps and self.step else ()
        before = self._blocks(turns[turn.position - 1]) if turn and turn.position <= len(turns) else []
        before = before or (self._parting(self.step - 1) if turn is None and self.step else [])
        changed = first_difference(before, fresh)
        alone = before[changed + 1 :] == fresh[changed + 1 :]  # as a point that is judged; what else is new is on top
        if not alone and changed and fresh[changed - 1].kind == "head":
            changed -= 1

        def scroll(*, again: bool = True) -> None:
            for widget in list(page.children)[changed : changed + 1]:
                page.scroll_to_widget(widget, top=not alone, animate=False)
            if again:  # the height of what is below, and so how far it can scroll, may be known later
                self.call_after_refresh(scroll, again=False)

        self.call_after_refresh(scroll)

    def _blocks(self, turn: Turn) -> list[Block]:
        assert self.steps is not None
        return self.steps.blocks(turn)

    def _parting(self, step: int) -> list[Block]:
        return parting_blocks(self.steps.states[step].parting) if self.steps else []

    def _happened(self, step: int) -> str:
        """The event of that number, in a few words."""
        assert self.steps is not None
        event, turn = self.steps.events[step - 1], self.turn_at(step)
        return event_words(event, turn, secret=turn is not None and self.steps.conceals(turn.position))

    def _show_belief(self) -> None:
        if self.steps is None:
            return
        outlook = self.steps.outlook(self.step)
        if outlook.event:
            about = heading(self.turn_at(outlook.event)).lower()
            caption = f"Changed by: {self._happened(outlook.event).lower()} ({about})"
        else:
            caption = "Nothing has changed it yet."
        low = self.size.height < TALL or (self.has_class("-walk") and not self.has_class("-wide"))
        room: Room = "little" if low else "whole" if self.size.height >= TALLEST else "some"
        self.query_one(OutlookView).show(outlook, caption, room)
        self.query_one(WalkView).show(self.steps, self.step)

    def _show_top(self) -> None:
        assert self.steps is not None
        count, step = len(self.steps.events), self.step
        now = self._happened(step) if step else "Before the start"
        turn, state = self.turn_at(step), self.steps.states[step]
        item = PARTING_TITLE if turn is None and state.parting.begun else heading(turn)
        at = state.clock + self._clock.passed(self._gap)
        self.query_one("#title", Title).show(now, f"{item} · {words.clock(at)}")
        note = f"playing at {self._clock.speed}x" if self._clock.playing else ""
        self.query_one("#top-rule", Rule).note = " · ".join(filter(None, (note or AS_THEN, f"step {step} of {count}")))
        self._show_space()

    def _show_space(self) -> None:
        self.query_one(Keys).relabel({"replay.play": "stop" if self._clock.playing else "play"})

    # Playing

    @property
    def _gap(self) -> float:
        """Interview seconds to the next event."""
        assert self.steps is not None
        following = self.steps.events[self.step : self.step + 1]
        return max(0.0, following[0].clock - self.steps.states[self.step].clock) if following else 0.0

    async def tick(self) -> None:
        """Let a tenth of a second pass while it plays."""
        if not self._clock.playing or self.steps is None or self._busy.locked():
            return
        if self.step >= len(self.steps.events):
            self._clock.playing = False
        elif self._clock.due(TICK, self._gap):
            await self._go(self.step + 1)
        self._show_top()

    async def action_play(self) -> None:
        if self.steps is None:
            return
        self._clock.playing = not self._clock.playing
        if self._clock.playing and self.step >= len(self.steps.events):
            await self._go(0)
        self._show_top()

    def action_pace(self, by: int) -> None:
        self._clock.change(by)
        self.quiet(f"Playing at {self._clock.speed} times the speed of the interview.")
        if self.steps is not None:
            self._show_top()

    def action_walk(self) -> None:
        """Change between the interview and its walk, where there is room for one of them."""
        if self.has_class("-wide"):
            self.mention("Both are on the screen already.")
            return
        self.toggle_class("-walk")
        self._show_belief()

    # Stepping

    async def _step_to(self, step: int) -> None:
        """Go to an event by hand, which stops the playing."""
        self._clock.playing = False
        self.quiet("")  # where its speed may stand
        await self._go(step)

    async def action_step(self, by: int) -> None:
        await self._step_to(self.step + by)

    async def action_first(self) -> None:
        await self._step_to(0)

    async def action_last(self) -> None:
        if self.steps is not None:
            await self._step_to(len(self.steps.events))

    async def action_next_item(self) -> None:
        if self.steps is not None:
            await self._step_to(next((p for p in self.steps.asked_at() if p > self.step), len(self.steps.events)))

    async def action_previous_item(self) -> None:
        if self.steps is not None:
            await self._step_to(max((p for p in self.steps.asked_at() if p < self.step), default=0))
