"""Charts as inline SVG, and intervals as bars. Signs and words carry the meaning; the page gives the colours."""

from collections.abc import Iterator, Sequence
from html import escape

from simulator.engine.scoring import SOLID, VERDICTS, Verdict, rank
from simulator.graph.text import percent
from simulator.report import records as rec
from simulator.report.path_records import PathStep
from simulator.report.text.words import interval
from simulator.report.tones import outcome_badge
from simulator.session.interview.outcome_words import item_word

ON_DESK, ON_PHONE = 720, 340  # of a chart on a desk and on a phone
TOP, BOTTOM, LEFT, RIGHT = 34, 200, 42, 16
SHORT = 7  # half the length of a band with one step
ROW, LABELS = 26, 56  # of the chart of predictions


def path_charts(steps: Sequence[PathStep]) -> str:
    """The belief after each item, drawn twice: the style sheet shows the one that fits."""
    return path_chart(steps, ON_DESK, "wide") + path_chart(steps, ON_PHONE, "narrow")


def path_chart(steps: Sequence[PathStep], width: int, name: str) -> str:
    """The chance of a solid answer after each item as a line, its 80% interval as a band, and how the item went."""
    places = list(places_of(steps, LEFT, width - RIGHT, TOP, BOTTOM))
    body = [
        f'<line class="grid" x1="{LEFT}" y1="{y:.1f}" x2="{width - RIGHT}" y2="{y:.1f}"/>'
        f'<text class="quiet" x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{percent(share)}</text>'
        for share in (0.0, 0.5, 1.0)
        for y in (BOTTOM - (BOTTOM - TOP) * share,)
    ]
    band, line = band_and_line(places)
    body.append(f'<polygon class="band" points="{band}"/><polyline class="line" points="{line}"/>')
    every = 1 + len(steps) * 24 // (width - LEFT - RIGHT)  # a name takes 24 units
    for n, (step, (x, y, _, _)) in enumerate(zip(steps, places, strict=True)):
        look = outcome_badge(step.outcome)
        body.append(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>')
        body.append(f'<text class="{look.tone}" x="{x:.1f}" y="{TOP - 14}" text-anchor="middle">{look.sign}</text>')
        if n % every == 0:
            title = f"{'C' if step.kind == 'check' else 'Q'}{step.number}"
            body.append(f'<text class="quiet" x="{x:.1f}" y="{BOTTOM + 20}" text-anchor="middle">{title}</text>')
    label = f"Chance of a {SOLID} answer after each item. " + "; ".join(
        f"{'check' if s.kind == 'check' else 'question'} {s.number} {item_word(s.outcome, check=s.kind == 'check')} "
        f"{percent(s.mastery)}, {interval(s.low, s.high)}"
        for s in steps
    )
    return _svg(width, BOTTOM + 30, label, body, f"chart {name}")


Place = tuple[float, float, float, float]  # x, and y of the chance, of the upper and of the lower end


def places_of(steps: Sequence[PathStep], left: float, right: float, top: float, bottom: float) -> Iterator[Place]:
    """Where each step stands in a chart between these edges."""
    span = max(1, len(steps) - 1)

    def y(share: float) -> float:
        """The vertical position of a share from 0 to 1."""
        return bottom - (bottom - top) * share

    inset = 12
    for n, step in enumerate(steps):
        x = left + inset + (right - left - 2 * inset) * n / span
        yield x, y(step.mastery), y(step.high), y(step.low)


def band_and_line(places: Sequence[Place]) -> tuple[str, str]:
    """The points of the band, and of the line in its middle; of a single step they are a short piece of both."""
    if len(places) == 1:
        ((x, y, high, low),) = places
        places = [(x - SHORT, y, high, low), (x + SHORT, y, high, low)]
    upper = [f"{x:.1f},{high:.1f}" for x, _, high, _ in places]
    lower = [f"{x:.1f},{low:.1f}" for x, _, _, low in reversed(places)]
    return " ".join(upper + lower), " ".join(f"{x:.1f},{y:.1f}" for x, y, _, _ in places)


def calibration_chart(questions: Sequence[rec.QuestionResult], steps: Sequence[rec.CalibrationStep]) -> str:
    """A row for each judged answer: a ring at the prediction, a dot at the score."""
    width, height = 420, ROW * len(steps) + 44
    number = {q.position: q.number for q in questions}

    def x(verdict: Verdict) -> float:
        """The horizontal position of a verdict."""
        return LABELS + 24 + (width - LABELS - 84) * rank(verdict) / (len(VERDICTS) - 1)

    body = [
        f'<line class="grid" x1="{x(v):.1f}" y1="4" x2="{x(v):.1f}" y2="{height - 30}"/>'
        f'<text class="quiet" x="{x(v):.1f}" y="{height - 12}" text-anchor="middle">{v}</text>'
        for v in VERDICTS
    ]
    for row, step in enumerate(steps):
        y = 16 + ROW * row
        body.append(
            f'<text x="{LABELS - 22}" y="{y + 4}" text-anchor="end">Q{number[step.position]}</text>'
            f'<line class="reach" x1="{x(step.predicted):.1f}" y1="{y}" x2="{x(step.scored):.1f}" y2="{y}"/>'
            f'<circle class="ring" cx="{x(step.predicted):.1f}" cy="{y}" r="7"/>'
            f'<circle class="dot" cx="{x(step.scored):.1f}" cy="{y}" r="4"/>'
        )
    label = "Prediction (ring) against score (dot). " + "; ".join(
        f"question {number[s.position]} predicted {s.predicted}, scored {s.scored}" for s in steps
    )
    return _svg(width, height, label, body, "chart small")


def interval_bar(chance: rec.AreaResult, tone: str) -> str:
    """A chance on a line from 0 to 100%: its interval thick, its middle a dot, one half marked. Words stand beside."""
    low, high, middle = (f"{100 * share:.1f}%" for share in (chance.low, chance.high, chance.mastery))
    return (
        f'<span class="interval {tone}" aria-hidden="true"><i class="half"></i>'
        f'<i class="reach" style="left:{low};right:calc(100% - {high})"></i><i class="dot" style="left:{middle}"></i>'
        "</span>"
    )


def _svg(width: int, height: int, label: str, body: Sequence[str], classes: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{classes}" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(label)}"><title>{escape(label)}</title>{"".join(body)}</svg>\n'
    )
