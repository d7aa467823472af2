"""Why an item was asked: what the transcript keeps, and the sentences made from it."""

from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate
from typing import Literal

import msgspec

from simulator.engine.choice.told.named import named_as_said
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.scoring import SHORT, STRONG
from simulator.graph.records import TIER_NAMES, Graph
from simulator.graph.speech import title_within
from simulator.graph.text import lower_first

Move = Literal["open", "deepen", "step-back", "sibling", "new-thread", "design", "task", "check", "again"]

# What a new thread is to find out.
Finds = Literal[
    "",
    "weight",  # about an area that counts for much in the role, and was not asked about
    "doubt",  # about the area that earlier interviews leave least certain
    "late",  # about one that they left out
    "left",  # about the least secure area, in the minutes that are left
]

# How a candidate is told of a rule that gave way because, with the more important ones, it left nothing to ask. Nobody
# expects what the last three would have brought, so nothing is said of them.
GIVEN_WAY = {
    "not open-ended": "I had no open-ended question left.",
    "open-ended, and those come last": "Open-ended questions usually come last, but nothing else fitted here.",
    "more than two tiers away": "It's a bigger step than I usually take, but nothing nearer fitted.",
    "seen lately": "You had this one recently, but nothing else fitted here.",
    "deeper than the role goes": "It goes deeper than this role usually does, but nothing else fitted here.",
    "the same concept again": "I'd usually go on to something else, but nothing else fitted here.",
    "no step back after a weak answer": "I'd have asked something easier, but had nothing easier left here.",
    "a step up after an answer that fell short": "I'd rather not have gone harder here, but nothing else fitted here.",
    "harder than the answer before bears": "It's a bigger step than I'd have liked, but nothing else fitted here.",
    "another subject": "I'd have stayed with the subject, but had nothing suitable left there.",
    "longer than the time that is left": "It may take longer than we have, so start with what matters most.",
    "enough was asked of its area": "I'd usually have moved on by now, but nothing else fitted here.",
    "too far for the same thread": "",
    "outside the tiers of this stage": "",
    "no step up after two strong answers": "",
}


BUT = ", but "
# said once where both would be
SAME_REGRET = {"It's a bigger step than I'd have liked": "It's a bigger step than I usually take"}

# How a rule that ruled a question out is told where its own name, which transcripts keep, is no spoken English.
TOLD = {
    "outside the tiers of this stage": "too easy or too hard at this point",
    "harder than the answer before bears": "too big a step after the last answer",
    "an answer fell short there": "the last answer there fell short",
}


class Alternative(msgspec.Struct, frozen=True):
    """Another question worth asking: its value after the hop discount, and what ruled it out."""

    item: str
    value: float
    ruled_out: str

    @property
    def why_not(self) -> str:
        """What ruled it out, for the candidate."""
        return TOLD.get(self.ruled_out, self.ruled_out)


class Reason(msgspec.Struct, frozen=True):
    """Why an item was chosen. `gain` is the share of the remaining variance it is expected to remove, 0 to 1.

    `from_concept`, `from_tier` and `from_verdict` describe the question before; `hops` counts the edges between the two
    concepts. `from_story`: it was about the candidate's own work. `rests`: the concept is a prerequisite of the one
    before. `builds`: it builds on the one before. `doubt`: of the areas that count and were not asked about in this
    interview, its area has the lowest bound, or its checks spoke against it; of a check, the first one of its area did.
    `stays`: the interview stays with an area on purpose; `returns`: a check on another came in between, also where it
    leaves one. `leaves` is the area that it leaves, `failed` that two fundamentals in a row fell short there, `finds`
    what the new thread is to find out, and `met` what came up of its area before. `gave_way` names the rules (of
    `GIVEN_WAY`) that would have left nothing to ask. `mentioned` is a name that the candidate said and the question
    takes up, `story` one that they said in a story which was about this area, and `touched` tells where its area came
    up before in what they said, and `led_by` is a name of that area by which a new thread is led in.
    """

    move: Move
    concept: str
    tier: int
    gain: float
    from_concept: str = ""
    from_tier: int = 0
    from_verdict: str = ""
    hops: int = 0
    rests: bool = False
    builds: bool = False
    doubt: bool = False
    stays: bool = False
    returns: bool = False
    leaves: str = ""
    failed: bool = False
    finds: Finds = ""
    met: Literal["", "check", "checks", "question"] = ""
    from_story: bool = False
    mentioned: str = ""
    story: str = ""
    touched: Literal["", "story", "answer"] = ""
    led_by: str = ""
    gave_way: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


WEIGHS = "is a big part of this role"
LATE_WEIGHS = "shouldn't be left out for this role"  # once nobody would believe that
# with a word of the candidate's own, which isn't shared without their words
OF_STORY = "You mentioned {} in your story, so here are some questions"
TAKES_UP = "You mentioned {}, so I'd like to take that up"
LED_BY = "You mentioned {} earlier, so now something"
HAD_MENTIONED = "You'd mentioned {}."
IN_STORY = "which you touched on in your story"
TIER_GAVE_WAY = "outside the tiers of this stage"
LEADS_TO_DESIGN = 4  # tier
LIGHT = 0.05  # of a role's weight: an area below it is none that anybody would call part of the role
LATE = 9  # the question from which on nobody believes that a new subject is a big part of the role
ASIDE = "lies beyond this role's main areas"
FOLLOWING = frozenset(("deepen", "step-back", "sibling"))  # moves on from the question before
# told where there was a job advert; left out of what is shared without one's own words
ADVERT_MENTIONS, ADVERT_ASKS = "The advert mentions {}.", "The advert asks for this area."
BY_ADVERT, BY_ROLE = "is something the advert asks for", "is part of this role"
WEIGHTS = (WEIGHS, BY_ROLE)  # each is said of few areas, and one of them once of each (`report.reasons_told`)
OWN_WORK = "I'd like to hear what you decided yourself, and how you knew that it worked."
# a reason is asked for while the question is open
TIME_LEFT = (
    "We've got some time left, so on to {area}",
    "We've got time for one on {area}",
    "I'd like to hear you on {area} too",
)
CHECKS = (  # why checks come at all, from the second one on by turns
    "A",
    "A",
    "There isn't time for a question on everything, so here's a",
    "To see where a whole question is worth asking, here's a",
)
MET = {  # what came of a new subject's area so far
    "": "which we hadn't gone into yet",
    "check": "which had only come up in a quick check",
    "checks": "which had only come up in quick checks",
}


def sentence(
    reason: Reason,
    graph: Graph,
    role: str = "",
    *,
    advert: Collection[str] = (),
    named: Sequence[str] = (),
    story: bool = False,
    number: int = 0,
    seniority: str = "",
    left_out: Collection[str] = (),
) -> str:
    """One to five sentences about a choice. They say nothing that is not in the reason, the graph or the advert.

    `advert` are the areas that a job advert asks for, `named` what it names and the question speaks of. A `story` is
    one of the candidate's own work. `number` is that of the question, or 0. `seniority` is the level applied for, empty
    where its own tier is not to be told of. `left_out` is what of `WEIGHTS` it may not say again.
    """
    if story and reason.move == "open":  # later ones are explained like any other question
        words = "First something from your own experience, as you have a project to talk about. " + OWN_WORK
    else:
        words = _of_move(reason, graph, role, advert, number, left_out)
    if named:
        words = f"{words} {ADVERT_MENTIONS.format(', '.join(named))}"
    elif reason.move == "open" and _is_of(reason, graph, advert):
        words = f"{words} {ADVERT_ASKS}"
    says_area = reason.story or reason.led_by
    if reason.move in FOLLOWING and _crosses(reason, graph) and not says_area:  # the room says so too
        joint = ": " if words.startswith(_title(graph, reason.concept)) else ". "
        start = "Back to" if reason.met == "question" else "A new subject,"
        words = f"{start} {area_named(graph, reason.concept)}{joint}{words}"
    return " ".join(filter(None, (words, beyond(reason, seniority), regrets(reason, graph))))


def regrets(reason: Reason, graph: Graph) -> str:
    """What is told of the rules that gave way.

    It isn't said that the subject changed where there was no staying: after a story of one's own, or where all of an
    area is one concept, as imported.
    """
    left = graph.area_of(reason.from_concept) if reason.from_concept in graph.concepts else ""
    whole = sum(concept.area == left for concept in graph.concepts.values()) == 1
    leaves = whole or reason.from_story
    return given_way([rule for rule in reason.gave_way if not (leaves and rule == "another subject")])


def beyond(reason: Reason, seniority: str) -> str:
    """What is said where a step up leaves what the level asks for, as it would look like a mistake without a word."""
    first = reason.from_tier <= P.TARGET_TIERS.get(seniority, P.TOP_OF_TALK) and is_above(reason, seniority)
    return f"That's more than {seniority} level asks for: it's to see how far you get." if first else ""


def is_above(reason: Reason, seniority: str) -> bool:
    """Whether a question is a step up from the one before, to more than the level asks for."""
    so_far = max(P.TARGET_TIERS.get(seniority, P.TOP_OF_TALK), reason.from_tier)
    talked = reason.from_concept and reason.move in {*FOLLOWING, "new-thread"}
    return bool(talked) and so_far < reason.tier <= P.TOP_OF_TALK


def given_way(rules: Collection[str]) -> str:
    """What a candidate is told of the rules that gave way, several in one sentence; empty where nothing is said."""
    told = [GIVEN_WAY[name] for name in rules if GIVEN_WAY.get(name)]
    regrets = [words.split(BUT)[0] for words in told if BUT in words]
    if len(regrets) < 2:
        return " ".join(told)
    first, *others = dict.fromkeys(SAME_REGRET.get(regret, regret) for regret in regrets)
    clauses = [first, *map(lower_first, others)]
    joined = f"{', '.join(clauses[:-1])}, and {clauses[-1]}" if others else first
    return " ".join((*(words for words in told if BUT not in words), f"{joined}{BUT}nothing else fitted here."))


def _crosses(reason: Reason, graph: Graph) -> bool:
    """Whether the question is of another area than the one before."""
    known = reason.concept in graph.concepts and reason.from_concept in graph.concepts
    return known and graph.area_of(reason.concept) != graph.area_of(reason.from_concept)


def _is_of(reason: Reason, graph: Graph, areas: Collection[str]) -> bool:
    """Whether the question is of one of these areas."""
    return reason.concept in graph.concepts and graph.area_of(reason.concept) in areas


def _of_move(
    reason: Reason, graph: Graph, role: str, advert: Collection[str], number: int, left_out: Collection[str]
) -> str:
    title, area = _title(graph, reason.concept), area_named(graph, reason.concept)
    level = _level(reason)
    counts = counts_for(reason, graph, role, () if reason.move == "open" else advert, number)
    counts = "" if counts in left_out else counts
    on_area = f"on {area}, which {counts}" if counts not in {"", ASIDE} else f"on {area}"
    if reason.story:
        return f"{OF_STORY.format(named_as_said(reason.story))} {on_area}: {title} ({level})."
    if reason.mentioned:
        return f"{TAKES_UP.format(named_as_said(reason.mentioned))}: {title} ({level})."
    if reason.led_by:
        return f"{LED_BY.format(named_as_said(reason.led_by))} {on_area}: {title} ({level})."
    match reason.move:
        case "deepen" | "step-back" | "sibling":
            return _of_following(reason, graph, counts)
        case "open" if reason.doubt:
            return f"The opening question, on {area}, where I'm least sure of you so far: {title} ({level})."
        case "open":
            return f"The opening question{f', {on_area}' if counts else ''}: {title} ({level})."
        case "check" if reason.doubt:
            return f"One more quick check in {area}, to be surer: {title}."  # not that the first went wrong
        case "check" if reason.from_concept and not _crosses(reason, graph):
            return f"A quick check, still in {area}: {title}."
        case "check":
            look = f"look beyond your main areas, at {area}" if counts == ASIDE else f"check {on_area}"
            return f"{CHECKS[number % len(CHECKS)]} quick {look}: {title}."
        case "again":
            return f"This one was on your list to go through: {title} ({level})."
        case "design":
            held_up = reason.from_verdict in STRONG and reason.from_tier >= LEADS_TO_DESIGN
            start = "You did well on a hard one, so a longer" if held_up else "A longer"
            return f"{start} task now. It's {on_area}: {title}."
        case "task":
            return f"Some code to write, as interviews for this role include a task: {title} (tier {reason.tier})."
        case _:
            return f"{_of_new_thread(reason, graph, counts, number)} {title} ({level})."


def _level(reason: Reason) -> str:
    return f"tier {reason.tier}, {TIER_NAMES[reason.tier]}"


def _of_following(reason: Reason, graph: Graph, counts: str) -> str:
    """Why a question that goes on from the one before, whose tier nobody saw, is harder, easier or neither.

    Its area `counts` for so much, which is said after a story: it needn't have been of that area.
    """
    title, area, level = _title(graph, reason.concept), area_named(graph, reason.concept), _level(reason)
    which = f", which {counts}" if counts not in {"", ASIDE} else ""
    verdict, same = reason.from_verdict, reason.concept == reason.from_concept and not reason.from_story
    before = "your own work" if reason.from_story else _title(graph, reason.from_concept)
    within = "" if _crosses(reason, graph) else f", on {area}" if reason.from_story else f" in {area}"
    near = reason.hops <= 1 and not reason.from_story
    was = f"{'What you said about' if reason.from_story else 'Your answer on'} {before} was {verdict}"
    easier = reason.tier < reason.from_tier
    bound = "harder" if reason.from_story or reason.tier > reason.from_tier else "harder than that"
    if reason.move == "deepen":
        if reason.from_story:  # what was told needn't have been of the area that comes now
            where = f"{within}{which}" if within else ""
            return f"{f'{was}. ' if verdict in STRONG else ''}Now something harder{where}: {title} ({level})."
        start, named = (f"{was}, so ", "it") if verdict in STRONG else ("", before)  # named once
        how = f" that builds on {named}" if reason.builds and near else f" close to {named}" if near else within
        words = f"{start}{'a harder one on the same subject' if same else f'something harder{how}: {title}'} ({level})."
        return f"{words[0].upper()}{words[1:]}"
    if reason.move == "step-back":
        if same and not reason.rests:
            return f"Your answer was {verdict}, so something easier on {title} again ({level})."
        where = f"something easier{' nearby' if near else within}" if easier else f"nothing {bound} for now"
        if reason.rests and near:  # what lies farther down is no reason that anybody would see
            where = f"{'back' if easier else 'on'} to something it rests on"
        return f"{was}, so {where}: {title} ({level})."
    no_harder = f"{was}, so nothing {bound} for now. " if verdict in SHORT else ""
    easier = easier and verdict in STRONG  # for nothing as hard was left
    if same:
        holds = ", to see whether that holds" if verdict in STRONG and not easier else ""
        return f"{no_harder}Another question on {title}{holds} ({level})."
    if easier:
        return f"{_easier_after(reason, area, was, near=near)}: {title} ({level})."
    if near and verdict in STRONG:
        return f"{was}, so on to what's close to it: {title} ({level})."
    if near:
        return f"{f'{no_harder}Close to it' if no_harder else f'Following on from {before}'}: {title} ({level})."
    if _crosses(reason, graph):  # that it's a new subject is said before
        return f"{title} ({level})."
    if reason.from_story:  # what was told needn't have been of the area that it's filed under
        return f"{no_harder or f'{was}. '}Now {area}{which}: {title} ({level})."
    surer = "" if no_harder else ", to be surer of how you do there"
    return f"{no_harder}Another side of {area}{surer}: {title} ({level})."


def _easier_after(reason: Reason, area: str, was: str, *, near: bool) -> str:
    """Why something easier follows a good answer: nothing as hard was left, or that rests on it; else nothing."""
    place = "close to it" if near else f"in {area}"
    if TIER_GAVE_WAY in reason.gave_way:
        return f"{was}. I've nothing as hard left {place}, so an easier one"
    if reason.rests and near:
        return f"{was}. Now something that it rests on"
    return f"{was}. Now something {place}"


def counts_for(reason: Reason, graph: Graph, role: str, advert: Collection[str], number: int) -> str:
    """Why its area counts: by the advert, or as one that the role asks about most or at all; empty if it doesn't.

    One that counts for little or nothing is `ASIDE`; nothing is said of the only one that the role has. What comes late
    isn't a big part to somebody who's waiting for it.
    """
    if _is_of(reason, graph, advert):
        return BY_ADVERT
    weights = graph.role_areas(role)
    asked = [area for area, weight in weights.items() if weight > 0]
    if len(asked) == 1 and _is_of(reason, graph, asked):
        return ""  # it's all of the role
    if _is_of(reason, graph, heaviest(weights)):
        late = number >= LATE and reason.met != "question"
        return LATE_WEIGHS if late else WEIGHS
    if _is_of(reason, graph, [area for area in asked if weights[area] >= LIGHT * sum(weights.values())]):
        return BY_ROLE
    return ASIDE if asked and reason.concept in graph.concepts else ""


def _of_new_thread(reason: Reason, graph: Graph, counts: str, number: int) -> str:
    """What a new thread is to find out, for the candidate; its area `counts` for so much."""
    area = area_named(graph, reason.concept)
    start = f"{'A look beyond your main areas' if counts == ASIDE else 'A new subject'}, to see how you get on with"
    counts = "" if counts == ASIDE else counts  # that it lies there is no reason to ask about it
    if reason.met == "question":
        which = f", which {counts}" if counts else ""
        if reason.finds == "left":
            return f"We've got some time left, so back to {area}{which}:"
        if reason.doubt:
            return f"Back to {area}: of what counts, I'm least sure of you there:"
        return f"Back to {area}{which}:"
    came_up = {"story": f", {IN_STORY}", "answer": ""}.get(reason.touched, f", {MET[reason.met]}")
    counts = f"{' and' * bool(came_up)}{',' * (not came_up)} which {counts}" if counts else ""
    if reason.finds == "left":
        if reason.doubt:
            return f"There's time for another subject. Of those that count, I'm least sure of you in {area}:"
        return f"{TIME_LEFT[number % len(TIME_LEFT)].format(area=area)}{came_up}{counts}:"
    if reason.finds == "late":
        return f"{start} {area}, which your earlier interviews didn't cover:"
    if reason.doubt and reason.met in {"check", "checks"}:
        return f"A new subject, {area}. The quick checks there don't settle it, so here's a question:"
    if reason.doubt:
        return f"A new subject, {area}: of what's left that counts, I'm least sure of you there:"
    if reason.finds == "weight":
        return f"{start} {area}{came_up}{counts}:"
    return f"{start} {area}:" if _crosses(reason, graph) else f"Something else in {area}:"


def heaviest(shares: Mapping[str, float], part: float = P.HEAVY_SHARE) -> Collection[str]:
    """The areas that together hold this part of a role's weight, the heaviest first, equals together."""
    ranked = sorted(shares.values(), reverse=True)
    enough = part * sum(ranked)
    least = next((share for share, so_far in zip(ranked, accumulate(ranked), strict=True) if so_far >= enough), 0.0)
    return [area for area, share in shares.items() if share >= least - 1e-12]


def area_named(graph: Graph, concept: str) -> str:
    """The title of a concept's area within a sentence."""
    title = graph.area_title(graph.area_of(concept)) if concept in graph.concepts else "another area"
    return title_within(graph, title)


def _title(graph: Graph, concept: str) -> str:
    return f"“{graph.concepts[concept].title if concept in graph.concepts else concept}”"
