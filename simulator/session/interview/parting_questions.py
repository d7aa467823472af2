"""The parting questions of a whole interview: one on the candidate's motive, then "What would you like to ask us?".

Both are kept in the transcript and never scored: they are no items, so nothing that reads items meets them.
"""

import hashlib
import re
from collections.abc import Collection, Sequence

import msgspec

from simulator.engine.choice.endings import EndReason
from simulator.engine.choice.formats import FULL
from simulator.session.header import Header
from simulator.session.interview.session_events import PartingAnswered, PartingAsked, Subject

ORDER: tuple[Subject, ...] = ("motive", "own")
KEPT_MINUTES = 2.0  # of a whole interview, for the two
KEPT_FROM = 30.0  # minutes: a shorter one needs them all, and then both come when the time is up
LOST = "What was asked here can't be read any more."
LLM = "llm"  # the bank that comes with the program
SHOWN = 3  # good questions to compare with one's own

MOTIVES = (
    "Why this kind of work, and why now?",
    "Tell me about a time you disagreed with a colleague about something technical. How did it end?",
    "Which decision of the last year or two do you regret, and what would you do today?",
    "What's the most useful criticism you've had at work, and what did you change because of it?",
    "When did you last change your mind about something technical? What changed it?",
    "Tell me about something of yours that broke when others relied on it. What did you do then, and afterwards?",
    "When did you last have to say no to someone who really wanted a yes? How did you put it?",
    "What's something you had to learn fast because the work needed it? How did you go about it?",
    "Tell me about a deadline you weren't going to make. Whom did you tell, and when?",
    "Who was hard to work with on a past team, and what did you do about it?",
    "Which part of your work would you gladly hand over, and which part never?",
)
OWN = "That's all from me. What would you like to ask us?"

# questions that are good to ask; those with a level or a word of a role's id only fit there
GOOD: tuple[tuple[str, frozenset[str]], ...] = (
    ("How do you find out that a model got worse after a release, and who notices first?", frozenset()),
    ("What did the last person in this role struggle with in their first three months?", frozenset()),
    ("Which decision from a year ago would the team make differently today?", frozenset()),
    ("What would I have to have done after six months for you to say that it was a good hire?", frozenset()),
    ("When two people here disagree about a design, how does it get decided?", frozenset()),
    ("How much of the week goes into keeping things running, and how much into new work?", frozenset()),
    ("Who will review my work, and how soon would I get something in front of users?", frozenset({"junior"})),
    ("What do people at my level here do in their second year?", frozenset({"junior", "mid"})),
    ("Which part of the system is nobody's at the moment, and would it be mine?", frozenset({"mid", "senior"})),
    ("What has the team decided not to build, and who made that call?", frozenset({"senior", "staff"})),
    ("Where do you want me to say no, and will you back me when I do?", frozenset({"staff"})),
    ("How do you decide that an experiment has failed, and what happens to it then?", frozenset({"research"})),
    ("What does a token cost you today, and what would it have to cost?", frozenset({"inference", "applied"})),
    ("What was the last thing that you held back from release, and why?", frozenset({"safety"})),
    ("How often does a training run fail, and what does the morning after look like?", frozenset({"pretraining"})),
)
# asked of nobody but a team of the llm bank: another may be of a kitchen
_OF_SOFTWARE = re.compile(r"\b(?:model|token|training run|release|system|design|build|users|experiment)\b")
TECHNICAL, ANYWHERE = "about something technical", "about how something should be done"
_FITTED = frozenset(word for _, words in GOOD for word in words)


class PartingQuestions(msgspec.Struct, frozen=True):
    """What was asked and said after the last question, in order."""

    events: tuple[PartingAsked | PartingAnswered, ...] = ()

    @property
    def begun(self) -> bool:
        """Whether the parting questions have begun."""
        return bool(self.events)

    @property
    def open(self) -> PartingAsked | None:
        """What waits for a reply."""
        last = self.events[-1] if self.events else None
        return last if isinstance(last, PartingAsked) else None

    @property
    def left(self) -> Subject | None:
        """What is asked next; what was gone back from is asked again."""
        replied = (event.subject for event in reversed(self.events) if isinstance(event, PartingAnswered))
        latest = next(replied, None)
        return next(iter(ORDER[ORDER.index(latest) + 1 :] if latest else ORDER), None)

    @property
    def why(self) -> EndReason:
        """Why nothing else is asked."""
        return next((event.why for event in reversed(self.events) if isinstance(event, PartingAsked)), "finished")

    @property
    def draft(self) -> str:
        """The text with which the open question is continued, where it is asked again."""
        given = self._given(self.open.subject) if self.open else None
        return given.text if given else ""

    @property
    def exchanges(self) -> list[tuple[PartingAsked, PartingAnswered | None]]:
        """Each question as it was last asked, with the reply that counts; one that is lost has a stand-in."""
        asked = {event.subject: event for event in self.events if isinstance(event, PartingAsked)}
        open_now = self.open.subject if self.open else None
        exchanges: list[tuple[PartingAsked, PartingAnswered | None]] = []
        for subject in ORDER:
            given, question = self._given(subject), asked.get(subject)
            if question is None and given is not None:
                n, at, clock = given.n, given.at, given.clock
                question = PartingAsked(n=n, at=at, clock=clock, subject=subject, asks=LOST, why="finished")
            if question is not None:
                exchanges.append((question, None if subject == open_now else given))
        return exchanges

    def seconds(self, clock: float) -> float:
        """Interview seconds that they have taken, of which `clock` is now."""
        ends = [*(event.clock for event in self.events[1:]), clock]
        waits = zip(self.events, ends, strict=False)  # without any, there is no end either
        return sum(max(0.0, end - event.clock) for event, end in waits if isinstance(event, PartingAsked))

    def _given(self, subject: Subject) -> PartingAnswered | None:
        of_it = (e for e in reversed(self.events) if isinstance(e, PartingAnswered) and e.subject == subject)
        return next(of_it, None)


def has_parting(header: Header) -> bool:
    """Whether an interview ends with parting questions: a full one does, unless it's sat again."""
    return header.format == FULL.id and header.again is None


def kept_minutes(header: Header) -> float:
    """How many minutes are kept back for the parting questions."""
    return KEPT_MINUTES if has_parting(header) and header.minutes >= KEPT_FROM else 0.0


def motives_of(bank: str) -> tuple[str, ...]:
    """The questions on motive, worded for a bank's field: not every field is technical."""
    return MOTIVES if bank == LLM else tuple(asks.replace(TECHNICAL, ANYWHERE) for asks in MOTIVES)


def motive(seed: int, met: Collection[str] = (), bank: str = LLM) -> str:
    """The question on the candidate's motive, by the seed: none of those `met` lately, as long as there's another."""
    motives = motives_of(bank)
    fresh = [asks for asks in motives if asks not in met] or motives
    digest = hashlib.blake2b(f"{seed}/motive".encode(), digest_size=8).digest()
    return fresh[int.from_bytes(digest, "big") % len(fresh)]


def good_questions(header: Header) -> tuple[str, ...]:
    """Three questions that are good to ask, by the seed; of those for the level or the role one comes first.

    For any other field than that of the bank that comes with the program, none mentions a model or a release.
    """
    fitting = [(asks, words) for asks, words in GOOD if header.graph == LLM or not _OF_SOFTWARE.search(asks)]
    own = {header.seniority, *header.role.split("-")} & _FITTED
    fitted = _shuffled([asks for asks, words in fitting if words & own], header.seed)
    general = _shuffled([asks for asks, words in fitting if not words], header.seed)
    return (*fitted[:1], *general)[:SHOWN]


def _shuffled(texts: Sequence[str], seed: int) -> list[str]:
    return sorted(texts, key=lambda text: hashlib.blake2b(f"{seed}/{text}".encode(), digest_size=8).digest())
