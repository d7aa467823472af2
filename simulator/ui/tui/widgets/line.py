"""A single line to type into. Home is painted with it, so it loads no editor."""

from textual.events import Key, Paste
from textual.widget import Widget
from textual.widgets import Input

from simulator.graph.text import clean


async def act_in_order(widget: Widget, event: Key) -> None:
    """Carry out an editing key before the letters that follow it.

    Textual tries bindings when a key has come back up to the app. Where several keys arrive in one read, the letters
    that follow are in the text by then: "thra", backspace, "e" would become "thra" again.
    """
    for binding in widget._bindings.key_to_bindings.get(event.key, ()):
        if not binding.priority and await widget.app.run_action(binding.action, widget):
            event.prevent_default()
            event.stop()
            return


class OrderedInput(Input):
    """A line whose keys each do their work before the next, however fast they come."""

    def on_mount(self) -> None:
        """The cursor stands before what the empty line says. Without colours only brackets tell that from a text."""
        if said := self.placeholder:
            self.placeholder = f" ({said})" if self.app.no_color else f" {said}"

    async def _on_key(self, event: Key) -> None:
        await act_in_order(self, event)

    def _on_paste(self, event: Paste) -> None:
        """Join pasted lines into one; Textual's input would keep only the first."""
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(" ".join(clean(event.text).split()))
