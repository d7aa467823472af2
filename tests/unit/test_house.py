"""`make house` finds what the house may not have: each fault is built here in a small tree of its own."""

from pathlib import Path

from tests.house import faults, measured, table


def tree(root: Path, **modules: str) -> Path:
    """A package `simulator` with these modules; two underscores in a name stand for a folder."""
    for name, text in modules.items():
        path = root / "simulator" / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_a_lazy_import_closes_a_circle(tmp_path: Path) -> None:
    root = tree(
        tmp_path,
        high="from simulator import low\n",
        low="def go() -> None:\n    from simulator.high import low\n",
        aside="from simulator.high import low\n",
    )
    assert list(faults(measured(root))) == ["These modules import one another: simulator.high, simulator.low."]


def test_a_type_only_import_closes_a_circle(tmp_path: Path) -> None:
    root = tree(
        tmp_path,
        high="import simulator.low\n",
        low="from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from simulator.high import Thing\n",
    )
    assert len(measured(root).circles) == 1


def test_a_folder_holds_fifteen_modules(tmp_path: Path) -> None:
    modules = {f"room__m{number}": "" for number in range(15)}
    assert not list(faults(measured(tree(tmp_path, room____init__="", **modules))))
    assert list(faults(measured(tree(tmp_path, room__one_more="")))) == [
        "simulator/room holds 16 modules; 15 at most, split it by subject."
    ]


def test_a_module_has_four_hundred_lines(tmp_path: Path) -> None:
    assert not list(faults(measured(tree(tmp_path, long="X = 1\n" * 400))))
    assert list(faults(measured(tree(tmp_path, long="X = 1\n" * 401)))) == [
        "simulator.long has 401 lines; 400 at most, look for a second subject in it."
    ]


def test_a_class_name_stands_once(tmp_path: Path) -> None:
    root = tree(tmp_path, one="class Line:\n    pass\n", two="class Line:\n    pass\nclass Other:\n    pass\n")
    assert list(faults(measured(root))) == [
        "The class name Line is used in simulator.one and simulator.two; say what each is."
    ]


def test_what_is_said_elsewhere_needs_no_docstring(tmp_path: Path) -> None:
    base = 'class Base:\n    """A base."""\n    def go(self) -> None:\n        """Go."""\n'
    go = "    def go(self) -> None:\n        pass\n"
    rest = "    def on_key(self) -> None:\n        pass\n    def stay(self) -> None:\n        pass\n"
    own = f'from simulator.one import Base\nclass Own(Base):\n    """One."""\n{go}{rest}'
    port = 'class Port:\n    """A protocol."""\n    def call(self) -> None: ...\n'
    assert measured(tree(tmp_path, one=base, two=own, three=port)).undocumented == ["simulator.two:Own.stay"]


def test_the_table_counts_what_stands_there(tmp_path: Path) -> None:
    text = "# why\ndef _once() -> int:\n    return 1  # because\n\n\ndef public() -> int:\n    return _once()\n"
    shown = "\n".join(table(measured(tree(tmp_path, only=text)), tmp_path))
    assert "modules / lines                     1 / 7\n" in shown
    assert "function, median / p90 lines        2 / 2\n" in shown
    assert "private helpers called once         50% of all functions\n" in shown
    assert "comments                            14.3% of all lines, and 14.3% beside code\n" in shown
    assert "public names without a docstring    1\n" in shown
