"""The concept map as text, Mermaid, DOT and SVG, and the page of a concept, a question or a check as plain text."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from colorsys import hls_to_rgb
from html import escape
from itertools import pairwise
from typing import NamedTuple

from simulator.graph.code.case_text import case_words
from simulator.graph.concept_map import layers, opens
from simulator.graph.lint.rules import without_fences
from simulator.graph.records import TIER_NAMES, Check, Concept, Graph, Question
from simulator.graph.text import cells, fenced, plural, shorten, source_line, with_unit, wrap


class Sign(NamedTuple):
    """What marks a concept: one character, the word for it, and the colour (`#rrggbb`) of its frame in a picture."""

    sign: str
    word: str
    ink: str


Signs = Mapping[str, Sign]  # by concept id
NONE: Signs = {}


def titled(title: str, name: str, signs: Signs) -> str:
    """The title of concept `name`, after its sign if it has one."""
    return f"{signs[name].sign} {title}" if name in signs else title


def legend(signs: Signs) -> list[Sign]:
    """Every sign once, in order of first use."""
    return list(dict.fromkeys(signs.values()))


def legend_line(signs: Signs) -> str:
    """The signs with their words: `● known  ◐ unsure`."""
    return "  ".join(f"{sign.sign} {sign.word}" for sign in legend(signs))


def by_area(graph: Graph, concepts: Mapping[str, Concept]) -> dict[str, list[str]]:
    """Concept ids by area, without empty areas."""
    members: dict[str, list[str]] = {area: [] for area in graph.areas}
    for name, concept in concepts.items():
        members[concept.area].append(name)
    return {area: names for area, names in members.items() if names}


def edges(concepts: Mapping[str, Concept]) -> list[tuple[str, str]]:
    """All edges (prerequisite, concept) between the given concepts."""
    return [(below, name) for name, concept in concepts.items() for below in concept.prerequisites if below in concepts]


_UNSAFE = re.compile(r"[^\w .,:;/+*%=-]")


def as_mermaid(graph: Graph, concepts: Mapping[str, Concept], signs: Signs = NONE) -> str:
    """A Mermaid flowchart with a subgraph for each area and a class for each sign."""

    def entity(text: str) -> str:
        """The text with every character that Mermaid might interpret as an entity."""
        return _UNSAFE.sub(lambda match: f"#{ord(match[0])};", text)

    numbers = {name: f"c{index}" for index, name in enumerate(concepts)}
    lines = ["flowchart LR"]
    for index, (area, members) in enumerate(by_area(graph, concepts).items()):
        lines.append(f'  subgraph a{index}["{entity(graph.areas[area].title)}"]')
        lines += [f'    {numbers[name]}["{entity(titled(concepts[name].title, name, signs))}"]' for name in members]
        lines.append("  end")
    lines += [f"  {numbers[below]} --> {numbers[name]}" for below, name in edges(concepts)]
    for index, sign in enumerate(legend(signs)):
        lines.append(f"  classDef s{index} stroke:{sign.ink},stroke-width:3px")
        lines.append(f"  class {','.join(numbers[n] for n in concepts if signs.get(n) == sign)} s{index}")
    return "\n".join(lines)


def as_dot(graph: Graph, concepts: Mapping[str, Concept], signs: Signs = NONE) -> str:
    """A DOT digraph with a cluster for each area; the colour of a sign is the colour of the node's frame."""

    def quoted(text: str) -> str:
        """As a DOT string on a single line; DOT has no escapes but these two."""
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
        return f'"{escaped}"'

    lines = ["digraph concepts {", "  rankdir=LR;", '  node [shape=box, style=rounded, fontname="sans-serif"];']
    for index, (area, members) in enumerate(by_area(graph, concepts).items()):
        lines.append(f"  subgraph cluster_{index} {{")
        lines.append(f"    label={quoted(graph.areas[area].title)};")
        for name in members:
            frame = f', color="{signs[name].ink}", penwidth=2' if name in signs else ""
            lines.append(f"    {quoted(name)} [label={quoted(titled(concepts[name].title, name, signs))}{frame}];")
        lines.append("  }")
    lines += [f"  label={quoted(legend_line(signs))};"] if signs else []
    lines += [f"  {quoted(below)} -> {quoted(name)};" for below, name in edges(concepts)]
    return "\n".join([*lines, "}"])


Bend = tuple[str, int]  # where edges from a concept pass through a layer: its id and the layer
Node = str | Bend
Row = list[Node]
SWEEPS = 8
WIDTH, HEIGHT, GAP_X, GAP_Y, MARGIN = 216, 34, 70, 14, 24  # pixels
TITLE_LETTERS = 28


def layout(concepts: Mapping[str, Concept]) -> tuple[list[Row], list[tuple[Node, Node]]]:
    """The layers with their concepts and bends in order, and the edges cut into pieces that each cross one gap.

    Each row is sorted by the mean position of its neighbours, forwards and backwards in turn, so that few pieces cross
    (barycentre sweeps; Sugiyama, Tagawa and Toda, 1981).
    """
    named = layers(concepts)
    level = {name: index for index, row in enumerate(named) for name in row}
    pieces: dict[tuple[Node, Node], None] = {}
    for below, name in edges(concepts):
        route: Row = [below, *((below, index) for index in range(level[below] + 1, level[name])), name]
        pieces.update(dict.fromkeys(pairwise(route)))
    rows: list[Row] = [list(row) for row in named]
    for bend in dict.fromkeys(end for _, end in pieces if isinstance(end, tuple)):
        rows[bend[1]].append(bend)
    before: dict[Node, Row] = {node: [] for row in rows for node in row}
    after: dict[Node, Row] = {node: [] for row in rows for node in row}
    for start, end in pieces:
        before[end].append(start)
        after[start].append(end)
    for sweep in range(SWEEPS):
        neighbours = after if sweep % 2 else before
        for row in reversed(rows) if sweep % 2 else rows:
            height = {node: index / max(1, len(each)) for each in rows for index, node in enumerate(each)}
            means = {n: sum(height[o] for o in neighbours[n]) / max(1, len(neighbours[n])) for n in row}
            row.sort(key=lambda node: means[node] if neighbours[node] else height[node])
    return rows, list(pieces)


def as_svg(graph: Graph, concepts: Mapping[str, Concept], signs: Signs = NONE) -> str:
    """A self-contained SVG with layers from left to right: no script, no style sheet, every text escaped.

    Areas are told apart by colour and by a printed number, signs by a character and by the colour of the frame.
    """
    rows, pieces = layout(concepts)
    at = _positions(rows)
    areas = [area for area in graph.areas if any(concept.area == area for concept in concepts.values())]
    legend_top = max((y for _, y in at.values()), default=0) + HEIGHT + 2 * MARGIN
    signs_top = legend_top + 20 * -(-len(areas) // 4) + MARGIN // 2
    width = MARGIN * 2 + max(1, len(rows)) * (WIDTH + GAP_X) - GAP_X
    height = signs_top + (20 if signs else 0) + MARGIN // 2
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        'font-size="11">',
        f"<title>{escape(graph.title)}: concepts and what they rest on</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for start, end in pieces:
        (x1, y1), (x2, y2) = at[start], at[end]
        x1, y1, y2 = x1 + WIDTH, y1 + _height(start) // 2, y2 + _height(end) // 2
        middle = (x1 + x2) // 2
        through = "" if isinstance(end, str) else f" H{x2 + WIDTH}"  # at a bend the line runs on past the boxes
        path = f"M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}{through}"
        lines.append(f'<path d="{path}" fill="none" stroke="#9aa4b2"/>')
    for name, concept in concepts.items():
        lines.append(_svg_node(concept, *at[name], areas.index(concept.area), len(areas), signs))
    for i, area in enumerate(areas):
        x, y = MARGIN + (i % 4) * 240, legend_top + (i // 4) * 20
        lines.append(
            f'<rect x="{x}" y="{y}" width="14" height="14" fill="{_colour(i, len(areas))}" stroke="#4a5568"/>'
            f'<text x="{x + 20}" y="{y + 11}" fill="#1a202c">{i + 1} · {escape(graph.areas[area].title)}</text>'
        )
    for i, sign in enumerate(legend(signs)):
        text = f"{escape(sign.sign)} {escape(sign.word)}"
        lines.append(f'<text x="{MARGIN + i * 120}" y="{signs_top + 11}" fill="{sign.ink}">{text}</text>')
    return "\n".join([*lines, "</svg>"])


def _positions(rows: list[Row]) -> dict[Node, tuple[int, int]]:
    """The top left corner of every concept and the start of every bend, in pixels; layers are centred on one line."""
    heights = [sum(_height(node) + GAP_Y for node in row) for row in rows]
    corners: dict[Node, tuple[int, int]] = {}
    for column, (row, height) in enumerate(zip(rows, heights, strict=True)):
        y = MARGIN + (max(heights) - height) // 2
        for node in row:
            corners[node] = (MARGIN + column * (WIDTH + GAP_X), y)
            y += _height(node) + GAP_Y
    return corners


def _height(node: Node) -> int:
    return HEIGHT if isinstance(node, str) else 0


def _svg_node(concept: Concept, x: int, y: int, area: int, areas: int, signs: Signs) -> str:
    sign = signs.get(concept.id)
    title = titled(f"{area + 1} · {shorten(concept.title, TITLE_LETTERS - 2 * bool(sign))}", concept.id, signs)
    tooltip = f"{concept.title}{f' ({sign.word})' if sign else ''}: {concept.definition}"
    frame = f'stroke="{sign.ink}" stroke-width="2.5"' if sign else 'stroke="#4a5568"'
    return (
        f"<g><title>{escape(tooltip)}</title>"
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="{_colour(area, areas)}" {frame}/>'
        f'<text x="{x + 8}" y="{y + 21}" fill="#1a202c">{escape(title)}</text></g>'
    )


def _colour(index: int, count: int) -> str:
    red, green, blue = hls_to_rgb(index / max(1, count), 0.88, 0.55)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


# Plain text for the terminal


def within(graph: Graph, area: str | None) -> dict[str, Concept]:
    """The concepts of one area and their direct prerequisites in others; all concepts without an area."""
    if area is None:
        return dict(graph.concepts)
    inside = {name for name, concept in graph.concepts.items() if concept.area == area}
    below = {name for concept in inside for name in graph.concepts[concept].prerequisites}
    return {name: concept for name, concept in graph.concepts.items() if name in inside | below}


def as_text(graph: Graph, concepts: Mapping[str, Concept], width: int = 80, signs: Signs = NONE) -> str:
    """The map in layers, foundations first, each concept with its sign."""
    counts = Counter(question.primary for question in graph.questions.values())
    lines = wrap(f"{graph.title}: {plural(len(concepts), 'concept')} in layers, foundations first", width)
    lines += wrap(legend_line(signs), width) if signs else []
    nothing = " (rests on nothing)" if len(concepts) == len(graph.concepts) else " (rests on nothing shown here)"
    for depth, names in enumerate(layers(concepts)):
        lines += ["", f"Layer {depth}" + (nothing if not depth else "")]
        for name in names:
            concept = concepts[name]
            facts = f"{tier_span(concept)}, {plural(counts[name], 'question')}, {graph.areas[concept.area].title}"
            head = f"  {titled(name, name, signs)}"
            if cells(line := f"{head}  ({facts})") <= width:
                lines.append(line)
            else:
                lines += [shorten(head, width), *wrap(f"({facts})", width, " " * 6, " " * 7)]
            below = [p for p in concept.prerequisites if p in concepts]
            if below:
                lines += wrap(f"rests on {', '.join(below)}", width, " " * 6, " " * 15)
    return "\n".join(lines)


def tier_span(concept: Concept) -> str:
    """The tiers of a concept: `tier 2` or `tiers 1-4`."""
    if concept.min_tier == concept.max_tier:
        return f"tier {concept.min_tier}"
    return f"tiers {concept.min_tier}-{concept.max_tier}"


def concept_page(graph: Graph, name: str, width: int = 80) -> str:
    """A concept with its definition, what it rests on and opens, and what is asked about it."""
    concept: Concept = graph.concepts[name]
    head = f"{name} · {graph.areas[concept.area].title} · {tier_span(concept)}"
    lines = [*wrap(concept.title, width), *wrap(head, width), ""]
    lines += _wrap(concept.definition, width)
    lines += _list("Rests on", concept.prerequisites) + _list("Opens", opens(graph, name))
    asked = sorted((q for q in graph.questions.values() if q.primary == name), key=lambda q: q.tier)
    if asked:
        lines += ["", "Questions"]
        lines += [
            line
            for question in asked
            for line in _headed(f"  {question.tier}  {question.id}", without_fences(question.prompt).strip(), width)
        ]
    touched = [q.id for q in graph.questions.values() if name in q.concepts[1:]]
    lines += _list("Also in", touched)
    lines += _list("Checks", [check.id for check in graph.checks.values() if name in check.concepts])
    return "\n".join(lines)


def question_page(graph: Graph, name: str, width: int = 80) -> str:
    """A question with all that its author wrote, the reference answer included."""
    question: Question = graph.questions[name]
    tier = f"tier {question.tier} {TIER_NAMES[question.tier]}"
    head = f"{name} · {tier} · {question.kind} · {question.planned_minutes:g} min"
    as_of = f" · as of {question.as_of}" if question.as_of else ""
    concepts = f"concepts: {', '.join(question.concepts)}{as_of}"
    lines = [*wrap(head, width), *wrap(concepts, width), "", *_wrap(question.prompt, width)]
    lines += _block("What it is after", question.aim, width)
    for stage in () if question.is_coding else question.stages:
        lines += _headed(f"  {stage.title} ({stage.minutes:g} min)", stage.asks, width)
    lines += _task(question, width) if question.is_coding else []
    lines += _pairs("Clarifications", [(c.asks, c.reply) for c in question.clarifications], width)
    lines += _bullets("Hints", question.hints, width)
    lines += _block("Answer", question.answer, width) + _block("In short", question.gist, width)
    lines += ["", "Points"] if question.rubric else []
    for point in question.rubric:
        marks = [f"weight {point.weight}", *["must have"] * point.critical, *["beyond"] * point.beyond]
        marks += ["asked by a follow-up"] * point.by_probe
        lines += _wrap(f"- {point.point} ({', '.join(marks)})", width, "  ", "    ")
        lines += _wrap(f"partly: {point.partly}", width, "    ", "    ") if point.partly else []
        lines += _wrap(f"say: {point.say}", width, "    ", "    ") if point.say else []
    lines += _bullets("Anchors", question.anchors, width)
    lines += _pairs("Probes", [(f"{p.kind}: {p.asks}", p.reply) for p in question.probes], width)
    lines += _pairs("Twists", [(twist.asks, twist.reply) for twist in question.twists], width)
    lines += _pairs("Mistakes", [(mistake.claim, mistake.why) for mistake in question.mistakes], width)
    lines += _block("As a person would say it", question.exemplar, width)
    lines += _bullets("Sources", [source_line(source) for source in question.sources], width)
    lines += _list("Follows", question.follows)
    return "\n".join(lines)


def _task(question: Question, width: int) -> list[str]:
    """What else a task has: what is called, the code it starts from, its cases, the twist and the talk."""
    lines = ["", f"Entry: {question.entry}", *_block("Starts from", fenced(question.starter.strip("\n")), width)]
    lines += _bullets("Cases", [case_words(case, question.entry) for case in question.cases], width)
    if question.after is not None:
        twists = [case_words(case, question.entry) for case in question.twist_cases]
        lines += _block("Twist", question.after.asks, width) + _bullets("Cases of the twist", twists, width)
    return lines + _bullets("Talk", [one.asks for one in question.talk], width)


def check_page(graph: Graph, name: str, width: int = 80) -> str:
    """A check with its answer and why it is right."""
    check: Check = graph.checks[name]
    head = f"{name} · tier {check.tier} · check"
    lines = [*wrap(head, width), *wrap(f"concepts: {', '.join(check.concepts)}", width), ""]
    lines += _wrap(check.prompt, width) + _block("What it is after", check.aim, width)
    lines += _check_answer(check, width) + _block("Why", check.why, width) + _block("Say", check.say, width)
    return "\n".join(lines)


def _check_answer(check: Check, width: int) -> list[str]:
    """What is right, by the kind of the check's answer."""
    match check.takes:
        case "number":
            bound = f" (within a factor of {check.factor:g})" if check.factor else ""
            of_it = " of it" if check.unit == "%" else ""  # no percentage points
            bound = f" (within {100 * check.tolerance:g}%{of_it})" if check.tolerance else bound
            return ["", f"Answer: {with_unit(f'{check.value or 0.0:,.10g}', check.unit)}{bound}"]
        case "option":
            signs = ("*" if check.is_right(index) else " " for index in range(len(check.options)))
            signed = zip(signs, check.options, strict=True)
            return [line for sign, option in signed for line in _wrap(f"{sign} {option}", width, "  ")]


def _wrap(text: str, width: int, first: str = "", later: str | None = None) -> list[str]:
    """The text wrapped, except for empty lines and code blocks."""
    later = first if later is None else later
    lines, in_fence = [], False
    for line in text.strip("\n").split("\n"):
        fence = line.lstrip().startswith(("```", "~~~"))
        if fence or in_fence or not line.strip():
            lines.append(f"{later}{line}".rstrip())
        else:
            lines += wrap(line, width, first, later)
        in_fence ^= fence
        first = later
    return lines


def _headed(title: str, text: str, width: int) -> list[str]:
    return [title, *_wrap(text, width, "       ")]


def _block(title: str, text: str, width: int) -> list[str]:
    return ["", title, *_wrap(text, width, "  ")] if text.strip() else []


def _bullets(title: str, texts: Iterable[str], width: int) -> list[str]:
    lines = [line for text in texts for line in _wrap(f"- {text}", width, "  ", "    ")]
    return ["", title, *lines] if lines else []


def _pairs(title: str, pairs: Iterable[tuple[str, str]], width: int) -> list[str]:
    lines = []
    for first, second in pairs:
        lines += _wrap(f"- {first}", width, "  ", "    ")
        lines += _wrap(second, width, "    ") if second else []
    return ["", title, *lines] if lines else []


def _list(title: str, names: Iterable[str]) -> list[str]:
    names = list(names)
    return ["", title, *(f"  {name}" for name in names)] if names else []
