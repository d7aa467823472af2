"""Whether somebody takes back what they have just said: "no, sorry, that's wrong: it's the other way round"."""

import re
from functools import lru_cache

from simulator.graph.listening.full_stops import ends_nothing
from simulator.graph.listening.words import NEGATIONS, stems, tokens

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


# a sentence that draws a conclusion, or allows for something: "so it isn't smaller", "ok, not really objective"
_CONCLUDES = re.compile(
    r"\W*(?:(?:ah|hm+|oh|no|yes|yeah|well|and|but|you['’]re right)[,.… ]+)*(?:so|ok|okay|right|fair|true|then)\b",
    re.IGNORECASE,
)
# said of what somebody asks about, it gives that up
_ADMITS = re.compile(
    r"\b(?:i (?:mixed|muddled|got) (?:that|it|them|those|this) (?:up|wrong)|i(?:['’]ve| have)? missed that"
    r"|i(?:['’]ll| will|['’]d)? correct (?:that|myself|it)|i (?:was|went) (?:\w+ )?too (?:quick|fast|far|sure)"
    r"|i (?:put|said) (?:it|that|this) (?:\w+ )?too (?:strong|strongly|broadly|simply)"
    r"|i (?:didn['’]?t think of|hadn['’]?t (?:thought of|considered))"
    r"|you(?:['’]ve| have)? (?:caught|got) me)\b"
    r"|(?:^|[.!?]\s)\W*(?:i )?(?:take|took) (?:(?:that|it|this) )?back\b",
    re.IGNORECASE,
)
_WORD_TOO_STRONG = re.compile(
    r"([\w'’]+)[\"”'’]? was (?:\w+ )?"
    r"(?:too (?:strong|much|sweeping|broad|quick|simple|absolute)|imprudent|hasty|careless|sloppy)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?;\n]+")


@lru_cache(maxsize=512)
def concedes(quote: str, reply: str) -> bool:
    """Whether a reply gives up the words that were asked about: it says so, or concludes that they don't hold.

    It concludes so where a sentence denies something of them which they don't deny themselves.
    """
    said = {token.word for token in tokens(quote)}
    if is_given_up(reply) or _ADMITS.search(reply):
        return True
    if any(found[1].lower().strip("'’") in said for found in _WORD_TOO_STRONG.finditer(reply)):
        return True
    if not said.isdisjoint(NEGATIONS):
        return False
    told = stems(quote)
    concluded = [piece[0] for piece in _SENTENCE.finditer(reply) if _CONCLUDES.match(piece[0])]
    return any(told & {token.stem for token in tokens(sentence) if token.negated} for sentence in concluded)


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
