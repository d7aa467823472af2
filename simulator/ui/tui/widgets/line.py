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


def as_two_keys(widget: Widget, event: Key) -> bool:
    """Take escape and a letter that come in one read, which a terminal calls alt and that letter, as the two keys."""
    *held, letter = event.key.split("+")
    if held not in (["alt"], ["alt", "shift"]) or len(letter) != 1:
        return False
    event.prevent_default()
    event.stop()
    app, pressed = widget.app, letter.upper() if "shift" in held else letter
    app.simulate_key("escape")
    # a moment later, when the escape has been handled; that may have closed what the text stood in
    app.set_timer(0.05, lambda: app.simulate_key(pressed))
    return True


class OrderedInput(Input):
    """A line whose keys each do their work before the next, however fast they come."""

    def on_mount(self) -> None:
        """The cursor stands before what the empty line says. Without colours only brackets tell that from a text."""
        if said := self.placeholder:
            self.placeholder = f" ({said})" if self.app.no_color else f" {said}"

    async def _on_key(self, event: Key) -> None:
        if not as_two_keys(self, event):
            await act_in_order(self, event)

    def _on_paste(self, event: Paste) -> None:
        """Join pasted lines into one; Textual's input would keep only the first."""
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(" ".join(clean(event.text).split()))
