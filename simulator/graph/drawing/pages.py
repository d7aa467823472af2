"""Plain text for the terminal: the concept map, and the page of a concept, a question or a check."""

from collections import Counter
from collections.abc import Iterable, Mapping

from simulator.graph.code.case_text import case_words
from simulator.graph.concept_map import layers, opens
from simulator.graph.drawing.formats import NONE, Signs, legend_line, titled
from simulator.graph.lint.rules import without_fences
from simulator.graph.records import TIER_NAMES, Check, Concept, Graph, Question
from simulator.graph.text import cells, fenced, plural, shorten, source_line, with_unit, wrap


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
    lines = wrap(f"{graph.title}: {len(concepts)} concepts in layers, foundations first", width)
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
            for line in _titled(f"  {question.tier}  {question.id}", without_fences(question.prompt).strip(), width)
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
    for stage in () if question.is_coding else question.stages:
        lines += _titled(f"  {stage.title} ({stage.minutes:g} min)", stage.asks, width)
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
    """What a task has besides: what is called, the code it starts from, its cases, the twist and the talk."""
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
    lines += _wrap(check.prompt, width)
    if check.value is not None:
        bound = f" (within a factor of {check.factor:g})" if check.factor else ""
        bound = f" (within {100 * check.tolerance:g}%)" if check.tolerance else bound
        lines += ["", f"Answer: {with_unit(f'{check.value:,.10g}', check.unit)}{bound}"]
    for index, option in enumerate(check.options):
        lines += _wrap(f"{'*' if check.is_right(index) else ' '} {option}", width, "  ")
    return "\n".join(lines + _block("Why", check.why, width))


def _wrap(text: str, width: int, first: str = "", later: str | None = None) -> list[str]:
    """The text wrapped, but for empty lines and code blocks."""
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


def _titled(title: str, text: str, width: int) -> list[str]:
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
