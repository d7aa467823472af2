"""What a story of one's own work leaves out: the candidate's part, a number, what failed, a baseline, a decision.

Only words are looked for. When in doubt something counts as said: being asked for what you've just told is worse than
not being asked for what's missing.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from simulator.graph.listening.word import TypedWord, stem
from simulator.graph.listening.words import tokens

SHORT_STORY = 25  # words: in less nobody says who did what, and "we" alone tells nothing
LONG_STORY = 40
INTERJECTION = 4  # words at most: "Honestly, no."
ALSO_WE = 2  # times that "we" must be said to stand for the candidate's own part

# words that are looked for by their stems (`_stems`)
_COMPARES = (
    "before than compared comparison baseline versus vs against previous previously earlier old older originally "
    "initially instead halved doubled tripled control ablation reference former formerly"
)
_CHANGES = "cut reduced lowered raised improved brought went got fell rose grew dropped increased decreased halved"
_DECIDES = (
    "decided decide decision chose choose chosen choice picked opted option alternative considered rejected reject "
    "discarded tradeoff prefer preferred rather instead weighed postponed insisted argued settled because tried "
    "purpose deliberately proposed ruled skipped abandoned replaced switched convinced"
)
# whole words, as "missing", "breaking down" and "regression" are no failures
_FAILS = frozenset(
    "fail failed fails failing failure failures broke broken wrong bug bugs buggy mistake mistakes mistaken errors "
    "incident incidents outage outages crash crashed crashes crashing rollback regret surprised surprise surprising "
    "unfortunately struggled struggle worse worst lost missed stuck timeout timeouts timed hallucinated hallucinations "
    "leaked leak leaking leakage drifted alarm complained complaint complaints unhappy wasted overfit overfitted "
    "abandoned flaky degraded regressed naive underestimated overestimated misjudged garbage nonsense stale diverged "
    "deadlock underperformed disappointing disappointed backfired trouble oom unstable spiked slipped setback reverted "
    "scrapped rewrote redo useless terrible disaster fooled hurt awful "
    "stopped exploded mangled hated cancelled canceled threw conflict conflicts blind harder messy chaos noisy ignored "
    "refused lacked lacking lack poor poorly bad badly annoying annoyed confused confusing confusion brittle "
    "inconsistent contradictory duplicates fragile bottleneck eating burned burnt frustrating frustrated impossible "
    "nobody nothing didn't wasn't weren't couldn't wouldn't hadn't never too despite however although though "
    "embarrassing worrying panic nightmare costly late delayed delay delays overran rejected mess unusable".split()
)
_AMOUNTS = frozenset(
    "percent half halved halve twice doubled double tripled quadrupled dozen dozens hundreds thousands millions "
    "tenfold".split()
)
_I = frozenset({"i", "i'd", "i've", "i'm", "i'll", "my", "mine", "myself", "me"})
_I_ONLY_MEAN = frozenset("think guess believe mean suppose remember recall know hope say".split())
_WE = frozenset({"we", "we'd", "we've", "we're", "we'll", "our", "ours", "us"})
# what is counted in these says what went into it, not what came of it
_EFFORT = frozenset(
    "people person persons engineer engineers developer developers colleague colleagues us week weeks month months "
    "year years day days sprint sprints quarter quarters team teams person-months interns intern scientists "
    "researchers juniors bit bits gpu gpus".split()
)
_RANKS = frozenset({"version", "v", "gpt", "llama", "phase", "step", "stage", "part", "chapter", "layer", "top", "no"})
_SIZE = re.compile(r"\d+(\.\d+)?b")  # of a model, which is no result
MANY = 50  # people: users, not the team
YEARS = (1990, 2099)
_SMALL_WORDS = 10  # "one of us", "two things": spoken small numbers count nothing
_WENT_WRONG = frozenset(
    {("fell", "over"), ("fell", "apart"), ("fell", "down"), ("went", "down"), ("blew", "up"), ("ran", "out")}
    | {("gave", "up"), ("ran", "into"), ("ran", "over"), ("blown", "up"), ("turned", "out"), ("fallen", "over")}
)
_PROBLEMS = frozenset("problem problems issue issues".split())
_OF_TASK = frozenset("github jira the this that solve solved business customer's user's".split())
_CHOSE = frozenset({("went", "with"), ("go", "with"), ("going", "with"), ("could", "have"), ("could", "also")})
# "I've never built one myself", "no, I haven't done that", "I have no experience with agents" at the start of an answer
_DONE = (
    r"(?:built|build|made|make|done|do|trained|train|(?:fine-?|)tuned?|worked on|work on|worked with|work with|run|ran|"
    r"deployed|written|shipped|had (?:to do|such)|used one)"
)
_NEVER = re.compile(
    r"\b(?:i|i['’]ve|i have) (?:(?:have|had|really|actually|honestly|personally) )?never (?:really |actually |yet )?"
    rf"{_DONE}\b"
    rf"|\bi(?:['’]ve| have| did)(?: not|n['’]t) (?:yet |really |actually |ever )?{_DONE}\b"
    rf"|\bi (?:haven['’]?t|didn['’]?t) (?:yet |really |actually |ever )?{_DONE}\b"
    r"|\bi (?:have|['’]ve got) no (?:such |real |own |practical |hands-?on |direct |first-?hand |professional )?"
    r"(?:experience|project|story|example)\b"
    r"|\bi (?:don['’]?t|do not) (?:really )?have (?:any |a |an |such a |much )?(?:experience|project|story|example)\b"
    r"|\bi (?:haven['’]?t|have not|never) (?:yet |really )?had (?:the |a |any )?(?:chance|opportunity|occasion)\b"
    r"|\bi['’]?(?:ve| have) only (?:ever )?(?:read|heard) (?:about|of)\b|\bonly from reading\b|^from reading only\b"
    rf"|^(?:(?:honestly|well|no|to be honest),? )?never {_DONE}\b"
    r"|^(?:no|without) (?:real |own |practical |hands-?on |direct )?experience (?:there|here|with|in|of)\b",
    re.IGNORECASE,
)
_DID = re.compile(
    r"\b(?:i|we)(?:['’]ve| have|['’]d| had)? (?:also |then |once |just |only |first |mostly )?(?:built|rebuilt|made|"
    r"trained|(?:fine-?|)tuned|worked|ran|deployed|wrote|written|shipped|used|led|helped|set up|tested|measured|added|"
    r"changed|moved|replaced|evaluated|put)\b",
    re.IGNORECASE,
)
_NOT_TAKEN = frozenset("go use want need take trust pick try build touch".split())


@lru_cache(maxsize=3)
def _stems(words: str) -> frozenset[str]:
    """The stems of words; made at the first story, as the stemmer is loaded for it."""
    return frozenset(stem(word) for word in words.split())


class Story(NamedTuple):
    """What was told: its text, its words, and each word with the next."""

    text: str
    words: list[TypedWord]
    pairs: frozenset[tuple[str, str]]

    def has_own_part(self) -> bool:
        """Whether it says what the candidate did: not only what "we" did, and not only in the passive."""
        words = [word.word for word in self.words]
        if len(words) < SHORT_STORY and sum(word in _WE for word in words) < ALSO_WE:
            return True
        followed = zip(words, words[1:], [*words[2:], ""], strict=False)
        return any(
            here in _I and not (after in _I_ONLY_MEAN or (after == "would" and then in _I_ONLY_MEAN))
            for here, after, then in followed
        )

    def has_number(self) -> bool:
        """Whether it says how much of something: a share, an amount, a factor; not a year or a team's size."""
        words, last = self.words, len(self.words) - 1
        return any(
            word.word in _AMOUNTS
            or (bool(word.values) and self._counts(word, words[max(place - 1, 0)], words[min(place + 1, last)]))
            for place, word in enumerate(words)
        )

    def _counts(self, number: TypedWord, before: TypedWord, after: TypedWord) -> bool:
        value = number.values[0]
        if number.times or before.word in {"$", "€", "£", "~", "<", ">"}:
            return True
        is_name = self.text[before.end : number.start] == "-" and before.word.isalpha()  # GPT-4
        if is_name or (after.word in _EFFORT and value < MANY) or before.word in _RANKS or _SIZE.fullmatch(number.word):
            return False
        if not number.digits:
            return value > _SMALL_WORDS or after.absorbed or after.word in {"percent", "per", "out", "point", "seconds"}
        return not YEARS[0] <= value <= YEARS[1] or after.absorbed

    def has_baseline(self) -> bool:
        """Whether it compares what came of it with anything; "cut by 40%" and "down to 3 s" compare too."""
        if {word.stem for word in self.words} & _stems(_COMPARES):
            return True
        numbers = {word.sentence for word in self.words if word.values}
        if any(word.word in {"after", "now"} and word.sentence in numbers for word in self.words):
            return True
        changes = {word.sentence for word in self.words if word.stem in _stems(_CHANGES)}
        relative = any(
            after.values
            and (here.word in {"by", "from", "down", "up"} or (here.word == "to" and here.sentence in changes))
            for here, after in pairwise(self.words)
        )
        return (
            relative or any(word.times for word in self.words) or bool(self.pairs & {("used", "to"), ("at", "first")})
        )

    def has_failure(self) -> bool:
        """Whether anything went wrong on the way, or the candidate said that nothing did."""
        if {word.word for word in self.words} & _FAILS or self.pairs & _WENT_WRONG:
            return True
        turned = any(word.negated and word.word in {"work", "help", "scale", "hold", "converge"} for word in self.words)
        # "the problem" is mostly the task
        return turned or any(here not in _OF_TASK and after in _PROBLEMS for here, after in self.pairs)

    def has_decision(self) -> bool:
        """Whether it says what was chosen, or what was not."""
        turned = any(word.negated and word.word in _NOT_TAKEN for word in self.words)
        return turned or bool(self.pairs & _CHOSE) or bool({word.stem for word in self.words} & _stems(_DECIDES))


def told_by(text: str) -> Story:
    """The words of a text, as they are looked at."""
    words = tokens(text)
    return Story(text, words, frozenset((here.word, after.word) for here, after in pairwise(words)))


def never_did(text: str) -> bool:
    """Whether an answer begins by saying that the candidate never did such a thing, and tells of nothing else done."""
    first, *others = re.split(r"(?<=[.!?])\s", text.split("\n\n", 1)[0].strip())
    beginning = f"{first} {others[0]}" if others and len(first.split()) <= INTERJECTION else first
    return _NEVER.search(beginning) is not None and _DID.search(text) is None


class Missing(NamedTuple):
    """Something that a story should hold: ways to ask for it, what a good reply says, and whether a story holds it.

    In a long story it may have been said in words that are not known here: `openly` asks so that it is fair then too.
    """

    asks: tuple[str, ...]
    reply: str
    said: Callable[[Story], bool]
    openly: tuple[str, ...] = ()

    def ways(self, text: str, prompt: str = "") -> tuple[str, ...]:
        """The ways to ask for it after this story; openly too where the question itself had asked for it."""
        uncertain = len(text.split()) >= LONG_STORY or self.said(told_by(prompt))
        return self.openly if self.openly and uncertain else self.asks


PARTS = (
    Missing(
        ("What did you yourself do?", "Which part of that was yours?", "And what was your own part in it?"),
        "What they built, measured or decided themselves, apart from the team.",
        Story.has_own_part,
    ),
    Missing(
        (
            "Which number told you that?",
            "Which figure best shows how it went?",
            "In numbers, how did you know it worked?",
        ),
        "A figure with its unit, and on how many cases it rests.",
        Story.has_number,
    ),
    Missing(
        ("What went wrong on the way?", "Which part of it didn't work at first?"),
        "One failure with its cause, and what they changed because of it, or would change today.",
        Story.has_failure,
        ("What would you do differently today?", "What was the hardest part of it?"),
    ),
    Missing(
        ("What was it before?", "What did you compare it with?"),
        "The figure before, measured in the same way, or the simplest alternative.",
        Story.has_baseline,
        ("How do you know that you made things better?", "What would have happened if you'd done nothing?"),
    ),
    Missing(
        ("What did you decide against?", "What was the other option, and why not that one?"),
        "An alternative that was there, and the reason why it was not taken.",
        Story.has_decision,
        ("What other options did you look at?", "Which other way did you consider, and why not that one?"),
    ),
)


def missing(text: str) -> tuple[Missing, ...]:
    """What a story leaves out, in the order in which a panel would ask for it."""
    story = told_by(text)
    return tuple(part for part in PARTS if not part.said(story))
