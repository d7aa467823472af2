"""What CONTRIBUTING asks of tests, where a program can count it."""

import ast

from tests.isolation import ROOT

FILES = sorted((ROOT / "tests").rglob("test_*.py"))


def badly_named(source: str) -> list[str]:
    """The tests of a file whose names have fewer than three words or more than eight."""
    functions = (n for n in ast.walk(ast.parse(source)) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef)))
    names = (function.name for function in functions if function.name.startswith("test_"))
    return [name for name in names if not 3 <= len(name.split("_")[1:]) <= 8]


def test_names_have_three_to_eight_words() -> None:
    found = {str(path.relative_to(ROOT)): badly_named(path.read_text("utf-8")) for path in FILES}
    assert len(found) > 100
    assert {path: names for path, names in found.items() if names} == {}


def test_too_short_and_long_names_are_found() -> None:
    names = ["test_it_works", "test_a_name_of_nine_words_is_one_too_many", "test_a_name_of_eight_words_is_short_enough"]
    source = "class TestIt:\n" + "".join(f"    async def {name}(self): ...\n" for name in names)
    assert badly_named(source) == names[:2]
