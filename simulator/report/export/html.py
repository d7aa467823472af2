"""Reports as one HTML file, which needs no other file, no network and no script.

A page is made of the same entries, blocks and sentences as every other output.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, tzinfo
from html import escape
from itertools import takewhile

from simulator.graph.text import clean, percent, plural
from simulator.report import records as rec
from simulator.report.export import charts
from simulator.report.export.markdown import OwnSections, advert_table, section_markdown
from simulator.report.export.prose import badge, blocks_html, sign, source_link, tables
from simulator.report.export.style import STYLE
from simulator.report.text import sections, words
from simulator.report.text.check_words import COUNTS, check_outcome, check_words, checks_words
from simulator.report.text.debrief import (
    Entry,
    area_sentences,
    first_page_entries,
    judged_entries,
    practice_headline,
    tonight_head,
)
from simulator.report.text.levels import TIERS
from simulator.report.text.self_rating import rating_sentence
from simulator.report.text.words import judged_for
from simulator.report.tones import AREA_BADGES, MET, NOTHING, concern_badge, outcome_badge, recommendation_badge
from simulator.session.clock import clock
from simulator.session.interview.item_blocks import PARTING_TITLE
from simulator.session.interview.outcome_words import SKIPPED
from simulator.session.opening import UNSCORED

# forbids the page to run or fetch anything
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
ON_PAPER = (  # which the style sheet of the paper looks at
    '<p class="choice quiet">Also print: <label><input type="checkbox" class="with-answers"> each question in full'
    '</label> <label><input type="checkbox" class="with-references"> with its reference</label></p>'
)
FIRST = frozenset(("lead", "beside", "caution"))  # entries that stand in the head of a page
SIGNED = frozenset(("for", "against", "minor"))
Fact = tuple[str, str, str]  # a name, its value, and a note beside it


def as_html(assessment: rec.Assessment) -> str:
    """The whole report as one HTML page."""
    return "".join(document(page_title(assessment), [body(assessment)]))


def html_pages(assessments: Iterable[rec.Assessment]) -> Iterator[str]:
    """Each report as a page."""
    return map(as_html, assessments)


def html_archive(assessments: Iterable[rec.Assessment]) -> Iterator[str]:
    """All reports in one page, in pieces."""
    return document("Interviews", map(body, assessments))


def document(title: str, bodies: Iterable[str]) -> Iterator[str]:
    """A whole page around its bodies, in pieces to be written one after the other."""
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(clean(title))}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
    )
    yield from map(clean, bodies)
    yield "</main>\n</body>\n</html>\n"


def index_page(markdown: str) -> str:
    """The index of a folder as a page. Its links lead to files beside it, so none is refused."""
    return "".join(document("Interviews", [f"<article>{tables(markdown, own_links=True)}</article>\n"]))


def page_title(assessment: rec.Assessment, zone: tzinfo = UTC) -> str:
    """The role and the zone's day: `Applied LLM engineer, mid, 27 November 2026`; the page itself tells UTC.

    Of a demo it's `Demo: Applied ...`.
    """
    demo = "Demo: " if assessment.session.is_demo else ""
    return f"{demo}{role_and_level(assessment)}, {long_date(assessment.session.started.astimezone(zone))}"


def role_and_level(assessment: rec.Assessment) -> str:
    """The role with the level that was chosen."""
    session = assessment.session
    return ", ".join(filter(None, (session.role_title, session.seniority)))


def long_date(day: date) -> str:
    """A date in full: `27 November 2026`."""
    return f"{day.day} {day:%B %Y}"


def body(assessment: rec.Assessment) -> str:
    """One report as an article."""
    parts = ["<article>", *_head(assessment), *_debrief(assessment)]
    for section in sections.report_sections(assessment):
        own, head = OWN_PARTS.get(section.name), f"<h{section.level}>{section.head}</h{section.level}>"
        if section.head == sections.FIGURES:  # all statistics, folded away: they open at a click, without a script
            parts += [f'<details class="figures"><summary>{head}</summary>', *_facts(_statistics(assessment))]
            head = ""
        told = own(assessment) if own else (tables("\n\n".join(section_markdown(section))),)
        parts += ["<section>", head, *told, "</section>"]
    return "".join(f"{part}\n" for part in (*parts, "</details>", "</article>"))


# The head: what, when, and the recommendation


def _head(assessment: rec.Assessment) -> Iterator[str]:
    session, recommendation = assessment.session, assessment.recommendation
    when = f"{session.started:%A} {long_date(session.started)}, {session.started:%H:%M} UTC"
    about = session.candidate, words.title_so_far(session), f"{session.minutes:g} minutes", when, judged_for(assessment)
    yield f'<header>\n<p class="kicker">{" · ".join(escape(part) for part in about if part)}</p>'
    yield f'<h1 dir="auto">{escape(role_and_level(assessment)) or "Interview"}</h1>'
    look = NOTHING if practice_headline(assessment) else recommendation_badge(recommendation)
    mark = f'<span aria-hidden="true">{look.sign}</span> ' if look is not NOTHING else ""
    for entry in takewhile(lambda entry: entry.kind in FIRST, first_page_entries(assessment)):
        if entry.kind == "lead":  # a sentence in place of the word has the tone of doubt, or none
            yield f'<p class="recommendation {look.tone}">{mark}{escape(entry.text)}</p>'
        else:
            yield f'<p class="{entry.kind}">{escape(entry.text)}</p>'
    yield "</header>"
    yield from _facts(_counts(assessment))


def _counts(assessment: rec.Assessment) -> Iterator[Fact]:
    """What was asked, and how long it took."""
    time, answered = assessment.time, [q for q in assessment.questions if q.answered]
    waiting = sum(q.waiting for q in answered)
    scored = f", {len(answered) - waiting} of them scored" if waiting else ""
    yield "Questions", f"{len(assessment.questions)}", f"asked, {len(answered)} answered{scored}"
    if assessment.checks:
        yield "Checks", checks_words(assessment.checks), f"each counts {COUNTS}"
    yield "Time", clock(time.total), f"of {clock(time.planned)}, {UNSCORED}"


def _statistics(assessment: rec.Assessment) -> Iterator[Fact]:
    """What the marks come to, and the level that they make likely: nothing for a first page."""
    score, level = assessment.session.score, assessment.level
    if score is not None:
        yield "Points", percent(score), "covered"
    beside = words.level_beside(assessment.recommendation, level.tier, level.low, level.high)
    named, _, sure = beside.partition(" (")
    yield "Level", named, sure.rstrip(")")


def _facts(rows: Iterable[Fact]) -> Iterator[str]:
    """A few figures side by side."""
    yield '<dl class="facts">'
    for name, value, note in rows:
        beside = f" <small>{escape(note)}</small>" if note else ""
        yield f"<div><dt>{name}</dt><dd>{escape(value)}{beside}</dd></div>"
    yield "</dl>"


# The debrief


def _debrief(assessment: rec.Assessment) -> Iterator[str]:
    entries = [e for e in first_page_entries(assessment) if e.kind not in FIRST]
    if judged := judged_entries(entries):
        yield '<div class="columns">'
        for head, remarks in judged:
            yield from ("<section>", f"<h2>{head}</h2>", *_remarks(remarks), "</section>")
        yield "</div>"
    yield from (f"<p><strong>{e.text}:</strong> {escape(e.detail)}</p>" for e in entries if e.kind == "label")
    for e in (e for e in entries if e.kind == "advert"):
        yield from (f"<h2>{escape(e.text)}</h2>", tables(advert_table(assessment.recommendation.advert_areas)))
        yield from (f"<p>{escape(detail)}</p>" for detail in (e.detail,) if detail)
    yield from (f"<p>{escape(e.text)}</p>" for e in entries if e.kind == "note" and not e.under)
    if tonight := [
        f"<li><strong>{escape(e.text)}</strong>{_below(e.detail)}</li>" for e in entries if e.kind == "tonight"
    ]:
        yield from (f"<h2>{tonight_head(assessment)}</h2>", "<ol>", *tonight, "</ol>")


def _remarks(entries: Sequence[Entry]) -> Iterator[str]:
    """What spoke for the candidate or against them, each with its sign; then a sentence where there is one."""
    remarks = [e for e in entries if e.kind in SIGNED]
    if remarks:
        yield '<ul class="signed">'
        for e in remarks:
            look = concern_badge(e.concern) if e.concern else MET
            yield f"<li>{sign(look)}<strong>{escape(e.text)}</strong>{_below(e.detail)}</li>"
        yield "</ul>"
    yield from (f"<p>{escape(e.text)}</p>" for e in entries if e.kind == "note")


def _below(detail: str) -> str:
    return "".join(f'<div class="quiet" dir="auto">{escape(line)}</div>' for line in detail.splitlines())


# The walk, the areas, and how candidates rate themselves


def _path(assessment: rec.Assessment) -> Iterator[str]:
    yield f"<p>{escape(TIERS)}</p>"
    caption = escape(" ".join(sections.path_sentences(assessment)))
    yield f"<figure>{charts.path_charts(assessment.path)}<figcaption>{caption}</figcaption></figure>"
    yield '<details><summary>Step by step, and why</summary><ol class="signed">'
    for step in assessment.path:
        look = outcome_badge(step.outcome)
        yield f"<li>{sign(look)}<strong>{escape(sections.step_words(step))}</strong>{_below(step.reason)}</li>"
    yield "</ol></details>"


def _areas(assessment: rec.Assessment) -> Iterator[str]:
    asked = [area for area in words.areas_in_order(assessment.areas) if area.questions]
    alike = assessment.areas_alike
    if asked:
        drawn = {area.area for area in asked if area.is_figure and not alike}
        # without a bar in any row, names and words have its room
        yield f'<ul class="bars{"" if drawn else " words"}">'
        for area in asked:
            tone, word = AREA_BADGES[area.word].tone, words.area_words(area)
            bar, figure = "<span></span>" if drawn else "", ""
            if area.area in drawn:
                bar = charts.interval_bar(area, tone)
                figure = f"{percent(area.mastery)} <small>({words.interval(area.low, area.high)})</small>"
            figured = f'<span class="figure">{figure}</span>' if drawn else ""
            yield (
                f'<li><span class="name">{escape(area.title)} <small>{words.seen_words(area)}</small></span>{bar}'
                f'{figured}<span class="word {tone}">{escape(word)}</span></li>'
            )
        yield f'</ul><p class="quiet">{escape(words.areas_sentence(assessment))}</p>'
    yield from (f"<p>{escape(sentence.rstrip('.'))}.</p>" for sentence in area_sentences(assessment))


def _rating(assessment: rec.Assessment) -> Iterator[str]:
    yield f"<p>{escape(rating_sentence(assessment))}</p>"
    if assessment.calibration.steps:
        chart = charts.calibration_chart(assessment.questions, assessment.calibration.steps)
        caption = "A ring is your prediction, a dot the score your points make."
        yield f"<figure>{chart}<figcaption>{caption}</figcaption></figure>"


# Questions, checks, and what comes after them


def _answers(assessment: rec.Assessment) -> Iterator[str]:
    """All questions with links; then each with its answer, the checks and the parting questions."""
    asked = "".join(
        f'<li><a href="#{anchor(assessment, q.position)}">{q.number} {escape(words.subject(q))}</a> '
        f'{_verdict(q)} <span class="time">{words.time_words(q)}</span></li>'
        for q in assessment.questions
    )
    yield f'<ol class="asked">{asked}</ol>' if asked else ""
    yield ON_PAPER
    yield from _items(assessment)


def anchor(assessment: rec.Assessment, position: int) -> str:
    """The name of a question in the page; an archive has many reports in one."""
    return escape(f"{assessment.session.id}-{position}")


def _verdict(q: rec.QuestionResult) -> str:
    return badge(outcome_badge(SKIPPED if q.skipped else q.verdict), words.verdict_words(q))


def _items(assessment: rec.Assessment) -> Iterator[str]:
    for q in assessment.questions:
        yield f'<section class="item" id="{anchor(assessment, q.position)}"><h3><span>Question {q.number}</span>'
        yield f"{escape(words.subject(q))} {_verdict(q)}</h3>"
        facts = (
            words.tier_of(q, ""),
            words.time_words(q),
            words.cases_words(q),
            words.covered_words(q),
            plural(q.hints, "hint") if q.hints else "",
        )
        yield f'<p class="quiet">{" · ".join(filter(None, facts))}</p>'
        yield from [f'<p class="caution">{escape(q.doubt)}</p>'] if q.doubt else []
        yield from (*blocks_html(q.blocks), "</section>")
    for check in assessment.checks:
        look = badge(outcome_badge(check_outcome(check)), check_words(check))
        yield f'<section class="item"><h3><span>Check {check.number}</span>{look}</h3>'
        yield from (*blocks_html(check.blocks), "</section>")
    if assessment.parting:
        yield f'<section class="item"><h3>{PARTING_TITLE}</h3>'
        yield from (part for exchange in assessment.parting for part in blocks_html(exchange.blocks))
        yield "</section>"


def _study(assessment: rec.Assessment) -> Iterator[str]:
    yield '<ul class="study">'
    for item in assessment.study:
        title = escape(sections.study_title(item, assessment))
        yield f"<li><strong>{title}</strong> {escape(item.definition)}{_below(item.why)}<ul>"
        yield from (f"<li>{escape(line)}</li>" for line in sections.study_lines(item, assessment))
        yield from (*(f"<li>{source_link(s.text, s.url)}</li>" for s in item.sources), "</ul></li>")
    yield "</ul>"


# sections that a page draws, or of which it says more than their rows
OWN_PARTS: OwnSections = {"areas": _areas, "path": _path, "rating": _rating, "answers": _answers, "study": _study}
