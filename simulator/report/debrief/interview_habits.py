"""How a candidate interviews: one thing done well and one to change, each with its moment. No level rests on it.

Nothing here depends on a mark: it is said by what was asked back, by the clock, by what was questioned and how it ends.
"""

import re
from collections.abc import Iterator, Sequence

from simulator.engine.choice.probes import CHOICE_LIMIT, LIMITS
from simulator.engine.choice.unknown import gives_up
from simulator.graph.listening.disclaimed import without_disclaimed
from simulator.graph.listening.words import as_typed, stems
from simulator.graph.listening.wrapped import unwrapped
from simulator.graph.records import Graph
from simulator.graph.text import length_in_words, quoted_words, upper_first
from simulator.report.debrief.own_words import NUMBER, UNSURE, all_of, question_numbers
from simulator.report.debrief.shortfalls import OWN_PROJECT, concept_of
from simulator.session.clock import clock
from simulator.session.interview.events import Probed
from simulator.session.interview.hearing import taken_back
from simulator.session.interview.turn import Turn

OVER_TIME = 1.5  # of the planned time
TIME_TAKEN = 0.25  # of the planned time; with less nobody had to keep to it
QUICK = 0.5  # of the planned time; with less there was more to say
SHORT_REPLY = 5  # words to a challenge that cannot hold a reason
LEAVES_IT = 15  # words of a reply that gives up; in a longer one that's said in passing
OFTEN = 2  # moments that make a habit
OFTEN_WRONG = 3  # the same for a mistake that was heard, as one hears amiss now and then
FULL_ANSWER = 100  # words of a typed answer; who wrote so many was quick at the keys
FACTS_THERE = 3  # questions with facts for the asking, of which none was asked for
# what is taken as given, up to the end of its sentence; "I'd assume" and "I suppose" only guess
_ASSUMES = re.compile(
    r"(?:(?<!\bI )(?<!['’]d )(?<!\bwould )\b(?:assum(?:e|ed|ing)\b|assumptions?:|suppos(?:e|ing)\b)|"
    r"\bI assume\b|\b(?:let['’]s say|say we have|take it that)\b)(?:[^.!?\n]|\.(?=\d))*",
    re.IGNORECASE,
)
FEWEST_SHARED = 2  # words of an assumption and of a fact that was there for the asking
_BROKEN_OFF = re.compile(
    r"(?:…|\.\.\.|[,:(–—-]|\b(?:and|or|but|so|because|the|a|an|of|to|with|that|which|if|is|are|I'd|I would))\s*$", re.I
)
_RECKONS = re.compile(r"(?:Computes|Calculates|Estimates|Sizes|Quantifies|Counts|Derives|Turns)\b(?!.*\bby \w+ing\b)")
_WOULD_ASK = re.compile(r"\b(?:I['’]d|I would|I['’]ll|I will|let me)(?: first| also)? ask\b", re.IGNORECASE)
_NOT_KNOWN = re.compile(r"\b(?:know|sure|idea|skip|pass)\b", re.IGNORECASE)


# what makes a reply to a challenge more than a yes or a no
_REASON = re.compile(r"\b(?:because|since|therefore|that['’]s why|the reason)\b", re.I)
# a reply that admits something, or hedges
_ADMITS = re.compile(
    r"\b(?:I (?:don['’]t|do not) have (?:a|any|an)? ?(?:better|deeper|other|further|good)|can['’]t (?:think|put)|"
    r"cannot (?:think|put)|that['’]s all|guess(?:ing)?|perhaps|maybe|rely on it|fair point|I forget)\b",
    re.I,
)
_NAMES_A_CASE = re.compile(r"\b(?:when|where|if|with|without|unless|once|until|for|under|in case|as soon)\b", re.I)
_NONE = re.compile(r"\s*(?:no|none|never|nothing|not really)\b", re.I)
_HELD = 0.2  # of the words of a reply that was prepared to a challenge; and two of them
_SIZE, _CANNOT = r"\bhow (?:much|many|large|big|long|often|far)\b", r"\b(?:can['’]t|cannot|couldn['’]t|don['’]t know)\b"
_WITHOUT_NUMBER = re.compile(  # "how much that is I couldn't say"
    rf"{_CANNOT}[^.!?;]{{0,30}}{_SIZE}|{_SIZE}[^.!?;]{{0,40}}{_CANNOT}|"
    r"\b(?:no|(?:don['’]t|didn['’]t|do not) (?:have|know|remember) (?:a|an|any|the)(?: exact)?) (?:number|figure)s?\b",
    re.I,
)
MOST_NAMED = 2  # subjects of several moments
QUOTED = 60  # characters of a claim that was taken back


def interview_habits(turns: Sequence[Turn], graph: Graph) -> str:
    """One line on how the candidate interviews: a false claim given up, the first praise, the first advice, if any."""
    asked = [turn for turn in turns if turn.check is None and turn.answers and not turn.skipped and not turn.dont_know]
    line = "; ".join(
        filter(None, (_corrected(asked, graph), next(_praise(asked, graph), ""), next(_advice(asked), "")))
    )
    return f"{upper_first(line)}." if line else ""


def _praise(asked: Sequence[Turn], graph: Graph) -> Iterator[str]:
    """What was done well, the most telling first."""
    # what got no fact may have been no ask for one: "why do you ask me that"; of a story one asks what would count
    cases = [t for t in asked if t.question.kind != "experience"]
    if early := [t for t in cases if any(c.matched and c.clock <= t.answers[0].clock for c in t.clarifications)]:
        yield f"you asked for facts before assuming ({_numbers(early)})"
    if reasoned := [t for t in asked if _gave_a_reason(t)]:
        yield f"you met a challenge with a reason ({_moments(reasoned, graph)})"
    if 0 < len(changed := _changed_their_mind(asked)) < OFTEN_WRONG and not _corrected(asked, graph):
        yield f"you took back a claim once you saw where it fails ({_moments(changed, graph)})"
    due, without = _numbers_due(asked)
    if len(due) >= OFTEN and not without and not any(_WITHOUT_NUMBER.search(t.said_text) for t in asked):
        yield f"you gave a number wherever one was due ({_moments(due, graph)})"
    # where every answer came in seconds, nobody had to keep to time
    planned = 60 * sum(t.planned_minutes for t in asked)
    took_time = sum(t.seconds for t in asked) >= TIME_TAKEN * planned
    quick = took_time and len(asked) > OFTEN and sum(t.seconds for t in asked) < QUICK * planned
    within = sum(t.seconds for t in asked) <= planned  # of all together too: a little over on each is over
    if len(asked) > OFTEN and took_time and within and not quick and not any(_over(t) or _breaks_off(t) for t in asked):
        yield f"you kept to time on all {len(asked)} questions"
    if quick and not all(length_in_words(t.answer_text) >= FULL_ANSWER for t in asked):  # in the place of praise
        taken, each = (clock(seconds / len(asked)) for seconds in (sum(t.seconds for t in asked), planned))
        yield f"you were quick, with {taken} a question where {each} was planned: fuller answers show more"


def _advice(asked: Sequence[Turn]) -> Iterator[str]:
    """What to change, the most telling first."""
    if unbounded := [t for t in asked if _saw_no_limit(t)]:
        yield f"you were sure of something and named no case where it fails ({_numbers(unbounded)}): say where it ends"
    if len(changed := _changed_their_mind(asked)) >= OFTEN_WRONG:
        yield f"you claimed things and took them back when asked ({_numbers(changed)}): weigh them first"
    if len(questioned := [t for t in asked if _was_questioned(t)]) >= OFTEN_WRONG:
        yield f"you said things that we had to question ({_numbers(questioned)}): say how sure you are of them"
    if broken_off := [t for t in asked if _breaks_off(t)]:
        yield f"you never got to a conclusion in {_numbers(broken_off)}: say it early, then explain"
    if late := [t for t in asked if _over(t)]:
        yield f"you ran well over time on {_numbers(late)}: give your conclusion while there's time left"
    due, without = _numbers_due(asked)
    if len(without) >= OFTEN and 2 * len(without) > len(due):
        yield f"you gave no number where one was due ({_numbers(without)}): a rough one will do"
    there = [t for t in asked if t.question.clarifications and t.question.kind != "experience"]
    if len(there) >= FACTS_THERE and not any(t.clarifications or _WOULD_ASK.search(t.said_text) for t in asked):
        assumed = [t for t in there if _assumes_a_fact(t)]
        instead = f", and made assumptions instead ({_numbers(assumed)})" if assumed else ""
        yield f"you never asked for a fact, though {len(there)} questions left some open{instead}: ask first"
    if short := [t for t in asked if _gave_way(t)]:
        yield f"you met a challenge in only a few words ({_numbers(short)}): say why you hold a view, or change it"


def _numbers_due(asked: Sequence[Turn]) -> tuple[list[Turn], list[Turn]]:
    """The answers in which a number was due, and those of them that have none."""
    due = [t for t in asked if not t.spoken and _number_is_due(t)]
    return due, [t for t in due if not NUMBER.search(t.said_text)]


def _numbers(turns: Sequence[Turn]) -> str:
    return question_numbers(t.asked.number for t in turns)


def _moments(turns: Sequence[Turn], graph: Graph) -> str:
    """The questions with their subjects: `question 4, on attention`."""
    subjects = dict.fromkeys(OWN_PROJECT if t.is_story else concept_of(t, graph) for t in turns)
    named = list(filter(None, subjects))[:MOST_NAMED]
    return f"{_numbers(turns)}, on {all_of(named)}" if named else _numbers(turns)


def _breaks_off(turn: Turn) -> bool:
    """Whether the last stage of a design never came, or a typed answer ends within a sentence."""
    typed = not turn.spoken and bool(turn.answer_text)
    return turn.stage is not None or (typed and _BROKEN_OFF.search(turn.answer_text) is not None)


def _assumes_a_fact(turn: Turn) -> bool:
    """Whether something was taken as given that a fact would have told which was not asked for."""
    facts = [stems(f"{fact.asks} {fact.reply}") for fact in turn.untold] if not turn.spoken else []
    assumed = [stems(found[0]) for found in _ASSUMES.finditer(unwrapped(turn.answer_text))] if facts else []
    return any(len(words & fact) >= FEWEST_SHARED for words in assumed for fact in facts)


def _number_is_due(turn: Turn) -> bool:
    """Whether a number was asked for: by a point of the rubric that isn't beyond the question, or of one's own work.

    A point about measuring something is met by saying how; one that holds a figure, or reckons one, is not.
    """
    asked = (p for p in turn.question.rubric if not p.beyond and p.id not in turn.unasked)
    points = [p.point for p in asked if p.tag == "number"]
    return turn.question.kind == "experience" or any(re.search(r"\d", p) or _RECKONS.match(p) for p in points)


def _over(turn: Turn) -> bool:
    return turn.seconds > OVER_TIME * turn.planned_minutes * 60


def _was_questioned(turn: Turn) -> bool:
    """Whether a mistake was heard and challenged, whatever came of it."""
    challenges = {mistake.challenge for mistake in turn.question.mistakes}
    return any(probe.sort == "challenge" and probe.asks in challenges for probe in turn.probes)


def _changed_their_mind(asked: Sequence[Turn]) -> list[Turn]:
    """The answers of which a claim was given up when it was asked about, in more than a few words."""
    return [t for t in asked if any(length_in_words(reply) > SHORT_REPLY for _, reply in taken_back(t))]


def _corrected(asked: Sequence[Turn], graph: Graph) -> str:
    """The first claim known to be false that was given up when it was questioned; often isn't to anybody's credit."""
    of_field = {belief.challenge for belief in graph.misconceptions.values()}
    given_up = [
        (t, p, reply)
        for t in asked
        for p, reply in taken_back(t)
        if p.asks in of_field | {mistake.challenge for mistake in t.question.mistakes}
    ]
    if not 0 < len({t.position for t, *_ in given_up}) < OFTEN_WRONG or len(_changed_their_mind(asked)) >= OFTEN_WRONG:
        return ""
    turn, probe, reply = given_up[0]
    did = "you corrected yourself" if length_in_words(reply) > SHORT_REPLY else "you took it back"
    return f"when asked about {quoted_words(probe.quote, QUOTED)}, {did} ({_numbers([turn])})"


def _saw_no_limit(turn: Turn) -> bool:
    """Whether somebody who was asked where a claim of theirs fails had nothing to say, or a few words."""
    asked = {probe.probe for probe in turn.probes if probe.asks in {*LIMITS, CHOICE_LIMIT}}
    replies = [reply.text for reply in turn.replies if reply.probe in asked and not reply.said]
    leaves = ((text, gives_up(text) or _NONE.match(text)) for text in replies if not _NAMES_A_CASE.search(text))
    return any(length_in_words(text) <= (LEAVES_IT if leaves_it else SHORT_REPLY) for text, leaves_it in leaves)


def _gave_way(turn: Turn) -> bool:
    """Whether a challenge was met by a bare yes or no.

    Not knowing, no reply, "I said that", or taking the claim back doesn't count.
    """
    changed = [probe for probe, _ in taken_back(turn)]
    return any(0 < length_in_words(text) <= SHORT_REPLY and p not in changed for p, text in _challenged(turn))


def _gave_a_reason(turn: Turn) -> bool:
    """Whether a prepared challenge was met with a reason that holds what was prepared, and with nothing admitted.

    What would be an exception to something is no challenge; nor is a wrong reason praised.
    """
    return any(
        length_in_words(text) > SHORT_REPLY and _REASON.search(text) and not _admits(text) and _holds(turn, probe, text)
        for probe, text in _challenged(turn)
    )


def _admits(text: str) -> bool:
    """Whether somebody says that they don't know, aren't sure, or have nothing more."""
    typed = as_typed(text)
    return bool(_ADMITS.search(text) or UNSURE.search(text)) or len(without_disclaimed(typed, text)) < len(typed)


def _holds(turn: Turn, probe: Probed, text: str) -> bool:
    """Whether a reply has some of the words of the one that was prepared, besides those that were asked with."""
    own = stems(probe.reply) - stems(f"{probe.asks} {turn.question.prompt}")
    shared = own & stems(text)
    return len(shared) >= min(FEWEST_SHARED, len(own)) and len(shared) >= _HELD * len(own) > 0


def _challenged(turn: Turn) -> list[tuple[Probed, str]]:
    """The challenges with what was typed to them by somebody who had something to say."""
    replies = {reply.probe: reply.text for reply in turn.replies if not reply.said}
    challenged = [(p, replies[p.probe]) for p in turn.probes if p.sort == "challenge" and p.probe in replies]
    return [(p, text) for p, text in challenged if not turn.spoken and not _NOT_KNOWN.search(text)]
