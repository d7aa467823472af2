"""Where a candidate stands against a job advert: what it asks for, what was shown of that, and both in words."""

from collections.abc import Iterator, Mapping, Sequence

from simulator.engine.scoring import SOLID
from simulator.graph.records import Graph, Role
from simulator.graph.text import cells, fit, names, of_hundred, one_line, plural
from simulator.report.debrief.own_words import all_of
from simulator.report.debrief_records import AdvertArea
from simulator.report.records import StudyItem
from simulator.report.tally import Tally, areas_of
from simulator.session.interview.outcome_words import right_or_wrong
from simulator.session.interview.turn import Turn

LEAST_TOLD = 0.01  # of all weight: less may be the rounding of the others
LEANS_FROM = 4  # of 100 questions: what an advert adds to an area below that decides nothing
NAMED = 2


def advert_parts(role: Role, graph: Graph) -> dict[str, float]:
    """What an advert added to the weights of a session's role, by area, the most first; empty where none did.

    A guess, for sessions whose header doesn't have the parts yet: it holds where some area was left alone. The rest of
    the weight is shared as the role has it, so such an area shows how much that is.
    """
    own = graph.roles[role.id].areas if role.id in graph.roles else role.areas
    total, now = sum(own.values()), sum(role.areas.values())
    shares = {area: weight / total for area, weight in own.items() if weight > 0} if total else {}
    weights = {area: weight / now for area, weight in role.areas.items()} if now else {}
    rest = min((weights.get(area, 0.0) / share for area, share in shares.items()), default=1.0)
    added = {area: weight - rest * shares.get(area, 0.0) for area, weight in weights.items()}
    return {area: added[area] for area in sorted(added, key=lambda a: -added[a]) if added[area] >= LEAST_TOLD}


def advert_areas(parts: Mapping[str, float], tally: Tally, graph: Graph) -> tuple[AdvertArea, ...]:
    """What an advert asks for by its `parts` of all weight, and what was shown of each; the most first."""
    return tuple(
        AdvertArea(
            area=area,
            title=graph.areas[area].title,
            of_hundred=count,
            answers=tally.area_answers[area],
            solid=tally.area_answers[area] - tally.area_short[area],
            checks=tally.area_checks[area],
            asked=tally.area_asked[area] > 0,
            own_work=tally.area_stories[area] > 0,
            checks_right=tally.area_right[area],
        )
        for area, count in of_hundred(parts).items()
        if area in graph.areas
    )


def leaned_on(advert: Sequence[AdvertArea]) -> list[AdvertArea]:
    """The areas to which an advert gives enough weight to decide something."""
    return [area for area in advert if area.of_hundred >= LEANS_FROM]


def advert_sentence(turns: Sequence[Turn], advert: Sequence[AdvertArea], graph: Graph) -> str:
    """What the advert asks most about, and whether it was asked; empty without an advert.

    A story of one's own work went to no area, whichever it is filed under. Only what was answered is counted, as in the
    table: of all questions that were asked, some were skipped, and the end may have left one open.
    """
    areas = _most_asked(leaned_on(advert))
    talked = [turn for turn in turns if turn.check is None and not turn.is_story]
    if not areas or not any(turn.answers or turn.skipped for turn in talked):
        return ""
    wanted = {area.area for area in areas}
    there = [turn for turn in talked if wanted & areas_of(graph, turn.asked.area, turn.question.tier)]
    on_it = sum(bool(turn.answers) for turn in there)
    named = all_of(area.title for area in areas)
    if not on_it:
        went = ["quick checks"] if any(area.checks for area in areas) else []
        went += ["your own work"] if any(area.own_work for area in areas) else []
        went += ["a question without an answer"] if there else []
        only = f"; only {all_of(went)} dealt with that." if went else ", which we didn't ask about."
        return f"The advert asks most about {named}{only}"
    beside = ", besides your own work," if any(turn.is_story for turn in turns) else ""
    of_all = plural(sum(bool(turn.answers) for turn in talked), "question")
    return f"The advert asks most about {named}; {on_it} of {of_all} answered{beside} dealt with that."


def _most_asked(areas: Sequence[AdvertArea]) -> Sequence[AdvertArea]:
    """The first few, of which none counts as much as one that isn't among them; where all do, the first few."""
    least = areas[NAMED].of_hundred if len(areas) > NAMED else 0
    return [area for area in areas[:NAMED] if area.of_hundred > least] or areas[:NAMED]


# In words

HEAD = "The advert, of 100 questions; your answers"  # whole in 60 columns, in a frame too
HEAD_IN_BRIEF = "The advert's areas, and your answers"  # where that has no room
COLUMNS = ("the advert asks for", "of 100 questions", "your answers")
LEADS = "A deep dive into their area starts with the ones you haven't been asked about."
# in a report, which is of one interview, and in progress, which is of all
UNASKED_HERE, UNASKED_YET = "not asked here", "not asked yet"
NOT_ASKED_YET = "not asked yet, and the advert wants it"  # with this a reason ends
OWN_WORK = "only your own work"
MOST_UNMET = 8
FEW = 3  # answers in all, below which no area is called solid
COUNT, GAP = 4, 2  # columns of a number with the gap before it, and of the gap before what was shown


def shown_words(area: AdvertArea, unasked: str = UNASKED_HERE) -> str:
    """What was shown of an area: `2 of 3 answers solid`, `1 check right`; `unasked` where nothing was asked."""
    if area.answers:
        return f"{area.solid} of {plural(area.answers, 'answer')} {SOLID}"
    if area.checks:
        one = f"1 check {right_or_wrong(correct=area.checks_right == 1)}"
        right = right_or_wrong(correct=True)
        return one if area.checks == 1 else f"{area.checks_right} of {area.checks} checks {right}"
    return "asked, but not scored" if area.asked else OWN_WORK if area.own_work else unasked


def in_advert(item: StudyItem) -> str:
    """What of something to study the advert names, or whether it wants its area; empty where its reason says so.

    That an area is wanted doesn't say that the advert speaks of this: one of prompt injection asks for no watermarks.
    """
    if item.of_hundred is None or item.why.endswith(NOT_ASKED_YET):
        return ""
    if item.named:
        return f"the advert mentions {one_line(item.named[0])}"
    return "the advert wants this area" if item.of_hundred else "not in the advert"


def advert_lines(areas: Sequence[AdvertArea], width: int, unasked: str = UNASKED_HERE) -> Iterator[str]:
    """The table in so many columns: an area, of 100 questions so many, and what was shown."""
    longest = max((cells(area.title) for area in areas), default=0)
    shown = [shown_words(area, unasked) for area in areas]
    room = max(1, min(longest, width - COUNT - GAP - max(map(cells, shown), default=0)))
    for area, words in zip(areas, shown, strict=True):
        yield f"{fit(area.title, room)}{area.of_hundred:>{COUNT}}{' ' * GAP}{words}"


def unmet_words(terms: Sequence[str]) -> str:
    """Some of what the advert names and no question spoke of; empty where there is nothing.

    Never all of it: what hardly any question is about could hardly have come up.
    """
    named = names([one_line(term) for term in terms[:MOST_UNMET]])
    return f"The advert names more than came up in this interview, for instance {named}. {LEADS}" if terms else ""


def advert_phrases(areas: Sequence[AdvertArea]) -> list[str]:
    """What was shown of an advert's areas in a phrase or two, none without an area: `all solid in 3 of its 7 areas`.

    It speaks of answers, as the table below may call an area with a single one not clear yet. Of very few these are
    counted instead: `1 of 1 answer solid`. The second says where no answer is yet, and names the heaviest of those.
    """
    left = [area.title for area in areas if not area.answers]
    held = sum(bool(area.answers) and area.solid == area.answers for area in areas)
    if len(left) == len(areas):
        return [f"no answer yet in its {plural(len(areas), 'area')}"] if areas else []
    answers = sum(area.answers for area in areas)
    solid = f"all {SOLID} in {held or 'none'} of its {plural(len(areas), 'area')}"
    if answers < FEW:
        solid = f"{sum(area.solid for area in areas)} of {plural(answers, 'answer')} {SOLID}"
    more = f" and {plural(len(left) - 1, 'other')}" if len(left) > 1 else ""
    return [solid, f"no answer yet in {left[0]}{more}"] if left else [solid]
