"""The first page of a report on the screen: what a panel would recommend, in colour, and what it rests on."""

from collections.abc import Iterator, Sequence

from textual.containers import ItemGrid, Vertical
from textual.content import Content
from textual.widget import Widget

from simulator.graph.text import format_minutes
from simulator.report import records as rec
from simulator.report.debrief.own_words import topic_of
from simulator.report.debrief_records import Concern, Recommendation
from simulator.report.text.debrief import (
    FAILS,
    SAY,
    STILL_TO_SAY,
    TONIGHT,
    Entry,
    beside_words,
    concern_parts,
    first_page_entries,
)
from simulator.report.tones import HALF, MET, MISSED, RECOMMENDATION_BADGES, recommendation_badge
from simulator.ui.tui.widgets.badges import Section, badge, toned
from simulator.ui.tui.widgets.rows import Row
from simulator.ui.tui.widgets.text import Flow, Hanging, plain_text

COLUMN = 2  # where the text behind a sign begins
NARROWEST_CARD = 44  # columns


def debrief_widgets(found: rec.Assessment) -> Iterator[Widget]:
    """The whole page, without the advice for tonight, which stays in sight below it."""
    left_out = {TONIGHT, *(transcript := [f"Transcript: {sentence}" for sentence in found.findings])}
    entries = [e for e in first_page_entries(found) if e.kind != "tonight" and e.text not in left_out]
    above = [e for e in entries if e.kind in {"lead", "beside", "caution"}]
    # what was not asked is the last sentence there; at the top it would push down what spoke for the candidate
    top, unasked = (above[:-1], above[-1:]) if found.recommendation.unasked else (above, [])
    look = recommendation_badge(found.recommendation)
    yield Vertical(*_verdict_lines(found.recommendation, top), id="verdict", classes=f"-{look.tone}")
    concerns = iter(found.recommendation.concerns)
    judged: dict[str, list[Widget]] = {}
    labelled: list[Section] = []
    for entry in entries[len(above) :]:
        match entry.kind:
            case "head":
                judged[entry.text] = []
            case "label":
                labelled.append(Section(entry.text, plain_text(f"{entry.detail[:1].upper()}{entry.detail[1:]}")))
            case kind:
                widgets = _against(next(concerns)) if kind in {"against", "minor"} else _remark(entry)
                judged[[*judged][-1]].append(Vertical(*widgets, classes="remark"))
    for cards in ([Section(head, *remarks) for head, remarks in judged.items()], labelled):
        if cards:  # side by side on a wide screen
            yield ItemGrid(*cards, min_column_width=NARROWEST_CARD, classes="pair")
    yield from (plain_text(text, "aside") for text in (*(e.text for e in unasked), *transcript))


def _verdict_lines(found: Recommendation, entries: Sequence[Entry]) -> Iterator[Widget]:
    look, levels = recommendation_badge(found), beside_words(found)
    for entry in entries:
        if entry.kind == "lead":
            yield Hanging(toned(look.sign, look.tone, bold=True), entry.text, COLUMN, f"lead {look.tone}", tight=True)
        elif entry.text == levels:
            yield Flow(neighbours(found), "levels")
        else:
            yield plain_text(entry.text, entry.kind)


def neighbours(found: Recommendation) -> list[Content]:
    """The levels beside the chosen one and the role's own, each with its badge; the words are those of the report."""
    own = bool(found.for_role) and found.role_level != found.level
    beside = [n for n in found.neighbours if n.word and not (own and n.level == found.role_level)]
    parts = [badge(RECOMMENDATION_BADGES[n.word], f"{n.word} for {n.level}", bold=False) for n in beside]
    if own:
        usual = toned(f"the role usually looks for {found.role_level}: ", "muted")
        parts.append(usual + badge(RECOMMENDATION_BADGES[found.for_role], found.for_role, bold=False))
    return parts


def _remark(entry: Entry) -> Iterator[Widget]:
    """A strength with its quote; or a plain sentence where there is none."""
    if entry.kind == "for":
        yield Hanging(toned(MET.sign, MET.tone), entry.text, COLUMN, "title", tight=True)
        yield plain_text(entry.detail, "quote")
    else:
        yield plain_text(entry.text, "aside")


def _against(concern: Concern) -> Iterator[Widget]:
    """A concern: how far it went, then what to say instead, which is what one looks for."""
    look = HALF if concern.minor else MISSED
    yield Hanging(toned(look.sign, look.tone), concern.title, COLUMN, "title", tight=True)
    for part in concern_parts(concern):
        label = next((label for label in (SAY, STILL_TO_SAY, FAILS) if part.startswith(label)), "")
        if label:
            words = part.removeprefix(label).strip()
            yield plain_text(Content.assemble((label, "$accent"), f" {words}"), "say")
        else:
            yield plain_text(part, "quote")


def tonight_rows(items: Sequence[rec.StudyItem]) -> list[Row]:
    """What to do tonight, as rows with the numbers that start them."""
    return [Row(str(n), str(n), topic_of(item.title), format_minutes(item.minutes)) for n, item in enumerate(items, 1)]
