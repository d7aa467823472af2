"""Why a question comes now, as it's said while it's open: what led to it, and what it's after.

It names no concept and no tier, which are told with the reference, and nothing that a transition has said already.
"""

from collections.abc import Mapping, Sequence

from simulator.engine.choice.reasons import BY_ADVERT, BY_ROLE, LATE_WEIGHS, TIER_GAVE_WAY, WEIGHS, is_above
from simulator.engine.choice.told.aims import AIMS, aim_of
from simulator.engine.choice.told.course import Course, Wordings
from simulator.engine.choice.told.longer_because import longer_because, task_because
from simulator.engine.choice.told.named import named_as_said
from simulator.engine.choice.told.so_far import BACK_STILL, Went, answers_on_area, came_of_area
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.scoring import SHORT
from simulator.graph.listening.mentioned import says_name
from simulator.graph.records import Question
from simulator.graph.text import how_many, lower_first, upper_first

FIRST_OWN = (
    "First something that you've done yourself, so that I know what I can build on.",
    "Your own experience comes first, as what you've done tells me most.",
)
OPENS = (
    "I'm starting with {area}, which {counts}.",
    "{Area} {counts}, so that's where we begin.",
    "I'd like to begin with {area}, as it {counts}.",
)
OPENS_ITS_ONE = (  # where the whole interview is on it
    "You chose {area} for today, and this one gives me a first idea of where you stand.",
    "It's all {area} today, and how you take this one tells me where to go next.",
)
OPENS_PLAINLY = (  # with something basic, which who is senior may wonder at
    "I'm starting plainly, with {area}, which {counts}. How you explain the basics tells me how deep we can go.",
    "{Area} {counts}, so we begin there, with something basic that I can build on.",
)
OPENS_ANYWHERE, INSTEAD = ("Let's begin with {area}.",), ("In place of the one you skipped, let's begin with {area}.",)
LISTED = "This one was on your list to go through."
LEAST_SURE = "I'm starting with {area}, as that's where I'm least sure of you so far."

# Staying with an area: {before} is the answer before, {was} what it was worth
HARDER = (
    "{before} {was}, so here's something harder, to find out how far that goes.",
    "{before} {was}, so this one on {area} is a step up.",
    "{before} {was}, and I don't know yet how far you get with {area}, so this one is harder.",
)
HARDER_AFTER_MISSED = (  # most of the checks since were wrong; who has just read so wonders at the praise
    "The checks didn't go so well, but your last answer tells me more, and it {was}, so this one is a step up.",
    "I'm going more by your last answer than by the checks, and it {was}, so here's something harder on {area}.",
)
HOLDS = (
    "{before} {was}, so let's see whether that holds for another side of {area}.",
    "{before} {was}, so here's another side of {area}, to see whether that goes for the whole of it.",
    "{before} {was}, but there's more to {area} than that, so I'm coming at it from another side.",
)
HOLDS_ON = (  # after more than one answer there
    "{before} {was}, so one more question on {area} should settle it.",
    "{before} {was}, and there's another side to {area} that I want to cover too.",
)
HOLDS_SAME = (
    "{before} {was}, so here's one more from close by, to be sure of it.",
    "{before} {was}, so I'm staying there for one more, as one answer can be luck.",
)
HOLDS_LATER = (  # after more than two, all of them good
    "{before} {was}, and so far all has gone well on {area}, so I'm looking for where that ends.",
    "{before} {was}. I haven't found the limits of what you know about {area} yet, so I'm going on there.",
)
HOLDS_MIXED = (  # after more than one, of which some fell short
    "{before} {was}, but not everything on {area} has gone so well, so one more will tell me which to go by.",
    "{before} {was}, but as {area} has gone both ways so far I'd like another answer to go by.",
)
NO_AS_HARD = ("{before} {was}. I've nothing as hard left on {area}, so this one is easier, but on another side of it.",)
EASIER = (
    "{before} {was}, so here's something easier on {area}, to find out what you're sure of.",
    "{before} {was}, so I'm taking a step back, to hear what you do know about {area}.",
    "{before} {was}. Let's try something easier on {area}, so that you can show what you know.",
)
NO_HARDER_ALONE = (  # where it's the only answer there
    "{before} {was}, so here's a second try at {area}, which isn't meant to be harder.",
    "{before} {was}, and I don't want to judge you on {area} by that alone, so here's another question.",
)
NO_HARDER_MIXED = (  # where another was good
    "{before} {was}, but you've done better on {area} before, so I'd like one more to go by.",
    "On {area} you've had a good answer and one that fell short, so one more will tell me which to go by.",
)
NO_HARDER_YET = (  # after more than one such answer there
    "{before} {was}, so here's another side of {area}, and nothing harder for now.",
    "{before} {was}. There may still be something in {area} that you're sure of.",
)
ANOTHER = (  # where nothing may be told of the answer before
    "One question doesn't tell me how you do in {area}, so here's another.",
    "I need more than one answer on {area} to go by.",
    "A single answer can be luck, good or bad, so here's another question on {area}.",
)
SKIPPED = (
    "You skipped the last one, so here's another go at {area}.",
    "This one is in place of the one you skipped.",
)
SKIPPED_ELSEWHERE = (
    "This one is in place of the one you skipped, on {area}.",
    "You skipped the last one, so here's something else, on {area}.",
)
ANOTHER_PART = (  # after more than one
    "Still {area}, and another part of it than the last one.",
    "This goes to another part of {area}.",
)
ANOTHER_HEAVY = (  # the same, of what counts most in the role
    "This role asks a great deal about {area}, so I'm giving it some more of our time.",
    "{Area} counts a lot in this role, so I'm staying with it for longer.",
)
ANOTHER_ITS_ONE = ("It's all {area} today, so I'm going through one part of it after another.", *ANOTHER_PART)
ANOTHER_CLOSE = (
    "It's close to the last one, so that I can go by both.",
    "I'm staying close to the last one, so that not too much hangs on it.",
)

DEPTH, ENOUGH = 2, 3  # a tier, and the answers on an area with which one can be sure there

# Another area
CLOSE_BY = (
    "{before} {was}. {Nothing}, so let's see whether that goes there, too.",
    "{Nothing}. {before} {was}, so let's see whether you're as sure there.",
)
CLOSE_BY_AFTER_SHORT = (
    "{before} {was}, but that's one subject, so let's see how you get on with {area}.",
    "{before} {was}. Let's try something else, on {area}: you may be surer of yourself there.",
)
FROM_STORY_LATER = (  # after a check
    "You've told me about your own work, so now for a longer question, on {area}{which}.",
    "I've heard how you work, so now for what you know, with a longer question on {area}{which}.",
)
FROM_STORY = (
    "That was about your own work; now for some technical questions, starting with {area}{which}.",
    "I've heard how you work, so now it's about what you know, starting with {area}{which}.",
)
STORY = (
    "You mentioned {words} in your story, so {area} can't be new to you, and I can go into it.",
    "I'd like to stay close to your own work at first, and in your story you mentioned {words}.",
)
MENTIONED = (
    "You mentioned {words}, so let's go on from there.",
    "You brought up {words} yourself, so I'm following that up.",
)
MENTIONED_HARDER = (
    "{before} {was}, and you brought up {words} yourself, so I'm going further with that.",
    "You mentioned {words}, and {that} {was}, so let's see how far that goes.",
)
BACK_SECOND = (
    "One answer on {area} isn't enough for something that counts so much here, so here's a second question.",
)
BACK_RATHER = ("We've had what this role asks most about, so I'm coming back to {area}, as the rest counts less.",)
BACK_ANY: Mapping[Went, tuple[str, ...]] = {  # by how the one answer there went
    "well": (
        "Your answer on {area} was a good one, and before I count on it I'd like to hear a second.",
        "You did well on {area} before, so I'm coming back to see whether that holds for another part of it.",
    ),
    "short": (
        "Your answer on {area} fell short, and I don't want to judge you by that one alone.",
        "{Area} didn't go so well the first time, so here's another chance at it.",
    ),
    "untold": (
        "One longer answer on {area} says too little, so here's another question.",
        "I'd rather judge you on {area} by two answers than by one.",
    ),
}
BACK_LEAST = (
    "Of what counts in this role, {area} is where I'm least sure of you, so I'm coming back to it.",
    "We've talked about {area}, but of all that counts it's still where I know least about how you do.",
)
UNSETTLED = (
    "The quick checks on {area} don't tell me enough, so here's a whole question.",
    "Short checks can mislead, so here's a longer question before I judge you on {area}.",
)
LEAST_OF_ALL = (
    "Of what counts in this role and hasn't had a question today, {area} is where I'm least sure of you.",
    "Of what's left, {area} is where your earlier interviews tell me least.",
)
NOT_COVERED = (
    "Your earlier interviews didn't cover {area}, so it's time that we did.",
    "There was nothing on {area} in your earlier interviews, so I don't know how you do there.",
)
WITH_TIME = (
    "There are {minutes} left, and {nothing}.",
    "There's still time for a whole question, with {minutes} left, and {nothing}.",
    "With {minutes} to go, there's a gap to fill: {nothing}.",
)
NEW = (
    "{Nothing}, so let's turn to that.",
    "There's more that I want to get to: {nothing}.",
    "{Nothing}, so that's next.",
)
NEW_AFTER_SOME = (*NEW, "We've had {count} questions on {former}, so it's time for something else: {nothing}.")
NEW_FOR_SKIPPED = ("Instead of the one you skipped, something else: {nothing}.",)
NEW_AFTER_FAILED = ("We didn't get far with {former}, so here's a fresh start: {nothing}.",)
NEW_ASIDE = (  # of an area that the role hardly asks about; who needs this very question for it would contest that
    "{Area} isn't one of our main subjects today, but I'd like to see how broad you are before we go on.",
    "Now for something outside our main subjects, on {area}, to see how you reason where you may have less practice.",
)
AFTER_ITS_CHECKS = (  # more than one, the last of them right before
    "Those checks were a first look at {area}, and now I'd like a whole answer.",
    "Short answers only tell me so much about how you do in {area}, so let's stay with it.",
)
AFTER_ITS_CHECK = (  # the one right before
    "That check was a first look at {area}, and now I'd like a whole answer.",
    "The check was quick, so here's a longer question on {area} before we move on.",
    "One short answer doesn't tell me how you do in {area}, so let's stay with it.",
)
BETWEEN = (  # where the name of its area, or of others that it touches, tells little of what it's about
    "{Nothing}, so here's one that draws on it, {beside}.",
    "There's more that I want to get to: {nothing}. This one is on it, {beside}.",
)
ABOVE = "It's above your level on purpose, to see how far you get."
ASKED_TOO = "This role asks a good deal about it."


def question_because(course: Course, wordings: Wordings) -> str:
    """Why a question comes: what led to it, what its area is worth knowing for, and what it's after."""
    reason, item = course.reason, course.item
    assert isinstance(item, Question)
    own = item.kind == "experience" and reason.move == "open"
    told = [wordings.pick(FIRST_OWN) if own else _led_here(course, wordings)]
    # the lead-in has announced it; where one stays with a subject, what led here says why it's harder
    if course.scored and course.area != course.former and is_above(reason, course.seniority):
        told.append(ABOVE)
    elsewhere = course.area != course.former and not course.talked.get(course.area)
    if elsewhere and not item.aim and reason.move not in {"open", "task"} and "this role" not in told[0].lower():
        told.append(wordings.once(course.matters))
    told.append(item.aim or wordings.pick(AIMS[aim_of(item)]))
    return " ".join(filter(None, told))


def _led_here(course: Course, wordings: Wordings) -> str:
    """What led to the question."""
    reason, words = course.reason, course.names
    if reason.story:
        said = wordings.pick(STORY, **words, words=named_as_said(reason.story, course.said))
        return f"{said} {_weighs(course, said)}".strip()
    # a word that only led to the area isn't what is asked about
    if reason.mentioned and says_name(course.item.prompt, reason.mentioned):
        follows = {"before": course.before, "that": lower_first(course.before), "was": course.was}
        harder = course.strong and reason.tier > reason.from_tier
        named = named_as_said(reason.mentioned, course.said)
        return wordings.pick(MENTIONED_HARDER if harder else MENTIONED, **follows, words=named)
    match reason.move:
        case "open":
            return _opens(course, wordings)
        case "again":
            return LISTED
        case "design":
            return longer_because(course)
        case "task":
            return task_because(course)
        case "new-thread" if course.area != course.former:
            return _new_thread(course, wordings)
        case _:
            return _follows(course, wordings)


def _opens(course: Course, wordings: Wordings) -> str:
    if course.skipped:
        return wordings.pick(INSTEAD, **course.names)
    if course.reason.doubt and not course.keeps_to_one:
        return LEAST_SURE.format(**course.names)
    plainly = course.reason.tier <= DEPTH < P.TARGET_TIERS.get(course.seniority, 0) - 1
    counted = OPENS_PLAINLY if plainly else OPENS
    opens = OPENS_ITS_ONE if course.only_area else counted if course.counts else OPENS_ANYWHERE
    return wordings.pick(opens, **course.names, counts=course.counts).replace("it is ", "it's ")


def _weighs(course: Course, said: str) -> str:
    """That the area counts in the role, where that may be said again; what was `said` may have named it."""
    return _counts(course, said) if course.counts in {WEIGHS, BY_ADVERT} else ""


def _counts(course: Course, said: str) -> str:
    """How much the area counts; nobody says its full name twice in one breath."""
    if course.counts == LATE_WEIGHS:  # "that shouldn't" would be said of the check that was named last
        return ASKED_TOO
    subject = "That" if course.name in said or course.names["Area"] in said else course.names["Area"]
    return f"{subject} {course.counts}.".replace("That is ", "That's ")


def _follows(course: Course, wordings: Wordings) -> str:
    """What led to a question that goes on from the one before."""
    reason = course.reason
    words = {**course.names, "before": course.before, "was": course.was}
    if reason.from_story:
        return wordings.pick(FROM_STORY_LATER if course.between else FROM_STORY, **words, which=_which(course))
    if course.skipped:
        return wordings.pick(SKIPPED if course.area == course.former else SKIPPED_ELSEWHERE, **words)
    if course.area == course.former:
        return wordings.pick(_same_area(course), **words)
    if course.talked.get(course.area):
        return wordings.pick(_comes_back(course), **words)
    near = course.verdict and reason.hops <= P.NEAR_HOPS and not course.between_areas
    if near and course.verdict in SHORT:
        return wordings.pick(CLOSE_BY_AFTER_SHORT, **words)
    variants = BETWEEN if course.between_areas else CLOSE_BY if near else NEW
    return wordings.pick(variants, **words, **_nothing(course, wordings))


def _which(course: Course) -> str:
    """What is said of the area after a story: by which word it came up there, or how much it counts."""
    if course.touched_by and course.reason.touched == "story":
        return f", as you mentioned {course.names['touched']}"
    return f", which {course.counts}" if course.counts else ""


def _same_area(course: Course) -> Sequence[str]:
    """The sentences that are true of a question on the same area: harder, easier or neither."""
    reason, verdict, talked = course.reason, course.verdict, course.talked.get(course.area, 0)
    harder, easier = reason.tier > reason.from_tier, reason.tier < reason.from_tier
    plainly = easier and (reason.tier <= DEPTH or reason.tier < reason.from_tier - 1)  # to who's asked, too
    if not verdict or (verdict in SHORT and harder):
        return _another(course)
    if verdict in SHORT:
        some = NO_HARDER_ALONE if talked <= 1 else NO_HARDER_MIXED
        return EASIER if plainly else some if course.fell.get(course.area, 0) <= 1 else NO_HARDER_YET
    if harder:
        return HARDER_AFTER_MISSED if course.missed > 1 and 2 * course.missed > course.between else HARDER
    if easier and TIER_GAVE_WAY in reason.gave_way:
        return NO_AS_HARD
    if talked > 1 and course.fell.get(course.area, 0):
        return HOLDS_MIXED
    if talked > 1:
        return HOLDS_ON if talked == ENOUGH - 1 else HOLDS_LATER
    return HOLDS_SAME if reason.concept == reason.from_concept else HOLDS


def _another(course: Course) -> Sequence[str]:
    """Those for another question of which no more may be said than that."""
    if course.talked.get(course.area, 0) <= 1:
        return ANOTHER
    if course.keeps_to_one:
        return ANOTHER_ITS_ONE
    if course.reason.concept == course.reason.from_concept:
        return ANOTHER_CLOSE
    return ANOTHER_HEAVY if course.is_heavy else ANOTHER_PART


def _new_thread(course: Course, wordings: Wordings) -> str:
    """What led to another subject."""
    reason, words = course.reason, course.names
    if course.talked.get(course.area):
        return wordings.pick(_comes_back(course), **words)
    if course.between_areas and not (reason.failed or course.skipped):
        return wordings.pick(BETWEEN, **words, **_nothing(course, wordings))
    if reason.doubt:
        settles = course.checked.get(course.area, 0) > 1
        return wordings.pick(UNSETTLED if settles else LEAST_OF_ALL, **words)
    if reason.finds == "late":
        return wordings.pick(NOT_COVERED, **words)
    checks = course.checked.get(course.area, 0)  # one that was skipped is no look
    if checks and course.just_checked == course.area and not course.skipped:
        looked = AFTER_ITS_CHECK if checks == 1 else AFTER_ITS_CHECKS
        return f"{wordings.pick(looked, **words)} {_weighs(course, course.name)}".strip()
    count = course.talked.get(course.former, 0)
    words |= _nothing(course, wordings) | {"count": how_many(count)}
    told = wordings.pick(_changes(course), **words)
    return f"{told} {_weighed(course, told)}".strip()


def _comes_back(course: Course) -> Sequence[str]:
    """The sentences that are true of an area that was asked about before."""
    if course.reason.doubt:
        return BACK_LEAST
    weighs = course.is_heavy and course.reason.finds
    rather = BACK_RATHER if weighs and course.has_lighter else ()
    if course.talked[course.area] > 1:
        return (*rather, *BACK_STILL[answers_on_area(course)])
    return (*BACK_SECOND, *rather) if weighs else BACK_ANY[answers_on_area(course)]


def _changes(course: Course) -> Sequence[str]:
    """The sentences that are true of a change of subject."""
    if course.skipped:
        return NEW_FOR_SKIPPED
    if course.reason.failed:
        return NEW_AFTER_FAILED
    if course.reason.finds == "left":
        return WITH_TIME
    if course.aside and not course.taken_in:  # else its label alone is aside
        return NEW_ASIDE
    return NEW_AFTER_SOME if course.talked.get(course.former, 0) > 1 else NEW


def _nothing(course: Course, wordings: Wordings) -> dict[str, str]:
    """That little or nothing came of its area so far, to fill a sentence in with."""
    nothing = wordings.pick(came_of_area(course), **course.names)
    return {"nothing": nothing, "Nothing": upper_first(nothing)}


def _weighed(course: Course, told: str) -> str:
    """How much the area counts: that it's more than another is no reason to who never asked about that."""
    return _counts(course, told) if course.counts and course.counts != BY_ROLE else ""
