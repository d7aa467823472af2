"""What is installed is used: every requirement is imported somewhere, by the code or by the tests and benchmarks."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
IMPORTERS = ("import_module", "importorskip", "find_spec")


def modules_in(text: str) -> Iterator[str]:
    """The top modules that a file imports, by a statement or by name; those that its own strings import too."""
    for names in re.findall(r"^\s*import (\w[\w., ]*)", text, re.M):
        yield from (name.split(".")[0].split()[0] for name in names.split(",") if name.strip())
    yield from re.findall(r"^\s*from (\w+)[\w.]* import\b", text, re.M)
    yield from re.findall(rf"\b(?:{'|'.join(IMPORTERS)})\(\s*[\"'](\w+)", text)
    yield from re.findall(r"[\"'](?:import|from) (\w+)", text)  # a string that is run as code


@cache
def imported(folder: str) -> set[str]:
    files = (ROOT / folder).rglob("*.py")
    return {module for path in files for module in modules_in(path.read_text("utf-8"))}


def name_of(requirement: str) -> str:
    """The distribution that a requirement names, in the one spelling that there is for each."""
    found = re.match(r"[\w.-]+", requirement)
    assert found is not None
    return re.sub(r"[-_.]+", "-", found[0]).lower()


@cache
def modules_installed() -> dict[str, set[str]]:
    """The modules of every distribution that is installed here."""
    found: dict[str, set[str]] = {}
    for module, names in packages_distributions().items():
        for name in names:
            found.setdefault(name_of(name), set()).add(module)
    return found


def modules_of(name: str) -> set[str]:
    """The modules of a distribution; of one that is not installed here, that which its name suggests."""
    return modules_installed().get(name) or {name.replace("-", "_")}


def is_for_an_extra(name: str) -> bool:
    """Whether it is of an extra, which the tests need too."""
    return name in {
        name_of(requirement) for extra, wanted in EXTRAS.items() if extra != "dev" for requirement in wanted
    }


def is_a_tool(name: str) -> bool:
    """Whether it is run and not imported: a plugin of pytest, or a command that the Makefile names."""
    try:
        points = distribution(name).entry_points
    except PackageNotFoundError:
        return False
    makefile = (ROOT / "Makefile").read_text()
    commands = [name, *(point.name for point in points if point.group == "console_scripts")]
    return any(p.group == "pytest11" for p in points) or any(f"$(BIN)/{c}" in makefile for c in commands)


@pytest.mark.parametrize("requirement", PROJECT["dependencies"])
def test_every_dependency_is_imported_by_the_program(requirement: str) -> None:
    assert modules_of(name_of(requirement)) & imported("simulator")


@pytest.mark.parametrize(("extra", "requirement"), [(e, r) for e, its in EXTRAS.items() if e != "dev" for r in its])
def test_every_extra_is_imported_somewhere(extra: str, requirement: str) -> None:
    """One called llm installed 83 MB that nothing imported."""
    folder = "tests/benchmarks" if extra == "bench" else "simulator"
    assert modules_of(name_of(requirement)) & imported(folder), f"nothing imports what the extra {extra} installs"


@pytest.mark.parametrize("requirement", EXTRAS["dev"])
def test_every_tool_of_development_is_used(requirement: str) -> None:
    name = name_of(requirement)
    assert modules_of(name) & imported("tests") or is_a_tool(name) or is_for_an_extra(name)


def test_every_extra_that_a_message_names_exists() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "simulator").rglob("*.py")]
    texts += [(ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md", "Makefile")]
    named = {extra for text in texts for extra in re.findall(r"(?:interview-simulator|-e '?\.)\[(\w+)\]", text)}
    assert {"web", "anki"} <= named <= set(EXTRAS)
