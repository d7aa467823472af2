"""One action, and the groups of actions that several contexts share."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual.binding import Binding

from simulator.engine.scoring import SOLID

# what people call things that have several labels; a test lets no key have more than two meanings
YES, NO = "yes", "no"  # "not this one" is a no
NEXT, BEFORE, END = "next", "before", "the end"
TAKE_BACK, AGAIN, LEAVE = "take back", "again", "leave"
TURN, UNCOVER = "the other page", "the reference"
LOOK = "list or drawing"
MEANINGS = "what these mean"
RUN, STEPS, VERDICT = "start and stop the time", "step by step", "another verdict"


@dataclass(frozen=True)
class Action:
    """Something one can do: its key, the method `action_<method>` that does it, and its words.

    `footer` is its rank in the footer, None where it is not shown there. `meaning` is what a person would call it, if
    not by its label. `former` are the keys of earlier versions: for one more version they do it and say what replaced
    them.
    """

    id: str
    key: str
    method: str
    label: str
    help: str
    footer: int | None = None
    aliases: tuple[str, ...] = ()
    priority: bool = False
    after_escape: bool = False
    meaning: str = ""
    former: tuple[str, ...] = ()

    @property
    def means(self) -> str:
        """What a person would call it; actions that mean the same have the same key everywhere."""
        return self.meaning or self.label

    @property
    def context(self) -> str:
        """Where the key works."""
        return self.id.split(".")[0]

    def keys(self, own: Mapping[str, str]) -> tuple[str, ...]:
        """Its keys. Those given in the settings, `own` by action, replace all of the usual ones."""
        chosen = tuple(key.strip() for key in own.get(self.id, "").split(",") if key.strip())
        return chosen or (self.key, *self.aliases)

    @property
    def binding(self) -> Binding:
        """The action as a Textual binding; its id lets the settings change its key."""
        keys = ",".join((self.key, *self.aliases))
        return Binding(keys, self.method, self.label, show=False, id=self.id, priority=self.priority)

    @property
    def former_bindings(self) -> tuple[Binding, ...]:
        """The keys of earlier versions. They have no id: the keys in the settings take their place."""
        return tuple(Binding(key, f"app.former('{self.id}', '{key}')", show=False) for key in self.former)


_TEXTS = (
    ("g", "gist", "gist", "The answer in a few spoken words, to say aloud"),
    ("m", "mistakes", "mistakes", "What people often get wrong here, and why"),
    ("x", "exemplar", "exemplar", f"A {SOLID} answer as a person would say it"),
    ("o", "sources", "sources", "Where the answer comes from"),
    ("w", "why", "why this", "Why this question came up, and what else could have"),
)


def texts(context: str) -> tuple[Action, ...]:
    """The texts beside a judged answer: reference, gist, mistakes, exemplar, sources, why."""
    return (
        Action(f"{context}.switch", "tab", "switch", "reference", "Switch between your answer and the reference",
               meaning=TURN),
        *(Action(f"{context}.{name}", key, f"show('{name}')", label, text) for key, name, label, text in _TEXTS),
        *scroll(context),
    )  # fmt: skip


def scroll(context: str, *, ends: bool = True) -> tuple[Action, ...]:
    """Scrolling a long text; without `ends`, home and end stay free for something else."""
    to_ends = (
        Action(f"{context}.top", "home", "text_top", "top", "Scroll to the beginning of the text"),
        Action(f"{context}.bottom", "end", "text_bottom", "bottom", "Scroll to the end of the text", aliases=("G",),
               meaning=END),
    )  # fmt: skip
    return (
        Action(f"{context}.down", "down", "text_down", "scroll", "Scroll the text down", aliases=("j",)),
        Action(f"{context}.up", "up", "text_up", "scroll up", "Scroll the text up", aliases=("k",)),
        Action(f"{context}.page_down", "pagedown", "text_page_down", "page down", "Scroll the text by a page"),
        Action(f"{context}.page_up", "pageup", "text_page_up", "page up", "Scroll the text back by a page"),
        *(to_ends if ends else ()),
    )


def leave(context: str) -> Action:
    """Leaving the interview."""
    return Action(f"{context}.leave", "q", "leave", "leave", "Leave; everything is saved and the clock stops", 9)


def pause(context: str, *, after_escape: bool = False) -> Action:
    """Stopping the clock."""
    return Action(f"{context}.pause", "f8", "pause", "pause", "Stop the clock", 8, after_escape=after_escape,
                  former=("p",))  # fmt: skip


def rest(context: str) -> Action:
    """Stopping for a while where one judges; the former `p` has just meant `partly` there."""
    return Action(f"{context}.pause", "f8", "pause", "pause", "Take a break")


def editing(context: str) -> tuple[Action, ...]:
    """What a text that is being written offers."""
    return (
        Action(f"{context}.commands", "escape", "commands", "commands",
               "Leave the text so that single letters are commands, or go back to it", 1),
        Action(f"{context}.write", "i", "write", "write", "Go back to the text", 1, ("enter",), after_escape=True),
        Action(f"{context}.editor", "ctrl+o", "external", "editor", "Write in $EDITOR", 6),
        Action(f"{context}.clock", "t", "clock", "clock", "Show or hide the clock", after_escape=True),
        pause(context, after_escape=True),
        Action(f"{context}.leave", "q", "leave", "leave", "Leave; everything is saved", 9, after_escape=True),
        *(
            Action(a.id, a.key, a.method, a.label, a.help, aliases=a.aliases, after_escape=True)
            for a in scroll(context)[:2]
        ),
        Action(f"{context}.page_down", "pagedown", "text_page_down", "read on",
               "Scroll a long question, even while you write; if it fits, the key moves in your text",
               aliases=("ctrl+down",), priority=True),
        Action(f"{context}.page_up", "pageup", "text_page_up", "read back", "Scroll a long question back",
               aliases=("ctrl+up",), priority=True),
    )  # fmt: skip
