"""Every type that is decoded is ready before two threads can meet in it: msgspec would end the program otherwise."""

import re
import subprocess
import sys
from pathlib import Path

import simulator.graph.calibration_file
import simulator.graph.job_advert.match
import simulator.session.archive.archive
import simulator.session.code.reply
import simulator.session.transcript.sidecars
import simulator.ui.preferences
from simulator.graph.records import READY

SOURCES = Path(simulator.__file__).parent
# names of parameters, of which every value is one of READY; and a union whose decoder is made where it is defined
OTHERWISE = {"EVENT_KINDS", "record", "wanted", "kind", "KINDS", "Message"}
# the name of the type in `msgspec.convert(x, Type)`, `decode(x, type=Type)` and `Decoder(Type)`
DECODED = re.compile(
    r"msgspec\.convert\((?:[^()]|\([^()]*\))*?,\s*(\w+)(?:\[\w+\])?,?\s*\)"
    r"|decode\((?:[^()]|\([^()]*\))*, type=(\w+)\)|Decoder\((\w+)\)"
)
RACE = """
import sys, threading
sys.setswitchinterval(1e-6)
import msgspec
from simulator.graph.records import Question
point = {"id": "a", "point": "b", "weight": 1}
raw = {"id": "a", "kind": "discuss", "concepts": ["a"], "tier": 1, "prompt": "b", "rubric": [point]}
start = threading.Barrier(4)
def decode():
    start.wait()
    msgspec.convert(raw, Question)
threads = [threading.Thread(target=decode) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""


def test_threads_that_decode_first_end_well() -> None:
    for _ in range(8):  # without `ready`, six of ten end with a segmentation fault
        assert subprocess.run([sys.executable, "-c", RACE], check=False).returncode == 0


def test_no_type_that_is_decoded_is_left_out() -> None:
    names: set[str] = set()
    for path in SOURCES.rglob("*.py"):
        for match in DECODED.finditer(path.read_text("utf-8")):
            names.update(name for name in match.groups() if name)
    known = {getattr(kind, "__name__", "") for kind in READY}
    assert names >= {"Parsed", "Preferences", "Draft", "PastSession", "SessionFacts", "Reason", "Header"}
    assert names - OTHERWISE <= known
