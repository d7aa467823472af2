"""Keys that arrive together do their work in the order in which they were pressed."""

from textual.events import Key
from textual.widget import Widget


async def act_in_order(widget: Widget, event: Key) -> None:
    """Carry out an editing key before the letters behind it.

    Bindings are tried when a key has come back up to the app. Where several come in one read the letters behind it are
    in the text by then: "thra", backspace, "e" would be "thra" again.
    """
    for binding in widget._bindings.key_to_bindings.get(event.key, ()):
        if not binding.priority and await widget.app.run_action(binding.action, widget):
            event.prevent_default()
            event.stop()
            return
