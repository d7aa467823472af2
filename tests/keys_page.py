"""Writes docs/keys.md from the table of actions."""

import sys

from simulator.ui.tui.keys.registry import of_context, ways
from simulator.ui.tui.keys.room import CODE_EDITING, CODE_EDITING_TITLE
from simulator.ui.tui.keys.table import CONTEXTS

HEAD = """# Keys

Every key of the full-screen app. This page is generated from the table of actions
(`python -m tests.keys_page > docs/keys.md`), and a test keeps it up to date. Inside the app, `f1` shows
the same list, with the keys of the screen you're on first; `ctrl+p` finds a command by its words.

"esc, then" means: while you type, `esc` leaves the text, so that letters are commands; `i` or `enter` goes back.
A key means the same everywhere, and no key has more than two meanings. A key that has moved still works in this
version, unless something else has taken it, and tells you where it went.

To change a key, put it in the settings file under the name in the last column:

    [keys]
    "answer.hint" = "f7"
"""


def page() -> str:
    """The text of docs/keys.md."""
    lines = [HEAD.rstrip()]
    for context, about in CONTEXTS.items():
        lines += ["", f"## {about.title}", "", "| key | what it does | name |", "|---|---|---|"]
        for action in of_context(context):
            lines.append(f"| {ways(action, mark='`')} | {action.help} | `{action.id}` |")
        if context == "coding":
            lines += [
                "",
                f"{CODE_EDITING_TITLE}; these keys stay as they are:",
                "",
                "| key | what it does |",
                "|---|---|",
            ]
            lines += [f"| `{keys.replace(', ', '`, `')}` | {does} |" for keys, does in CODE_EDITING]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
