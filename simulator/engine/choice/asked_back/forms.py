"""The forms by which questions back are told apart, and the replies to those about the interview itself."""

import re

CLAUSE = r"(?:^|[^\w\s'’]\s*|\b(?:and|or|but|so|sorry|then|also|well|ok|okay|mean|anyway) )"  # where one begins
LATER = "We'll come to that. Let's finish this one first."
TIME = "I'll tell you when time gets short. Just carry on."
MY_CHOICE = "I choose the subjects as we go along. Let's finish this one first."
AFTERWARDS = "I'd rather not say yet. We'll go through it once you've finished."
GET_HINT = "You can take a hint whenever you like."
LEAVE_IT = "You can skip it, and we'll go on with something else."
GUESSED = "Yes. Say where you're guessing."
AS_YOU_KNOW = "Yes. Say what you know, and where it ends."
IN_SHORT = "Yes. I'll ask if I want more."
OF_THE_ROLE = "Yes, as far as you can take it. Say where your own work ends."
OF_COURSE = "Of course, if it helps you."
FROM_MEMORY = "From memory, please. Say what you'd look up."
GO_ON = "Go on if you have more to say. Otherwise finish it there."
A_FEW_MINUTES = "A few minutes. I'll ask if I want more."
IN_WORDS = "Words will do. Write something down where it's shorter."


def any_of(*patterns: str) -> re.Pattern[str]:
    """One pattern of several, whatever the case."""
    return re.compile("|".join(patterns), re.IGNORECASE)


def sentences(text: str) -> list[str]:
    """The sentences of a text, with their marks."""
    return [sentence.strip() for sentence in re.split(r"(?<=[.?!])\s+|\n+", text) if sentence.strip()]


def asking(text: str) -> list[str]:
    """The sentences of a text that are questions, or all of it where none is."""
    return [sentence for sentence in sentences(text) if sentence.endswith("?")] or [text]


# how many there are, how large something is, or which share; not how to do it
FIGURE = any_of(
    r"\bhow (?:many|much|few|large|big|small|long|short|often|frequent(?:ly)?|fast|quick|slow|high|low|old)\b",
    r"\b(?:what|which)(?:['’]s| is| are| was)?(?: (?!kind|sort|would|should|do|does)[\w'’-]+){0,3}? "
    r"(?:share|per ?cent(?:age)?|fraction|proportion|ratio|rate|number|size|length|budget|price|cost|latency|"
    r"throughput|volume|accuracy|score|figures?)\b",
)

# what a candidate may do; `{who}` is who
_MAY = (
    r"(?:(?:can|could|may|might|shall|should) {who}|(?:is|would) (?:it|that)(?: be)? (?:ok|okay|fine|all ?right|enough)"
    r"(?: for you)? (?:if {who}|to)|do you mind if {who}|am i allowed to|(?:do|must) {who}(?: (?:have|need) to)?)"
    r"(?: (?:also|just|maybe|perhaps|please|rather|instead|simply|first|then))*"
)
I_MAY, WE_MAY = _MAY.format(who="i"), _MAY.format(who="(?:i|we)")

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
            rf"{CLAUSE}how (?:much time|long|many minutes) (?:do|have) i (?:still )?(?:have|got)\W*$",
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
    (
        any_of(
            rf"{CLAUSE}{I_MAY}(?: only)? (?:(?:make|take|give)(?: you)? )?(?:(?:a|an|my|best|rough|wild|educated) )*"
            r"(?:guess(?:ing)?|estimate)\W*$",
            r"\bis (?:an? |my )?(?:(?:best|rough|wild|educated) )?(?:guess|estimate|guessing) (?:ok|okay|fine|enough|"
            r"all ?right|good enough|allowed)\b",
        ),
        GUESSED,
    ),
    (
        any_of(
            r"\b(?:ok|okay|fine|all ?right|problem|bad)\b[^?.!]{0,12} if i (?:do not|don['’]t|can['’]t|cannot|am not|"
            r"['’]?m not|haven['’]t|have never|never|forgot|forget)\b[^?.!]{0,24}\b(?:know|knew|remember|recall|sure|"
            r"certain|worked|used|done|heard|names?|all of (?:them|it))\b",
        ),
        AS_YOU_KNOW,
    ),
    (
        any_of(
            rf"{CLAUSE}{I_MAY}(?: only)? (?:(?:give|say|sketch|tell|describe|explain|do|answer|keep|stay)(?: you)? )?"
            r"(?:(?:it|this|that|only|just|the|an?|in|at|to|rough|short|quick|very) )*(?:gist|big picture|main (?:idea|"
            r"point)s?|idea|overview|outline|intuition|high[- ]level|broad terms|roughly|briefly|short)\W*$",
            r"\b(?:is|are|would|will) (?:one|two|three|an?|a few|some)(?: \w+)? (?:examples?|sentences?|words|names?|"
            r"bullets?|sketch)(?: (?:each|of each|for each|be|do))* (?:enough|fine|ok|okay|all ?right)\b",
        ),
        IN_SHORT,
    ),
    (
        any_of(
            r"\byou (?:really )?(?:want|expect|need|ask)\b[^?.!]{0,24}\b(?:from|of) (?:an?|me|my|someone|people)\b"
            r"[^?.!]{0,40}\b(?:engineers?|scientists?|developers?|researchers?|role|level|junior|senior|background)\b",
            rf"{CLAUSE}(?:is|isn['’]t|does) (?:this|that|it)(?: question)? (?:(?:really|even|something|part|meant|"
            r"expected|relevant|needed|belong|to) )+(?:for|of|in|by|from) (?:the|my|this|an?) [^?.!]{0,30}\b(?:role|"
            r"job|level|position|engineer|scientist|interview)\b",
            rf"{CLAUSE}(?:must|should|does|would|do) (?:an? |the )?[^?.!]{{0,24}}\b(?:engineers?|scientists?|"
            r"developers?|juniors?|seniors?|i)\b (?:really )?(?:(?:need|have) to )?know (?:this|that|it|such)\b",
        ),
        OF_THE_ROLE,
    ),
    (
        any_of(
            rf"{CLAUSE}{I_MAY} (?:take|make|use|write|jot|draw|have)(?: down)? (?:(?:some|a few|my|an?|down|the) )*"
            r"(?:notes?|pen|pencil|whiteboard|calculator|sketch|diagram)\b",
        ),
        OF_COURSE,
    ),
    (
        any_of(
            rf"{CLAUSE}{I_MAY} (?:look (?:it|this|that|them|things?|something|anything) up|look up|google|"
            r"use (?:google|the (?:internet|web|docs|documentation))|search (?:the (?:web|internet)|online))\b",
        ),
        FROM_MEMORY,
    ),
    (
        any_of(
            rf"{CLAUSE}(?:(?:shall|should|may|can|must) i|(?:do|would) you (?:want|like) me to) (?:go on|continue|"
            r"keep going|carry on|stop(?: (?:here|there))?|say more|go further)(?:,? or\b[^?]{1,40})?\W*$",
        ),
        GO_ON,
    ),
    (
        any_of(
            r"\bhow (?:long|much time|many minutes) (?:should|shall|must|may|can|do) i (?:take|spend|need|plan|use)\b",
            r"\bhow (?:long|much time|many minutes) (?:do|would) you (?:want|like) (?:me|this|it|the answer) to\b",
        ),
        A_FEW_MINUTES,
    ),
    (
        any_of(
            r"\bis (?:any |real |actual )?(?:pseudo-?)?code (?:wanted|needed|expected|required|necessary)\b",
            rf"{CLAUSE}(?:(?:do|would) you (?:want|expect|need|like)(?: me to write| to see)?|(?:should|shall|must) i "
            r"write|do i (?:need|have) to write) (?:any |the |some |real |actual |also )*(?:pseudo-?)?code"
            r"(?: (?:here|too|as well|for (?:this|that|it)|or (?:just|only|is it|do i)[^?]{1,30}))?\W*$",
            r"\b(?:mean(?:ing|s)?|so|with) (?:no|without) (?:formula[es]?|maths?|equations?|code)\b",
        ),
        IN_WORDS,
    ),
)


def of_the_interview(asks: str) -> tuple[str, str]:
    """The reply to what is asked about the interview itself, empty if nothing is, and what else is asked."""
    questions = asking(asks)
    replies = [next((said for form, said in _OF_THE_INTERVIEW if form.search(one)), "") for one in questions]
    rest = [one for one, reply in zip(questions, replies, strict=True) if not reply]
    return " ".join(dict.fromkeys(filter(None, replies))), " ".join(rest)
