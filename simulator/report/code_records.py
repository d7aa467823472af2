"""The records of code: the runs of a task, what its cases say, and what all tasks together say of the code round."""

from typing import Literal

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
