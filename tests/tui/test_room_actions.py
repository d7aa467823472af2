"""Every action of the interview room, by its key: each does what the registry says of it."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from simulator.session.interview.interview import Interview
from simulator.session.interview.state import Phase
from simulator.session.interview.turn import Turn
from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.home.screen import Home
from simulator.ui.tui.key_buffer import AT_ONCE
from simulator.ui.tui.keys.registry import of_context
from simulator.ui.tui.map.study import StudyScreen
from simulator.ui.tui.review.report import Report
from simulator.ui.tui.room.blocks import ConversationView
from simulator.ui.tui.room.panes.pane import Pane
from simulator.ui.tui.room.panes.predict import Scale
from simulator.ui.tui.room.panes.verdict import Retell
from simulator.ui.tui.room.screen import Room
from simulator.ui.tui.room.texts import ReferenceTexts
from simulator.ui.tui.widgets.prompt import LinePrompt, Pick
from tests.some import some
from tests.tui.driving import idle, in_room, quiet, screen_text, until
from tests.tui.room_states import (
    ONE,
    asks,
    between,
    checked,
    checking,
    helped,
    judged,
    own_verdict,
    paused,
    predicted,
    probed,
    retelling,
    revealed,
    said,
    stage_two,
)

Seen = Callable[[InterviewApp], bool]
Step = tuple[str, str, Seen]  # the action's id ("" for a key in between), the keys, what is to be seen after them
WAYS = (("down", "j"), ("up", "k"), ("page_down", "pagedown"), ("page_up", "pageup"), ("top", "home"), ("bottom", "G"))


def interview(app: InterviewApp) -> Interview:
    return next(s for s in app.screen_stack if isinstance(s, Room)).interview


def turn(app: InterviewApp) -> Turn:
    return interview(app).state.turns[0]


def pane(app: InterviewApp) -> Pane:
    found = next(s for s in app.screen_stack if isinstance(s, Room)).pane
    assert found is not None
    return found


def at(*phases: Phase) -> Seen:
    return lambda app: interview(app).state.phase in phases


def says(words: str) -> Seen:
    return lambda app: words in screen_text(app)


def whispers(words: str) -> Seen:
    return lambda app: words in quiet(app)


def opens(kind: type) -> Seen:
    return lambda app: isinstance(app.screen, kind)


def text(name: str) -> Seen:
    return lambda app: pane(app).query_one(ReferenceTexts).name_shown == name


def scrolled(widget: Callable[[InterviewApp], ConversationView], *, end: bool) -> Seen:
    return lambda app: widget(app).scroll_y == (widget(app).max_scroll_y if end else 0)


def talk(app: InterviewApp) -> ConversationView:
    return pane(app).query_one(".desk ConversationView", ConversationView)


def is_paused(app: InterviewApp) -> bool:
    return interview(app).state.paused


def writes(app: InterviewApp) -> bool:
    return bool(getattr(pane(app), "editing", False))


def commands(app: InterviewApp) -> bool:
    return not writes(app)


def marked(mark: str) -> Seen:
    return lambda app: turn(app).marks.get("core") == mark


def expects(word: str) -> Seen:
    return lambda app: turn(app).prediction == word


def told(words: str) -> Seen:
    return lambda app: turn(app).scored is not None and turn(app).scored.verdict == words  # type: ignore[union-attr]


def texts(context: str) -> list[Step]:
    """The texts beside an answer, and moving in them."""
    names = {"g": "gist", "m": "mistakes", "x": "exemplar", "o": "sources", "w": "why"}
    found: list[Step] = [(f"{context}.{name}", key, text(name)) for key, name in names.items()]
    found.append((f"{context}.switch", "tab", text("reference")))
    return found + [(f"{context}.{way}", key, text("reference")) for way, key in WAYS]


def moving(context: str) -> list[Step]:
    return [
        (f"{context}.page_up", "pageup", scrolled(talk, end=False)),
        (f"{context}.page_down", "pagedown", scrolled(talk, end=True)),
        (f"{context}.up", "k", lambda app: talk(app).scroll_y < talk(app).max_scroll_y),
        (f"{context}.down", "j", scrolled(talk, end=True)),
    ]


def editing(context: str) -> list[Step]:
    return [
        (f"{context}.write", "i", writes),
        (f"{context}.commands", "escape", commands),
        (f"{context}.why", "w", lambda app: "Why I ask:" in screen_text(app) and writes(app)),
        ("", "escape", commands),
        (f"{context}.clock", "t", lambda app: "20 min left" not in screen_text(app)),
        (f"{context}.editor", "ctrl+o", whispers("another editor")),
        (f"{context}.pause", "f8", is_paused),
    ]


HOME, OVER, ASKED = opens(Home), opens(Report), whispers("esc cancels.")
READ = says("Thank you.")
SITTINGS: list[tuple[Callable[[Workspace], InterviewApp], Callable[[Pilot[None]], object], list[Step]]] = [
    (ONE, helped, [("", "escape", commands), *moving("answer"), *editing("answer")]),
    (
        ONE,
        said,
        [
            ("", "escape", commands),
            ("", "h", ASKED),
            ("answer.hint", "h", lambda app: bool(turn(app).hints) and writes(app)),
            ("", "escape", commands),
            ("answer.clarify", "c", opens(LinePrompt)),
            ("line.cancel", "escape", opens(Room)),
            ("answer.done", "ctrl+s", at(Phase.PREDICTING, Phase.PROBING)),
        ],
    ),
    (ONE, said, [("", "f4", ASKED), ("answer.unknown", "enter", lambda app: turn(app).dont_know)]),
    (ONE, said, [("", "f5", ASKED), ("answer.skip", "enter", lambda app: turn(app).skipped)]),
    (ONE, said, [("", "escape", commands), ("", "E", ASKED), ("answer.end", "enter", OVER)]),
    (ONE, said, [("", "escape", commands), ("answer.leave", "q", HOME)]),
    (asks("design"), stage_two, [("", "escape", commands), ("answer.undo", "u", lambda app: not turn(app).answers)]),
    (asks("q0", input="spoken"), in_room, [("answer.speak", "space", says("speaking 0:00"))]),
    (ONE, probed, [("", "escape", commands), *moving("probe"), *editing("probe")]),
    (asks("q0", input="spoken"), probed, [("probe.speak", "space", says("speaking 0:00"))]),
    (ONE, probed, [("", "x", writes), ("probe.done", "ctrl+s", at(Phase.PREDICTING))]),
    (
        ONE,
        probed,
        [
            ("", "f2", whispers("There are no hints in a follow-up.")),
            ("", "f5", whispers("Answer the follow-up first. “I don't know” or “I said that” will do.")),
            ("", "f6", ASKED),
            ("probe.said", "f6", lambda app: turn(app).replies[0].said),
        ],
    ),
    (ONE, probed, [("probe.clarify", "f3", opens(LinePrompt))]),
    (ONE, probed, [("", "f4", ASKED), ("probe.unknown", "f4", at(Phase.PREDICTING))]),
    (ONE, probed, [("", "escape", commands), ("probe.undo", "u", at(Phase.ANSWERING))]),
    (
        ONE,
        probed,
        [("", "escape", commands), ("", "E", ASKED), ("probe.end", "enter", says("You've ended the interview."))],
    ),
    (ONE, probed, [("", "escape", commands), ("probe.leave", "q", HOME)]),
    (
        asks("c1"),
        checking,
        [
            ("check.commands", "escape", says("press a letter")),
            ("check.write", "i", says("esc commands")),
            ("", "escape", says("press a letter")),
            ("check.why", "w", lambda app: "Why I ask:" in screen_text(app) and writes(app)),
            ("check.pause", "f8", is_paused),
            ("pause.resume", "enter", at(Phase.CHECKING)),
            ("", "o n e enter", says("Read as")),  # an option that was picked can't be misread
            ("check.done", "enter", says("Right")),
            ("checked.misread", "M", says("It was read wrongly")),
            ("checked.undo", "u", says("Right")),
        ],
    ),
    (asks("c1"), checking, [("", "f4", ASKED), ("check.unknown", "f4", says("I don't know."))]),
    (
        asks("c1", "q0"),
        checking,
        [("", "escape", says("press a letter")), ("", "n", ASKED), ("check.skip", "y", lambda app: turn(app).skipped)],
    ),
    (
        asks("q0", "c1"),
        in_room,
        [
            ("", "f5", ASKED),
            ("", "f5", at(Phase.CHECKING)),
            ("", "escape", says("press a letter")),
            ("check.undo", "u", lambda app: turn(app).position == 1),
        ],
    ),
    (asks("c1"), checking, [("", "escape", says("press a letter")), ("", "E", ASKED), ("check.end", "enter", OVER)]),
    (asks("c1"), checking, [("", "escape", says("press a letter")), ("check.leave", "q", HOME)]),
    (
        asks("c1"),
        checked,
        [
            *((f"checked.{way}", key, says("Wrong")) for way, key in WAYS),
            ("checked.next", "enter", READ),
            *((f"turn.{way}", key, READ) for way, key in WAYS),
            ("turn.misread", "M", whispers("No check here")),
            ("turn.next", "enter", OVER),
        ],
    ),
    (asks("c1"), checked, [("checked.leave", "q", HOME)]),
    (asks("q0", score="end"), between, [("turn.leave", "q", HOME)]),
    *(
        (ONE, predicted, [(f"predict.{word}", str(n), expects(word))])
        for n, word in enumerate(("weak", "borderline", "solid", "outstanding"), 1)
    ),
    (
        ONE,
        predicted,
        [
            ("", "ctrl+s", whispers("First say how a panel would rate your answer.")),
            ("predict.meanings", "escape", says("what a panel hopes to hear")),
            *((f"predict.{way}", key, says("what a panel hopes to hear")) for way, key in WAYS),
            ("predict.pause", "f8", is_paused),
            ("", "enter", at(Phase.PREDICTING)),
            ("predict.undo", "u", at(Phase.PROBING)),
        ],
    ),
    (ONE, predicted, [("predict.leave", "q", HOME)]),
    (
        ONE,
        revealed,
        [
            ("judge.yes", "y", marked("yes")),
            ("judge.undo", "u", lambda app: not turn(app).marks),
            ("judge.partly", "p", marked("partly")),
            ("", "u", lambda app: not turn(app).marks),
            ("judge.no", "n", marked("no")),
            ("judge.points", "escape", lambda app: pane(app).has_class("-whole")),
            ("judge.prompted", "a", lambda app: turn(app).marks.get("why") == "prompted"),
            *texts("judge"),
            ("judge.pause", "f8", is_paused),
            ("pause.leave", "q", HOME),
        ],
    ),
    (ONE, revealed, [("judge.leave", "q", HOME)]),
    (
        ONE,
        revealed,
        [("judge.none", "N", lambda app: {*turn(app).marks.values()} == {"no"} and not turn(app).unjudged)],
    ),
    (
        ONE,
        judged,
        [
            *texts("verdict"),
            ("verdict.overrule", "v", opens(Pick)),
            ("", "escape", opens(Room)),
            ("verdict.note", "e", opens(LinePrompt)),
            ("", "n enter", lambda app: bool(turn(app).notes)),
            ("verdict.study", "slash", opens(StudyScreen)),
            ("", "escape", opens(Room)),
            ("verdict.retell", "r", opens(Retell)),
            ("retell.cancel", "escape", opens(Room)),
            ("verdict.pause", "f8", is_paused),
            ("", "enter", at(Phase.JUDGING)),
            ("verdict.undo", "u", lambda app: len(turn(app).marks) == 2),
        ],
    ),
    (ONE, judged, [("verdict.next", "enter", lambda app: len(interview(app).state.turns) == 2)]),
    (ONE, judged, [("verdict.leave", "q", HOME)]),
    (ONE, retelling, [("retell.done", "ctrl+s", lambda app: turn(app).retold is not None)]),
    *(
        (asks("lived"), own_verdict, [(f"own.{word}", str(n), told(word))])
        for n, word in enumerate(("weak", "borderline", "solid", "outstanding"), 1)
    ),
    (
        asks("lived"),
        own_verdict,
        [
            ("own.meanings", "escape", lambda app: pane(app).query_one(Scale)._open),
            ("own.switch", "tab", text("reference")),
            ("own.gist", "g", whispers("no gist")),
            ("own.mistakes", "m", whispers("No common mistakes")),
            ("own.exemplar", "x", whispers("no spoken example")),
            ("own.sources", "o", whispers("No sources")),
            ("own.why", "w", text("why")),
            *((f"own.{way}", key, text("why")) for way, key in [("down", "j"), ("up", "k")]),
            *((f"own.{way}", key, text("why")) for way, key in WAYS[2:]),
            ("own.undo", "u", lambda app: turn(app).prediction is None),
            ("own.pause", "f8", is_paused),
        ],
    ),
    (asks("lived"), own_verdict, [("own.leave", "q", HOME)]),
    (ONE, paused, [("", "E", ASKED), ("pause.end", "enter", OVER)]),
]
CONTEXTS = ("answer", "probe", "check", "predict", "judge", "verdict", "retell", "own", "pause", "turn", "checked")


# a check that is longer than its room is read in test_check_asked_back, a question told again in test_room_follow_ups
LONG_CHECK = {f"check.{way}" for way in ("down", "up", "page_down", "page_up")}
LONG_RETOLD = {"retell.page_down", "retell.page_up"}


def test_no_action_is_left_out() -> None:
    tried = {action for _, _, steps in SITTINGS for action, _, _ in steps} | LONG_CHECK | LONG_RETOLD
    assert {a.id for a in of_context(*CONTEXTS)} - tried == set()


ALIKE = {f"{pane}.leave" for pane in ("probe", "predict", "judge", "own", "checked")} | {"predict.solid", "own.solid"}


def first_action(number: int) -> str:
    return next(action for action, _, _ in SITTINGS[number][2] if action)


@pytest.mark.parametrize(
    "number",
    some(range(len(SITTINGS)), *(n for n in range(len(SITTINGS)) if first_action(n) not in ALIKE)),
    ids=first_action,
)
async def test_every_action_does_what_it_says(furnished: Workspace, number: int) -> None:
    make, steps, keys = SITTINGS[number]
    app = make(furnished)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await steps(pilot)  # type: ignore[misc]
        await idle(pilot)
        asked = False
        for action, stroke, seen in keys:
            if asked:  # an enter that comes faster belongs to the word, or to what was there before
                await pilot.pause(AT_ONCE)
            asked = seen in {ASKED, READ}
            await pilot.press(*stroke.split())
            try:
                await until(pilot, lambda seen=seen: seen(app))  # type: ignore[misc]
            except AssertionError as failed:
                raise AssertionError(f"{action or stroke}: {failed}") from None
            await until(pilot, lambda: not app.key_buffer.holding)
