"""Where you stand, as home says it, and how all that home has found out gets into its cards.

Import this once home is painted: it loads the report.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.dom import DOMNode

from simulator.engine.scoring import SOLID
from simulator.graph.text import plural, shorten
from simulator.report.concept_records import HELD, ConceptStanding, is_lowest_counted, known_of
from simulator.report.debrief.advert import advert_phrases
from simulator.report.text.words import READY, called_lower, own_level, own_target, ready_kinds, screening_words
from simulator.report.tones import CODE_ROUND_BADGES, RECOMMENDATION_BADGES, Badge
from simulator.session.presets import fitting_role
from simulator.ui.tui.home import card_texts
from simulator.ui.tui.home.home_card import IDEA, LIKE, STEPS, HomeCard, Maker, example, numbered
from simulator.ui.tui.home.rows import LABEL

if TYPE_CHECKING:
    from simulator.graph.records import Graph
    from simulator.report.load import LastReport
    from simulator.report.progress_records import Countdown, Progress
    from simulator.ui.tui.widgets.plots import LevelPlot

GAPS = "Gaps"
NAMED = 3  # gaps that are named
TOLD_APART = "; "
TIED = "\u00a0"  # a blank at which no line ends
OVER_ALL = "over all interviews"  # which a report isn't about: its word may be another


@dataclass(frozen=True)
class Fact:
    """Something about where you stand: its label, empty if it's the same as the one above, and the words beside it.

    A `look` is that of the verdict it begins with. It takes `most` lines, and is cut beyond them. `brief` is what to
    say where others would have no room.
    """

    label: str
    text: str
    look: Badge | None = None
    most: int = 99
    brief: str = ""


def standing_facts(progress: "Progress", last: str = "", aside: str = "") -> list[Fact]:
    """Am I ready, my level, gaps, how the `last` interview went, what holds. What matters is first.

    An `aside` stands behind the word for the role's own level, which a report says of one interview. What is said is
    only what the intervals support.
    """
    told_above = "weakest so far" in f"{progress.screen}{progress.onsite}"
    weakest = next((area for area in progress.areas if area.area == progress.weakest), None)
    told_above |= weakest is not None and not is_lowest_counted(weakest, progress.areas)  # or the table says another
    named = f"; weakest so far: {weakest.title}" if weakest and not told_above else ""
    open_ = any(area.word != HELD and area.solid < area.questions for area in progress.areas)
    lowest = f"none for sure yet{named}" if weakest or open_ else "none found so far"
    level, for_role = progress.recommendation.role_level, own_target(progress.recommendation).partition(": ")[2]
    for_role = f"{for_role}; {aside}" if for_role and aside else for_role
    (word, *though), of_onsite = progress.screen.split(TOLD_APART), progress.onsite.split(TOLD_APART)
    screening = TOLD_APART.join([word, *(each for each in though if each not in of_onsite)])  # said once, of both
    code, mine = progress.recommendation.code_round, own_level(progress)
    called, invited = ready_kinds(progress.recommendation.level)
    called = called_lower(progress.recommendation.level) if screening_words(progress) else called
    ready = [_verdict(READY, f"{called}: ", screening), _verdict("", f"{invited}: ", progress.onsite)]
    said = progress.recommendation.word and not progress.recommendation.contradicted
    if progress.screen == progress.onsite and not said:
        ready = [Fact(READY, f"not known yet {called.partition(' at ')[0]} or {invited}: {progress.onsite}")]
    facts = [
        *ready,
        *([_verdict("", "code round: ", f"{code.verdict}; {code.held} of {code.tasks} solved")] if code else []),
        *([_verdict("", f"the role asks for {level}: ", for_role)] if for_role else []),
        Fact("Level", mine.partition(" (")[0]),  # progress has its interval, and the chance
        _gaps(progress.missed, lowest),
    ]
    facts += [Fact("Report", last, most=2, brief=last.partition("; ")[0])] if last else []
    return [*facts, Fact("Known", _named(known_of(progress.concepts)) or _none_known(progress))]


def _gaps(missed: Sequence[ConceptStanding], lowest: str) -> Fact:
    """Concepts that are a gap; where none is one for sure, those missed so far and not answered well since."""
    if named := _named([standing for standing in missed if standing.mark == "gap"]):
        return Fact(GAPS, named)
    if not missed:
        return Fact(GAPS, lowest)
    left, again = [s for s in missed if not s.better], [s for s in missed if s.better]
    since = f"{len(again)} missed, but answered well since"
    if not left:  # one good answer doesn't make it known, but who gave it has nothing left to do there
        return Fact(GAPS, f"none open; {since}: {_titles(again)}", brief=f"none open; {since}")
    unsure = f"{len(left)} missed, {'none' if len(left) > 1 else 'not'} certain yet"
    return Fact(GAPS, f"{unsure}{', first' * (len(left) > NAMED)}: {_titles(left)}", brief=unsure)


def _none_known(progress: "Progress") -> str:
    """That no concept is known for sure, beside how many answers were solid, lest it belittle them.

    They're counted as the list of interviews does: by area a design counts twice, and a story of one's own not at all.
    """
    answers = f"{progress.solid} of {plural(progress.scored, 'answer')} {SOLID}, but "
    return f"{answers if progress.solid else ''}no concept for sure yet"


def _verdict(label: str, about: str, phrase: str) -> Fact:
    """A phrase that begins with a recommendation, which has its sign and stays in one line."""
    word, *rest = phrase.split(";")
    look = RECOMMENDATION_BADGES.get(word) or CODE_ROUND_BADGES.get(word)
    if look is None:
        return Fact(label, f"{about}{phrase}")
    whole = f"{about}{f'{look.sign} {word}'.replace(' ', TIED)}"
    said = TOLD_APART.join([whole, *(each.strip() for each in rest)])
    return Fact(label, said, look, brief=whole if rest else "")


def fitting_facts(facts: Sequence[Fact], width: int, most: int) -> list[tuple[Fact, list[str]]]:
    """Each fact in lines of `width` columns; beyond `most` lines they are brief, and then the last ones are left out.

    Of those left out the gaps are cut first.
    """
    parts = [(fact, _lines(fact, fact.text, width)) for fact in facts]
    for at, fact in enumerate(facts):
        if fact.brief and sum(len(lines) for _, lines in parts) > most:
            parts[at] = fact, _lines(fact, fact.brief, width)
    while (over := sum(len(lines) for _, lines in parts) - most) > 0 and len(parts) > 1:
        fact, lines = parts.pop()
        if fact.label == GAPS and len(lines) > over:  # what there is to do is said in fewer names, never not at all
            parts.append((fact, _cut(lines, len(lines) - over, width)))
    spare = most - sum(len(lines) for _, lines in parts)
    for at, (fact, lines) in reversed([*enumerate(parts)]):  # where one was left out, another has room again
        more = len(whole := _lines(fact, fact.text, width)) - len(lines)
        if fact.brief and 0 < more <= spare:
            parts[at], spare = (fact, whole), spare - more
    return parts


def _lines(fact: Fact, text: str, width: int) -> list[str]:
    """A fact in these words, in no more lines than it may have; where they don't fit, in its brief ones."""
    lines = beside(fact.label, text, width)
    if len(lines) > fact.most and fact.brief:
        lines = beside(fact.label, fact.brief, width)
    return _cut(lines, fact.most, width)


def _cut(lines: list[str], most: int, width: int) -> list[str]:
    """At most so many of these lines; the last one then shows that there was more."""
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], shorten(f"{lines[most - 1]} {lines[most].strip()}", width)]


def _named(concepts: Sequence[ConceptStanding]) -> str:
    """How many concepts, and the first few by name; empty for none."""
    if not concepts:
        return ""
    return f"{plural(len(concepts), 'concept')}{', first' if len(concepts) > NAMED else ''}: {_titles(concepts)}"


def _titles(concepts: Sequence[ConceptStanding]) -> str:
    """The first few by name."""
    return ", ".join(concept.title for concept in concepts[:NAMED])


def beside(label: str, text: str, width: int) -> list[str]:
    """A text beside its label, in lines of `width` cells."""
    lines = [f"{label:<{LABEL}}"]
    for word in text.split(" "):
        gap = " " if lines[-1].strip() != label and lines[-1].strip() else ""
        if gap and cell_len(lines[-1]) + 1 + cell_len(word) > width:
            lines.append(" " * LABEL)
            gap = ""
        lines[-1] += gap + word
    return [line.replace(TIED, " ") for line in lines]


def standing(facts: Sequence[Fact], more: str) -> Maker:
    """Ready or not, gaps, what is known: each word in the colour of what it means; `more` says where the rest is."""

    def lines(width: int, height: int) -> card_texts.Lines:
        fitting, rest = fitting_facts(facts, width, height), []
        if len(fitting) < len(facts):
            last, own = fitting[-1]
            if len(own[-1]) + len(TOLD_APART) + len(more) <= width:  # a line of its own may push a fact out
                fitting[-1] = last, [*own[:-1], f"{own[-1]}{TOLD_APART}{more}"]
            else:
                fitting = fitting_facts(facts, width, max(1, height - 1))
                rest = [card_texts.muted(f"{'':<{LABEL}}{more}")]
        return [*(line for fact, own in fitting for line in toned_fact(fact, own)), *rest][: max(0, height)]

    return lines


def toned_fact(fact: Fact, lines: Sequence[str]) -> card_texts.Lines:
    """A fact with its label muted and its verdict in colour."""
    contents = []
    for number, line in enumerate(lines):
        label = len(fact.label) if not number else 0
        content = Content(line).stylize("$muted", 0, label)
        if fact.look is not None and fact.look.sign in line:
            start = line.index(fact.look.sign)
            end = line.find(";", start)
            content = content.stylize(f"bold ${fact.look.tone}", start, end if end > 0 else len(line))
        contents.append(content)
    return contents


# The cards

DEMO = (
    "See a simulated candidate sit a full interview, at twenty times the speed: questions, follow-ups, marks, the "
    "report. It's kept apart from your own. Choose Demo, or click here."
)
UNSCORED = "Once you've finished and scored an interview, this shows what a panel would say."
PLAN, NO_DATE = "{home.plan} plan", "No date yet; set one in the plan: {home.plan}"
MORE = "{home.progress} for more"
EACH = "{home.progress}, then {progress.switch}, shows each"
TITLE_ENDS = 4  # columns of the frame beside a title
ROOM_FOR_ALL = 70  # columns from which a line says that it's over all interviews
HEADED, LEAST_REPORT = 2, 6  # lines of a title and what parts it from above; of a report that is worth a title
LOW_CARD = 10  # lines of the level's card, below which its words are one line


@dataclass(frozen=True)
class HomeFacts:
    """What home knows by now; None where that is still to come, or where there is nothing."""

    today: date
    graph: "Graph"
    role: str
    advert: Mapping[str, float]
    keyed: Callable[[str], str] = field(repr=False)
    progress: "Progress | None" = None
    moved: str = ""  # what the latest interview did to the level
    last: "LastReport | None" = None
    countdown: "Countdown | None" = None

    @property
    def is_new(self) -> bool:
        """Whether nothing was answered yet."""
        return self.progress is None or not self.progress.gaps


def advert_facts(phrases: Sequence[str], each: str) -> list[Fact]:
    """Where you stand against the advert, and which key shows `each` area, if the card has room for that."""
    return [Fact("Advert", f"{phrases[0]}; {each}", brief=phrases[0])] if phrases else []


def fill(screen: DOMNode, known: HomeFacts, plot: "type[LevelPlot] | None") -> None:
    """Fill every card with what's known; once `plot` is loaded, the level is drawn."""
    panels = {panel.id: panel for panel in screen.query(HomeCard)}
    if (plan := known.countdown) is not None:
        title = card_texts.plan_title(plan, known.today)
        panels["plan"].tell(card_texts.plan(plan, known.today), title=title, line_opens=("today",))
        panels["plan"].note(known.keyed(NO_DATE if plan.until is None else PLAN))
    _fill_level(panels["level"], known, plot)
    if known.progress is None or known.is_new:
        panels["areas"].tell(card_texts.heaviest(known.graph, fitting_role(known.graph, known.role), known.advert))
        panels["areas"].note("")
        steps = [(known.keyed(step), known.keyed(more)) for step, more in STEPS]
        panels["standing"].tell(numbered(steps), title=LIKE)
    else:
        panels["areas"].tell(card_texts.areas(known.progress.areas))
        panels["areas"].note(known.keyed("{home.map} map"))
        facts = standing_facts(known.progress)
        against_advert = advert_phrases(known.progress.recommendation.advert_areas)
        at = next(n for n, fact in enumerate(facts) if fact.label == "Level")  # which has a card of its own
        facts[at : at + 1] = advert_facts(against_advert, known.keyed(EACH))
        over_all = f", {OVER_ALL}" if known.progress.sessions > 1 else ""
        panels["standing"].tell(standing(facts, known.keyed(MORE)), title=f"Where you stand{over_all}")
    last = panels["last"]
    if known.last is not None:
        last.tell(card_texts.last_report(known.last), title=f"Report: {card_texts.when(known.last, known.today)}")
        last.opens = "last"
    elif known.is_new:
        last.tell(card_texts.sentences(DEMO), title="Watch a demo")
        last.opens = "demo"
    else:
        last.tell(card_texts.sentences(UNSCORED), title="Last interview")
        last.opens = "review"


def level_title(moved: str, room: int) -> str:
    """The title of the level in so many columns, with what the latest interview did to it where that fits whole."""
    before = moved.partition(", ")[2]  # a narrow card has what it is now below
    titles = (f"Level: {moved}", f"Level: {before}") if before else ()
    return next((title for title in titles if len(title) <= room), "Level")


def _fill_level(panel: HomeCard, known: HomeFacts, plot: "type[LevelPlot] | None") -> None:
    progress = known.progress
    if progress is None or known.is_new:
        panel.tell(example, title="For example")  # there is no level yet
        panel.opens = "demo"
        return

    def lines(width: int, height: int) -> card_texts.Lines:
        return card_texts.level_lines(progress, width, brief=height < LOW_CARD)

    panel.tell(lines, title=level_title(known.moved, panel.size.width - TITLE_ENDS))
    panel.opens = "progress"
    panel.note(known.keyed("{home.progress} progress"))
    if plot is not None:
        if not panel.query(plot):
            panel.mount(plot(progress.path))
        for drawn in panel.query(plot):  # none where home is being closed
            drawn.show(progress.path)


def in_one_column(known: HomeFacts) -> Maker:
    """Where you stand, or before the first answer what an interview is like; below it more in a tall window."""
    if known.progress is None or known.is_new:
        return card_texts.sentences(known.keyed(IDEA))
    last = card_texts.last_briefly(known.last, known.today) if known.last else ""
    progress, more = known.progress, known.keyed(MORE)

    def lines(width: int, height: int) -> card_texts.Lines:
        aside = OVER_ALL if progress.sessions > 1 and width >= ROOM_FOR_ALL else ""
        told = standing(standing_facts(progress, last, aside), more)(width, height)
        return [*told, *_below(known, width, height - len(told))]

    return lines


def _below(known: HomeFacts, width: int, height: int) -> card_texts.Lines:
    """The plan's days, and what the last report says first, as far as there are lines for them in one column."""
    below: card_texts.Lines = []
    if (plan := known.countdown) is not None and plan.days:
        days = card_texts.plan(plan, known.today)(width, min(len(plan.days), card_texts.WEEK + 1))
        if len(days) + HEADED <= height:
            below = [*_headed(card_texts.plan_title(plan, known.today)), *days]
    left = height - len(below) - HEADED
    if below and known.last is not None and left >= LEAST_REPORT:
        below += _headed(f"Report: {card_texts.when(known.last, known.today)}")
        below += card_texts.last_report(known.last)(width, left)
    return below


def _headed(title: str) -> card_texts.Lines:
    return [Content(), Content.styled(title, "bold")]
