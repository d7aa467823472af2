"""What a question is after, read from what it asks: to find a cause, to choose, to measure, to explain.

It tells no more than the question itself does, so it can be said while the question is open.
"""

import re
from collections.abc import Mapping
from typing import Literal

from simulator.graph.records import Question
from simulator.graph.text import one_line

Aim = Literal[
    "cause",  # of something that went wrong
    "claim",  # how far it's to be believed
    "reckon",  # in figures
    "prove",  # by what one would measure
    "choose",
    "mend",  # or build, or do
    "limits",  # and the price of something
    "compare",
    "why",
    "explain",
    "code",
    "read",
    "repair",
    "own",
    "",
]

# The first that fits what is asked; the narrow ones come first. "Why" alone asks for a reason, not for a fault.
_ASKS: Mapping[Aim, tuple[str, ...]] = {
    "cause": (
        r"what(?:'s| is| has| could be| could lie| lies)? (?:probably |most likely )?(?:behind|happened|going on)",
        r"what(?:'s| has)? (?:gone|went) wrong|do you suspect|which reasons hold|what's the trouble",
        r"(?:could|may) be the (?:reasons?|causes?)|how (?:can|could|did) (?:this|that|it) (?:happen|come)",
        r"where (?:it|this|that) (?:went|goes) wrong|find (?:out )?where (?:the fault|it) ",
        r"(?:find|locate) (?:the|its) cause",
        r"what(?:'s| is) wrong with (?:the|my|their|her) (?:scores|numbers|code|run)|find out why|how can that be, ",
        r"where can the (?:\w+ ){1,2}(?:live|come|sit|hide)",
    ),
    "claim": (
        r"do you (?:make of|conclude|agree)|(?:would|do) you (?:judge|assess) (?:the|this|that|such)",
        r"would (?:convince|persuade) you|would you (?:believe|trust)|(?:who|which of (?:them|you)) is right",
        r"when (?:is|are) (?:they|she|it|both|each) (?:right|wrong)|how (?:can|could) both be",
        r"(?:is|are) (?:she|they) right|where is the (?:idea|claim|argument) weak",
        r"what(?:'s| is) wrong with (?:that|this|the) (?:inference|claim|argument|conclusion|idea|view|figure|number)",
        r"what(?:'s| is) wrong with (?:this|that|such an?) (?:way|method|kind|plan)|what(?:'s| is) right about",
        r"what(?:'s| is) wrong with (?:that|this|the|such) comparisons?",
        r"what (?:does|do) (?:such|this|that|these|the) .{3,40} show, and what",
        r"does (?:it|that|this) (?:show|prove) |(?:mean|show|prove) that ",
    ),
    "reckon": (
        r"in (?:rough )?(?:numbers|figures)|work out\b|estimate\b|calculate\b",
        # "How long is the notice period?" asks for what is laid down
        r"how (?!(?:long|often) (?:is|are|must|may|has|have)\b)(?:fast|much|many|long|often|far)\b"
        r"(?! of\b| (?:would|do|should|could) you (?:trust|rely))",
    ),
    "prove": (
        # but who "has to prove" something before a court measures nothing
        r"(?<!\bhas )(?<!\bhave )(?:would|do|could|can|will|to) (?:you |it )?"
        r"(?:measure|test|evaluate|verify|validate|prove)\b",
        r"how (?:would|do|could|will) you (?:know|tell|notice|show|check|find out|watch|compare|get a number)",
        r"what (?:would|do) you (?:measure|test|check|watch|log|compare)|how do you show|(?:which|what) experiment",
    ),
    "choose": (
        r"which (?:of \w+ )?(?:\w+ ){0,3}(?:would|do) (?:you|we)|which one gets|when would you|what goes where",
        r"what (?:would|do) you (?:use|run|choose|pick|take|ship)|(?:is|are) .{3,60} worth|where should ",
        r"how (?:would|do) you (?:choose|decide|pick|split|divide)|\b(?:choose|decide|pick)\b|in (?:which|what) order",
        r"would you (?:defend|use|rely|take|put|keep|start|begin|rather)|what(?:'s| is) your rule|by what rule",
    ),
    "mend": (
        r"(?:how|what) (?:would|do|will|could|can) you (?:then )?(?:\w+ ){0,2}?(?:build|set|mend|repair|redo|prevent|"
        r"apply|train|write|prepare|change|deliver|do|stop|design|go|handle|protect|defend|organise|plan|keep|get|make|improve"
        r"|fix|reduce|react|proceed|tell|need|advise|answer|explain to)\b",
        r"how (?:would|do|could|will) you (?!explain|read|interpret|see|call|define|think|describe|picture)\w+",
        r"what has to happen|how should (?:the|it|they|an?|this|that) |\bdiagnose ",
        r"(?:walk|take|talk) me through (?:it|its|your|how you)\b|"
        r"\band (?:repair|redesign|rework|mend|rewrite) ",
    ),
    "limits": (
        r"at what (?:price|cost|loss)|what (?:does|do|did|would) (?:that|it|this|they|each|these) "
        r"(?:cost|lose|risk|miss|overlook)",
        r"where (?:would|does|do|can|did) (?:\w+ ){1,4}?(?:hurt|fail|stop|break|end|let )",
        r"what can go wrong|leave open|overlook|limits? of|drawback|what harm|what's lost",
    ),
    "compare": (
        r"\bcompare|what has changed in each|\bdiffer|\bversus\b|tells? them apart",
        r"(?:idea|point|kind) of (?:thing )?(?:is )?each",
        r"what(?:'s| is| are| does| do) each|\beach (?:of them )?(?:do|does|change|buy|bring|cost|add|get|gain)",
    ),
    "why": (r"\bwhy\b",),
    "explain": (
        r"\bexplain|\b(?:take|walk|lead) me|\bderive|\bdescribe|\b(?:tell|show|give) me|\bwhat\b",
        r"\bhow (?:do|does|did|is|are|can|could|come)\b",
    ),
}
_FITS = {aim: re.compile("|".join(asks), re.IGNORECASE) for aim, asks in _ASKS.items()}
_OF_KIND: Mapping[str, Aim] = {
    "experience": "own",
    "implement": "code",
    "code": "read",
    "repair": "repair",
    "design": "",
}
# requests that end in no question mark
_REQUESTS = "Explain|Compare|Choose|Decide|Derive|Take|Walk|Describe|Show|Give|Talk|Go|Diagnose|Say"
_ASKED = re.compile(rf"[^.?!]*\?|(?:^|(?<=[.?!] ))(?:{_REQUESTS})\b[^.?!]*")

AIMS: Mapping[Aim, tuple[str, ...]] = {
    "cause": (
        "Something has gone wrong here, and it's about how you look for the cause.",
        "There's a cause to find, and what you'd look at first says a lot.",
        "Finding out what happened takes more than knowing how it should work.",
    ),
    "claim": (
        "I'm curious how far you'd go along with that, and what would change your mind.",
        "It's your judgement that I'm after, and what you base it on.",
        "You'll hear things like that at work, and you need to be able to take them apart.",
    ),
    "reckon": (
        "Even rough numbers show whether you know what goes on.",
        "You can work it out, at least roughly, and I'm curious how you go about it.",
        "A few figures show whether you could tell beforehand how a thing like that turns out.",
    ),
    "prove": (
        "It's about making sure of something, rather than believing it.",
        "I'd like to hear what you'd measure, and what that would still leave open.",
        "How you'd test it shows me how well you understand it.",
    ),
    "choose": (
        "There's a choice to make, and I care most about how you make it.",
        "Each way has its drawbacks, so it comes down to what decides it for you.",
        "It's a decision that you'd have to defend at work, so your reasons count as much as the choice.",
    ),
    "mend": (
        "It's about what you'd really do, and what you'd do first.",
        "It's the kind of job you'd get at work, and I want to see how you'd go about it.",
        "The steps that you'd take tell me more than the right terms.",
    ),
    "limits": (
        "I'd like to hear what it costs and where it stops working, and not only what it's good for.",
        "It's easy to say what it's good for, so I'm more interested in what it costs.",
        "You need to know where it stops working, as that's where things get hard at work.",
    ),
    "compare": (
        "It's about what tells these apart, beyond their names.",
        "It's the differences that count here, as they decide which you'd use.",
        "I'd like to hear what's behind each of these, and when it makes a difference.",
    ),
    "why": (
        "I'm after the reason behind it, as that's what helps you with a case that you haven't seen.",
        "You could look up that it's so, but I'm asking whether you know why.",
        "If you can say why, I know that you've thought about it.",
        "I'd like to hear how one thing leads to the next, without gaps.",
    ),
    "explain": (
        "I'd like to hear how it works, in your own words.",
        "If you can explain this plainly, you've understood it, so that's what I'm after.",
        "It's about what really goes on, and not just the terms.",
        "You'd have to explain this to a colleague one day, so it matters how you put it.",
    ),
    "code": (
        "Working code shows whether you're clear about an idea down to the details.",
        "It shows how you get from a task to something that runs.",
    ),
    "read": (
        "Most code at work is somebody else's, so you need to be able to read it.",
        "I'd like to see how closely you read code, and what you notice first.",
    ),
    "repair": (
        "There's something to mend in it, and it matters what you change and what you leave alone.",
        "You have to find a fault here before you write anything, and how you find it says a lot.",
    ),
    "own": ("What counts is your own part in it, and how you decided things.",),
    "": (),
}


def aim_of(question: Question) -> Aim:
    """What a question is after; empty where its words don't tell."""
    if question.kind in _OF_KIND:
        return _OF_KIND[question.kind]
    return aim_of_words(question.prompt)


def aim_of_words(text: str) -> Aim:
    """What is asked for in a text, by its questions and requests alone."""
    asked = " ".join(_ASKED.findall(one_line(text)))
    return next((aim for aim, fits in _FITS.items() if fits.search(asked)), "")
