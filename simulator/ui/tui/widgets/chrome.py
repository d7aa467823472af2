"""What frames a screen and its parts: the title, rules, cards, the footer with its keys, and the bar for prompts."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual import events
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from simulator.ui.tui.host import host_of
from simulator.ui.tui.keys.action import Action, relabelled
from simulator.ui.tui.keys.registry import ARROWS, key_name, types_character
from simulator.ui.tui.theme import HIGH_CONTRAST

SIDE_BY_SIDE = 100  # columns from which a screen shows two things beside each other, and adds the class "-wide"
Line = str | Content | Sequence[str | Content]


class Title(Widget):
    """One line with text at its left and right ends. When it changes, only this line is repainted.

    Either end may be given as several texts, longest first: of the left one the first beside which the longest right
    one fits is shown, and of the right one the first that fits beside it.
    """

    DEFAULT_CSS = """
    Title { width: 100%; height: 1; margin: 0 2; text-style: bold; }
    """

    def __init__(self, left: Line = "", right: Line = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._left, self._right = _several(left), _several(right)

    def show(self, left: Line | None = None, right: Line | None = None) -> None:
        """Change either end; None leaves it."""
        fresh = (self._left if left is None else _several(left), self._right if right is None else _several(right))
        if fresh != (self._left, self._right):
            self._left, self._right = fresh
            self.refresh()

    def render(self) -> Content:
        width = self.size.width
        beside = width - self._right[0].cell_length - 2
        left = next((text for text in self._left if text.cell_length <= beside), self._left[-1])
        left = left.truncate(width, ellipsis=True)
        room = max(0, width - left.cell_length - 2)
        longest = next((text for text in self._right if text.cell_length <= room), self._right[-1])
        right = longest.truncate(room, ellipsis=True)
        gap = " " * max(0, width - left.cell_length - right.cell_length)
        return Content.assemble(left, gap, right.stylize_before("not bold $muted"))


def _several(texts: Line) -> tuple[Content, ...]:
    several = (texts,) if isinstance(texts, str | Content) else texts
    return tuple(Content(text) if isinstance(text, str) else text for text in several)


LINE = "─"


class Rule(Widget):
    """A line across the screen, with a note at its right end; `bare`, the note alone, below another line."""

    DEFAULT_CSS = """
    Rule { width: 100%; height: 1; margin: 0 2; color: $rule; }
    """

    note: reactive[str | Content] = reactive("")
    bare: reactive[bool] = reactive(False)

    def __init__(self, note: str | Content = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(Rule.note, note)

    def render(self) -> Content:
        line = " " if self.bare else LINE
        if not self.note:
            return Content(line * self.size.width)
        note = Content.assemble(" ", self.note).stylize_before("$muted")
        return Content.assemble(line * max(0, self.size.width - note.cell_length), note)


BESIDE_TITLE = 4  # columns of a frame, or of a rule, beside its title


class Card(Vertical):
    """A part of a screen with its title in the frame. Cards are never put into cards."""

    DEFAULT_CSS = """
    Card { width: 100%; height: auto; border: round $rule; border-title-color: $accent; border-title-style: bold;
           border-subtitle-color: $muted; padding: 0 1; }
    Card > * { width: 100%; height: auto; }
    """

    def __init__(self, title: str, *children: Widget, id: str | None = None, classes: str = "") -> None:
        super().__init__(*children, id=id, classes=classes)
        self.border_title = Content(title)

    def note(self, text: str) -> None:
        """Say something in the lower edge of the frame."""
        self.border_subtitle = Content(text)


class Section(Card):
    """A card that is a title in a rule where its frame has no sides, as on a narrow screen."""

    _titles: Sequence[str] = ()

    def entitle(self, *titles: str) -> None:
        """Have the first of these titles that fits, else the last."""
        self._titles = titles
        self.on_resize()

    def on_resize(self) -> None:
        titles = self._titles or ((self.border_title or "").strip(),)
        title = next((title for title in titles if cell_len(title) <= self.outer_size.width - BESIDE_TITLE), titles[-1])
        # without a corner Textual puts no blanks around a title
        self.border_title = Content(title if self.styles.border_left[0] else f" {title} ")


class PromptBar(Vertical):
    """A rule and the widgets under it. Its own rule is blank where the screen behind has one right above."""

    def __init__(self) -> None:
        super().__init__(Rule(), id="foot")

    def on_resize(self) -> None:
        def show_one_rule() -> None:
            if not self.is_attached or len(self.app.screen_stack) < 2:
                return  # it was closed meanwhile
            behind = self.app.screen_stack[-2]
            above = self.region.y - 1
            self.query_one(Rule).visible = all(rule.region.y != above for rule in behind.query(Rule))

        self.call_after_refresh(show_one_rule)


GAP = "   "
NARROW_GAP = "  "
WAYS_OUT = 3  # the end of an interview, leaving it, and help
HELP = "app.help"
SIGN_OF_HELP = "?"
BRIEF_KEYS = {"pageup": "pgup", "pagedown": "pgdn"}  # as most keyboards have them, where labels are brief


class Keys(Widget):
    """One line of keys, which can also be clicked. While one types, it shows those that would not be typed."""

    DEFAULT_CSS = """
    /* nothing stands to the right of the keys, so they have the last columns too */
    Keys { width: 100%; dock: bottom; height: 1; padding: 0 0 0 2; color: $muted; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.actions: tuple[Action, ...] = ()  # all of them, whether or not there is room
        self._kept = 0
        self._brief = self._bare = False  # whether labels are the brief ones, and help is a mere sign

    def show(self, actions: Sequence[Action], *, kept: int = 0) -> None:
        """Show these. The last `kept` stay however narrow the screen is; of the others, the last go first."""
        self.actions, self._kept = tuple(actions), kept
        self.refresh()

    def relabel(self, labels: Mapping[str, str]) -> None:
        """Say what some of the actions do just now, by their ids."""
        fresh = tuple(relabelled(self.actions, labels))
        if fresh != self.actions:
            self.actions = fresh
            self.refresh()

    def on_resize(self) -> None:
        self.refresh()

    def render(self) -> Content:
        fitting, gap = self._fitting()
        return Content(gap).join(self._part(number) for number in fitting)

    def _fitting(self) -> tuple[list[int], str]:
        """The indexes of the keys that fit, and the gap between them: a narrow one before any key is left out.

        Where the ways out are more than two, or a label has a brief form, the labels are brief before one is left out,
        and then help is a mere sign.
        """
        self._brief = self._bare = False
        most = self._left_over(GAP)
        if len(most) == len(self.actions):
            return most, GAP
        most = self._left_over(NARROW_GAP)
        if self._kept < WAYS_OUT and not any(action.brief for action in self.actions):
            return most, NARROW_GAP
        best = (False, False)
        for form in ((True, False), (True, True)):
            self._brief, self._bare = form
            if len(fitting := self._left_over(NARROW_GAP)) > len(most):
                most, best = fitting, form
        self._brief, self._bare = best
        return most, NARROW_GAP

    def _left_over(self, gap: str) -> list[int]:
        """The indexes of the keys that fit with this gap: the most important, and what somebody stuck needs."""
        split = len(self.actions) - self._kept
        widths = [self._part(number).cell_length for number in range(len(self.actions))]
        chosen = [*range(split, len(self.actions))]
        helps = [n for n in range(split) if self.actions[n].helps_out]
        for number in dict.fromkeys((*range(min(split, 1)), *helps, *range(split))):
            more = {*chosen, number}
            if sum(widths[n] for n in more) + len(gap) * (len(more) - 1) <= self.size.width:
                chosen = sorted(more)
            else:
                break
        return chosen

    def _part(self, number: int) -> Content:
        """A key and its label."""
        action = self.actions[number]
        # else two greys, or hues, are all that tells a key from what it does
        stands_out = self.app.no_color or self.app.current_theme.name in HIGH_CONTRAST
        key = self._key(action)
        name, label = ARROWS.get(key) or key_name(key), action.label
        if self._brief and action.brief:
            name, label = BRIEF_KEYS.get(key, name), action.brief
        if self._bare and action.id == HELP:
            label = "" if name == SIGN_OF_HELP else SIGN_OF_HELP  # a function key alone says nothing
        return Content.assemble((name, "bold $accent" if stands_out else "$accent"), f" {label}" * bool(label))

    def _key(self, action: Action) -> str:
        """The key to show: help is `?` unless that would be typed."""
        keys, focused = action.keys(host_of(self).preferences.keys), self.screen.focused
        if focused is not None and focused.check_consume_key("question_mark", "?"):
            return next((key for key in keys if not types_character(key)), keys[0])
        return "question_mark" if action.id == HELP and "question_mark" in keys else keys[0]

    async def on_click(self, event: events.Click) -> None:
        """Do the action under the mouse."""
        start = self.styles.padding.left
        fitting, gap = self._fitting()
        for number in fitting:
            end = start + self._part(number).cell_length
            if start <= event.x < end:
                await self.screen.run_action(f"press({self.actions[number].id!r})")
                return
            start = end + len(gap)
