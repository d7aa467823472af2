"""Workers are forked where that can be done, and started where it can't."""

import os
from errno import EAGAIN
from typing import NoReturn

import execnet
import pytest
from execnet import gateway_io

from tests.forked_workers import FORKED, fork_workers

TELLS = f"import os; channel.send([os.getpid(), os.environ.get({FORKED!r})])"


@pytest.fixture(autouse=True)
def as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """What xdist starts workers by is put back after a test."""
    monkeypatch.setattr(gateway_io, "create_io", gateway_io.create_io)
    monkeypatch.delenv(FORKED, raising=False)


def told_by_a_worker() -> tuple[int, str | None]:
    """The process of a worker, and the one that it takes itself for where it was forked."""
    group = execnet.Group()
    try:
        pid, forked = group.makegateway("popen").remote_exec(TELLS).receive(30)
    finally:
        group.terminate(5)
    return pid, forked


def test_a_forked_worker_does_as_told() -> None:
    fork_workers(1)
    pid, forked = told_by_a_worker()
    assert str(pid) == forked


def test_those_that_cannot_be_forked_are_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> NoReturn:
        raise OSError(EAGAIN, os.strerror(EAGAIN))

    with monkeypatch.context() as full:
        full.setattr(os, "fork", refuse)
        fork_workers(2)
    assert told_by_a_worker()[1] is None


def test_other_names_in_execnet_fork_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(gateway_io, "create_io")
    fork_workers(2)
    assert not hasattr(gateway_io, "create_io")
