"""Charts as inline SVG without scripts or style sheets. Shapes and words carry the meaning, not colours."""

from collections.abc import Sequence
from html import escape

from simulator.engine.scoring import SOLID, VERDICTS, Verdict, rank
from simulator.graph.text import percent, shorten
from simulator.report import records as rec
from simulator.report.text.words import area_word, interval, tier_words

LEFT, RIGHT, ROW, WIDTH = 210, 560, 26, 700
TITLE = 28  # the most letters of an area's title
INK, QUIET, BAND, MARK, RULE = "#1a202c", "#4a5568", "#b8c7e0", "#1f4e9c", "#d5dbe5"


def areas_chart(areas: Sequence[rec.AreaResult], target: int) -> str:
    """A row for each area: the 80% interval as a bar, the chance as a dot, a line at one half."""
    height = ROW * len(areas) + 40
    body = [
        f'<line x1="{_x(v):.1f}" y1="2" x2="{_x(v):.1f}" y2="{height - 28}" stroke="{QUIET if v == 0.5 else RULE}"/>'
        f'<text x="{_x(v):.1f}" y="{height - 10}" text-anchor="middle" fill="{QUIET}">{percent(v)}</text>'
        for v in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]
    for row, area in enumerate(areas):
        y = 14 + ROW * row
        title = escape(shorten(area.title, TITLE))
        body.append(
            f'<text x="{LEFT - 10}" y="{y + 5}" text-anchor="end" fill="{INK}">{title}</text>'
            f'<rect x="{_x(area.low):.1f}" y="{y - 6}" width="{max(1.0, _x(area.high) - _x(area.low)):.1f}" '
            f'height="12" rx="3" fill="{BAND if area.questions else "#ffffff"}" stroke="{QUIET}" stroke-width="0.7"/>'
            f'<circle cx="{_x(area.mastery):.1f}" cy="{y}" r="4" fill="{MARK}"/>'
            f'<text x="{RIGHT + 10}" y="{y + 5}" fill="{QUIET}">{percent(area.mastery)} '
            f"{escape(area_word(area.word))}</text>"
        )
    label = f"Chance of a {SOLID} answer at {tier_words(target)} by area. " + "; ".join(
        f"{a.title} {percent(a.mastery)}, {interval(a.low, a.high)}, {area_word(a.word)}" for a in areas
    )
    return _svg(height, label, body)


def path_chart(steps: Sequence[rec.PathStep]) -> str:
    """The belief after each item: the chance as a line, its 80% interval as a band."""
    height, top, bottom, left = 230, 16, 186, 46
    span = max(1, len(steps) - 1)
    xs = [left + (WIDTH - left - 20) * i / span for i in range(len(steps))]

    def y(share: float) -> float:
        """The vertical position of a share from 0 to 1."""
        return bottom - (bottom - top) * share

    upper = " ".join(f"{x:.1f},{y(s.high):.1f}" for x, s in zip(xs, steps, strict=True))
    lower = " ".join(f"{x:.1f},{y(s.low):.1f}" for x, s in reversed(list(zip(xs, steps, strict=True))))
    line = " ".join(f"{x:.1f},{y(s.mastery):.1f}" for x, s in zip(xs, steps, strict=True))
    body = [
        f'<line x1="{left}" y1="{y(v):.1f}" x2="{WIDTH - 20}" y2="{y(v):.1f}" stroke="{RULE}"/>'
        f'<text x="{left - 8}" y="{y(v) + 4:.1f}" text-anchor="end" fill="{QUIET}">{percent(v)}</text>'
        for v in (0.0, 0.5, 1.0)
    ]
    body.append(f'<polygon points="{upper} {lower}" fill="{BAND}" fill-opacity="0.6"/>')
    body.append(f'<polyline points="{line}" fill="none" stroke="{MARK}" stroke-width="2"/>')
    for x, step in zip(xs, steps, strict=True):
        body.append(f'<circle cx="{x:.1f}" cy="{y(step.mastery):.1f}" r="4" fill="{MARK}"/>')
        name = f"{'C' if step.kind == 'check' else 'Q'}{step.number}"
        body.append(f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle" fill="{INK}">{name}</text>')
    label = f"Chance of a {SOLID} answer after each item. " + "; ".join(
        f"{'check' if s.kind == 'check' else 'question'} {s.number} {percent(s.mastery)}, {interval(s.low, s.high)}"
        for s in steps
    )
    return _svg(height, label, body)


def calibration_chart(questions: Sequence[rec.QuestionResult], steps: Sequence[rec.CalibrationStep]) -> str:
    """A row for each judged answer: a ring at the prediction, a dot at the score."""
    height = ROW * len(steps) + 44
    number = {q.position: q.number for q in questions}

    def x(verdict: Verdict) -> float:
        """The horizontal position of a verdict."""
        return LEFT + (RIGHT - LEFT) * rank(verdict) / (len(VERDICTS) - 1)

    body = [
        f'<line x1="{x(v):.1f}" y1="4" x2="{x(v):.1f}" y2="{height - 30}" stroke="{RULE}"/>'
        f'<text x="{x(v):.1f}" y="{height - 12}" text-anchor="middle" fill="{QUIET}">{v}</text>'
        for v in VERDICTS
    ]
    for row, step in enumerate(steps):
        y = 16 + ROW * row
        body.append(
            f'<text x="{LEFT - 40}" y="{y + 5}" text-anchor="end" fill="{INK}">Question {number[step.position]}</text>'
            f'<line x1="{x(step.predicted):.1f}" y1="{y}" x2="{x(step.scored):.1f}" y2="{y}" stroke="{QUIET}"/>'
            f'<circle cx="{x(step.predicted):.1f}" cy="{y}" r="7" fill="#ffffff" stroke="{MARK}" stroke-width="2"/>'
            f'<circle cx="{x(step.scored):.1f}" cy="{y}" r="4" fill="{MARK}"/>'
        )
    label = "Prediction (ring) against score (dot). " + "; ".join(
        f"question {number[s.position]} predicted {s.predicted}, scored {s.scored}" for s in steps
    )
    return _svg(height, label, body)


def _x(share: float) -> float:
    return LEFT + (RIGHT - LEFT) * share


def _svg(height: int, label: str, body: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(label)}" font-family="sans-serif" font-size="12"><title>{escape(label)}</title>'
        + "".join(body)
        + "</svg>"
    )
