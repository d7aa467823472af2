"""Every rule by name, what it asks for, and the numbers behind it. `docs/graph-format.md` lists the same rules."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from simulator.graph.text import length_in_words

Severity = Literal["error", "warning"]
Faults = Iterator[tuple[str, str, str]]  # of one question: the rule, the key and the message

ERRORS: Mapping[str, str] = {
    "folder": "The folder is a graph whose files can be read.",
    "encoding": "Files are UTF-8.",
    "toml": "Files are valid TOML.",
    "unknown-key": "There are no unknown tables and keys.",
    "missing-key": "Required keys are there.",
    "type": "Values have the right type.",
    "value": "Values lie within their bounds and agree with each other, and no required text is empty.",
    "size": "No text is longer than 50,000 characters.",
    "duplicate-id": "Ids are unique: of a kind in the graph, of questions and checks together, of points in a rubric.",
    "unknown-reference": "Whatever is named exists.",
    "cycle": "No concept rests on itself, directly or not.",
    "tier-falls": "min_tier never falls along a prerequisite edge.",
    "redundant-edge": "No prerequisite is implied by another one.",
    "tier-out-of-range": "A question or check lies within the tiers of its primary concept.",
    "loose-probe": "A gap probe names the point that it asks for.",
    "cue": "A cue has words in every alternative, and at most six parts.",
    "duplicate-prompt": "No two questions have the same prompt.",
    "missing-concept": "There is a concept.",
    "missing-question": "There is a question, so that an interview can ask one.",
    "missing-role": "There is a role, so that an interview can start.",
    "calibration": "calibration.toml was made for these concepts, and its numbers can be reckoned with.",
}
WARNINGS: Mapping[str, str] = {
    "control-character": "Texts hold no control characters and none that reorder text.",
    "stray-file": "There are no TOML files that nothing reads.",
    "folder-name": "The folder is called as the id says, by which sessions name the graph.",
    "empty-area": "Every area has a concept.",
    "missing-definition": "Every concept has a definition.",
    "thin-concept": "Every concept has at least three questions.",
    "tier-spread": "A concept's questions cover both ends of its tiers and something between them.",
    "secondary-above-tier": "Secondary concepts begin at or below the question's tier.",
    "prompt-length": "A prompt has at most 60 words, code left out; for a task 100.",
    "prompt-asks": "A prompt puts at most three questions, quoted ones left out.",
    "missing-answer": "There is a reference answer.",
    "answer-length": "The answer has 80-150 words at tier 1, 150-250 at 2 and 3, 200-350 at 4 and 5, 400-600 at 6, "
    "and 50-250 for a task, code left out.",
    "missing-gist": "There is a gist.",
    "gist-length": "The gist has at most 45 words.",
    "say-length": "An aim, and the sentence to say for a point or a check, has at most 28 words.",
    "missing-exemplar": "Tiers 5 and 6 have an exemplar.",
    "missing-anchors": "An experience question has an anchor for each verdict.",
    "hints-count": "There are two or three hints.",
    "mistakes-count": "There are two to four mistakes.",
    "clarifications-count": "Tiers 3, 4 and 6 have two to six clarifications.",
    "missing-source": "There is a source.",
    "loose-source": "A source can be found: by arXiv id, by address, or by authors and year.",
    "missing-stages": "A design question has stages.",
    "stage-minutes": "The stages take as long as the question.",
    "twists-count": "A design question has two twists.",
    "missing-rubric": "There is a rubric.",
    "point-count": "The rubric has 3-4 points at tier 1, 4-6 at 2 and 3, 5-7 at 4 and 5, 6-9 at 6; for a task 3-6.",
    "critical-count": "One or two points are critical.",
    "missing-beyond": "At least one point goes beyond the answer.",
    "heavy-point": "No point has more than 40% of the weight.",
    "critical-beyond": "No point is both critical and beyond.",
    "light-critical": "A critical point weighs 2 or 3.",
    "vague-point": "No point merely mentions or discusses something.",
    "given-away": "Prompt and aim do not hold the words of a critical point, nor hint, probe or its aim those of any.",
    "probes-count": "One to three probes are drills or challenges.",
    "by-probe": "At most three points wait for a follow-up (by_probe), with at most 40% of the weight that is not "
    "beyond; each has a gap probe of its own, which blames nobody, and none is critical or beyond.",
    "missing-probe": "Every critical point and every point of weight 3 has a gap probe.",
    "missing-cues": "Every point has cues.",
    "cue-in-prompt": "No cue is heard in the prompt.",
    "same-cues": "No two points of a question are always heard together.",
    "missing-challenge": "A mistake that has cues has a challenge.",
    "untold-figure": "No point, probe or challenge rests on a figure that stands only in a clarification.",
    "task-code": "The starter and the answer of a task are valid Python that defines its entry.",
    "task-cases": "A task shows one to five cases, and keeps five or more back.",
    "task-twist": "A task has a twist with cases.",
    "task-talk": "A task asks something about the code.",
    "missing-tolerance": "A number check has a tolerance or a factor.",
    "loose-count": "A count below 1,000 does not take its neighbours: what is counted has no tolerance.",
    "options-count": "A choice check has four options.",
    "missing-why": "A check says why its answer is right.",
    "guessable": "The right option cannot be guessed from its place or its length.",
    "markdown": "A terminal can show the Markdown: no images, tables, HTML, LaTeX, deep lists, footnotes.",
    "open-fence": "Code fences are closed.",
    "wide-code": "Lines of code have at most 76 columns.",
    "markup-in-plain-text": "Only prompt and answer are Markdown.",
    "stale": "With --today: what is dated by `as_of` is not older than twelve months.",
    "near-duplicate": "No two prompts, and no two points, say nearly the same.",
}


SEVERITIES: Mapping[str, Severity] = {**dict.fromkeys(ERRORS, "error"), **dict.fromkeys(WARNINGS, "warning")}
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,}).*?(?:^[ \t]*\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)


class Standard(msgspec.Struct, frozen=True):
    """How many points a rubric and words an answer should have at one tier, both ends included."""

    points: tuple[int, int]
    answer: tuple[int, int]
    clarifications: bool = False
    exemplar: bool = False


STANDARDS: Mapping[int, Standard] = {
    1: Standard((3, 4), (80, 150)),
    2: Standard((4, 6), (150, 250)),
    3: Standard((4, 6), (150, 250), clarifications=True),
    4: Standard((5, 7), (200, 350), clarifications=True),
    5: Standard((5, 7), (200, 350), exemplar=True),
    6: Standard((6, 9), (400, 600), clarifications=True, exemplar=True),
}
PROMPT_WORDS = 60
PROMPT_ASKS = 3  # nobody keeps a fourth in mind; probes are there for it
TASK_PROMPT_WORDS = 100  # it holds the contract that the cases rest on
TASK_ANSWER, TASK_POINTS = (50, 250), (3, 6)
SHOWN_CASES, KEPT_CASES = 5, 5
GIST_WORDS = 45
SAY_WORDS = 28
FOLLOW_UP_AIM_WORDS = 44  # it says what hangs on the follow-up and what of it is wanted, and stands alone
HINTS = (2, 3)
STALE_MONTHS = 12
OPEN_PROBES = (1, 3)
MISTAKES = (2, 4)
CLARIFICATIONS = (2, 6)
TWISTS = 2
CRITICAL = (1, 2)
HEAVIEST_SHARE = 0.4
BY_PROBE, BY_PROBE_SHARE = 3, 0.4  # at most, of the points of a question and of the weight that is not beyond
QUESTIONS_PER_CONCEPT = 3


def spoken_words(text: str) -> int:
    """The number of words outside code fences."""
    return length_in_words(without_fences(text))


def without_fences(text: str) -> str:
    """The text without its code fences."""
    return _FENCE.sub("\n", text)


def fences(text: str) -> list[str]:
    """The code fences of a Markdown text, each with its delimiters."""
    return [match[0] for match in _FENCE.finditer(text)]


def answer_code(answer: str) -> str:
    """The code that the answer of a task ends in; empty if there is none."""
    python = [fence for fence in fences(answer) if fence.lstrip("`~").startswith("python")]
    return "\n".join(python[-1].strip().splitlines()[1:-1]) + "\n" if python else ""


def span(bounds: tuple[int, int]) -> str:
    """Two bounds as words: `2 to 4`."""
    return f"{bounds[0]} to {bounds[1]}"
