"""Nothing in the engine reads a clock or global randomness: the same walk must give the same choice for ever."""

import ast
from pathlib import Path

import pytest

import simulator.engine

SOURCES = sorted(Path(simulator.engine.__file__).parent.rglob("*.py"))
CLOCKS = {"now", "utcnow", "today", "time", "perf_counter", "monotonic", "time_ns"}
MODULES = {"time", "secrets", "uuid", "os", "socket"}
SEEDED = {"Random", "Generator", "default_rng"}


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_no_clock_and_no_global_randomness(source: Path) -> None:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            assert not {name.name for name in node.names} & (MODULES | {"random"})
        if isinstance(node, ast.ImportFrom):
            assert node.module not in MODULES
            if node.module in ("random", "numpy.random"):
                assert {name.name for name in node.names} <= SEEDED
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in CLOCKS
            owner = node.func.value
            if isinstance(owner, ast.Attribute) and owner.attr == "random":
                assert node.func.attr in SEEDED
                assert node.args, "a generator without a seed is global randomness"
