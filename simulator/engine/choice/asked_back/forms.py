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
AT_THE_END = "That has its place at the end, when I ask what you'd like to ask us. Let's finish this one first."
ONLY_ASKS = "I only ask the questions here. Keep yours for the people you'll meet."  # where no such end comes
MISHEARD_YOU = "Sorry, I may have misheard you. Say in your reply what you did mean, or leave this one."
YOUR_WORDS = "Sorry, I may have misheard you. Your answer is what counts, in your own words."  # at no follow-up
MAY_BELONG = "If something's wrong there, say what: that may well be part of your answer."
LEFT_OUT = "You can leave a part out. Say which, and go on with the rest."


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

# asks for the reason of what's asked, by the whole of a sentence; and to leave it, at the end of one
_BEFORE_WHY = (
    r"(?:(?:sorry|pardon|excuse me|hm+|well|ok(?:ay)?|and|but|so)[,.?]? )*(?:[^.?!\n]{1,80}[,;:–—-] ?)?"
    r"(?:(?:can|could|may) (?:i|you) (?:ask|say|tell me) )?"
)
_POST = (
    r"(?:me\b|(?:the|this|my|an?|your|our) (?:[\w'’-]+ )?(?:role|job|post|position|level|interview|advert|vacancy)\b)"
)
_THIS = r"(?:(?:this|that|such an?|your)(?: question)?|it|these|those)"
_ANY = rf"(?:{_THIS}|[\w'’-]+(?: [\w'’-]+){{0,2}})"
ASKS_WHY = re.compile(
    rf"{_BEFORE_WHY}(?:"
    r"(?:why (?:do|are|did|would) you (?:even |still )?(?:ask(?:ing)?|want to know)|why you(?:['’]re|"
    r" are)? ask(?:ing)?|"
    r"why ask(?: me)? (?:this|that|about)|why (?:is|was|am|are) (?:this|that|it|i|we) (?:being )?asked|"
    r"why (?:this|that|such an?) question)\b(?! (?:for|whether|if)\b)"
    rf"|why (?:is|are|was|would|should) (?:{_THIS} (?:be )?(?:\w+ )?relevant\b"
    rf"|{_ANY} (?:be )?(?:relevant|needed|important|of interest|interesting|part of it) (?:to|for|in) {_POST})"
    rf"|(?:how|in what way|what makes)?(?:is|are| is| are|) ?{_ANY} (?:\w+ )?relevant (?:to|for|in) {_POST}"
    rf"|(?:how|why|in what way) (?:does|do|would) {_ANY} (?:matter|count|belong|relate|fit|apply)"
    rf" (?:to|for|in|into|with) {_POST}|why (?:does|would|should) (?:this|that) (?:even |really )?matter(?=\W*$)"
    rf"|what (?:has|have|does|do|did|would) (?:{_THIS} (?:got |have )?to do with|{_ANY} (?:got |"
    rf"have )?to do with {_POST})"
    r"|what(?:['’]?s| is| was) the (?:point|purpose|relevance|aim|idea|reason) (?:of|behind|for) "
    r"(?:asking|(?:this|that|your|the) question)\b"
    r"|why (?:do|should|would|must) i (?:(?:have|need) to )?know (?:about )?(?:this|that|it|such)\b"
    r"|what are you (?:really )?(?:trying|hoping) to (?:find out|learn|see|hear|get at|test)\b"
    r")[^.!?\n]*[?.]?",
    re.IGNORECASE,
)
_NEXT = r"(?:(?:the )?(?:next|another|a (?:different|new))(?: one| question| thing)?|something (?:else|different))"
_SKIPS = (
    r"(?:(?:skip|pass on|drop|leave|pass)(?: (?:this|that|it|the|your|last|one|question|follow-?up|here|out))*"
    rf"|(?:(?:move|go|carry|pass) (?:on|along|forward|ahead)|skip ahead)(?: (?:to|with) {_NEXT})?"
    rf"|(?:try|have|get|take|do|come to|ask me|go to) {_NEXT})"
)
ASKS_TO_SKIP = re.compile(
    # "shall I go on?" is about the answer, and "shall I take another one?" about their own stories
    r"(?:^|[,;:–—]\s*|\b(?:and|so|but|then|sorry|ok|okay|well|please|rather) )"
    r"(?:(?!(?:\w+ )?i (?:please |just )?(?:go|carry|take|do)\b)"
    r"(?:(?:can|could|may|might|shall|should) (?:we|i|you)|would you mind if (?:we|i)|is it (?:ok|okay|fine|"
    r"all ?right) (?:if "
    r"(?:we|i)|to)|let['’]?s|let us|i(?:['’]d| would) (?:like|prefer|want|love) to|i want to|i(?:['’]d| would) rather|"
    rf"i(?:['’]ll| will)|i|please|just)(?: (?:please|just|maybe|perhaps|simply))* {_SKIPS}"
    r"|(?:skip|next|pass)(?: (?:this|that|it|one|question|the))*)"
    r"(?:,? (?:please|now|then|here|instead|for now|thanks|thank you|i think))*\W*$",
    re.IGNORECASE,
)

# says that it never said what was repeated; to somebody who tells of a case "I never said" is no usual word
_PROTEST = any_of(
    r"\bi (?:did(?:n['’]?t| not)|never|have(?:n['’]t| not)|had(?:n['’]t| not))(?: (?:even|ever|once|really|actually))* "
    r"(?:say|said|claim(?:ed)?|mention(?:ed)?|mean(?:t)?|stated?|suggest(?:ed)?|propose[ds]?|assert(?:ed)?|imply|"
    r"implied|"
    r"(?:write|wrote|written) (?:that|this|it|so|such))\b",
    r"(?:\bnot|n['’]t|\bnever) (?:\w+ )?(?:what|how) i (?:said|meant|wrote|claimed|put it|was saying)\b",
    r"\bnot my words\b|\b(?:are|were)(?:n['’]t| not) (?:my words|what i)\b|\bwords in(?:to)? my mouth\b",
    r"\byou(?:['’]ve| have| must have|)(?: \w+)? (?:misheard|misunderstood|misread|misquoted|misunderstand|misquote|"
    r"got (?:me|that|it|this) wrong|heard (?:me |that )?wrong)\b",
    r"\b(?:when|where) (?:did|have|do) i (?:ever )?(?:say|said|claim|mention|mean|write)\b|"
    r"\bdid i (?:really )?(?:say|claim)\b",
    r"^\W*no\W+i (?:said|meant|wrote|was talking)\b|\bi was(?:n['’]t| not) (?:talking|speaking) (?:about|of)\b",
)
_WRONG = (
    r"(?:wrong|false|impossible|nonsense|absurd|not (?:true|right|correct|possible)|in(?:correct)|off)\b(?! with\b)"
)
# says that what was asked can't be so
_OBJECTION = any_of(
    rf"\b(?:that|this|it)(?:['’]s| is| was| sounds| seems| looks| must be)(?: (?!not)\w+){{0,2}}? {_WRONG}",
    r"\b(?:that|this|it)(?: is|['’]s|)(?:n['’]t| not) (?:true|right|correct|possible|how)\b",
    r"\b(?:that|this|it) (?:can['’]?t|cannot|can not|could(?:n['’]t| not)) (?:be|happen|hold)\b",
    r"\b(?:that|this|it|they|(?:the|your) (?:numbers?|figures?|question|premise|claim))(?: just)? (?:(?:does|"
    r"do)(?: not|n['’]?t) "
    r"(?:make (?:any )?sense|add up|hold)|makes? no sense)(?! to me)\b",
    r"\b(?:the|your|this) (?:premise|question|numbers?|figures?|claim|assumption|statement)(?: \w+)? (?:is|are|"
    r"seems?|looks?)"
    rf"(?: \w+)?? {_WRONG}",
    r"\bi (?:disagree|object|do(?:n['’]t| not) (?:agree|believe (?:that|this|it|you|a word))|doubt (?:that|this|it))\b",
)
_ASKS_FOR = re.compile(r"\b(?:what|which|who|when|where|why|how|if|whether)\b", re.IGNORECASE)
_ASKS_IF = re.compile(r"\W*(?:is|are|was|were|do|does|did|can|could|may|might|must|should|would|will)\b", re.IGNORECASE)
_THE_POST = r"(?:this|the|your) (?:role|job|post|position)"
# asks the interviewer about themselves, or what the job would be
_OF_US = any_of(
    r"\byou (?:really |actually )?(?:do|did|done|work (?:on|in)) (?:this|that|these|such|it)(?: \w+){0,2} yourself\b",
    r"\bwhat (?:do|are|did) you (?:\w+ )?(?:run|use|do|build|train|serve|work(?:ing)? (?:on|with)|running|using|"
    r"building|"
    r"doing|training|serving)(?: \w+)?(?: here| there| at (?:work|your company)| in your team)\W*$",
    r"\bwhat (?:do|are) you (?:do|run|use|running|working on|work on|doing)(?: these days| at the moment| now)?\W*$",
    r"\bhow (?:long|many years) have you (?:been|worked)\b|\bwhy did you (?:join|leave|come)\b|"
    r"\bwhat['’]?s your (?:role|job)\b",
    r"\b(?:would|will) i (?:actually )?(?:be (?:working|doing|reporting|responsible|joining|building|running|"
    r"part of|on call)"
    r"|report to|join|work (?:with|for|on)\b)",
    r"\b(?:who|what|how|when|where)\b[^?.!]{0,20}\bmy (?:future )?(?:manager|boss|colleagues|salary|first (?:day|"
    r"weeks?|months?|"
    r"project))\b",
    r"\b(?:salary|compensation|equity|relocation|visa|hiring process|notice period)\b(?=[^.!]*(?:\?|$))"
    r"(?<!\bthe visa)|\b(?:after this interview|how many (?:more )?rounds|next round)\b",
    rf"\b(?:what|how) (?:does|would|will|do) {_THE_POST} (?:involve|include|entail|look like)\b|"
    rf"\bwhat(?:['’]?s| is) {_THE_POST} (?:like|about)\b|"
    rf"\bis {_THE_POST} (?:\w+ )?(?:remote|hybrid|permanent|full[- ]time|on site)\b",
)
# the same in words that may be of the case, of which a fact comes first
_OF_OUR_TEAM = any_of(
    r"\b(?:how|what|who|which|where|is|are|do|does|tell me)\b[^?.!]{0,40}\byour (?:own )?(?:team|company|group|"
    r"office|culture|"
    r"colleagues|stack|business|setup)\b",
    r"\bwhat(?:['’]?s| is) the team like\b|\bdo you (?:like|enjoy) (?:it|working|your)\b",
    r"\b(?:what|which) (?:hardware|models?|stack|framework|engine) do you (?:run|use|have)\b",
    r"\b(?:do|did|have|are) you\b[^?.!,;]{0,40}\byourself\b",
)
_ITS_TEAM = re.compile(r"\b(?:team|company|group|colleagues|stack|business)\b", re.IGNORECASE)

# of the interview itself, which is no part of any case: what it asks for, and what is said to it
_OF_THE_INTERVIEW = (
    (_PROTEST, MISHEARD_YOU),
    (_OF_US, AT_THE_END),
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
            rf"{CLAUSE}(?:can|could|may|shall) (?:i|we) (?:please )?(?:skip|leave out|leave aside|"
            rf"pass on) [^?.!]{{0,40}}"
            r"\b(?:part|bit|half|side)\b",
        ),
        LEFT_OUT,
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


def is_of_the_talk(asks: str) -> bool:
    """Whether what's said is about the talk or the interviewer and no case, whichever words a fact shares with it."""
    return any(form.search(asks) for form in (_PROTEST, _OF_US)) or _objects(asks)


def is_of_our_team(asks: str, said: str) -> bool:
    """Whether what's asked is about the interviewer's own team; not where what was `said` tells of one."""
    return _OF_OUR_TEAM.search(asks) is not None and not _ITS_TEAM.search(said)


def of_the_interview(asks: str) -> tuple[str, str]:
    """The reply to what is asked about the interview itself, empty if nothing is, and what else is asked."""
    questions = asking(asks)
    replies = [next((said for form, said in _OF_THE_INTERVIEW if form.search(one)), "") for one in questions]
    replies = [one or MAY_BELONG * _objects(asked) for one, asked in zip(replies, questions, strict=True)]
    rest = [one for one, reply in zip(questions, replies, strict=True) if not reply]
    return " ".join(dict.fromkeys(filter(None, replies))), " ".join(rest)


def _objects(asks: str) -> bool:
    """Whether somebody says that something can't be so; "what happens if it's wrong" asks for something."""
    found = None if asks.endswith("?") else _OBJECTION.search(asks)
    return found is not None and not (_ASKS_FOR.search(asks[: found.start()]) or _ASKS_IF.match(asks))
