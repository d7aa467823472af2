"""What all panes share in which the candidate writes: the text in its frame, what was said around it, the minutes."""

from collections.abc import Callable, Sequence

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.events import Key, Paste
from textual.keys import key_to_character
from textual.message import Message
from textual.widgets import Input, TextArea

from simulator.session.interview.interview import Interview
from simulator.session.interview.item_blocks import Block, said_blocks
from simulator.ui.asked_first import SAYS_UNKNOWN
from simulator.ui.interviewer import lead_in
from simulator.ui.time_remarks import is_long, share_of_minutes
from simulator.ui.tui import words
from simulator.ui.tui.host import host_of
from simulator.ui.tui.key_buffer import TOO_SOON, types_in
from simulator.ui.tui.keys.action import Action
from simulator.ui.tui.keys.registry import FOOTER_KEYS, keys_for, of_context, types_character
from simulator.ui.tui.room.blocks import BLANK, ConversationView, asked_now, latest_code, said_before
from simulator.ui.tui.room.panes.sheet import Meter, Sheet, bar
from simulator.ui.tui.room.panes.typed_commands import ObeyingPane, without_command
from simulator.ui.tui.room.place import place_of, stage_place
from simulator.ui.tui.room.refusals import why_not_by_key
from simulator.ui.tui.widgets.chrome import SIDE_BY_SIDE
from simulator.ui.tui.widgets.editor import Editor

WORDS_SHOWN_FROM = 20
OVER = "over"
WIDE_FOR_CODE = 140  # where the question holds code, whose lines are long
WIDE_FOR_TALK = 112  # where the code that is talked about stands beside the question
FENCE = "```"
WHY = "Why I ask:"  # or the reason would look like the question


class TextPane(ObeyingPane):
    """A pane with a sheet to write on; the sheet is lit while keys go into it."""

    takes_text = True

    def __init__(self, interview: Interview, draft: str | None = None) -> None:
        super().__init__(interview, draft)
        self._word, self._word_at = "", 0.0  # letters among the commands, as fast as one writes, and when the last came
        self._meant_nothing = False  # whether the last of them is no command
        self._reason: list[Block] = []  # why this is asked, once one wanted to know
        self._reason_at: int | None = None  # after how many blocks it was told; None until it's shown

    @property
    def editing(self) -> bool:
        return any(text.has_focus for text in self.query("Editor, Input"))

    def begin(self) -> None:
        self.action_write()

    def action_commands(self) -> None:
        if self.editing:
            self.focus()
        else:
            self.action_write()

    def action_write(self) -> None:
        for text in self.query("Editor, Input"):  # none where this pane comes in or goes while the room is closed
            text.focus()

    def action_why(self) -> None:
        """Say why this is asked, below what was said; then one writes on."""
        from simulator.report.reasons_told import reason_now  # only when asked

        self._reason = [Block("why", f"{WHY} {reason_now(self.interview.state, self.interview.graph)}")]
        self._reason_at = None
        self._show_conversation()
        self.action_write()

    def _show_conversation(self) -> None:
        """Show what was said so far, and why this is asked once one wanted to know."""

    def on_descendant_focus(self) -> None:
        self.show_mode()

    def on_descendant_blur(self) -> None:
        self.show_mode()

    def show_mode(self) -> None:
        """Light the frame of the text or dim it, and show the keys that work now."""
        for sheet in self.query(Sheet):
            sheet.light(writing=self.editing, back=self.way_back, covered=self.covered)
        self.other_keys()

    def goes_on_with(self, event: Key | Paste) -> bool:
        """A paste, and what comes after the letter that asked one as quick as one writes.

        Any other key only cancels: it may be the `n` of a no.
        """
        if isinstance(event, Paste):
            self._into_text()
            return True
        if types_in(event) and types_character(self._asked_by) and event.time - self._asked_at < TOO_SOON:
            self._into_text(self._word or key_to_character(self._asked_by) or "")
            return True
        self._word = ""
        return False

    def in_a_word(self, event: Key | Paste) -> bool:
        """Lead words that are typed among the commands into the text, with a letter of them that meant nothing.

        Such a letter alone does nothing, and says so: it and the next one were in an answer that was handed in.
        """
        takes_it = isinstance(self.screen.focused, TextArea | Input)  # already, if not yet told so
        if takes_it or not types_in(event):
            self._word = ""
            return False
        if isinstance(event, Paste):
            self._into_text()
        elif event.time != self._word_at:  # else it is here again, on its way up from the focus
            self._letter(event)
        return False

    def _letter(self, event: Key) -> None:
        """Note a letter among the commands; where it goes on with a word, that goes into the text."""
        letter, means_nothing = event.character or "", self.means_nothing(event)
        goes_on = event.time - self._word_at < TOO_SOON and not self._word.endswith(letter)  # held down, it is no word
        writes = event.key in keys_for(f"{self.context}.write", host_of(self).preferences.keys)
        if goes_on and (means_nothing or self._meant_nothing or writes):
            self.say("")
            self._into_text(self._word)
            return
        self._word, self._word_at = f"{self._word * goes_on}{letter}", event.time
        self._meant_nothing = means_nothing
        if means_nothing:
            nothing = f"{letter} does nothing here; {self.way_back} goes back to the text."
            self.mention(why_not_by_key(self.interview, event.key, host_of(self).preferences.keys) or nothing)

    def _into_text(self, letters: str = "") -> None:
        """Give the text the focus at once, for the key that is under way, and these letters before it."""
        self._word, self._word_at = "", 0.0
        for editor in self.query(TextArea):
            self.screen.set_focus(editor)
            editor.insert(letters)
        for line in self.query(Input):
            self.screen.set_focus(line)
            line.insert_text_at_cursor(letters)

    def watch_reading(self) -> None:
        """Keep the keys that read on and back in the footer as long as they do something."""
        for talk in self.query(ConversationView):
            for changes in ("show_vertical_scrollbar", "scroll_y", "goes_on"):
                self.watch(talk, changes, self.other_keys)

    @property
    def reading(self) -> list[str]:
        """The key that shows what is hidden of the conversation: on below first, else back above."""
        below = any(talk.scroll_y < talk.max_scroll_y - BLANK for talk in self.too_long)
        above = any(talk.scroll_y > 0 for talk in self.too_long)
        return ["page_down"] if below else ["page_up"] if above else []

    @property
    def too_long(self) -> Sequence[VerticalScroll]:
        """What does not fit above the text, and beside it."""
        return [talk for talk in self.query(ConversationView) if talk.show_vertical_scrollbar]

    def action_text_line(self, by: int, *, page: bool = False) -> None:
        """Scroll the first of the long texts that goes on that way."""
        for part in self.too_long:
            if part.scroll_y > 0 if by < 0 else part.scroll_y < part.max_scroll_y:
                if isinstance(part, ConversationView):
                    if by > 0 and part.read_on():
                        return
                    if by < 0:
                        part.read_back()
                part.scroll_relative(y=by * (part.scrollable_content_region.height if page else 1), animate=False)
                return

    def action_text_page(self, by: int) -> None:
        self.action_text_line(by, page=True)


class WritingPane(TextPane):
    """The conversation above, the editor below; escape leaves the editor for single-letter commands."""

    class OwnEditor(Message):
        """The candidate wants to write in their own editor; keys wait until it is closed."""

    letters: tuple[str, ...] = ()
    text_name = "your reply"
    placeholder = ""
    has_beside = True  # whether there is more to show than what is asked
    first: Callable[[], None] | None = None  # what space does in a blank text

    def __init__(self, interview: Interview, draft: str | None = None) -> None:
        # a text that was taken back, unless it was emptied since
        super().__init__(interview, interview.state.draft if draft is None else draft)
        self._place = place_of(interview.state)
        self._lead = Block("lead", self.lead())
        self._remarks: list[Block] = []

    def compose(self) -> ComposeResult:
        gives = (f"{self.context}.done", self.action_done)
        editor = Editor(self.draft, self.keyed(self.asks_for), gives=gives, first=self.first, obeys=self.obeyed)
        with Vertical(classes="desk"):
            yield ConversationView(classes="-roomy" if self.needs_room else "", from_top=self.opens and not self.draft)
            yield Meter()
            yield Sheet(self.text_name, editor, classes="-writing")
        yield ConversationView(classes="beside")

    def on_mount(self) -> None:
        self.watch_reading()
        self._show_conversation()

    def on_resize(self) -> None:
        """Show in one column or two, and offer to scroll if the question no longer fits. The text stays as it is."""
        if place_of(self.interview.state) == self._place:  # else another pane is taking over
            for talk in self.query(ConversationView):
                talk.refit()
            self._show_conversation()
            self.call_after_refresh(self.other_keys)

    def _show_conversation(self) -> None:
        """What was said: above the text, or around it where there is room; there also remarks on the time.

        Above the text these would move it while one writes.
        """
        if len(talks := self.query(ConversationView)) < 2:
            return  # this pane is being taken away
        (talk, beside), blocks = talks, self.said()
        at = self._reason_at = len(blocks) if self._reason_at is None else self._reason_at
        said_since = at < len(blocks)  # which has to be in sight: the reason stood below it
        holds_code = any(FENCE in block.text for block in asked_now(blocks))
        on_code = any(block.kind == "code" for block in blocks)
        least = WIDE_FOR_CODE if holds_code else WIDE_FOR_TALK if on_code else SIDE_BY_SIDE
        wide = self.has_beside and self.screen.size.width >= least
        self.set_class(wide, "-two")
        self.set_class(wide and on_code, "-on-code")
        if wide:
            talk.show(asked_now(blocks))
            before, after = (self._reason, []) if said_since else ([], self._reason)
            beside.show([self._lead, *before, *said_before(blocks), *self._remarks, *after])
        else:
            talk.show([self._lead, *blocks[:at], *self._reason, *blocks[at:]])

    def said(self) -> list[Block]:
        """What was asked, and said about it; of code that was changed, what it is now."""
        return latest_code(said_blocks(self.turn))

    def remark(self, text: str) -> None:
        """Let the interviewer say something meanwhile: the text, its frame and its cursor stay where they are."""
        self._remarks.append(Block("lead", text))
        self._show_conversation()

    def forget_remarks(self) -> None:
        """Take away what the interviewer said meanwhile: the time it spoke of is over."""
        self._remarks.clear()
        self._show_conversation()

    @property
    def needs_room(self) -> bool:
        """Whether more than a spoken question stands above the text: code, or the interviewer's opening."""
        return self.opens or self.turn.question.kind == "code"

    @property
    def opens(self) -> bool:
        """Whether this is the first question, below the words with which the interviewer opens."""
        return self.turn.position == 1 and bool(self.interview.header.opening) and not self.turn.answers

    def lead(self) -> str:
        """What the interviewer said before the question."""
        return lead_in(self.interview.state, self.turn, self.interview.graph)

    @property
    def asks_for(self) -> str:
        """What the empty text says."""
        return self.placeholder

    @property
    def text(self) -> str:
        return next((editor.text for editor in self.query(Editor)), "")

    def follow(self) -> bool:
        state = self.interview.state
        if state.paused or place_of(state) != self._place:
            return False
        self._show_conversation()
        for editor in self.query(Editor):  # a hint may have been taken since
            editor.say_while_empty(self.keyed(self.asks_for))
        return True

    def keys(self) -> tuple[list[Action], int]:
        """While one writes, the keys that are not typed, and the way to the letters; else these, and the ways out.

        The most needed come first (`Action.after_escape`): the end and the way out stay in any window.
        """
        actions = {a.id.split(".")[1]: a for a in of_context(self.context)}
        if self.editing:
            names: tuple[str, ...] = (*self.while_writing[: FOOTER_KEYS - 1], "commands")
            if any(talk.from_top for talk in self.query(ConversationView)):  # before the first question is seen
                actions["page_down"] = replace(actions["page_down"], label="question", brief="next")
            return [actions[name] for name in names], 1
        undo = ("undo",) if self.interview.may_undo else ()
        letters = sorted((*self.offered, *undo), key=lambda name: not actions[name].after_escape)
        names = (*(*letters, "why", "pause")[:FOOTER_KEYS], "end", "leave")
        return [actions[name] for name in names], 2

    @property
    def offered(self) -> tuple[str, ...]:
        """The letters that do something now."""
        return self.letters

    @property
    def while_writing(self) -> tuple[str, ...]:
        """What the footer shows while one writes, the most important first."""
        return ("done", *self.reading, *self.offered)

    def tick(self) -> None:
        if place_of(self.interview.state) != self._place:
            return  # another pane is taking over
        time, over = self.time()
        for meter in self.query(Meter):
            meter.show(*self.where(), count=self.count(), time=time, over=over)

    def time(self) -> tuple[str, bool]:
        """The time taken of the minutes planned, and whether it is so long that the interviewer says so."""
        seconds, turn = self.interview.question_seconds, self.turn
        if self.interview.clock_is_stopped:
            return "clock stopped", False
        if not self.screen.has_class("-clock"):
            return "", False
        planned = round(turn.planned_minutes)
        taken = f"{bar(share_of_minutes(turn, seconds))} {words.clock(seconds)} of about {planned} min"
        return f"{taken} · {OVER}" if seconds > planned * 60 else taken, is_long(turn, seconds)

    def count(self) -> str:
        """How many words are written, from a few on."""
        count = words.word_count(self.text) if len(self.text) < 100_000 else 0
        return f"{count} words" if count >= WORDS_SHOWN_FROM else ""

    def where(self) -> list[str]:
        """The stage of a longer question, and whether the reference was seen."""
        stage = stage_place(self.turn) if self.turn.stage else ""
        return [*filter(None, (stage,)), *["reference seen"] * self.turn.shown_before]

    def action_done(self) -> None:
        """Give what is written, or carry out its last line where that is a command."""
        text, command = without_command(self.text)
        if act := self.obeyed(command):
            self.replace_text(text)
            act()
        elif not self.is_mistyped(text):
            self.give()

    def give(self) -> None:
        """Give what is written."""
        raise NotImplementedError

    def action_unknown(self) -> None:
        text = self.written

        def say_unknown() -> None:
            self.do(lambda interview: interview.dont_know(text), drop_repeat=True)

        if why_not := self.interview.why_not("unknown"):
            self.say(why_not)
            return
        self.confirm("unknown", SAYS_UNKNOWN, say_unknown, self.written)

    @on(Editor.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        for talk in self.query(ConversationView):
            talk.read_on()  # nobody answers what they don't see
        self.post_message(self.Typed())

    def action_external(self) -> None:
        if self.app.is_web:  # the editor would open on the server
            self.say("Your editor only opens from a terminal, not from a browser.")
            return
        if self.post_message(self.OwnEditor()):
            host_of(self).key_buffer.hold()

    def replace_text(self, text: str) -> None:
        """Replace what is written; this can be undone."""
        editor = self.query_one(Editor)
        if text != editor.text:
            editor.replace_all(text)
        editor.focus()

    def action_clock(self) -> None:
        self.screen.toggle_class("-clock")
        self.tick()

    def action_text_page(self, by: int) -> None:
        if self.editing and not self.too_long:
            editor = self.query_one(Editor)
            move = editor.action_cursor_page_down if by > 0 else editor.action_cursor_page_up
            move()
        super().action_text_page(by)
