"""Why a question comes now, as it's said while it's open: what led to it, and what it's after.

It names no concept and no tier, which are told with the reference, and nothing that a transition has said already.
"""

from collections.abc import Sequence

from simulator.engine.choice.reasons import BY_ADVERT, BY_ROLE, TIER_GAVE_WAY, WEIGHS, named_as_said
from simulator.engine.choice.told.aims import AIMS, aim_of
from simulator.engine.choice.told.course import Course, Wordings
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.scoring import SCALE, SHORT
from simulator.graph.records import Question
from simulator.graph.speech import title_within
from simulator.graph.text import how_many, names, upper_first

FIRST_OWN = (
    "First something from your own experience, as you have a project to talk about. "
    "I'd like to hear what your own part in it was, and what you went by."
)
LISTED = "This one was on your list to go through."
LEAST_SURE = "I begin with {area}, as that's where I'm least sure of you so far."

# Staying with an area: {before} is the answer before, {verdict} what it was worth
HARDER = (
    "{before} was {verdict}, so here's something harder: I'd like to find out how far that goes.",
    "{before} was {verdict}. That calls for more, so this one on {area} is a step up.",
    "{before} was {verdict}, and I still don't know where it gets hard for you in {area}. So this one is harder.",
    "As {lower} was {verdict}, I can ask for more now.",
)
HOLDS = (
    "{before} was {verdict}, and I'd like to see whether that holds for another side of {area}.",
    "{before} was {verdict}. One good answer isn't much to go by, so here's another side of {area}.",
    "{before} was {verdict}, but that's not yet all of {area}, so I'll look at it from another side.",
)
HOLDS_ON = (  # after more than one answer there
    "{before} was {verdict}, so one more side of {area} is enough for me to be sure there.",
    "{before} was {verdict}. As there's another side to {area}, I'd like to hear that too.",
)
HOLDS_SAME = (
    "{before} was {verdict}, and I'd like to see whether that holds.",
    "{before} was {verdict}. One good answer isn't much to go by, so I stay there for another.",
)
HOLDS_LATER = (  # after more than two
    "{before} was {verdict}, and there's still a side to {area} that I haven't asked about.",
    "{before} was {verdict}. There's another question on {area} that I'd like to ask you.",
)
NO_AS_HARD = (
    "{before} was {verdict}. I've nothing as hard left on {area}, so this one is easier, but another side of it.",
    "{before} was {verdict}. What I have left on {area} is easier, but it's something else again.",
)
EASIER = (
    "{before} was {verdict}, so here's something easier on {area}, to find where you're on firm ground.",
    "{before} was {verdict}. A step back, then, as I'd rather hear what you do know of {area}.",
    "{before} was {verdict}. Let's try something easier on {area}, so that you can show what you have.",
)
NO_HARDER = (
    "{before} was {verdict}, so nothing harder yet: was it that question, or {area} as a whole?",
    "{before} was {verdict}. One answer like that says little, so here's a second chance in {area}, no harder.",
    "{before} was {verdict}, and I don't want to judge you on {area} by that alone. This one is no harder.",
)
NO_HARDER_YET = (  # after more than one such answer there
    "{before} was {verdict}, so the next one on {area} is no harder.",
    "{before} was {verdict}. I'd still like to find something in {area} that you're sure of.",
)
ANOTHER = (  # where nothing may be told of the answer before
    "One question doesn't settle how you do in {area}, so here's another.",
    "I'd like to hear more than one answer on {area} before I turn to something else.",
    "There's more to {area} than what we've had so far.",
)
ANOTHER_STILL = (  # after more than one
    "There's more to {area} than what we've had so far.",
    "Another answer on {area} makes me surer of how you do there.",
)
SKIPPED = ("You skipped the last one, so {area} gets another chance.", "Instead of the one you skipped, I'd like this.")

TO_ANOTHER = "turn to something else"  # said only where there is something else
ENOUGH = 3  # answers on an area, with which one can be sure there

# Another area
CLOSE_BY = (
    "{before} was {verdict}, so I go on to {area}, which isn't far from it.",
    "From {former} it isn't far to {area}, and {lower} was {verdict}, so I go on there.",
)
ANY_OTHER = ("I don't want to spend it all on {former}, so now {area}.", "We've been on {former}; {area} is next.")
FROM_STORY = (
    "From what you've done to what's behind it: I begin with {area}{which}.",
    "I've heard how you work. Now I'd like to hear what you know, first on {area}{which}.",
    "Your own work was the start. Now I'd like to go deeper, into {area}{which}.",
)
STORY = (
    "You talked about {words} in your story, so you've met {area} at work: how well do you know what's behind it?",
    "{words_first} was in your story, and I'd rather ask about what you've done than about something you haven't.",
)
MENTIONED = (
    "You mentioned {words} yourself, and what somebody brings up is a fair place to look closer.",
    "As you mentioned {words}, I take it that you know it from the inside: let's see how far that goes.",
    "You mentioned {words} without my asking, and I'd rather go on from your words than from mine.",
)
LED_BY = (
    "You mentioned {words} earlier, and that brought me here, so you have something to start from.",
    "You mentioned {words} earlier, so I take it that you've been near what I'm asking now.",
)
BACK_SECOND = (
    "I'd like to hear a second answer on {area}, as one isn't enough for something that counts so much here.",
)
BACK_RATHER = (
    "We've had what this role asks most about, so rather than to something that counts less I come back to {area}.",
)
BACK_ANY = ("One answer on {area} doesn't settle it, so here's another.",)
BACK_STILL = (  # after more than one answer there
    "We've talked about {area}, and there's a side of it that hasn't come up.",
    "I come back to {area}, as there's something in it that I haven't asked about.",
    "There's more to {area} than what we've had so far, so I come back to it.",
)
BACK_LEAST = (
    "Of what counts in this role I'm least sure of you in {area}, so I come back to it.",
    "We've talked about {area}, but of all that counts that's where I know least how you do.",
)
UNSETTLED = (
    "The quick checks on {area} don't settle how you do there, so here's a whole question.",
    "Short checks can mislead, so on {area} I'd like to hear you at length before I judge.",
)
LEAST_OF_ALL = (
    "Of what counts in this role and hasn't come up today, I'm least sure of you in {area}.",
    "After your earlier interviews it's {area} where I know least how you do, of what's left.",
)
NOT_COVERED = (
    "Your earlier interviews didn't cover {area}, so I'd like to hear you there.",
    "In your earlier interviews there was nothing on {area}, and that's a gap in what I know of you.",
)
WITH_TIME = (
    "There are {minutes} left, and {nothing}, so I'd rather open it than go on with {former}.",
    "{Nothing}, and there's still time for one, with {minutes} left.",
    "With {minutes} to go, I'd like to fill a gap: {nothing}.",
)
NEW = (
    "{Nothing}, and I'd like to hear you there before our time is up.",
    "I'd like to hear you on more than {former}: {nothing}.",
    "{Former} isn't all of this job, and {nothing}.",
)
NEW_AFTER_SOME = (*NEW, "We've had {count} questions on {former}; {nothing}.")
NEW_FOR_SKIPPED = ("Instead of the one you skipped, something else: {nothing}.",)
NEW_AFTER_FAILED = ("On {former} we didn't get far, so I'd rather give you another chance: {nothing}.",)
NEW_ASIDE = (  # of an area that the role hardly asks about
    "{Area} lies beyond your main areas, so this shows how broad you are.",
    "This role asks little of {area}, but I'd like to see whether you've met it.",
)
NOTHING = ("you've had no question on {area} yet", "we haven't talked about {area} yet", "{area} is still missing")
ONLY_CHECK = ("{area} has had only a quick check", "on {area} there was just a short check")
ONLY_CHECKS = ("{area} has had only quick checks", "on {area} there were just short checks")
CAME_UP = ("{area} has come up only in passing", "you've touched on {area}, but I haven't asked about it")

LONGER = "Most interviews have one longer task: it shows how you put things together."
LONGER_WELL = "Your answers have held up, so there's room for a longer task, to see how you put things together."
ON_HELD = "It's on {area}, where you've done well."
ON_TOLD = "It's on {area}, which came up in your own work."
ON_HEAVY = "It's on {area}, which this role asks a lot about."
ON_NEAR = "It's near to what one does in this role{others}."
TAKES_IN = ", and it takes in {areas} as well"
CODE = "Interviews for this role include some code, as you'd be writing it at work."
MORE_EVEN = (
    "This role asks more about {area} than about {former}.",
    "In this role {area} counts for more than {former}.",
)
AS_MUCH = (
    "This role asks as much about {area} as about {former}.",
    "In this role {area} counts for as much as {former}.",
)


def question_because(course: Course, wordings: Wordings) -> str:
    """Why a question comes: what led to it, what its area is worth knowing for, and what it's after."""
    reason, item = course.reason, course.item
    assert isinstance(item, Question)
    if item.kind == "experience" and reason.move == "open":
        return FIRST_OWN
    told = [_led_here(course, wordings)]
    elsewhere = course.area != course.former and not course.talked.get(course.area)
    if elsewhere and reason.move not in {"open", "task"} and "this role" not in told[0].lower():
        told.append(wordings.once(course.matters))
    told.append(wordings.pick(AIMS[aim_of(item)]))
    return " ".join(filter(None, told))


def _led_here(course: Course, wordings: Wordings) -> str:
    """What led to the question."""
    reason, words = course.reason, course.names
    if reason.story:
        said = wordings.pick(STORY, **words, words=reason.story, words_first=upper_first(reason.story))
        return f"{said} {_weighs(course)}".strip()
    if reason.mentioned:
        return wordings.pick(MENTIONED, words=named_as_said(reason.mentioned))
    if reason.led_by:
        return f"{wordings.pick(LED_BY, words=named_as_said(reason.led_by))} {_weighs(course)}".strip()
    match reason.move:
        case "open":
            return _opens(course)
        case "again":
            return LISTED
        case "design":
            return _long(course)
        case "task":
            return f"{CODE} {_on(course)}".strip()
        case "new-thread" if course.area != course.former:
            return _new_thread(course, wordings)
        case _:
            return _follows(course, wordings)


def _opens(course: Course) -> str:
    if course.reason.doubt and not course.keeps_to_one:
        return LEAST_SURE.format(**course.names)
    which = f", on {course.name}, which {course.counts}" if course.counts else f", on {course.name}"
    return f"The opening question{which}."


def _weighs(course: Course) -> str:
    """That the area counts in the role, where that may be said again."""
    return f"{course.names['Area']} {course.counts}." if course.counts in {WEIGHS, BY_ADVERT} else ""


def _long(course: Course) -> str:
    """Why a longer task comes, and why it's on its subject."""
    reason = course.reason
    held_up = course.strong and reason.from_tier >= P.DESIGN_TIER - 2
    others = [title_within(course.graph, course.graph.area_title(area)) for area in course.taken_in[:2]]
    near = ON_NEAR.format(others=TAKES_IN.format(areas=names(others)) if others else "")
    return f"{LONGER_WELL if held_up else LONGER} {_on(course) or near}"


def _on(course: Course) -> str:
    """Why something long is on its subject, as far as that shows; empty where nothing speaks for it."""
    if course.area in course.held:
        on = ON_HELD
    elif course.reason.touched == "story":
        on = ON_TOLD
    else:
        on = ON_HEAVY if course.is_heavy else ""
    return on.format(**course.names)


def _follows(course: Course, wordings: Wordings) -> str:
    """What led to a question that goes on from the one before."""
    reason = course.reason
    words = {
        **course.names,
        "before": course.before,
        "lower": course.before[0].lower() + course.before[1:],
        "verdict": next((grade.aloud for word, grade in SCALE.items() if word == course.verdict), course.verdict),
    }
    if reason.from_story:
        return wordings.pick(FROM_STORY, **words, which=_which(course))
    if course.skipped:
        return wordings.pick(SKIPPED if course.area == course.former else ANY_OTHER, **words)
    if course.area != course.former:
        return wordings.pick(CLOSE_BY if course.verdict and reason.hops <= P.NEAR_HOPS else ANY_OTHER, **words)
    return wordings.pick(_same_area(course), **words)


def _which(course: Course) -> str:
    """What is said of the area after a story: that it came up there, or how much it counts."""
    if course.reason.touched == "story":
        return ", which you touched on there"
    return f", which {course.counts}" if course.counts else ""


def _same_area(course: Course) -> Sequence[str]:
    """The sentences that are true of a question on the same area: harder, easier or neither."""
    reason, verdict, talked = course.reason, course.verdict, course.talked.get(course.area, 0)
    harder, easier = reason.tier > reason.from_tier, reason.tier < reason.from_tier
    if not verdict or (verdict in SHORT and harder):
        first = tuple(words for words in ANOTHER if not (course.keeps_to_one and TO_ANOTHER in words))
        return first if talked <= 1 else ANOTHER_STILL
    if verdict in SHORT:
        return EASIER if easier else NO_HARDER if course.fell.get(course.area, 0) <= 1 else NO_HARDER_YET
    if harder:
        return HARDER
    if easier and TIER_GAVE_WAY in reason.gave_way:
        return NO_AS_HARD
    if talked > 1:
        return HOLDS_ON if talked == ENOUGH - 1 else HOLDS_LATER
    return HOLDS_SAME if reason.concept == reason.from_concept else HOLDS


def _new_thread(course: Course, wordings: Wordings) -> str:
    """What led to another subject."""
    reason, words = course.reason, course.names
    if course.talked.get(course.area):
        return wordings.pick(_comes_back(course), **words)
    if reason.doubt:
        settles = course.checked.get(course.area, 0) > 1
        return wordings.pick(UNSETTLED if settles else LEAST_OF_ALL, **words)
    if reason.finds == "late":
        return wordings.pick(NOT_COVERED, **words)
    nothing = wordings.pick(_so_far(course), **words)
    count = course.talked.get(course.former, 0)
    words |= {"nothing": nothing, "Nothing": upper_first(nothing), "count": how_many(count)}
    told = wordings.pick(_changes(course), **words)
    return f"{told} {_weighed(course, wordings)}".strip()


def _comes_back(course: Course) -> Sequence[str]:
    """The sentences that are true of an area that was asked about before."""
    if course.reason.doubt:
        return BACK_LEAST
    weighs = course.is_heavy and course.reason.finds
    rather = BACK_RATHER if weighs and course.has_lighter else ()
    if course.talked[course.area] > 1:
        return (*rather, *BACK_STILL)
    return (*BACK_SECOND, *rather) if weighs else BACK_ANY


def _changes(course: Course) -> Sequence[str]:
    """The sentences that are true of a change of subject."""
    if course.skipped:
        return NEW_FOR_SKIPPED
    if course.reason.failed:
        return NEW_AFTER_FAILED
    if course.reason.finds == "left":
        return WITH_TIME
    if course.aside:
        return NEW_ASIDE
    return NEW_AFTER_SOME if course.talked.get(course.former, 0) > 1 else NEW


def _so_far(course: Course) -> Sequence[str]:
    """What came of its area so far."""
    if course.reason.touched:
        return CAME_UP
    checks = course.checked.get(course.area, 0)
    return NOTHING if not checks else ONLY_CHECK if checks == 1 else ONLY_CHECKS


def _weighed(course: Course, wordings: Wordings) -> str:
    """How much the area counts, beside the one before where that can be said."""
    ours, theirs = course.weight_of(course.area), course.weight_of(course.former)
    if course.counts and course.counts != BY_ROLE:
        return f"{course.names['Area']} {course.counts}."
    if 0 < theirs <= ours and not course.advert:
        return wordings.pick(MORE_EVEN if ours > theirs else AS_MUCH, **course.names)
    return ""
