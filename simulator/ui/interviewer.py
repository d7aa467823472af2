"""What the interviewer says between questions, in the same words on the full screen and in the line mode.

A remark depends only on the session's seed, the item's position and the clock, so it is the same after a resume. It
may name the area, but no tier, only that one is above the level, and no concept but by a word that the candidate has
said and the question says too. It depends on no verdict or prediction.
"""

import hashlib
from contextlib import suppress
from math import ceil

import msgspec

from simulator.engine.choice.formats import FORMATS
from simulator.engine.choice.reasons import Reason, is_above
from simulator.engine.choice.told.transitions import STILL_TIME, spoken, taken_up
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.scoring import CAP, CAP_OF_HALF, HIGHEST, SCALE, SOLID, rank
from simulator.graph.records import Graph
from simulator.graph.speech import title_within
from simulator.graph.text import percent, upper_first
from simulator.session.brought_up import said_before, takes_up_aloud
from simulator.session.interview.events import Probed
from simulator.session.interview.hearing import heard_of, taken_back
from simulator.session.interview.item_blocks import covered_percent
from simulator.session.interview.judging import not_raised
from simulator.session.interview.outcome_words import MANY_SKIPPED, READ_WRONGLY, SKIPPED_COUNTS
from simulator.session.interview.state import State
from simulator.session.interview.turn import Turn
from simulator.session.opening import MAY_ASK
from simulator.session.presets import PRACTICE
from simulator.ui.expected import expected_words

LAST_SECONDS = 300.0

BEGIN = ("Let's begin.", "So, let's start.", "Here's the first one.")  # after who they are and what will come
OPENING = (
    "Thank you for coming. Let's begin.",
    "Good to have you here. Let's start.",
    "Let's get started. Take your time.",
)
STAY = (
    "Thank you. Staying with {area}.",
    "Got it. Another one on {area}.",
    "Okay. One more on {area}.",
    "Thank you. Let's stay with {area}.",
)
TURN = (
    "Thank you. Let's turn to {area}.",
    "Got it. Let's switch to {area}.",
    "Okay, on to {area}.",
    "Thank you. Next, {area}.",
    "Let's change the subject and talk about {area}.",
)
BACK = (
    "Thank you. Let's go back to {area}.",
    "Got it. Back to {area}.",
    "Okay, something more on {area}.",
)
CHECK = ("A quick check.", "Let me check one thing quickly.", "A short one, with a definite answer.")
CHECK_MORE = ("And one more.", "One more of those.", "Another quick one.")  # after another check of its area
CHECK_ON = (
    "A quick one on {area}.",
    "And a short one on {area}.",
    "Another quick check, on {area}.",
)  # of another area
CHECK_AGAIN = (  # of an area that has had one before
    "One more on {area}.",
    "Another quick one on {area}.",
    "A short one on {area} once more.",
)
CHECK_ASIDE = ("Something short, on {area}.", "A quick check on {area}.", "One short question on {area}.")
AFTER_CHECK = (
    "Back to our conversation, with {area}.",
    "Let's carry on, with {area}.",
    "Next, a question on {area}.",
)
AFTER_SKIP = ("Let's skip that one. Next, {area}.", "Let's try a different one: {area}.")
AFTER_UNKNOWN = ("That's fine. Let's turn to {area}.", "No problem. Next, {area}.")
STAY_AFTER_UNKNOWN = ("That's fine. Another one on {area}.", "No problem. Let's try another one on {area}.")
STAY_AFTER_SKIP = ("Here's another one, on {area}.", "Let's try another one on {area}.")
DESIGN = (
    "Now a longer task. Take it step by step, and think aloud.",
    "Let's build something. We'll go through it in stages.",
)
MORE_THAN_PLANNED = "There's time for a little more than I'd planned."
NEAR_HALF = 1.1  # times half of the time, up to which one is halfway
ABOVE_LEVEL = "This one's more than {} level asks for."  # else whoever struggles with it takes it for failing
THANKS = ("Thank you.", "Got it.", "Okay.")  # before anything else
MINUTES_LEFT = "We've got about {} minutes left."
HALF_TIME = ("We're about halfway through our time.", "We're halfway through our time.", "That's half of our time.")

# said when a reply to a follow-up was given, how it counts only after the first
REPLY_COUNTS = "Saved. You'll judge it together with your answer."
REPLY_THANKS = ("Thank you.", "", "Okay.", "", "Thanks.")  # after later ones
GAVE_UP = ("That's fine.", "No problem.")
# to who takes a claim back, so that they know it was heard; with how it counts after the first reply
TAKEN_BACK = ("Noted.", "Okay, noted.")
TAKEN_BACK_COUNTS = "Noted. You'll judge it together with your answer."
MORE_ASKED = ("Another follow-up.", "Another one on this.", "Here's another question on it.")  # after the first reply
# after the second, which is mostly the last; in no words of the first
YET_ANOTHER = ("One more thing.", "Just one more.", "And one more.")
SECOND = 2  # follow-ups
# up or down alike
OWN_COUNTS = "Your own verdict counts for less in your level than the points, which are judged one by one."
HINT_COUNTS = "With a hint the question counts as easier."  # said where one is offered, and at the first
SAID_COUNTS = "Sorry, I'll leave it. Only what's in your answer counts."
SAID_AGAIN = ("Sorry, I'll leave that one.", "Okay, let's leave that one.")  # after later ones
UNHEARD_COUNTS = "I'll take your word for it; only what's in your answer counts."  # where nothing of it was heard
UNHEARD_AGAIN = ("I'll take your word for it.", "Okay, I'll take your word for it.")

# said once, at the first question that keeps facts back; {how} names the key or the command
FACTS = "Ask me{how} about details, or assume what's usual and say so."
FACTS_OF_STORY = "Ask me{how} if anything's unclear."  # of one's own work nothing is assumed

# while points are judged: what was found of each in the answer
CLOCK_STOPPED = "The clock is stopped while you mark."  # said once, where no clock is seen
MUST_HAVE = f"A missing must-have caps the verdict at {CAP}, a half-met one at {CAP_OF_HALF}."
MUST_HAVE_AND_BEYOND = f"{MUST_HAVE} {upper_first(HIGHEST)} needs a point marked “beyond”."
OF_THE_TALK = "The cases judge your code; these points judge what you said."
MARKED_BEFORE = "You had marked this {mark}; {key} keeps that."  # of a point that one came back to
LATE_GUESS = "You've seen the reference, so this guess won't count."  # where the one before it was taken back

READ_AS = "Read as {words}."  # each mode adds how to confirm or change it
ASIDE = f"Set aside: {READ_WRONGLY}"
COUNTS_AGAIN = "The check counts again."

CHECK_KEPT = "Saved. You'll see the result after the last question."  # when scoring comes at the end


def lead_in(state: State, turn: Turn, graph: Graph) -> str:
    """What the interviewer says before an item: thanks, the next subject, and half time."""
    header, position = state.header, turn.position
    before = state.turn(position - 1) if position > 1 else None
    area = title_within(graph, graph.area_title(turn.asked.area))
    number = position if turn.check is None else _alike_before(state, turn)
    again = talked_of(state, turn)
    met = again if turn.check is None else _checked_before(state, turn)
    words, above = pick(lead_in_variants(before, turn, again=met), header.seed, number).format(area=area), ""
    with suppress(msgspec.ValidationError):  # an old or damaged transcript
        # that one stays with an area or leaves it, where that is why the question was chosen
        reason, skipped = msgspec.convert(turn.asked.reason, Reason), before is not None and before.skipped
        mends = turn.check is None and turn.question.kind == "repair"
        how = {"skipped": skipped, "again": again, "mends": mends, "checked": just_checked(state, turn)}
        words = spoken(reason, graph, turn.asked.number, **how) or words
        if is_above(reason, header.seniority) and header.score != "end":
            above = f" {ABOVE_LEVEL.format(header.seniority)}"
        if takes_up_aloud(graph, turn):
            nth = sum(takes_up_aloud(graph, t) for t in state.turns if t.position < position)
            elsewhere = before is not None and before.asked.area != turn.asked.area
            said = said_before(state.turns, turn)
            earlier = {t.asked.area for t in state.turns[: position - 1] if not (t.check or t.skipped)}
            back = turn.asked.area in earlier
            words = taken_up(reason, graph, nth, said=said, skipped=skipped, elsewhere=elsewhere, again=back)
    if before is None and (header.opening or header.format in PRACTICE):
        begins = BEGIN[:-1] if expected_words(state, turn, graph).endswith(" 1") else BEGIN  # no first of one
        words = f"{header.opening} {pick(begins, header.seed, position)}".lstrip()
    if before is not None and _passes_the_guess(state, turn, graph) and "time" not in words:
        words = f"{MORE_THAN_PLANNED} {words}"
    half = header.minutes * 30
    if before is not None and half > LAST_SECONDS and before.asked.clock < half <= turn.asked.clock:
        left, near = ceil((2 * half - turn.asked.clock) / 60), turn.asked.clock < NEAR_HALF * half
        words = upper_first(words.removeprefix(STILL_TIME))  # which says the same
        clock = pick(HALF_TIME, header.seed, 0) if near else MINUTES_LEFT.format(left)
        thanks = next((each for each in THANKS if words.startswith(f"{each} ")), "")
        words = f"{thanks} {clock}{words.removeprefix(thanks)}" if thanks else f"{clock} {words}"
    return f"{words}{above}"


def just_checked(state: State, turn: Turn) -> bool:
    """Whether it's a question, and the item right before was a check on its area."""
    before = state.turn(turn.position - 1) if turn.position > 1 and turn.check is None else None
    return before is not None and before.check is not None and before.asked.area == turn.asked.area


def _passes_the_guess(state: State, turn: Turn, graph: Graph) -> bool:
    """Whether a question is the first beyond the number that was announced: "of about 9", and then a tenth."""
    questions = [t for t in state.turns if t.check is None and t.position <= turn.position]
    if turn.check is not None or len(questions) < 2:
        return False
    announced = expected_words(state, questions[-2], graph)
    return announced == f"of about {questions[-2].asked.number}"


def talked_of(state: State, turn: Turn) -> bool:
    """Whether a question on its area was answered before: a check or a story doesn't make it one to come back to."""
    before = (t for t in state.turns if not (t.check or t.is_story or t.skipped) and t.position < turn.position)
    return turn.asked.area in {t.asked.area for t in before}


def _alike_before(state: State, turn: Turn) -> int:
    """How many checks before this one were led in from the same remarks: they often lie three or six items apart."""
    checks = [(t, state.turn(t.position - 1) if t.position > 1 else None) for t in state.turns if t.check is not None]
    said = {t.position: lead_in_variants(before, t, again=_checked_before(state, t)) for t, before in checks}
    return sum(said[t.position] == said[turn.position] for t, _ in checks if t.position < turn.position)


def with_facts(lead: str, state: State, turn: Turn, how: str) -> str:
    """What the interviewer says before a question, and before the first that keeps facts back, that one can ask.

    `how` names the key or the command. An interviewer who began by saying so doesn't say it twice.
    """
    keeps = (t.position for t in state.turns if t.check is None and t.question.clarifications)
    if next(keeps, 0) != turn.position:
        return lead
    if turn.question.kind != "experience":
        return f"{lead} {FACTS.format(how=f' {how}')}"
    if turn.position == 1 and state.header.opening.endswith(MAY_ASK):
        return lead.replace(MAY_ASK, MAY_ASK.replace(" if", f" {how} if"), 1)
    return f"{lead} {FACTS_OF_STORY.format(how=f' {how}')}"


def reply_words(state: State, number: int) -> str:
    """What is said after a reply to a follow-up, the one of that `number` in the interview; it may be nothing.

    Thanks sound like the end: if another follow-up comes, that's said instead. Nobody is thanked for giving up, and who
    takes a claim back hears that it was noted.
    """
    turn = state.current
    counts, noted = REPLY_COUNTS, ""
    if turn is not None and turn.replies and turn.replies[-1].probe in {p.probe for p, _ in taken_back(turn)}:
        counts, noted = TAKEN_BACK_COUNTS, pick(TAKEN_BACK, state.header.seed, number)
    if turn is not None and turn.open_probe is not None:
        asked = len(turn.probes)
        more = pick(MORE_ASKED if asked <= SECOND else YET_ANOTHER, state.header.seed, number)
        return f"{counts} {more}" if number <= 1 else f"{noted} {more}".lstrip()
    from simulator.engine.choice.unknown import gives_up  # known by now: a follow-up was asked

    if turn is not None and turn.replies and gives_up(turn.replies[-1].text):
        return pick(GAVE_UP, state.header.seed, turn.position)
    return counts if number <= 1 else noted or pick(REPLY_THANKS, state.header.seed, number)


def said_words(state: State, probe: Probed, number: int) -> str:
    """What is said after "I said that" to a follow-up, the one of that `number` in the interview.

    Only where it asks for a point could its words have been heard before.
    """
    heard = heard_of(state.turn(probe.position)).get(probe.point) if probe.sort == "gap" else None
    said = heard is not None and (bool(probe.quote) or heard.share >= P.HEARD_AT_ALL)
    first, again = (SAID_COUNTS, SAID_AGAIN) if said else (UNHEARD_COUNTS, UNHEARD_AGAIN)
    return first if number <= 1 else pick(again, state.header.seed, number)


def skipped_counts(state: State) -> str:
    """What is said of the item that was skipped last: where it is one of too many questions, that they add up.

    It is said where a recommendation comes of the questions: not of tasks, and not of what is practised again.
    """
    last = max((turn.position for turn in state.turns if turn.skipped), default=0)
    so_far = [turn for turn in state.turns if turn.position <= last]
    asked = [turn.skipped for turn in so_far if turn.check is None]
    many = sum(asked) > max(1, P.SKIPPED_SHARE * len(asked))
    shape = FORMATS[state.header.format]
    recommends = not (shape.writes_code or shape.asks_what_is_due) and state.header.again is None
    return MANY_SKIPPED if recommends and many and so_far[-1].check is None else SKIPPED_COUNTS


def prediction_asks(turn: Turn) -> str:
    """The question for the prediction: of a task it is about the talk, as the cases judge the code."""
    about = "what you said about the code" if turn.code_rank is not None else "this"
    return f"How would a panel rate {about}?"


def own_verdict_asks(turn: Turn) -> str:
    """The question for the candidate's own verdict: of an answer without points the second, after the prediction."""
    if not turn.question.rubric:
        return "Now you know what they listen for: how good was it?"
    asks = f"How good was it overall{', follow-ups included' * bool(turn.uncovered)}?"
    return f"On a question this hard you grade yourself, too; if the points give less, that stands. {asks}"


def keeps_prediction(turn: Turn) -> str:
    """That Enter makes what was predicted the candidate's own verdict; empty where nothing was."""
    return f"Enter keeps your guess, {turn.prediction}." if turn.prediction else ""


def marking_rule(state: State, turn: Turn) -> str:
    """What a must-have and a point beyond do, or what the points of a task are for; empty after the first mark."""
    if any(t.marks for t in state.turns):
        return ""
    if turn.code_rank is not None:
        return OF_THE_TALK
    return MUST_HAVE_AND_BEYOND if any(point.beyond for point in turn.question.rubric) else MUST_HAVE


def with_prediction(turn: Turn) -> str:
    """How the verdict compares with what was predicted; of a task it's the talk's."""
    if not turn.prediction:
        return ""
    by_points = turn.score.verdict if turn.score else None
    verdict = turn.scored.verdict if turn.scored and turn.code_rank is None else by_points
    alike = turn.prediction == verdict and not_raised(turn) in (None, verdict)
    compared = "as you predicted" if alike else f"you predicted {turn.prediction}"
    compared = "your second guess doesn't count" if turn.predicted_late else compared
    return f"the talk: {compared}" if turn.code_rank is not None else compared


def rule_words(turn: Turn) -> str:
    """Which rule decides the verdict of the points; cases need none."""
    score = turn.score
    if (
        score is None
        or turn.code_rank is not None
        or (turn.scored is not None and (turn.scored.overruled or turn.scored.insight))
    ):
        return ""
    if score.capped:
        halves = all(turn.marks.get(point) == "partly" for point in score.missing_critical)
        lacks = "with a must-have only partly met" if halves and not turn.old_rules else "without a must-have"
        # beside points that aren't met, 100% would look wrong
        makes = "a point beyond fills the gap" if score.coverage >= 1 else f"{covered_percent(score.coverage)} covered"
        return f"{makes}, but {lacks} it's {score.verdict} at best"
    if score.lacks_beyond:
        marks = {turn.marks.get(point.id) for point in turn.question.rubric if point.beyond}
        if not marks:  # it may be an insight of one's own
            return f"{HIGHEST} needs something beyond the question"
        return f"{HIGHEST} needs a point beyond the question{' that nobody asked for' * ('prompted' in marks)}"
    if score.verdict == HIGHEST:
        if turn.scored is not None and turn.scored.verdict != HIGHEST:  # the own verdict is lower, and stands
            return ""
        return f"a point beyond the question makes it {HIGHEST}"
    decides = SOLID if score.verdict == SOLID else [*SCALE][rank(score.verdict) + 1]
    return f"{decides} starts at {percent(SCALE[decides].least)}; some points count for more"


def _checked_before(state: State, turn: Turn) -> bool:
    """Whether there was a check on its area before."""
    before = (one for one in state.turns if one.check is not None and one.position < turn.position)
    return any(one.asked.area == turn.asked.area for one in before)


def lead_in_variants(before: Turn | None, turn: Turn, *, again: bool = False) -> tuple[str, ...]:
    """The remarks that fit between two items, or at the start.

    `again` where its area was talked of before, or for a check where it was checked before.
    """
    if turn.check is not None:
        if again and before is not None and (before.check is None or before.asked.area != turn.asked.area):
            return CHECK_AGAIN
        if before is None or before.check is None:
            return CHECK if before is None or before.asked.area == turn.asked.area else CHECK_ASIDE
        return CHECK_MORE if before.asked.area == turn.asked.area else CHECK_ON
    if before is None:
        return OPENING
    if turn.question.kind == "design":
        return DESIGN
    if before.skipped:
        return STAY_AFTER_SKIP if before.asked.area == turn.asked.area else AFTER_SKIP
    if before.check is not None:
        return AFTER_CHECK
    if before.dont_know:  # nothing was said that one could thank for
        return STAY_AFTER_UNKNOWN if before.asked.area == turn.asked.area else AFTER_UNKNOWN
    return STAY if before.asked.area == turn.asked.area else BACK if again else TURN


def pick(variants: tuple[str, ...], seed: int, position: int) -> str:
    """One of the variants, by seed and position; never the same twice in a row."""
    start = hashlib.blake2b(f"{seed}/{variants[0]}".encode(), digest_size=4).digest()
    return variants[(int.from_bytes(start, "big") + position) % len(variants)]
