"""The forms by which questions back are told apart, and what is said to those about the interview itself."""

import re

CLAUSE = r"(?:^|[^\w\s'’]\s*|\b(?:and|or|but|so|sorry|then|also|well|ok|okay|mean|anyway) )"  # where one begins
LATER = "We'll come to that. Let's finish this one first."
TIME = "I'll tell you when time gets short. Just carry on."
MY_CHOICE = "I choose the subjects as we go along. Let's finish this one first."
AFTERWARDS = "I'd rather not say yet. We'll go through it once you've finished."
GET_HINT = "You can take a hint whenever you like."
LEAVE_IT = "You can skip it, and we'll go on with something else."


def any_of(*patterns: str) -> re.Pattern[str]:
    """One pattern of several, whatever the case."""
    return re.compile("|".join(patterns), re.IGNORECASE)


def sentences(text: str) -> list[str]:
    """The sentences of a text, with their marks."""
    return [sentence.strip() for sentence in re.split(r"(?<=[.?!])\s+|\n+", text) if sentence.strip()]


# how many there are, how large something is, or which share; not how to do it
FIGURE = any_of(
    r"\bhow (?:many|much|few|large|big|small|long|short|often|frequent(?:ly)?|fast|quick|slow|high|low|old)\b",
    r"\b(?:what|which)(?:['’]s| is| are| was)?(?: (?!kind|sort|would|should|do|does)[\w'’-]+){0,3}? "
    r"(?:share|per ?cent(?:age)?|fraction|proportion|ratio|rate|number|size|length|budget|price|cost|latency|"
    r"throughput|volume|accuracy|score|figures?)\b",
)

# of the interview itself, which is no part of any case: what it asks for, and what is said to it
_OF_THE_INTERVIEW = (
    (
        any_of(
            r"\b(?:time|room|chance|moment)\b[^?.!]{0,24}\b(?:my|own) (?:own )?questions\b",
            r"\b(?:can|may|could|will|shall|do) i\b[^?.!]{0,24}\bask (?:you )?(?:(?:some|my|a few) )?"
            r"(?:(?:own )?questions|something)\b[^?.!]{0,20}\b(?:at the end|later|afterwards?|too)\b",
        ),
        LATER,
    ),
    (
        any_of(
            rf"{CLAUSE}how (?:much|long|many minutes)(?: time)? (?:do|have|did) (?:i|we) (?:still )?(?:have|got)?"
            r"(?: left| for (?:this|that|it|the (?:answer|question)))+\W*$",
            rf"{CLAUSE}(?:do|have) (?:i|we) (?:still )?(?:have|got)? ?(?:enough |any |some )?time (?:left|for this)\b",
            rf"{CLAUSE}(?:are|is) (?:we|the time|my time) (?:nearly |almost )?(?:over|up|out of time|running late)\b",
        ),
        TIME,
    ),
    (
        any_of(
            rf"{CLAUSE}(?:should|shall|must|do)(?:n['’]t)? we (?:(?:not|rather|also|maybe|really) )+"
            r"(?:talk|speak) (?:about|of|on)\b",
            rf"{CLAUSE}(?:will|wo)(?:n['’]t)? you (?:\w+ )?ask (?:me |more )?(?:\w+ )?(?:about|on)\b",
            rf"{CLAUSE}will there (?:also )?be (?:\w+ )?questions (?:about|on)\b",
            rf"{CLAUSE}(?:can|could|may|shall) (?:we|you)(?: please)? (?:change|switch|move|go|talk)"
            r"(?: (?:on|over|to|about|with))*(?: (?:the|an?|another|different|some|other))*"
            r" (?:subject|topic|question|area|something else)\W*$",
        ),
        MY_CHOICE,
    ),
    (
        any_of(
            # "I'd assume FP16, is that right?" asks for a reading
            rf"{CLAUSE}(?:was|were|is(?= my| what)) (?:that|this|it|my answer|what i (?:said|wrote))"
            r" (?:right|correct|enough|ok|okay|good)\W*$",
            rf"{CLAUSE}(?:is|was) (?:that|this|it) what you (?:wanted|expected|had in mind|meant)(?: to hear)?\W*$",
            r"\bam i on the right track\b|\bhow (?:am i doing|did i do|was (?:that|my answer|i))\b",
        ),
        AFTERWARDS,
    ),
    (any_of(r"\b(?:me|i|us|we)\b[^?.!]{0,20}\b(?:hint|clue|tip)\W*(?:please\W*)?$|^\W*(?:a )?hint\W*$"), GET_HINT),
    (
        any_of(
            rf"{CLAUSE}(?:can|could|may|shall) (?:i|we) (?:please )?(?:skip|pass on) (?:this|that|it|the)"
            r"(?: one| question)?\W*$",
        ),
        LEAVE_IT,
    ),
)


def of_the_interview(asks: str) -> tuple[str, str]:
    """What is said to what is asked about the interview itself, empty if nothing is, and what else is asked."""
    asking = [sentence for sentence in sentences(asks) if sentence.endswith("?")] or [asks]
    replies = [next((said for form, said in _OF_THE_INTERVIEW if form.search(one)), "") for one in asking]
    rest = [one for one, reply in zip(asking, replies, strict=True) if not reply]
    return " ".join(dict.fromkeys(filter(None, replies))), " ".join(rest)
