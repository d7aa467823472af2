"""The state of the house in figures: `make house` prints them, and fails on a circle, a full room or a long module.

Counted is what stands in the text: every import, also one within a function or for types only.
"""

import ast
import gc
import io
import statistics
import sys
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import networkx as nx

ROOT = Path(__file__).parents[1]
PACKAGE = "simulator"
TOOLS = ("# noqa", "# type:", "# fmt:")
MOST_MODULES = 15  # in one folder, `__init__` not counted
MOST_LINES = 400  # of one module
# Textual calls these; what an action does stands in the table of keys
HANDLERS = ("on_", "action_", "key_", "watch_", "validate_")
PAINTING = frozenset(("compose", "render", "render_line", "get_content_height"))


@dataclass
class House:
    """What was measured of a tree of modules."""

    modules: dict[str, ast.Module]
    lines: dict[str, int]
    comments: Counter[str]
    functions: list[int] = field(default_factory=list)
    folders: Counter[str] = field(default_factory=Counter)
    classes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    circles: list[list[str]] = field(default_factory=list)
    undocumented: list[str] = field(default_factory=list)
    called_once: int = 0


def measured(root: Path = ROOT) -> House:
    """The figures of the package below `root`."""
    paths = sorted((root / PACKAGE).rglob("*.py"))
    texts = {module_name(path, root): path.read_text("utf-8") for path in paths}
    modules = {name: ast.parse(text) for name, text in texts.items()}
    comments = Counter(each for text in texts.values() for each in comments_of(text))
    house = House(modules, {name: text.count("\n") for name, text in texts.items()}, comments)
    house.folders.update(path.parent.relative_to(root).as_posix() for path in paths if path.stem != "__init__")
    arrows: dict[str, set[str]] = {}
    classes = {node.name: node for tree in modules.values() for node in tree.body if isinstance(node, ast.ClassDef)}
    for name, tree in modules.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                house.classes[node.name].append(name)
        house.undocumented += [f"{name}:{each}" for each in bare(tree, classes)]
        nodes = list(ast.walk(tree))  # once: a walk takes longer than all that is asked of it
        house.functions += [(each.end_lineno or each.lineno) - each.lineno + 1 for each in functions(nodes)]
        house.called_once += helpers_called_once(nodes)
        arrows[name] = set(imported(name, nodes, modules))
    house.circles = circles(arrows)
    return house


def module_name(path: Path, root: Path) -> str:
    """The dotted name of a file; a package's is that of its folder."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def comments_of(text: str) -> Iterator[str]:
    """Where each comment stands, in the order of the text; what is meant for a tool is none."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and not token.string.startswith(TOOLS):
            yield "alone" if not token.line[: token.start[1]].strip() else "beside code"


def functions(nodes: Iterable[ast.AST]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method among the nodes of a module, nested ones too."""
    yield from (node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def bare(tree: ast.Module, classes: Mapping[str, ast.ClassDef]) -> Iterator[str]:
    """Public classes and functions of a module, and public methods, without a docstring.

    Left out are handlers, what a protocol only names, and methods of which a base class says what they do.
    """
    for node in tree.body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
            continue
        if ast.get_docstring(node) is None:
            yield node.name
        if isinstance(node, ast.ClassDef):
            told = documented(node.name, classes) | PAINTING
            for inner in functions(node.body):
                named_only = ast.unparse(inner.body[-1]) == "..."
                if inner.name not in told and not named_only and not inner.name.startswith(("_", *HANDLERS)):
                    yield f"{node.name}.{inner.name}"


def documented(name: str, classes: Mapping[str, ast.ClassDef]) -> set[str]:
    """The methods with a docstring of a class, or of a base of it in the package."""
    if (node := classes.get(name)) is None:
        return set()
    own = {each.name for each in functions(node.body) if ast.get_docstring(each)}
    bases = (ast.unparse(base).partition("[")[0].rpartition(".")[2] for base in node.bases)
    return own.union(*(documented(base, classes) for base in bases))


def helpers_called_once(nodes: Sequence[ast.AST]) -> int:
    """Private functions and methods that are named once in their module besides their definition."""
    named = Counter(node.id for node in nodes if isinstance(node, ast.Name))
    named.update(node.attr for node in nodes if isinstance(node, ast.Attribute))
    own = [each.name for each in functions(nodes) if each.name.startswith("_") and not each.name.startswith("__")]
    return sum(named[name] == 1 for name in own)


def imported(name: str, nodes: Iterable[ast.AST], modules: Mapping[str, ast.Module]) -> Iterator[str]:
    """The modules of the package that this one imports, wherever in its text."""
    for node in nodes:
        if isinstance(node, ast.Import):
            wanted = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            below = [f"{node.module}.{alias.name}" for alias in node.names]
            wanted = [each if each in modules else node.module for each in below]
        else:
            continue
        yield from (each for each in wanted if each in modules and each != name)


def circles(arrows: Mapping[str, set[str]]) -> list[list[str]]:
    """Groups of modules that import one another (strongly connected components)."""
    graph = nx.DiGraph((start, end) for start, ends in arrows.items() for end in ends)
    groups = (sorted(group) for group in nx.strongly_connected_components(graph) if len(group) > 1)
    return sorted(groups, key=len, reverse=True)


def quantile(values: list[int], share: float) -> int:
    """The smallest value that at least this share of the values do not exceed."""
    return sorted(values)[max(0, -(-int(share * 1000) * len(values) // 1000) - 1)]


def table(house: House, root: Path = ROOT) -> Iterator[str]:
    """The figures as lines."""
    sizes, long = list(house.lines.values()), house.functions
    total = sum(sizes)
    twice = sorted(name for name, places in house.classes.items() if len(places) > 1)
    folder, most = house.folders.most_common(1)[0]
    pictures = [path for path in (root / "tests").rglob("*") if path.suffix in (".raw", ".svg")]
    megabytes = sum(path.stat().st_size for path in pictures) / 1e6
    yield f"modules / lines                     {len(sizes)} / {total:,}"
    yield f"module, median / p90 / max lines    {statistics.median(sizes):g} / {quantile(sizes, 0.9)} / {max(sizes)}"
    yield f"function, median / p90 lines        {statistics.median(long):g} / {quantile(long, 0.9)}"
    yield f"private helpers called once         {house.called_once / len(long):.0%} of all functions"
    alone, beside = house.comments["alone"], house.comments["beside code"]
    yield f"comments                            {alone / total:.1%} of all lines, and {beside / total:.1%} beside code"
    yield f"largest flat folder                 {most} ({folder})"
    yield f"class names used twice              {len(twice)}{': ' + ', '.join(twice) if twice else ''}"
    yield f"import circles, lazy ones counted   {len(house.circles)}{sizes_of(house.circles)}"
    yield f"public names without a docstring    {len(house.undocumented)}"
    yield f"test pictures                       {len(pictures)} ({megabytes:.1f} MB)"


def sizes_of(groups: list[list[str]]) -> str:
    """How many modules each circle holds; nothing without one."""
    return f" of {', '.join(str(len(group)) for group in groups)} modules" if groups else ""


def faults(house: House) -> Iterator[str]:
    """What the house may not have, one sentence each."""
    for group in house.circles:
        yield f"These modules import one another: {', '.join(group)}."
    for folder, count in house.folders.items():
        if count > MOST_MODULES:
            yield f"{folder} holds {count} modules; {MOST_MODULES} at most, split it by subject."
    for module, lines in house.lines.items():
        if lines > MOST_LINES:
            yield f"{module} has {lines} lines; {MOST_LINES} at most, look for a second subject in it."
    for name, places in house.classes.items():
        if len(places) > 1:
            yield f"The class name {name} is used in {' and '.join(places)}; say what each is."


def main() -> int:
    """Print the table and the faults of this tree, or of the one named. The exit status is 1 where there is a fault."""
    gc.disable()  # half a million nodes, none of them in a circle, would be looked through again and again
    root = Path(sys.argv[1]) if sys.argv[1:] else ROOT
    house = measured(root)
    sys.stdout.write("".join(f"{line}\n" for line in table(house, root)))
    found = list(faults(house))
    sys.stderr.write("".join(f"{fault}\n" for fault in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
