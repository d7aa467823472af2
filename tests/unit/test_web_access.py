"""Who is let in by the server of `interview serve`, what a page may send to it, and what its programs are told."""

import string

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.ui.web.access import (
    BURST_SECONDS,
    HIGHEST,
    PER_SECOND,
    WIDEST,
    WRONG_HOST,
    WRONG_ORIGIN,
    WRONG_TOKEN,
    Access,
    Pace,
    WindowSize,
    is_local,
    read_message,
)
from simulator.ui.web.access import window_size as sized
from simulator.ui.web.server import DRIVER, environment

HERE = Access("127.0.0.1", 8000)
NAME = "127.0.0.1:8000"
TEXT = st.text(max_size=80) | st.text(string.printable, max_size=80)


def test_each_server_has_long_token_of_its_own() -> None:
    tokens = {Access("127.0.0.1", 8000).token for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) >= 43 and token.isascii() for token in tokens)  # 256 bits
    assert HERE.token not in repr(HERE)


@pytest.mark.parametrize("path", ["/{}/", "/{}/ws", "/{}", "/{}/nothing"])
@pytest.mark.parametrize("socket", [True, False])
def test_the_own_page_is_let_in(path: str, socket: bool) -> None:
    path = path.format(HERE.token)
    for name in (NAME, "localhost:8000", "LOCALHOST:8000"):
        assert HERE.refusal(path, [name], [f"http://{name}"], socket=socket) == ""
    assert HERE.refusal(path, [NAME], [], socket=False) == ""


@given(st.text(max_size=120))
def test_no_other_path_is_let_in(path: str) -> None:
    assert HERE.refusal(path, [NAME], [], socket=False) == WRONG_TOKEN
    assert HERE.refusal(f"/{path}{HERE.token}x/", [NAME], [], socket=False) == WRONG_TOKEN
    assert HERE.refusal(f"/{HERE.token[:-1]}/{path}", [NAME], [], socket=False) == WRONG_TOKEN


@given(TEXT, st.booleans())
def test_no_token_lets_another_host_in(host: str, socket: bool) -> None:
    path, own = f"/{HERE.token}/ws", f"http://{NAME}"
    if host.lower() not in (NAME, "localhost:8000"):
        assert HERE.refusal(path, [host], [own], socket=socket) == WRONG_HOST
    assert HERE.refusal(path, [NAME, host], [own], socket=socket) == WRONG_HOST
    assert HERE.refusal(path, [], [own], socket=socket) == WRONG_HOST


@given(TEXT, st.booleans())
@pytest.mark.parametrize(
    "origin",
    ["null", "", "https://127.0.0.1:8000", "http://127.0.0.1:8001", "http://127.0.0.1", "http://evil.test:8000"],
)
def test_no_token_lets_another_origin_in(origin: str, random: str, socket: bool) -> None:
    path = f"/{HERE.token}/ws"
    for other in (origin, random, f"http://{NAME}{random or '.'}"):
        assert HERE.refusal(path, [NAME], [other], socket=socket) == WRONG_ORIGIN
        assert HERE.refusal(path, [NAME], [f"http://{NAME}", other], socket=socket) == WRONG_ORIGIN
    assert HERE.refusal(path, [NAME], [f"http://localhost:{HERE.port}"], socket=socket) == WRONG_ORIGIN


def test_a_socket_without_an_origin_is_refused() -> None:
    assert HERE.refusal(f"/{HERE.token}/ws", [NAME], [], socket=True) == WRONG_ORIGIN


def test_a_server_for_all_is_asked_by_numbers() -> None:
    wide = Access("0.0.0.0", 8000)
    asks = {host: wide.refusal(f"/{wide.token}/", [host], [], socket=False) for host in ("10.1.2.3:8000", "[::1]:8000")}
    assert set(asks.values()) == {""}
    for name in ("evil.test:8000", "10.1.2.3:8001", "10.1.2.3", "10.1.2.3.evil.test:8000", "localhost:8000"):
        assert wide.refusal(f"/{wide.token}/", [name], [], socket=False) == WRONG_HOST


def test_usual_port_and_longer_addresses_are_known() -> None:
    usual, longer = Access("127.0.0.1", 80), Access("::1", 8000)
    assert usual.refusal(f"/{usual.token}/", ["127.0.0.1"], ["http://127.0.0.1"], socket=True) == ""
    assert longer.address.startswith("http://[::1]:8000/")
    assert longer.refusal(f"/{longer.token}/", ["[::1]:8000"], ["http://[::1]:8000"], socket=True) == ""
    assert longer.refusal(f"/{longer.token}/", ["[::1]"], [], socket=False) == WRONG_HOST


def test_only_loopback_addresses_are_local() -> None:
    assert all(map(is_local, ("127.0.0.1", "127.3.2.1", "::1", "localhost")))
    assert not any(map(is_local, ("0.0.0.0", "::", "192.168.1.2", "example.org", "", "127.0.0.1.evil.test")))


@given(st.text(max_size=200) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(repr))
def test_what_no_page_sends_is_no_message(data: str) -> None:
    message = read_message(data)
    assert message is None or msgspec.json.encode(message)
    assert read_message("[" * 100_000 + data) is None


@given(st.integers(), st.integers())
def test_every_size_is_bounded(width: int, height: int) -> None:
    fits = WindowSize(width, height).bounded()
    assert 1 <= fits.width <= WIDEST
    assert 1 <= fits.height <= HIGHEST
    assert sized(str(width), str(height)).width <= WIDEST


@given(st.text(max_size=20))
def test_size_that_is_none_is_common_terminals(text: str) -> None:
    assert sized("", text) == WindowSize(80, 24)
    assert sized(text, text).width <= WIDEST


@pytest.mark.parametrize("message", ['["focus"]', '["resize",{"width":9,"height":9}]', f'["stdin","{"a" * 60_000}"]'])
def test_flood_is_slowed_down_and_typing_is_not(message: str) -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    waited = sum(pace.wait_for('["stdin","a"]') for _ in range(60))
    assert waited == 0
    sent = 0
    while now[0] < 60:
        sent += 1
        now[0] += pace.wait_for(message)
    assert sent <= PER_SECOND * (60 + BURST_SECONDS)
    now[0] += 2 * BURST_SECONDS
    assert pace.wait_for('["stdin","a"]') == 0


def test_only_the_server_names_a_browsers_driver() -> None:
    own = {"TEXTUAL_DRIVER": "textual.drivers.linux_driver:LinuxDriver", "TEXTUAL": "devtools", "HOME": "/h"}
    given = environment({**own, "TEXTUAL_PRESS": "q"}, WindowSize(90, 31))
    assert given["TEXTUAL_DRIVER"] == DRIVER
    assert not {"TEXTUAL", "TEXTUAL_PRESS"} & set(given)
    assert (given["HOME"], given["COLUMNS"], given["ROWS"]) == ("/h", "90", "31")
