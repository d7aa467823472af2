"""Help: every key, what signs and colours mean in this theme, where the files are; and how to change a key."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from simulator.graph.files import home_folder
from simulator.report.concept_records import MARK_WORDS
from simulator.report.tones import (
    HALF,
    MET,
    MISSED,
    NOTHING,
    OUTCOME_BADGES,
    RECOMMENDATION_BADGES,
    STANDING_BADGES,
    Badge,
)
from simulator.session.interview.outcome_words import outcome_word
from simulator.ui.tui.keys.registry import TEXTS, bindings, footer, keys_left, keys_of, of_context, ways
from simulator.ui.tui.keys.room import CODE_EDITING, CODE_EDITING_TITLE
from simulator.ui.tui.keys.table import CONTEXTS
from simulator.ui.tui.theme import TOKENS
from simulator.ui.tui.widgets.chrome import SIDE_BY_SIDE, Rule, Title
from simulator.ui.tui.widgets.frame import Frame, LongText, Page
from simulator.ui.tui.widgets.text import Columns, hung, toned

SIGNS: Mapping[str, str] = {
    "good": MET.sign,
    "fair": HALF.sign,
    "poor": MISSED.sign,
    "unknown": NOTHING.sign,
    "accent": ">",
    "muted": "–",
    "heard": "“",
    "focus": "│",
}
OUTCOMES = ("good", "fair", "poor", "unknown")
STYLES: Mapping[str, str] = {"heard": "underline $heard", "accent": "bold $accent"}  # as they are on the screens
NAME_WIDTH = 12
GAP = "  "  # between two pieces on a line
KIND_TITLES = {  # of a plan, where there is room
    "interview": "a full interview",
    "screen": "screening",
    "code": "code",
    "gaps": "gaps",
    "area": "an area",
    "due": "due again",
    "rest": "a day off",
    "brief": "the brief",
}
TOUCHED_ON = "touched on: it came up only in questions on other concepts"
BARS = "┈━━┿━●━┈ from 0 to 100%: ● your chance, ━ its 80% range, ┿ or ┊ even odds"
KINDS: Mapping[str, Mapping[str, Badge]] = {
    "answers": OUTCOME_BADGES,
    "interviews": RECOMMENDATION_BADGES,
    "concepts": {MARK_WORDS[mark]: badge for mark, badge in STANDING_BADGES.items()},
}


def tokens(width: int) -> Content:
    """The colours, each in itself, and what it says."""
    lines = [hung(_sample(name), about, NAME_WIDTH, width, "$muted") for name, about in TOKENS.items()]
    return Content("\n").join(chain.from_iterable(lines))


def short_tokens(width: int) -> Content:
    """The colours of outcomes, each in itself, with the first word of what it says."""
    said = {name: TOKENS[name].partition(",")[0] for name in OUTCOMES}
    return flowing([Content.styled(f"{SIGNS[name]} {word}", f"${name}") for name, word in said.items()], width)


def flowing(parts: Sequence[Content], width: int) -> Content:
    """Pieces one after another, in lines of at most `width` cells; none is broken."""
    lines: list[Content] = []
    for part in parts:
        if lines and lines[-1].cell_length + len(GAP) + part.cell_length <= width:
            lines[-1] = Content(GAP).join((lines[-1], part))
        else:
            lines.append(part)
    return Content("\n").join(lines)


def _sample(name: str) -> Content:
    return Content.styled(f"{SIGNS[name]} {name}", STYLES.get(name, f"${name}"))


def signs(width: int) -> Content:
    """Every sign with the words that it stands for."""
    from simulator.report.text.levels import TIERS  # loads the report layer
    from simulator.report.text.plan import INTERVIEW, KIND_BADGES

    lines: list[Content] = []
    days = {KIND_TITLES[kind]: look for kind, look in KIND_BADGES.items()}
    days |= {"done": MET, "your interview": INTERVIEW}
    for about, badges in (*KINDS.items(), ("days", days)):
        words: defaultdict[Badge, list[str]] = defaultdict(list)
        for word, look in badges.items():
            words[look].append(outcome_word(word))
        pieces = [Content.assemble(toned(look.sign, look.tone), f" {', '.join(said)}") for look, said in words.items()]
        for number, line in enumerate(flowing(pieces, width - NAME_WIDTH).split("\n")):
            lines.append(Content.assemble(("" if number else about).ljust(NAME_WIDTH), line))
        if about == "concepts":
            lines += hung(Content(), TOUCHED_ON, NAME_WIDTH, width, "$muted")
    lines += hung(Content("chances".ljust(NAME_WIDTH)), BARS, NAME_WIDTH, width)
    lines += hung(Content("tiers".ljust(NAME_WIDTH)), TIERS, NAME_WIDTH, width)
    return Content("\n").join(lines)


EXAMPLE = '[keys]\n"answer.hint" = "f7"'
ID_WIDTH = 22
HOW = (
    "The file is read each time the settings open. Your key replaces the usual keys of that action. To give more than "
    "one, put them in one pair of quotes, with commas between them."
)


class OwnKeys(Page):
    """How to change keys in the settings file, which is read when the settings open."""

    BINDINGS = bindings("own_keys")
    CSS_PATH = "../styles/help.tcss"
    contexts = ("own_keys",)
    heading = "Keys of your own"
    look = "names"

    def __init__(self, file: str, findings: Sequence[str]) -> None:
        super().__init__()
        self._file, self._findings = file, tuple(findings)

    def on_mount(self) -> None:
        own = self.host.preferences.keys
        widgets: list[Widget] = []
        if self._findings:
            widgets += [_text("To fix", "context"), *map(_text, self._findings)]
        widgets += [_text("Where they are", "context"), _text(self._file)]
        widgets += [_text(HOW, "about"), _text(EXAMPLE, "example")]
        for context, about in CONTEXTS.items():
            names = [(action.id, f"{keys_of(action, own)} · {action.help}") for action in of_context(context)]
            widgets += [_text(about.title, "context"), Columns(names, ID_WIDTH)]
        self.call_later(self.fill, widgets)


def _text(words: str, look: str = "") -> Static:
    return Static(words, classes=look, markup=False)


WRITING = TEXTS | {"coding", "line", "study"}  # where a letter or a sign is typed as soon as the screen is shown
LEAST_WIDTH = 8  # of the keys


class Help(LongText, Frame):
    """The keys of the contexts `first`, what signs and colours mean and where the files are; then all other keys."""

    BINDINGS = bindings("help")
    CSS_PATH = "../styles/help.tcss"
    contexts = ("help",)
    shows_help = False

    def __init__(self, first: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._first = [context for context in first if context in CONTEXTS]

    def body(self) -> ComposeResult:
        yield Title("Help", "this screen's keys first, then the rest")
        yield Rule()
        others = [context for context in CONTEXTS if context not in (*self._first, "app")]
        with VerticalScroll(id="keys", can_focus=False):
            with Container(classes="pair"):
                yield Vertical(*self._keys(*self._first, "app"))
                yield Vertical(*self._signs_and_files())
            with Container(classes="pair"):
                for several in halves(others):
                    yield Vertical(*self._keys(*several))

    def _keys(self, *contexts: str) -> Iterator[Widget]:
        own, writing = self.host.preferences.keys, not WRITING.isdisjoint(self._first)
        left = keys_left(self._first, own)
        own = own | {name: keys for name, keys in left.items() if keys}
        for context in dict.fromkeys(contexts):
            yield _text(CONTEXTS[context].title, "context")
            working = [action for action in of_context(context) if left.get(action.id, action.key)]
            keys = [(ways(action, own, writing=writing), action.help) for action in working]
            yield Columns(keys, max(LEAST_WIDTH, *(len(key) + 2 for key, _ in keys)), "accent")
            if context == "coding":
                yield _text(CODE_EDITING_TITLE, "context")
                yield Columns(CODE_EDITING, max(len(key) + 2 for key, _ in CODE_EDITING), "accent")

    def _signs_and_files(self) -> Iterator[Widget]:
        yield _text("Signs", "context")
        yield Static(signs(PAIR_WIDTH))
        yield _text("Colours", "context")
        yield Static(tokens(PAIR_WIDTH))
        yield _text("Files", "context")
        workspace = self.host.workspace
        folders = (("interviews", workspace.sessions), ("settings", workspace.config), ("questions", workspace.graphs))
        # a path below its name, or it would be broken within a word
        yield Columns([row for name, path in folders for row in ((name, ""), ("", shown(path)))], FILE_INDENT)

    def on_mount(self) -> None:  # Textual runs that of the frame too
        for changed in ("scroll_y", "virtual_size"):
            self.watch(self.scroll, changed, self._say_more)

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= SIDE_BY_SIDE, "-wide")
        self.call_after_refresh(self._say_more)

    def _say_more(self) -> None:
        """Show the key that scrolls while there is more below."""
        below = [
            a for a in of_context("help") if a.id == "help.down" and self.scroll.scroll_y < self.scroll.max_scroll_y
        ]
        self.show_actions([*below, *footer("help")])

    @property
    def scroll(self) -> VerticalScroll:
        return self.query_one("#keys", VerticalScroll)


PAIR_WIDTH = 44  # of a text beside another in the narrowest window with two
FILE_INDENT = 2


def halves(contexts: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The contexts in two parts of about the same number of lines, in their order."""
    lines = [len(of_context(context)) + 2 for context in contexts]
    middle = next(n for n in range(len(lines) + 1) if 2 * sum(lines[:n]) >= sum(lines))
    return contexts[:middle], contexts[middle:]


def shown(path: Path) -> str:
    """A path as people write it, with `~` for the home directory."""
    home = home_folder()
    return f"~/{path.relative_to(home)}" if home and path.is_relative_to(home) else str(path)
