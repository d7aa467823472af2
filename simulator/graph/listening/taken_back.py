"""Whether somebody takes back what they have just said: "no, sorry, that's wrong: it's the other way round"."""

import re
from functools import lru_cache

from simulator.graph.listening.full_stops import ends_nothing

NEXT_SENTENCES = 2  # sentences after a claim in which it's taken back, short ones such as "Hm, no." among them
NEXT_CHARACTERS = 240  # characters of them
_END = re.compile(r"[.!?]+(?=\s|$)|\n+")
_DENIES = (
    r"(?:not\s(?:(?:fully|entirely|completely|really)\s)?(?:right|true|correct|what\si\smeant|quite)"
    r"|wrong|incorrect|backwards|nonsense|rubbish|a\smistake)"
)
_BEGINS = r"(?:maybe|perhaps|no|oh|wait|sorry|hang on|hold on|hm+|ah|actually|well|but|and|in fact|on second thoughts?)"
_TAKES_BACK = re.compile(
    r"\b(?:(?:scratch|strike) that\b(?! the)|(?:scratch|strike|forget|ignore|cancel) what i (?:just )?said)"
    # "the model can ignore that padding" takes nothing back
    rf"|(?:[.!?…–—,;:]\s?|\n|\b(?:no|wait|sorry|actually)\b[,.… ]+)(?:{_BEGINS}[,.… ]+)*"
    r"(?:(?:please|just|let['’]s) )*(?:forget|ignore|cancel) that\b(?! the)"
    r"|\bi (?:take (?:that|it) back|misspoke|stand corrected|"
    r"(?:meant|mean) (?:to say )?the (?:opposite|other way|reverse)|"
    r"(?:mixed|muddled|got) (?:that|it|them|those|these|the two|this) (?:mixed )?(?:up|wrong|backwards|"
    r"the wrong way (?:a)?round)|said (?:that|it) (?:wrong|backwards|the wrong way (?:a)?round))\b"
    r"|\blet me correct (?:that|this|it|myself)\b|(?:^|[.!?…–—]\s|\n)\s*correction[:,]|\bmy (?:mistake|bad)\b"
    rf"|(?:[.!?…–—]\s?(?:{_BEGINS}[,.… ]+)*|[,;:-] ?(?:{_BEGINS}[,.… ]+)+)"
    r"(?:that['’]?s|that is|this is|that was|i['’]?m|i was)\s+"
    rf"(?:just |plainly |actually |all |completely )?{_DENIES}\b(?!-)"
    rf"|\b(?:no|wait|sorry|actually|hang on|hold on)\b[,.… ]+(?:(?:{_BEGINS}|i mean|it['’]?s|it is|that['’]?s)[,.… ]+)*"
    r"(?:exactly |just |quite )?the (?:other way (?:a)?round|opposite|reverse)\b",
    re.IGNORECASE,
)


# begins a sentence: "if I was wrong" and "it is wrong to think so" give nothing up
_GIVES_UP = re.compile(
    r"(?:^|[.!?…–—,;:]\s|\n)\s*"
    r"(?:(?:ah|and|but|fair(?: enough)?|hm+|no|oh|ok|okay|right|so|then|true|well|yes|yeah)[,.… ]+)*"
    r"(?:i (?:was|am) wrong(?!-)|i['’]m wrong(?!-)|i stand corrected|i change my mind"
    r"|i(?: do|['’]d| would|['’]ll|['’]ve| have)? (?:withdraw|retract|overstated|overclaimed|exaggerated|misspoke)"
    r"|i(?:['’]d| would|['’]ll)? (?:take|took) (?:that|it|this)(?: one| bit| part)? back"
    r"|(?:that|it|what i said) was (?:(?:too|plainly|just|simply) )?(?:wrong|too strong|too sweeping"
    r"|an? (?:overstatement|exaggeration|mistake))(?! (?:in|to)\b)"
    r"|i (?:shouldn['’]t|should not) have said that"
    r"|you(?:['’]?re| are) right(?=\s*(?:[.,!;]|$|that\b|there\b|about\b)))\b(?! if\b)",
    re.IGNORECASE,
)


@lru_cache(maxsize=512)
def is_given_up(text: str, start: int = 0) -> bool:
    """Whether what was claimed before `start` is given up from there on: "okay, I was wrong", "no, I overstated it"."""
    return _GIVES_UP.search(text, start) is not None


@lru_cache(maxsize=512)  # marks, score and report ask for the same words of an interview again and again
def is_taken_back(text: str, start: int, end: int) -> bool:
    """Whether a claim from `start` to `end` is withdrawn: at its own end, in its sentence or in the next."""
    after = text[end : end + NEXT_CHARACTERS]
    ends = [found.end() for found in _END.finditer(after) if not ends_nothing(after, found.end())]
    reach = ends[NEXT_SENTENCES] if len(ends) > NEXT_SENTENCES else len(after)
    return _TAKES_BACK.search(text, start, end + reach) is not None
