"""Full stops that don't end a sentence: after an abbreviation, in a date or a version; in English and German."""

import re

_REACH = 24  # characters on each side that tell
_ALWAYS = re.compile(
    r"(?<![\w.])(?:e\.?g|i\.?e|vs|cf|approx|ca|resp|incl|excl|viz|Dr|Prof|Mr|Mrs|Ms|Messrs|Dipl|Ing|"
    r"bzw|vgl|ggf|evtl|sog|inkl|exkl|zzgl|insb|bspw|Mio|Mrd|z\.? ?B|d\.? ?h|u\.? ?a|v\.? ?a|o\.? ?ä|"
    r"u\.? ?U|i\.? ?d\.? ?R)\.$"
)
# with a number behind it
_OF_A_NUMBER = re.compile(
    r"(?<![\w.])(?:[Ff]igs?|Abb|[Ee]qs?|Sec|[Cc]h(?:ap)?|Kap|Nos?|Nr|[Vv]ol|Bd|pp?|S|Art|Abs|[Vv]er)\.$"
    r"|(?<![\w.])(?:[Vv]|[Vv]ersion )\d+\.$"
)
_NUMBER = re.compile(r"[ \u00a0]?\d")
# one letter of several: "z. B.", "i. d. R."
_ONE_LETTER, _ANOTHER = re.compile(r"(?<![\w.'’])[a-zäöü]\.$"), re.compile(r" ?[A-Za-zäöüÄÖÜ]\.")
_ORDINAL = re.compile(r"(?<![\w.,])\d{1,2}\.$")
_MONTH = re.compile(
    r" (?:(?:Januar|Februar|März|April|Mai|Juni?|Juli?|August|September|Oktober|November|Dezember|Jänner|"
    r"Jahrhunderts?|Jahrtausends?)\b|(?:Jan|Feb|Aug|Sept?|Okt|Nov|Dez|Jh)\.|\d{1,2}\.(?!\d))"
)
_MONTH_BEFORE = re.compile(r"(?<![\w.,])\d{1,2}\. ?\d{1,2}\.$")  # "am 3. 10. und danach"
_GERMAN_BEFORE = re.compile(
    r"(?<!\w)(?:der|die|das|dem|den|des|vom|zum|zur|im|beim|seit|bis|ab)\s+\d{1,2}\.$", re.IGNORECASE
)
_GOES_ON = re.compile(r" [a-zäöüß\d]")
_NOUN = re.compile(r" [A-ZÄÖÜ][a-zäöüß]")


def ends_nothing(text: str, end: int) -> bool:
    """Whether the full stop just before `end` belongs to its word: the sentence goes on after it."""
    before, after = text[max(0, end - _REACH) : end], text[end : end + _REACH]
    if not before.endswith("."):
        return False
    if _ALWAYS.search(before) or (_ONE_LETTER.search(before) and _ANOTHER.match(after)):
        return True
    if _OF_A_NUMBER.search(before) and _NUMBER.match(after):
        return True
    if _MONTH_BEFORE.search(before) and _GOES_ON.match(after):
        return True
    if not _ORDINAL.search(before):
        return False
    return bool(_MONTH.match(after) or (_GERMAN_BEFORE.search(before) and _NOUN.match(after)))
