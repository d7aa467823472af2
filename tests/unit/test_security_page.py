"""SECURITY.md promises nothing without a test that exists."""

import re
from pathlib import Path

import pytest

from tests.isolation import ROOT

PAGE = (ROOT / "SECURITY.md").read_text("utf-8")
ROWS = re.findall(r"^\| (?!promise|---)(.+?) \| (.+) \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("promise", "tests"), ROWS, ids=lambda text: text[:40])
def test_each_promise_names_tests_that_exist(promise: str, tests: str) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`", tests)
    assert named, promise
    for file, test in named:
        text = Path(ROOT / file).read_text("utf-8")
        assert re.search(rf"^(?:async )?def {test or 'test_'}", text, re.MULTILINE), (file, test)


def test_the_page_holds_all_its_promises() -> None:
    assert len(ROWS) == PAGE.count("\n| ") - PAGE.count("| promise | test |")
