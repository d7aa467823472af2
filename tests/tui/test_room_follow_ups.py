"""Follow-ups, hints and a second telling in the interview room."""

import pytest
from textual.pilot import Pilot

from simulator.engine.choice.asked_back.forms import MISHEARD_YOU
from simulator.engine.choice.asked_back.sayings import AS_UNDERSTOOD
from simulator.graph.records import Graph
from simulator.session.header import Retake
from simulator.session.interview.interview import Interview
from simulator.session.interview.item_blocks import item_blocks, of_kinds
from simulator.session.interview.state import Phase
from simulator.session.workspace import Workspace
from simulator.ui.interviewer import OWN_COUNTS
from simulator.ui.tui.key_buffer import TOO_SOON
from simulator.ui.tui.review.reader import Reader
from simulator.ui.tui.room.panes.predict import WHY_GUESS
from simulator.ui.tui.room.panes.verdict import Retell
from simulator.ui.tui.room.screen import Room
from simulator.ui.tui.widgets.editor import Editor
from simulator.ui.tui.widgets.prompt import LinePrompt
from tests.tui.conftest import StandingClock, asking, room
from tests.tui.driving import answer, idle, in_room, judged, phase, quiet, screen_text, sure, type_text, until
from tests.tui.room_states import said

BESIDE = "nothing of it and yet so many words that nobody waits for more"


async def asked_further(pilot: Pilot[None]) -> Interview:
    """An answer beside the point, and a follow-up to it."""
    interview = await in_room(pilot)
    await type_text(pilot, BESIDE)
    await pilot.press("ctrl+s")
    await phase(pilot, interview, Phase.PROBING)
    return interview


async def test_hint_clarification_and_what_cannot_be_done_now(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "haven't written an answer" in quiet(app))
        await pilot.press("x")
        await until(pilot, lambda: quiet(app) == "")
        await pilot.press("backspace")
        assert "With a hint (f2)" in screen_text(app)
        await sure(pilot, "escape", "h")
        await until(pilot, lambda: "Think of lists." in screen_text(app))
        await until(pilot, lambda: "With a hint (f2)" not in screen_text(app))  # it's told with the hint from here on
        assert "With a hint the question counts as easier" in quiet(app)
        await type_text(pilot, "lists")  # what one does after a hint
        assert isinstance(app.screen, Room)
        assert app.screen.pane is not None
        assert app.screen.pane.text == "lists"
        await pilot.press("escape", "h")
        await until(pilot, lambda: "no more hints" in quiet(app))
        await pilot.press("c", *"which", "space", *"language")  # at once
        await until(pilot, lambda: isinstance(app.screen, LinePrompt))
        await pilot.press("enter")
        await until(pilot, lambda: "Any language will do." in screen_text(app))
        assert interview.state.turns[0].clarifications[0].matched


async def test_a_yes_in_the_answer_takes_the_offer(settled: Workspace) -> None:
    """ "Say yes" is the last that was said, and the cursor stands in the answer: it would have been handed in."""
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        interview.clarify("Have they fixed a language in their older project?")
        await type_text(pilot, "Yes.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Any language will do." in screen_text(app))
        turn = interview.state.turns[0]
        assert (turn.answers, [asked.matched for asked in turn.clarifications]) == ((), [False, True])
        assert isinstance(app.screen, Room)
        assert app.screen.pane is not None
        await until(pilot, lambda: app.screen.pane.text == "")  # type: ignore[attr-defined]


async def test_a_yes_below_a_text_takes_the_offer(settled: Workspace) -> None:
    """The answer was half written when the offer came, and the yes became a line of it."""
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "It counts from nought.")
        await pilot.press("enter")
        interview.clarify("Have they fixed a language in their older project?")
        await type_text(pilot, "yes")
        await pilot.press("enter")
        await until(pilot, lambda: "Any language will do." in screen_text(app))
        assert [asked.matched for asked in interview.state.turns[0].clarifications] == [False, True]
        assert isinstance(app.screen, Room)
        assert app.screen.pane is not None
        await until(pilot, lambda: app.screen.pane.text.strip() == "It counts from nought.")  # type: ignore[attr-defined]


async def test_dont_know_to_a_follow_up_adds_nothing(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await asked_further(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "haven't written a reply" in quiet(app))
        await type_text(pilot, "which one?")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "That looks like a question for me." in quiet(app))
        assert isinstance(app.screen, Room)
        assert app.screen.pane is not None
        assert app.screen.pane.text == "which one?", "it can be said otherwise"
        app.screen.pane.post_message(app.screen.pane.Typed())  # of a key that came before, in one burst
        await pilot.pause()
        assert "That looks like a question for me." in quiet(app)
        await pilot.press(*["backspace"] * len("which one?"))
        await sure(pilot, "escape", "d")
        await phase(pilot, interview, Phase.PREDICTING)
        assert "And why does it matter?" in screen_text(app)
        assert f"You: {BESIDE[:20]}" in screen_text(app), "without colours one sees who speaks"
        assert "You: I don't know." in screen_text(app)
        assert "with your answer" not in quiet(app)
        turn = interview.state.turns[0]
        assert not turn.dont_know
        assert (turn.replies[0].text, turn.replies[0].said) == ("", False)
        assert turn.asked_for == {"why"}


async def test_a_grade_sent_to_a_follow_up_waits(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await asked_further(pilot)
        await type_text(pilot, "3")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Did you mean to grade?" in quiet(app))
        assert not interview.state.turns[0].replies
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PREDICTING)
        assert interview.state.turns[0].replies[0].text == "3"


async def test_a_follow_up_is_asked_back_about(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await asked_further(pilot)
        await type_text(pilot, "What do you mean by that?")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "f3 asks it" in quiet(app))
        await pilot.press("f3")
        await until(pilot, lambda: AS_UNDERSTOOD in " ".join(screen_text(app).split()))
        assert isinstance(app.screen, Room)
        assert app.screen.pane is not None
        assert app.screen.pane.text == ""
        await type_text(pilot, "it matters for")
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, LinePrompt))
        await type_text(pilot, "Sorry?")
        await pilot.press("enter")
        await until(pilot, lambda: "Let me put it again." in screen_text(app))
        assert isinstance(app.screen, Room)
        assert app.screen.pane is not None
        assert app.screen.pane.text == "it matters for"
        await phase(pilot, interview, Phase.PROBING)


@pytest.mark.parametrize(("size", "told"), [((80, 24), True), ((60, 20), False)])
async def test_the_first_guess_says_what_it_is_for(settled: Workspace, size: tuple[int, int], told: bool) -> None:
    """Nobody knew why they should guess right before they judge."""
    app = room(settled)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await answer(pilot, interview)
        assert (f"rate this? {WHY_GUESS}" in screen_text(app)) is told
        await judged(pilot, interview, "y", "n", "n")
        await pilot.press("enter")
        await until(pilot, lambda: len(interview.state.turns) > 1)
        await pilot.press("enter")
        await phase(pilot, interview, Phase.ANSWERING)
        await answer(pilot, interview)
        assert "rate this?" in screen_text(app)
        assert WHY_GUESS not in screen_text(app)


async def test_a_reply_says_how_it_will_count(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await asked_further(pilot)
        await type_text(pilot, "it is fast")
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PREDICTING)
        assert "You'll judge it together with your answer" in quiet(app)


async def test_a_low_follow_up_names_every_way(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await asked_further(pilot)
        shown = "ctrl+s send  f6 said it  f4 don't know  esc more  f1 help"
        await until(pilot, lambda: screen_text(app).splitlines()[-1].strip() == shown)
        await pilot.resize_terminal(90, 30)
        whole = "ctrl+s send f6 I said that f4 don't know f3 ask esc commands f1 help"
        await until(pilot, lambda: " ".join(screen_text(app).splitlines()[-1].split()) == whole)


async def test_a_challenged_reply_stands_beside_a_good_one(settled: Workspace) -> None:
    for path in settled.graphs.rglob("*.toml"):
        path.write_text(path.read_text().replace('"gap", point = "why"', '"challenge"'))
    app = room(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "It reads one element. It matters because reading is constant time, for every list.")
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PROBING)
        await type_text(pilot, "yes it copies")
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PREDICTING)
        await judged(pilot, interview, "y", "y", "y")
        shown = ("And why does it matter?", "You: yes it copies", "Reference answer: It is constant time.")
        await until(pilot, lambda: all(words in screen_text(app) for words in shown))
        wrong = (
            "No point covers your reply to the follow-up (a good reply stands below it). If it was wrong, "
            "lower the verdict: v."
        )
        assert wrong in " ".join(screen_text(app).split())
        await pilot.press("tab")
        await until(pilot, lambda: "It is indexing" in screen_text(app))
        await pilot.press("tab", "tab")
        await until(pilot, lambda: "You: yes it copies" in screen_text(app))
        await pilot.press("v")
        await until(pilot, lambda: OWN_COUNTS in " ".join(screen_text(app).split()))
        await pilot.press("2", *"wrong", "enter")
        await until(pilot, lambda: "set by you: wrong" in screen_text(app))
        assert "lower the verdict" not in screen_text(app)


async def test_after_asking_the_keys_go_into_the_text(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        for ways in (("escape", "c"), ("f3",)):
            asked = len(interview.state.turns[0].clarifications)
            await pilot.press(*ways)
            await until(pilot, lambda: isinstance(app.screen, LinePrompt))
            await type_text(pilot, "which language")
            await pilot.press("enter")
            await until(pilot, lambda n=asked: len(interview.state.turns[0].clarifications) > n)  # type: ignore[misc]
            await idle(pilot)
            await until(pilot, lambda: app.screen.query_one(Editor).has_focus)
        await type_text(pilot, "so")
        await pilot.press("escape")
        await until(pilot, lambda: "press a letter" in screen_text(app))
        await sure(pilot, "h")
        await until(pilot, lambda: bool(interview.state.turns[0].hints))
        await idle(pilot)
        await type_text(pilot, "!")
        assert app.screen.query_one(Editor).text == "so!", "after a hint, one writes on"
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PROBING)
        await until(pilot, lambda: "your reply" in screen_text(app))
        await pilot.press("escape", "u")
        await phase(pilot, interview, Phase.ANSWERING)
        await until(pilot, lambda: "your answer" in screen_text(app))
        await type_text(pilot, "?")
        assert app.screen.query_one(Editor).text == "so!?", "and after a step taken back"


async def test_take_two_counts_down_beside_take_one(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(120, 30), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await answer(pilot, interview, "the first telling")
        await judged(pilot, interview, "y", "y", "y")
        await pilot.press("r")
        await until(pilot, lambda: "1:00 left" in screen_text(app))
        assert "It is indexing" not in screen_text(app)
        assert isinstance(app.clock, StandingClock)
        app.clock.seconds += 48
        await until(pilot, lambda: "0:12 left" in screen_text(app))
        await type_text(pilot, "the second")
        await pilot.press("escape")
        await until(pilot, lambda: "esc again discards it" in screen_text(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: interview.state.turns[0].retold is not None)
        await until(pilot, lambda: "Take two, in 0:48" in screen_text(app))
        (line,) = [line for line in screen_text(app).splitlines() if "the first telling" in line]
        assert "the second" in line
        retold = interview.state.turns[0].retold
        assert retold is not None
        assert (retold.text, retold.seconds) == ("the second", 48)


async def test_take_two_is_seen_below_a_long_one(settled: Workspace) -> None:
    app = room(settled, again=Retake("", items=("q0", "q1")))
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await said(pilot, f"The beginning: it reads an element. {'A sentence that takes room. ' * 20}")
        await pilot.press("ctrl+s")
        await sure(pilot, "escape", "y")
        await phase(pilot, interview, Phase.PREDICTING)
        await judged(pilot, interview, "y", "y", "y")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, Retell))
        await type_text(pilot, "the second")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Take two" in screen_text(app) and "the second" in screen_text(app))
        await pilot.press("tab", "tab")
        await until(pilot, lambda: "Take two" in screen_text(app))
        await pilot.resize_terminal(120, 20)
        await until(pilot, lambda: all(t in screen_text(app) for t in ("The beginning", "Take two", "the second")))
        await pilot.resize_terminal(60, 20)
        await until(pilot, lambda: "the second" in screen_text(app))


async def test_question_is_read_whole_while_retelling(settled: Workspace, llm: Graph) -> None:
    question = max((q for q in llm.questions.values() if q.kind == "code"), key=lambda q: len(q.prompt))
    app = asking(settled, question.id)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await sure(pilot, "escape", "d")
        await phase(pilot, interview, Phase.SETTLED)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, Retell))
        await type_text(pilot, "half of it")
        await until(pilot, lambda: "page down read on" in screen_text(app))
        last = question.prompt.strip("` \n").split()[-1]
        assert last not in screen_text(app)
        for _ in range(8):
            await pilot.press("pagedown")
        await until(pilot, lambda: last in screen_text(app))
        await pilot.press("f1")
        await until(pilot, lambda: "Interview: saying it again" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Retell) and "half of it" in screen_text(app))


async def test_design_question_says_which_stage_and_announces_twist(settled: Workspace, llm: Graph) -> None:
    question = next(q for q in llm.questions.values() if q.stages and q.twists)
    app = asking(settled, question.id)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        for number, stage in enumerate(question.stages, 1):
            await until(pilot, lambda n=number: f"stage {n} of {len(question.stages)}" in screen_text(app))  # type: ignore[misc]
            assert f"Stage {number} of {len(question.stages)}, {stage.title}." in screen_text(app)
            await type_text(pilot, "x")
            await pilot.press("ctrl+s")
            await until(pilot, lambda n=number: len(interview.state.turns[0].answers) == n)  # type: ignore[misc]
            await idle(pilot)
        await phase(pilot, interview, Phase.PROBING)
        await until(pilot, lambda: "twist 1" in screen_text(app) and "Now imagine this." in screen_text(app))


async def replied(pilot: Pilot[None]) -> Interview:
    """The first question, answered beside its second point, which was then asked for and given."""
    interview = await in_room(pilot)
    await type_text(pilot, BESIDE)
    await pilot.press("ctrl+s")
    await phase(pilot, interview, Phase.PROBING)
    await type_text(pilot, "it is fast")
    await pilot.press("ctrl+s")
    await phase(pilot, interview, Phase.PREDICTING)
    await pilot.press("3")
    await phase(pilot, interview, Phase.JUDGING)
    return interview


async def test_only_when_asked_fits_after_a_reply(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await replied(pilot)
        assert "a when asked" in screen_text(app)  # the reply may hold the first point as well
        assert "when asked = only in your reply to the" in screen_text(app), "it's explained where it's first offered"
        await pilot.press("a")
        await until(pilot, lambda: interview.state.turns[0].marks.get("core") == "prompted")
        await pilot.press("u", "y")
        await until(pilot, lambda: interview.state.turns[0].marks.get("core") == "yes")
        await until(pilot, lambda: "a when asked" in screen_text(app))
        assert "when asked = only in your reply to the" in screen_text(app)
        await pilot.press("a")
        await until(pilot, lambda: interview.state.turns[0].marks.get("why") == "prompted")
        await until(pilot, lambda: "when asked  Says why" in screen_text(app))
        await pilot.press("u")
        await until(pilot, lambda: "why" not in interview.state.turns[0].marks)
        await until(pilot, lambda: "a when asked" in screen_text(app))
        await pilot.press("a", "n")
        await until(pilot, lambda: "1 point only when asked" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: interview.state.turns[0].scored is not None)
        assert interview.state.turns[0].scored.coverage == round(4.6 / 5, 4)  # type: ignore[union-attr]


async def test_the_reader_says_only_when_asked(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await replied(pilot)
        await pilot.press("y", "a", "y")
        await until(pilot, lambda: not interview.state.turns[0].unjudged)
        turn = interview.state.turns[0]
        await app.push_screen(Reader(app.screen.sitting.path))  # type: ignore[attr-defined]
        await until(pilot, lambda: isinstance(app.screen, Reader) and "Question 1" in screen_text(app))
        await pilot.press("space")
        await until(pilot, lambda: "only when asked  Says why" in screen_text(app))
        assert "only when asked" in {block.mark for block in of_kinds(item_blocks(turn), "point")}


async def asked(pilot: Pilot[None], text: str) -> None:
    await pilot.press("f3")
    await until(pilot, lambda: isinstance(pilot.app.screen, LinePrompt))
    await type_text(pilot, text)
    await pilot.press("enter")


async def test_a_protest_tells_how_to_leave_it(settled: Workspace) -> None:
    """ "I did not say modulo. That's wrong." was told to take what one would usually find."""
    app = room(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await asked_further(pilot)
        await asked(pilot, "I did not say that. It's wrong.")
        await until(pilot, lambda: "F6, then enter, leaves this follow-up." in quiet(app))
        assert MISHEARD_YOU in " ".join(screen_text(app).split())
        await sure(pilot, "f6")
        await phase(pilot, interview, Phase.PREDICTING)


async def test_a_plea_to_skip_is_granted_once_confirmed(settled: Workspace) -> None:
    """It was told "You can skip it", and neither how, nor was it done."""
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await asked(pilot, "can we skip this?")
        await until(pilot, lambda: "y or enter to skip this question" in quiet(app))
        assert interview.state.turns[0].clarifications == ()
        await pilot.pause(TOO_SOON)
        await pilot.press("n")
        await until(pilot, lambda: quiet(app) == "")
        await asked_further(pilot)
        await asked(pilot, "let's move on please")
        await until(pilot, lambda: "y or enter to leave this follow-up" in quiet(app))
        await pilot.pause(TOO_SOON)
        await pilot.press("y")
        await phase(pilot, interview, Phase.PREDICTING)
        assert interview.state.turns[0].replies[0].text == ""


async def test_nothing_was_said_where_one_gave_up(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await asked_further(pilot)
        await until(pilot, lambda: "Said that already?" in screen_text(app))
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await said(pilot, "I don't know this one at all, sorry, I have never used any of these things.")
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PROBING)
        await until(pilot, lambda: "your reply" in screen_text(app))
        assert "Said that already?" not in screen_text(app)
