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
        "Something has gone wrong here, and I'd like to hear how you look for the cause.",
        "There's a cause to find: I want to see what you'd look at first, and what you'd rule out.",
        "Finding out why something came out as it did shows more than knowing how it should work.",
    ),
    "claim": (
        "I'd like to hear how far you'd go along with that, and what would change your mind.",
        "It's a judgement that I'm after, with what it rests on.",
        "You'll hear such things at work, so I want to see how you take them apart.",
    ),
    "reckon": (
        "I'd like to see you put numbers on it, as rough ones show whether you know what goes on.",
        "It can be worked out, at least roughly, and I want to see how you go about that.",
        "A few figures will show whether you can say beforehand how such a thing comes out.",
    ),
    "prove": (
        "What I want to see is how you'd make sure of something, rather than believe it.",
        "I'd like to hear what you'd measure, and what that would still leave open.",
        "How somebody tests a thing shows how well they understand it.",
    ),
    "choose": (
        "There's a choice in it, and I care most about the rule that you choose by.",
        "Each way has its price here: I'd like to hear what decides it for you.",
        "It's a decision that you'd have to stand up for, so I want to hear the grounds.",
    ),
    "mend": (
        "I'd like to hear what you'd really do, and what comes first.",
        "It's a job to be done, and I want to see how you'd go about it.",
        "I'd like to hear the steps that you'd take, more than the terms.",
    ),
    "limits": (
        "I'd like to hear what it costs and where it ends, and not only what it's good for.",
        "What a thing is good for is quickly said: I'm more interested in its price.",
        "I'd like to know whether you see where it stops holding, as that's where work gets hard.",
    ),
    "compare": (
        "I'd like to hear what tells these apart, beyond their names.",
        "It's the differences that count here, as they decide what one would use.",
        "I want to hear what stands behind each of these, and when it makes a difference.",
    ),
    "why": (
        "I'm after the reason behind it, as that's what still helps when the next case is a new one.",
        "That something is so can be looked up: I'd like to hear whether you know why.",
        "Knowing why shows that somebody has thought about it, so I ask for that.",
        "It's the chain from cause to effect that I'd like to hear, without gaps.",
    ),
    "explain": (
        "I'd like to hear how it works, in your own words.",
        "Whoever can explain this plainly has understood it, so that's what I'm after.",
        "I want to see whether you know what goes on in it, and not just the terms.",
        "It's something that you'd have to explain to a colleague one day, so I'd like to hear how you do.",
    ),
    "code": (
        "Working code shows whether an idea is clear down to its details.",
        "I'd like to see how you get from a task to something that runs.",
    ),
    "read": (
        "Most code at work is somebody else's, so I'd like to see how you read it.",
        "I'd like to see how closely you read code, and what you notice first.",
    ),
    "repair": (
        "There's something to mend in it: I'd like to see what you change, and what you leave alone.",
        "Here a fault has to be found before anything is written, and I want to see how you find it.",
    ),
    "own": ("I'd like to hear what your own part in it was, and what you went by.",),
    "": (),
}


def aim_of(question: Question) -> Aim:
    """What a question is after; empty where its words don't tell."""
    if question.kind in _OF_KIND:
        return _OF_KIND[question.kind]
    asked = " ".join(_ASKED.findall(one_line(question.prompt)))
    return next((aim for aim, fits in _FITS.items() if fits.search(asked)), "")
