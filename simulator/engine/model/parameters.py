"""The constants of the engine in one place, in logits unless another unit is named. docs/engine.md says why these.

Transcripts name the version of the engine, so that a choice can be explained years later. If you change what is chosen,
raise it and write both digests anew: `tests/unit/test_engine_version.py` fails if a choice in many interviews differs,
or the value of a constant. Left out are those below the headings that `NOT_VERSIONED` names: what is heard is written
into the transcript beside the score, and a follow-up beside the answer, so neither is ever worked out again; and what
is said of an interview isn't a choice.
"""

from collections.abc import Mapping
from typing import Literal

import msgspec

from simulator.engine.scoring import SCALE

ENGINE_VERSION = "31"
ENGINE_DIGEST = "4d7053b5278500f42b620c698643557cd94d31ad22a61a2e95d0ec738490ecd9"
CONSTANTS_DIGEST = "a1b825f7578cb7d2b8ce6c2a324f3ce4f7dc03bd33ba8a768dffd6af06c97b90"
NOT_VERSIONED = (
    "What is heard",
    "What words are shown",
    "What is said of such marks",
    "What is recommended at a level",
)

Seniority = Literal["junior", "mid", "senior", "staff"]
SENIORITIES: tuple[Seniority, ...] = ("junior", "mid", "senior", "staff")
TARGET_TIERS: Mapping[str, int] = {"junior": 2, "mid": 3, "senior": 4, "staff": 5}  # where readiness is judged
SENIORITY_MEAN: Mapping[str, float] = {"junior": -0.7, "mid": 0.0, "senior": 0.6, "staff": 1.2}

DIFFICULTY_PER_TIER = 0.7
MIDDLE_TIER = 3.5
DIFFICULTY_SD = 0.7
SLOPE = 1.6
THRESHOLDS = tuple(grade.threshold for grade in list(SCALE.values())[1:])
SECONDARY_WEIGHT = 0.4

LENIENCY_MEAN = 0.2
LENIENCY_SD = 0.3
PREDICTION_BIAS_MEAN = 0.2
PREDICTION_BIAS_SD = 0.4
PREDICTION_SLOPE = 0.6  # factor on the slope: a prediction is a noisier look at the same thing
LISTENING_SD = 0.5  # some are heard worse than they speak, and some better
CODING_SD = 0.6  # some know the matter and write poor code, and the other way round
TALK_WEIGHT = 0.5  # exponent on the verdict of what is said about code; its cases have the rest, two looks at one task
OWN_TERMS = 4  # of the candidate: leniency, prediction bias, listening, coding

HINT_SHIFT = 0.35  # a hint makes the question this much easier
PROMPTED_SHIFT = 0.25  # so did a point given only when a follow-up asked for it, up to engine 9
OVERRULED_WEIGHT = 0.5  # exponents on the likelihood, this one and the next
SEEN_WEIGHT = 0.4
OWN_WORK_WEIGHT = 0.5  # of the verdict on one's own work, for which there are no points and no words to look for

Z80 = 1.2815515655446004  # half the width of an 80% interval of a normal distribution, in standard deviations

FORGETTING_HALF_LIFE_DAYS = 120.0  # until a variance is half way back to the prior's


class Kind(msgspec.Struct, frozen=True):
    """One way in which people differ: standard deviations of its parts (logits), and its `share` of people at first.

    `general` is one ability for everything, `area` one for each area, `graph` what is passed on along prerequisites,
    `rest` each concept's own. The mean mastery of a concept is `middle` plus `follows` times the mean difficulty of its
    questions. All kinds are then moved alike: before an answer nothing is expected of anybody.
    """

    name: str
    share: float
    general: float
    area: float
    graph: float
    rest: float
    middle: float = 0.0
    follows: float = 0.0


KINDS_OF_PEOPLE = (
    Kind("one ability", 0.8, 0.93, 0.0, 0.05, 0.1),
    Kind("profile by area", 0.16, 0.5, 0.85, 0.05, 0.1),
    Kind("held or not", 0.04, 0.45, 0.35, 0.6, 0.6, middle=-0.4, follows=0.7),
)
LEADING = 1  # the kind whose variance questions are chosen to reduce: that served all kinds of people best
RHO = 0.6  # pull of the prerequisites, no unit
# Recorded people can't tell a concept's own spread from an item's, so the kinds have little of it, and predictions are
# right. People who do differ concept by concept would get intervals that are too narrow: what is shown has so much
# more, and no choice rests on it.
SHOWN_OWN_SD = 0.75
# Answers within an area share the luck of the day, which the belief takes for mastery: the weighted mean and the level
# are shown with so much more. The chances behind a recommendation have bars of their own, set without it.
SHOWN_LUCK_SD = 0.22

# What is asked next

HOP_DISCOUNT = 0.1  # lambda, per hop from the question before
FARTHEST_HOPS = 8  # beyond them nothing is discounted further
THREAD_QUESTIONS = 8  # for so many the discount holds in full: as many as a whole interview has
NEAR_HOPS = 2  # hops within which a question is on the same thread
NEAR_BEST = 0.001  # share of the best value that one may fall short of and still be drawn: as good as equal
NEAR_BEST_OPENING = 0.30  # the first question sets the thread, and there are few fundamentals
NEAR_BEST_THREAD = 0.2  # within an area there is little to lose, and nobody should be able to learn the questions
NEAR_BEST_CHECK = 0.35  # nor the checks, of which few tell the most
NEAR_BEST_DRAWN = 0.9  # of openings and designs, which would otherwise be the same for everybody
THREAD_LEAST, THREAD_MOST = 2, 3  # questions of an area before it is left
THREAD_FAILURES = 2  # in a row at tier 1 end a thread
AREA_DRAW = 1.5  # a new subject is drawn by its share in the role to this power
ADVERT_FIRST = 0.6  # with an advert, lighter areas than this part of the heaviest not asked about wait
ADVERT_DRAW = 3.0  # the same with a job advert, which says what it wants most
HEAVY_SUPPLY = 4  # questions of the heaviest areas from which a new subject is one of theirs
HEAVY_FIRST = 1  # questions; until then one of these may lie a hop farther off than others
AREA_SUPPLY = 16.0  # questions at which it is drawn half as often as by its share alone
AREA_HOP = 1.25  # and likelier the nearer it is: exp(-this) for each hop
RETURNS_UP_TO = 4  # questions of a heaviest area: with fewer we may go back to it, once all of them were asked about
HEAVY_SHARE = 0.48  # of a role's weight lies in its heaviest areas, where openings and threads come from
HEAVY_WITH_ADVERT = 0.6  # and of one that an advert weights, for the opening: few areas are left to tell of
TASKS_NEAR = 3  # from so many of the nearest tasks, or all within two hops, one is drawn
MOST_ASKED = 0.8  # of the heaviest area's weight: to open with a fundamental there leaves it to be asked about
ENOUGH_NEAR = 0.7  # of the heaviest area that waits: if nothing near weighs so much, that may lie a hop farther off
DESIGNS = 20  # from so many of those that lie nearest to the role the open-ended question is drawn
TIER_STEP = 2  # no two questions in a row are further apart in tier
USUAL_TIER = 3  # the least by which it is reckoned how many questions the time still holds
TOP_OF_TALK = 5  # the highest tier of a question that is not open-ended
DESIGN_TIER = 4  # the open-ended question needs a solid answer here to be as likely as not
DESIGN_FROM = 5  # and this many questions before it
TASK_FROM = 2  # a task takes a third of an interview and more: it waits for fewer, and what follows it for no more
TASK_MINUTES = 20.0  # of a task with its twist and the talk, alone or in a full interview where the role has one
BOTH_FROM = 60.0  # minutes from which an interview has the task and the open-ended question
LADDER_MISSES = 2  # in a row end a ladder
DOUBT = 0.5  # standard deviations below the mean at which an area is held to stand when the weakest is looked for
IN_DOUBT = 0.03  # logits below the candidate's own mean at which an area met by one check only is asked again
DOUBTED_BY = 0.1  # and at which one met by two checks comes next: with both wrong it's below, with one right it's not
DOUBTED_SHARE = 0.5  # of the heaviest area that waits: one that counts for less doesn't come next for its checks
LEAST_SECURE_AREAS = 4  # of those that a later interview has not met: its checks are of one of them
WORD_BEGINNING = 6  # letters by which a word is known: "quantised" and "quantisation" are one
RARE_WORDS, SHARED_CONCEPTS = 1.5, 0.1  # of what two items share: power of a word's rarity, weight of their concepts
SAME_GROUND = 0.11  # so much shared, and two questions are of one kind: no third of it
AS_ASKED = 0.25  # and so much, and the second would only ask again
GIVES_AWAY = 0.2  # the same of a check, which has fewer words, and a question
LITTLE_SHARE = 0.5  # an area with less than this part of an equal share counts for little in a role
WEAKEST_SHARE = 0.25  # of the concepts, which a drill counts as weak
COOLING_INTERVIEWS = 10  # an item that was asked in one of the last so many does not return
COOLING_DAYS = 30  # nor within so many days
COUNTED_INTERVIEWS = 100  # older ones have faded, and each header lists all that count
LATEST_MOTIVES = 5  # interviews within which no motive is asked about twice
# An area so far (logits) below the candidate's own mean, so surely, is a weak one. One ability is the rule, so a chance
# this small is much: four in five areas called weaker are.
WEAK_BELOW, WEAK_CHANCE = 0.9, 0.24
SOLID_ENOUGH = 0.6  # chance of a solid answer at which a tier is reached

# How long an interview lasts

CHECKS_ALOUD = 5  # at the least where answers are spoken: with fewer, nothing could bear marks out (BEARING_OUT)
LEAST_QUESTIONS = 6  # of a format with an open-ended question: asked even when the last of them runs over
SKIPS = 4  # may be skipped in a short interview too
QUICK = 3.0  # times the planned questions at most, for those who are quicker than planned
QUICKEST_PACE, SLOWEST_PACE = 0.5, 2.0  # bounds of the clock's time over the planned time
GRACE_MINUTES = 1.0  # by which a question may be longer than the time that is left

# What runs

# of the cases kept back: with so many passed the code is solid. One fault of those seeded in the bank breaks two of
# thirteen; as many faults as fit code of which half is solid leave three quarters (docs/engine-measured.md)
MOST_CASES = 0.75

# What is heard (docs/listening-measured.md has the fit)

LISTENING_WEIGHTS = (0.6, 1.85, 0.65, 0.65, 0.75, 1.9, 4.8)  # of `listening.CueEvidence`, in its order, in logits
LISTENING_SUPPORT = 1.55  # of the share of the other points that are heard, in logits
LISTENING_BIAS = -3.6
# of `likeness.MistakeEvidence`, in its order, and the bias, in logits; the mistake is challenged above these limits:
# without a cue, where one is found whole, where it is in words that also hold a point, or beside a word like "nobody"
MISTAKE_ALONE, MISTAKE_OF_CUE, MISTAKE_BESIDE_POINT, MISTAKE_THOUGH_DENIED = -0.5, -3.0, -1.5, 1.0
MISTAKE_WORDS, MISTAKE_SPAN = 3, 12  # words that the right answer has less: so many must stand within so many words
MISTAKE_UNPROMPTED = 2  # and so many of the sentence must not stand in the prompt
MISTAKE_WEIGHTS = (0.24, 0.27, -2.52, 4.89, 0.5, -0.96, -0.73, -0.97, 0.68, 2.38, -12.78)
NEXT_SENTENCE = 0.25  # of a cue whose parts lie in two sentences, against one within a sentence
CLOSE_WORDS = 6  # between the parts of a cue: at this distance closeness counts half
SEPARATOR_SHARE = 0.12  # of the words: what stands so often parts them and relates nothing
RELATED_COST = 2.0  # words that are only listed, which one that relates some makes up for
LISTED_SHARE, LISTED_PART = 0.3, 0.57  # of the words, and of half of them, are only listed: it is a list of keywords
BINDING_IN_ENGLISH = 0.15  # of the words of a question and its answer: .2 in ours, in other languages hardly any
DENIED_SHARE = 0.09  # of the words are negations: everything is turned round
NOT_READ = 0.15  # of the chance is left to a point that is heard in such a text
# of its words a text shares with its question: up to the first NOT_READ of its coverage is left, from the second all
ABOUT_IT = (0.3, 0.4)
POINTS_OF_A_SENTENCE = 2  # that it can be evidence for
NEAR_WORDS = 30  # words within which the words of a point count as said together
ECHOED_WEIGHT = 0.4  # of a word that stands in the prompt already
CORRECTED, CORRECTED_SHARE = 0.05, 0.5  # how much a mistake sounds like a point that it contradicts, and of the most
QUOTE_WEIGHTS = (2.2, 3.2, 1.3, -2.1, -0.7, 0.8)  # of what speaks for a quote, in the order of `quotes.best_spans`
QUOTE_OWN = 0.35  # of a word of the point there, against one of all its cues
BEARING_WEIGHTS = (0.9, -1.0, 3.7, -0.7, -0.28)  # of what bears a quote out, in the order of `quotes.WordsEvidence`
BEARING_BIAS = -1.0
# that a clarification is what was asked for: of cues met, words explained, its own question covered, words in the
# reply, words explained beyond those of the next fact, the other facts' cues met, a reply that is one of the things
# offered, the same asking word, and a figure that's asked for and told, where no other fact's cue is met:
# docs/listening-measured.md has the fit
ASKED = (4.1, 2.05, 2.1, 2.0, 2.45, -1.9, 0.95, 0.6, 0.3)
ASKED_ABOVE = 2.74  # less than that, and 1, is none
ASKED_CLEARLY = 2.4  # what each of two questions in one breath must reach; less tells facts that weren't asked for
# a fact that doesn't know so many words of a question, and most of them, is told from the second on; one that fits less
# is offered, as six of fourteen told so were another than was asked for
ASKED_ELSEWHERE, ASKED_SURELY, ASKED_DOUBTFULLY = 3, 1.75, 0.99
ASKED_NEARLY = (
    -0.25
)  # from here on, and below 1, a fact is offered: half of the missed ones, and needless one time in three
ASKED_ITSELF = 12.0  # more than any of these counts gives
ASKED_ALIKE = 0.8  # what a word of the field counts that means the same as one of the fact
ASKED_WORDS = 0.3  # and share of the words, where a clarification has no cues

# What words are shown

QUOTED = 0.5  # chance from which the words found for a point may be quoted in a debrief
SURELY_HEARD = 0.7  # chance of the point from which its words may be praised in a debrief
SURELY_BORNE = 0.875  # chance of the words from which they're shown as what was heard, below as what perhaps was
REPEATED_BORNE = 0.5  # the same, from which they're repeated before what may have been said is asked about
PERHAPS_BORNE = 0.77  # below this nobody is pointed to them
HEARD_AT_ALL = 0.35  # below this a point marked as met counts as unheard, and nothing is said to be there

# What was heard as a second reading of the score (docs/listening.md has the fit and the comparison)

READING_COUNTS = True  # whether it enters the belief: only if it beats the number of words, answers of like length
READING_STEPS = (0.3, 0.45, 0.6, 0.75)  # heard coverage is taken in these steps
READING_MEANS = tuple(grade.heard for grade in SCALE.values())  # of the coverage heard, by the verdict people give
READING_SD = 0.17  # of the coverage heard around that mean
READING_LEAST = 0.01  # chance of every step of what is heard, whatever the verdict: no reading is certain
READING_LOST = 0.05  # of the answers: said in words that are not looked for, and heard like a weak one
READING_EXPONENT = 0.5  # on the likelihoods of mark and reading, two looks at one answer

# Marks that are not borne out (docs/listening.md has the fit): points marked as met of which nothing was heard

UNHEARD = 0.1  # the mean share of them
UNHEARD_ALIKE = 8.0  # points of an answer: the smaller, the more they are heard or not heard together
UNHEARD_PERSON_SD = 0.5  # logits
UNUSUAL, UNUSUAL_UNHEARD = 0.02, 0.83  # of people, who say things in words of their own; of their points
DOUBTED = 0.05  # of honest people: with fewer it is said
# in so many answers this share of points marked as met: marks that hardly differ tell nothing, if words contradict them
HARDLY_DIFFER = (8, 0.9)
USUAL_DIFFERENCE = 0.5  # of honest people: what so many show says nothing against anybody

# What is said of such marks

NOT_BORNE_OUT = 0.01  # and with fewer it is the headline
BY_GUESSING = 1 / 3  # of the checks: so many are right, give or take, for whoever guesses among four options
UNEARNED = (4, 0.5)  # of so many checks no more than this share right: where every mark is the best, these say nothing
BEARING_OUT = (5, 0.8)  # so many checks, and the share of them right, bear marks out that cannot be read

# What is recommended at a level (docs/engine.md, Readiness): the bar is our convention, not an employer's

YES_FROM = 0.87  # chance of being at the bar or above
LEANING_YES_FROM = 0.14
UNDECIDED_BELOW = 0.5  # a level above the chosen one that leans towards yes by less than this does so barely
LEANING_NOT_YET_FROM = 0.008
FEWEST_ANSWERS = 4  # scored; with fewer nothing is recommended
FEWEST_HERE = 3  # of them in the interview that a report is about; earlier ones alone would speak for it
YES_ANSWERS, YES_AT_TIER = 6, 3  # scored answers that a yes needs, and how many at the level's tier or above
YES_AREAS, YES_SHARE = 3, 1 / 3  # the areas they come from, and the share of the role's weight that these hold
SKIPPED_SHARE = 1 / 5  # of the questions; with more there is no plain yes

# Which follow-up is asked

UNSAID = 0.17  # chance below which a point was very probably not said: it is asked for
UNSAID_IN_WORDS = 0.22  # and chance that its likest words say it below which that is so as well
PINNED_DOWN = 0.65  # mean of the two chances, in logits, below which a must-have is pinned down by the same words
UNCLEAR = 0.6  # from here on a point counts as heard, and what was said of it is drilled
SHARED_WORDS = 2  # of a question with what was said: with fewer it is about something else, and nothing is quoted
ON_SUBJECT = 0.6  # of these words, each by how much it tells of the point that is asked about
ANSWERED_SHARE = 0.4  # of the words of a reply in what was said: to quote it would be to give the answer
SWEEPING_SHARE = 0.5  # of the claims without exception are asked about
PROBES, PROBES_AT_THE_END = 2, 3  # on one answer; three on the last question of a thread
THIN_WORDS = 12  # an answer of fewer, with nothing heard in it, gets a nudge
STORY_TIME = 1.5  # planned times within which a story of one's own work is followed up again
OPEN_FLOOR = 1 / 3  # of all follow-ups at least so many are one
SPARE_SECONDS = 360.0  # interview time left from which a second follow-up on an answer may come


def tier_difficulty(tier: int) -> float:
    """Prior mean of a question's difficulty by its tier, in logits."""
    return DIFFICULTY_PER_TIER * (tier - MIDDLE_TIER)
