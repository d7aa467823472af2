"""One action, the words for what several have in common, and the keys that are the same in many places."""

from collections.abc import Iterable, Mapping

import msgspec
from msgspec.structs import replace
from textual.binding import Binding

# what people call things that have several labels; a test lets no key have more than two meanings
YES, NO = "yes", "no"  # "not this one" is a no
NEXT, BEFORE, END = "next", "before", "the end"
TAKE_BACK, AGAIN, LEAVE = "take back", "again", "leave"
TURN, UNCOVER = "the other page", "the reference"
LOOK = "list or drawing"
LETTERS = "letters as commands"
MEANINGS = "what these mean"
RUN, STEPS, VERDICT = "start and stop the time", "step by step", "another verdict"


class Action(msgspec.Struct, frozen=True):
    """Something one can do: its key, the method `action_<method>` that does it, and its words.

    `footer` is its rank in the footer, None where it is not shown there. `meaning` is what a person would call it, if
    not by its label. `former` are the keys of earlier versions: for one more version they do it and say what replaced
    them. `also` are other words by which the palette finds it. `brief` is a shorter label, for a footer in which a key
    would have to be left out.
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
    also: str = ""
    brief: str = ""
    helps_out: bool = False

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


def relabelled(actions: Iterable[Action], labels: Mapping[str, str]) -> list[Action]:
    """These actions with the labels that some have just now, by their ids; a brief label would say something else."""
    return [replace(a, label=labels[a.id], brief="") if a.id in labels else a for a in actions]


def scroll(context: str, *, ends: bool = True) -> tuple[Action, ...]:
    """Scrolling a long text; without `ends`, home and end stay free for something else."""
    to_ends = (
        Action(f"{context}.top", "home", "text_top", "top", "Scroll to the beginning of the text"),
        Action(f"{context}.bottom", "end", "text_bottom", "bottom", "Scroll to the end of the text", aliases=("G",),
               meaning=END),
    )  # fmt: skip
    return (
        Action(f"{context}.down", "down", "text_line(1)", "scroll", "Scroll the text down", aliases=("j",)),
        Action(f"{context}.up", "up", "text_line(-1)", "scroll up", "Scroll the text up", aliases=("k",)),
        Action(f"{context}.page_down", "pagedown", "text_page(1)", "page down", "Scroll the text by a page"),
        Action(f"{context}.page_up", "pageup", "text_page(-1)", "page up", "Scroll the text back by a page"),
        *(to_ends if ends else ()),
    )


def changing(context: str) -> tuple[Action, ...]:
    """Changing the value of the marked line."""
    return (
        Action(f"{context}.next", "right", "turn(1)", "change", "Next choice for this line", None, ("l",),
               meaning=NEXT, former=("space",)),
        Action(f"{context}.previous", "left", "turn(-1)", "change back", "Previous choice", aliases=("h",),
               meaning=BEFORE),
    )  # fmt: skip


EVERYWHERE: tuple[Action, ...] = (
    Action("app.help", "f1", "help", "help", "Every key of this screen", aliases=("question_mark",)),
    Action("app.palette", "ctrl+p", "command_palette", "palette",
           "Find a command, a concept, a question or an interview"),
    Action("app.quit", "ctrl+q", "leave_program", "quit", "Leave the program; everything is saved", priority=True),
    # lists
    Action("lists.down", "down", "move(1)", "down", "Next line", aliases=("j",)),
    Action("lists.up", "up", "move(-1)", "up", "Previous line", aliases=("k",)),
    Action("lists.page_down", "pagedown", "page(1)", "page down",
           "Read on about the marked line if there's more; otherwise, the next page",
           aliases=("ctrl+f",)),
    Action("lists.page_up", "pageup", "page(-1)", "page up",
           "Read back about the marked line; otherwise, the previous page", aliases=("ctrl+b",)),
    Action("lists.first", "home", "first", "first", "First line"),
    Action("lists.last", "end", "last", "last", "Last line", aliases=("G",), meaning=END),
    Action("lists.choose", "enter", "choose", "choose", "Choose the marked line"),
    # a line to type
    Action("line.done", "enter", "done", "done", "Accept the line", 0),
    Action("line.cancel", "escape", "cancel", "cancel", "Go back without it", 1, meaning=LEAVE),
    # help
    Action("help.back", "escape", "back", "back", "Back", 1, ("q", "f1", "question_mark"), meaning=LEAVE),
    *scroll("help"),
)  # fmt: skip
