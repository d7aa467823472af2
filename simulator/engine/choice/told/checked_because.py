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
    "I haven't asked you about {area} so far{though}, so here's a quick first look.",
    "I haven't asked you about {area} yet{though}, so I'm starting with a short question.",
    "Before I decide where we go next, I'm taking a quick first look at {area}{which}.",
    "There's been no question on {area} yet{though}, so here's a short one, to get a first idea.",
    "You've had no question on {area} yet{though}, so here's a short one to begin with.",
)
SURVEYS_NEAR = (  # where a question on something else had to do with it
    "{Area} has only come up beside other things so far{though}, so here's a quick look at it by itself.",
    "We've only touched on {area} so far{though}, so here's a short one that's on nothing else.",
)
SURVEYS_OWN_WORK = (  # where a story was asked for under its area
    "I've only asked about {area} as part of your own work so far, so here's a short one with a definite answer.",
    "My only question on {area} so far was on your own work, so here's a short one besides.",
)
LATE = (
    "We may not get to a whole question on {area}{which}, so here's a short one at least.",
    "A check on {area} still fits in, and I haven't asked about that yet.",
    "I don't want to finish without asking you anything about {area}{which}.",
)
BEYOND = (
    "{Area} isn't one of our main subjects today, so it's just a quick look, to see how broad you are.",
    "We won't go far into {area} today, so I'm asking one short question, to see how you do there.",
    "Now and then I ask about something outside our main subjects, to see how broad you are: this time it's {area}.",
)
AFTER_STORY = (
    "You mentioned {touched} in your story, so here's a short question on {area}.",
    "In your story you spoke of {touched}, so let's see how sure you are of the details in {area}.",
)
TALKED_OF = (
    "We've talked about {area}, and a check shows whether you're sure of the details.",
    "It's easy to get round a detail in a long answer, so here's one on {area}, with a definite answer.",
    "We've talked about {area}, so now I'm after one hard fact.",
)
SECOND = (
    "One check on {area} doesn't say much, either way, so here's a second.",
    "I don't want to judge you on {area} by a single check, so here's another.",
    "Here's a second check on {area}, so that it doesn't hang on the first.",
)
SECOND_BEYOND = (
    "A single check may be luck, either way, so here's a second on {area}, and then I'll leave it be.",
    "I don't want to judge you on {area} by a single check, so here's another, and then I'll leave it be.",
)
MORE = (
    "Another short one on {area}, as I'm still not sure how you do there.",
    "{Area} once more, as a few short questions add up.",
)
RESTS = (
    "Our last question rests on this, so I'm making sure of it.",
    "This lies beneath what you've talked about, so it's worth making sure of it.",
)
SAME = (
    "Still {area}, but this time there's one definite answer.",
    "While we're on {area}, here's a short one with a definite answer.",
    "A short one on {area} as well, to see whether you're sure of a detail.",
)
ALONE = (
    "A quick check on {area}{which}, to get a first idea of where you stand there.",
    "A short one on {area}{which}, so that I know whether to ask more there.",
)
# What it asks for, by its words
NUMBER = (
    "It's a number to work out, and you'll only get it if you know how the thing works.",
    "I'm asking for a figure, as it's easy to tell whether that's close.",
    "A small sum shows whether you've got a feel for the sizes, which you need at work.",
)
FACT = (  # a number that nobody can work out
    "I ask for a figure, as it's either near or it isn't.",
    "It's a figure that you'd have in your head if you worked with it.",
)
FINDING = (
    "It's about what a finding really shows, which you'd have to judge all the time.",
    "It's easy to read too much into a result, so I'm checking that you don't.",
)
CAUSE = (
    "It asks for the reason behind something, which you can work out even if you don't know it.",
    "It goes from what you'd see back to the reason for it, as you often have to at work.",
    "It asks why something is so, as that shows more than knowing that it is.",
)
EFFECT = (
    "It asks what happens then, and to say that you need to know how the thing works.",
    "If you know how it works, you can say what comes of this, even if you've never met it.",
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
    which, though = (f", which {counts}", f", though it {counts}".replace("it is ", "it's ")) if counts else ("", "")
    told = wordings.pick(_purposes(course), **course.names, which=which, though=though)
    if course.item.aim:
        return f"{told} {course.item.aim}"
    # that an area matters a great deal is no reason to have only a look at it
    known = counts or course.aside or course.reason.doubt or course.reason.touched
    asks = wordings.pick(_asks_for(course)) if known else ""
    matters = "" if asks or course.aside else wordings.once(course.matters)
    return " ".join(filter(None, (told, asks or matters or wordings.pick(_asks_for(course)))))


def _asks_for(course: Course) -> Sequence[str]:
    """What the check asks for, as far as its last sentence tells."""
    if isinstance(course.item, Check) and (of_kind := _asks_by_kind(course.item)):
        return of_kind
    asked = sentences(one_line(course.item.prompt))[-1]
    return next((words for words, fits in _FITS if fits.search(asked)), ())


def _asks_by_kind(check: Check) -> Sequence[str]:
    """What it asks for by the kind of its answer; nothing where only its words tell."""
    match check.takes:
        case "number":
            return NUMBER if _is_worked_out(check) else FACT
        case "option":
            return ()


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
    talked = course.talked.get(area, 0)
    heard_enough = not reason.doubt and talked > (area != course.former)  # a check more or less says little then
    if reason.doubt or (course.checked.get(area) and not heard_enough):
        if course.checked.get(area, 0) > 1:
            return MORE
        return SECOND_BEYOND if course.aside else SECOND
    if area == course.former and not reason.from_story:
        return RESTS if reason.rests and reason.hops <= 1 else SAME
    if talked:
        return TALKED_OF
    if course.aside and not course.taken_in:  # else its label alone is aside
        return BEYOND
    if course.touched_by and reason.touched == "story":
        return AFTER_STORY
    if course.minutes_left < LATE_MINUTES:
        return LATE[:1] if area in course.own_work else LATE
    if area in course.own_work and not reason.touched:
        return SURVEYS_OWN_WORK
    if area in course.came_near and course.former and not reason.touched:
        return SURVEYS_NEAR
    return SURVEYS if course.former and not reason.touched else ALONE
