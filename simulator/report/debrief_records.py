"""The records of the debrief, the first page of a report, and of code: runs, cases, and the word for the code round."""

from typing import Literal

from simulator.engine.scoring import Verdict
from simulator.report.concept_records import Result

CodeGrade = Literal["none", "shown only", "most", "all"]
GRADES: tuple[CodeGrade, ...] = ("none", "shown only", "most", "all")  # by rank


class CodeRun(Result, frozen=True):
    """One run of a task's code, in the `stage` code or twist; `kept` says that it was handed in.

    Until the reveal `passed`, `failed` and `faults` hold the shown cases alone, and it isn't said how a run with the
    cases kept back `ended`. `seconds` is what the run took. `pasted` says that most of the code came in one go.
    """

    stage: str
    kept: bool
    passed: tuple[str, ...]
    failed: tuple[str, ...]
    faults: dict[str, str]
    seconds: float
    ended: str
    pasted: bool
    code: str


class CodeResult(Result, frozen=True):
    """The code of a task: how many of its `cases` `passed` when it was handed in, of which so many were `kept` back.

    `counts` says it in words, before the twist and after it where that differs. `grade` is what the verdict rests on,
    None until the reveal and where nothing was handed in. `starter` is the code that it started from, `text` as it was
    handed in last; `runs` are all, oldest first.
    """

    grade: CodeGrade | None
    passed: int
    cases: int
    kept: int
    counts: str
    starter: str
    text: str
    runs: tuple[CodeRun, ...] = ()


RoundWord = Literal["too little to say", "holds so far", "falls short so far"]
RoundVerdict = Literal["too little to say", "falls short so far", "leaning not yet", "leaning yes", "holds so far"]


class CodeRound(Result, frozen=True):
    """What the `tasks` handed in, here and in earlier sessions, say of the code round at a level; no talk counts.

    `chance` is that of passing more than half of such tasks. So many were `held`: most of their cases passed, or all.
    `verdict` is the word, or which way it leans. `headline` says that much, `facts` how the cases went by tier, and
    `sentence` both.
    """

    tasks: int
    chance: float
    word: RoundWord
    sentence: str
    held: int
    verdict: RoundVerdict
    headline: str
    facts: str


Word = Literal["", "not yet", "leaning not yet", "leaning yes", "yes"]
WORDS: tuple[Word, ...] = ("not yet", "leaning not yet", "leaning yes", "yes")  # from low to high
ONLY_JUST = "barely leaning yes"  # said of a level that leans so by less than an even chance


def said_as(word: str, *, undecided: bool) -> str:
    """A word of the scale as it's said: one level has the same words, whichever was chosen."""
    return ONLY_JUST if undecided else word


FIRMLY = "Another hour of the same would hardly change this"


class LevelWord(Result, frozen=True):
    """The recommendation at one level: a seniority and its tier; `word` is empty where nothing may be said.

    `lacks` says of a level above that leans towards yes which hard answers a yes there still needs, if any. It is
    `undecided` where it leans to yes by less than an even chance: people take "leaning yes" for more than that.
    """

    level: str
    tier: int
    word: Word
    lacks: str = ""
    undecided: bool = False

    @property
    def said(self) -> str:
        """The word as it's said."""
        return said_as(self.word, undecided=self.undecided)


class Strength(Result, frozen=True):
    """What spoke for the candidate, with the `positions` of the answers that show it.

    `quote` are their own words; where there is no text (`quoted` is false) it is the point in the words of the rubric,
    or with `by_cases` what the cases of a task say, which nobody has marked.
    One position is one moment, and is worded as such. `point` is what a quotation says, in the words of the rubric.
    """

    title: str
    quote: str
    positions: tuple[int, ...]
    quoted: bool = True
    by_cases: bool = False
    point: str = ""


class OtherShortfall(Result, frozen=True):
    """What another answer of a concern lacked, by its subject: in plain words, some of it said if it was `in_part`."""

    topic: str
    lacked: str
    in_part: bool = False


class Concern(Result, frozen=True):
    """What spoke against the candidate, with the `positions` of the answers that show it.

    `fails` are the cases that failed the code of a task, with the reasons, the first few of them.
    `said` is a known mistake in their words, and `claim`, for some, the same in those of the graph; `reached` is how
    far they got with what they only half made, or, if `astray`, what they said near a must-have that they marked as
    missing; `say` is one sentence to say instead, and `lacked` in plain words what is still to say where there is no
    such sentence, of which some was said if it was there `in_part`.
    Each may be empty. A `minor` one is about answers that were good, and is no reason against anybody. The advice is
    for one answer: `others` say what the rest of several lacked. `verdict` is their lowest, None for checks, and for
    what several good answers have in common.
    """

    title: str
    said: str
    say: str
    positions: tuple[int, ...]
    reached: str = ""
    lacked: str = ""
    in_part: bool = False
    minor: bool = False
    fails: str = ""
    others: tuple[OtherShortfall, ...] = ()
    verdict: Verdict | None = None
    astray: bool = False
    claim: str = ""


class AdvertArea(Result, frozen=True):
    """An area that a job advert asks for, in so many `of_hundred` questions, and what was shown of it.

    `answers` counts those with a score, `solid` those of them that didn't fall short, `checks_right` the right ones of
    its `checks`; `asked` says that something was, `own_work` that a story of one's own work was, which counts for no
    area.
    """

    area: str
    title: str
    of_hundred: int
    answers: int
    solid: int
    checks: int
    asked: bool
    own_work: bool = False
    checks_right: int = 0


class HeardResult(Result, frozen=True):
    """How the marks go with what was heard, in the `answers` that were read; `unread` are those that could not be.

    Of the points marked as `met` so many were `unheard`. `chance` is the share of honest people with as many or more,
    0 to 1; where it is small, `sentence` says so.
    """

    answers: int
    unread: int
    met: int
    unheard: int
    chance: float
    sentence: str = ""


class Recommendation(Result, frozen=True):
    """What a panel would recommend at the level that was chosen, and what it rests on.

    It is `undecided` as a level beside it may be (`LevelWord`), and said alike. `why` is a sentence or more where the
    word is held back or missing; `contradicted` says that it is the headline.
    `for_role` is the word at the role's own target, with its level in `role_level`, where that's higher; it may be
    undecided (`LevelWord`). `neighbours` are the levels beside the chosen one. `basis` says what it rests on, and how
    far another hour could move it; where it hardly could, the word is `firm`, and the basis ends with `FIRMLY` and what
    has no answer yet; without `could_rise` it could only bring the word down. `unasked` are the heaviest areas of the
    role that the interview did not get to, by title. `changes` are what would change the panel's mind; `manner` is one
    line on how the candidate interviews, which no level rests on. `over_all` is the word by all interviews together, as
    it's said, where this one alone has too few answers. `code_round` is what tasks say of the round in which code
    is written, None where none was handed in; `by_code` says that nothing else was answered, so that it is the
    headline. `advert` says what a job advert asks most about; `unasked_by_advert` that it is the one that asks for
    all of `unasked`; `advert_areas` are all areas that it asks for, the most first, and `advert_unmet` what it
    names and nothing that was asked spoke of. `no_code` says that the role writes code and that none was asked for.
    """

    level: str
    tier: int
    word: Word
    why: str = ""
    for_role: Word = ""
    for_role_undecided: bool = False
    role_level: str = ""
    neighbours: tuple[LevelWord, ...] = ()
    basis: str = ""
    strengths: tuple[Strength, ...] = ()
    concerns: tuple[Concern, ...] = ()
    changes: tuple[str, ...] = ()
    manner: str = ""
    contradicted: bool = False
    unasked: tuple[str, ...] = ()
    over_all: str = ""
    code_round: CodeRound | None = None
    advert: str = ""
    unasked_by_advert: bool = False
    advert_areas: tuple[AdvertArea, ...] = ()
    advert_unmet: tuple[str, ...] = ()
    by_code: bool = False
    no_code: bool = False
    firm: bool = False
    could_rise: bool = True
    undecided: bool = False

    @property
    def said(self) -> str:
        """The word as it's said."""
        return said_as(self.word, undecided=self.undecided)

    @property
    def said_for_role(self) -> str:
        """The word at the role's own target, as it's said."""
        return said_as(self.for_role, undecided=self.for_role_undecided)
