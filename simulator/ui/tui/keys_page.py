"""docs/keys.md, made from the registry; a test holds the two together."""

from collections.abc import Iterator

from simulator.ui.tui.actions import CONTEXTS, keys_of, of_context

HEAD = """# Keys

Every key of the full-screen app. This page is made from the registry of actions
(`python -m simulator.ui.tui.keys_page > docs/keys.md`), and a test holds the two together. `f1` shows the same inside
the app, those of the present screen first; `ctrl+p` finds any command by its words.

"esc, then" means: while you type, `esc` leaves the text for single letters; `i` or `enter` goes back to it.

A key is changed in the settings file, under the name in the last column:

    [keys]
    "answer.hint" = "f6"
"""


def page() -> str:
    """The whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield HEAD.rstrip()
    for context, title in CONTEXTS.items():
        yield ""
        yield f"## {title}"
        yield ""
        yield "| key | what it does | name |"
        yield "|---|---|---|"
        for action in of_context(context):
            keys = ", ".join(f"`{key}`" for key in keys_of(action).split(", "))
            yield f"| {'esc, then ' if action.after_escape else ''}{keys} | {action.help} | `{action.id}` |"


if __name__ == "__main__":
    import sys

    sys.stdout.write(page())
