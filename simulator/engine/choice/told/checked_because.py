"""Why a check comes now, as it's said while it's open."""

import re
from collections.abc import Sequence

from simulator.engine.choice.reasons import BY_ROLE
from simulator.engine.choice.told.course import LATE_MINUTES, Course, Wordings
from simulator.graph.records import Check
from simulator.graph.speech import sentences
from simulator.graph.text import one_line

# A first one of its area, by what it's for
SURVEYS = (
    "I've heard nothing from you on {area} yet{which}, so here's a quick first look.",
    "I haven't asked you about {area} yet{which}. One definite answer shows whether there's something to come back to.",
    "Before I choose what else we go into, I'd like a first impression of you on {area}{which}.",
    "{Area} is still open{which}, and a short question tells me where we'd begin there.",
    "So far there's been nothing on {area}{which}; one definite answer is a start.",
)
LATE = (
    "We may not get to a whole question on {area}{which}, so I'd like to hear at least one fact.",
    "{Area} hasn't come up yet, and a check is what there's still time for.",
    "I don't want to finish without anything on {area}{which}.",
)
BEYOND = (
    "{Area} lies beyond your main areas: a quick look there shows how broad you are.",
    "This role asks little of {area}, so one check is enough, to see whether you've met it.",
    "I also look to the side now and then, this time at {area}.",
)
AFTER_STORY = (
    "You touched on {area} in your story, so here's a short question from there.",
    "In your story {area} came up: I'd like to see how sure you are of the details.",
)
AFTER_ANSWER = (
    "What you said before led into {area}, so I'd like to see how sure you are there.",
    "Something you said earlier touches on {area}, so here's a detail from there.",
)
TALKED_OF = (
    "We've talked about {area}. A check shows whether the details are as sure as the talk.",
    "Long answers can go round a detail, so here's one of {area}, with a definite answer.",
    "After our talk about {area} I'd like one hard fact from it.",
)
SECOND = (
    "One check on {area} says little by itself, either way, so here's a second.",
    "I don't want to judge you on {area} by a single check, so here's another.",
    "A second check on {area}: two say a good deal more than one.",
)
SECOND_BEYOND = (
    "A single check may be luck, either way; after a second I can leave {area} be.",
    "Once more {area}, and then I can leave it be: two checks are enough to tell.",
)
MORE = (
    "Another check on {area}, as each makes it a little surer how you do there.",
    "{Area} once more: short questions add up.",
)
RESTS = (
    "Our last question rests on this, so I'd like to be sure of it.",
    "This lies beneath what you've just talked about, and I'd like to know how firm it is.",
)
SAME = (
    "Still {area}: beside what you've said freely, one fact with a definite answer.",
    "We're on {area} anyway, and a definite answer is a good thing to set beside a long one.",
    "A short one on {area}, as details get lost in long answers.",
)
ALONE = (
    "A quick check on {area}{which}, to get a first idea of where you stand there.",
    "A short one on {area}{which}: it has one right answer, so it says a lot in little time.",
)
# What it asks for, by its words
NUMBER = (
    "It's a number to work out, and you only get it if you know what goes on underneath.",
    "I ask for a figure, as it's either near or it isn't.",
    "A small sum shows whether you have a feeling for the sizes, and they decide a good deal at work.",
)
FACT = (  # a number that nobody can work out
    "I ask for a figure, as it's either near or it isn't.",
    "It's a figure that you'd have in your head if you worked with it.",
)
FINDING = (
    "It's about what a finding really shows, and you'd have to judge that all the time.",
    "I'd like to see that you read no more into a result than it holds.",
)
CAUSE = (
    "It asks for the reason behind something, and you can work that out if you don't know it.",
    "It goes from what you'd see back to the reason for it, as work often does.",
    "It asks why, as that shows more than knowing that it's so.",
)
EFFECT = (
    "It asks what follows from a change, and that takes knowing what goes on underneath.",
    "If you know how it works you can say what comes of this, even if you've never met it.",
)
_ASKS = (
    (NUMBER, r"how (?:many|much|likely)|which (?:share|factor|probability)"),
    (FINDING, r"\bfinding|speaks? (?:most )?strongly|what does (?:that|this|it) (?:say|show|tell)|alone show|"
              r"likeliest reading|tells you most"),
    (CAUSE, r"likeliest (?:reason|cause)|main reason|what makes that possible|\bwhy\b|\bhow can\b|come from"),
    (EFFECT, r"what (?:happens|becomes|gets|most likely)|what (?:does|do) (?:that|this|it|they) (?:do|buy|make)|"
             r"goes wrong|the risk|typically do|usually (?:pay|differ)|what has happened"),
)  # fmt: skip
_CALCULATES = re.compile(r"\d\s*[=≈^×·*/√]|[=≈×·√]\s*\d")
_FITS = tuple((words, re.compile(asks, re.IGNORECASE)) for words, asks in _ASKS)


def check_because(course: Course, wordings: Wordings) -> str:
    """Why a check comes: what it's for, and what its area is worth knowing for, in words not used before."""
    counts = course.counts if course.counts != BY_ROLE else ""  # the graph's own words say more than that
    told = wordings.pick(_purposes(course), **course.names, which=f", which {counts}" if counts else "")
    # that an area matters a great deal is no reason to have only a look at it
    known = counts or course.aside or course.reason.doubt or course.reason.touched
    asks = wordings.pick(_asks_for(course)) if known else ""
    matters = "" if asks or course.aside else wordings.once(course.matters)
    return " ".join(filter(None, (told, asks or matters or wordings.pick(_asks_for(course)))))


def _asks_for(course: Course) -> Sequence[str]:
    """What the check asks for, as far as its last sentence tells."""
    if isinstance(course.item, Check) and not course.item.options:
        return NUMBER if _is_worked_out(course.item) else FACT
    asked = sentences(one_line(course.item.prompt))[-1]
    return next((words for words, fits in _FITS if fits.search(asked)), ())


def _is_worked_out(check: Check) -> bool:
    """Whether its number follows from others: those of its prompt, or of its explanation beside itself."""
    return bool(
        re.search(r"\d|\bfactor\b", check.prompt)
        or _CALCULATES.search(check.why)
        or len(re.findall(r"\d+", check.why)) > 1
    )


def _purposes(course: Course) -> Sequence[str]:
    """The sentences that are true of what the check is for."""
    reason, area = course.reason, course.area
    if reason.doubt or course.checked.get(area):
        if course.checked.get(area, 0) > 1:
            return MORE
        return SECOND_BEYOND if course.aside else SECOND
    if area == course.former and not reason.from_story:
        return RESTS if reason.rests and reason.hops <= 1 else SAME
    if course.talked.get(area):
        return TALKED_OF
    if course.aside:
        return BEYOND
    if reason.touched:
        return AFTER_STORY if reason.touched == "story" else AFTER_ANSWER
    if course.minutes_left < LATE_MINUTES:
        return LATE
    return SURVEYS if course.former else ALONE
