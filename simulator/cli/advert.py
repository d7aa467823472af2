"""The option `--jd FILE`: a job advert that weighs the areas of an interview."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli.common import say
from simulator.graph.records import Graph
from simulator.session.header import Settings

if TYPE_CHECKING:
    from simulator.graph.advert import Advert


def advert_of(file: str | None, graph: Graph) -> "Advert | None":
    """What a job advert says, or None without one. Raises UsageError where it says nothing."""
    if file is None:
        return None
    from simulator.graph.advert import read_advert, recognise  # only an interview with an advert reads one

    return recognise(read_advert(Path(file).expanduser()), graph)


def say_advert(advert: "Advert | None", settings: Settings, graph: Graph) -> None:
    """Say in lines what was taken from an advert."""
    if advert is None:
        return
    from simulator.report.plain import wrapped
    from simulator.ui.advert_text import advert_sentences

    for sentence in advert_sentences(advert, graph.roles[settings.role].title if settings.role in graph.roles else ""):
        for line in wrapped(sentence, shutil.get_terminal_size().columns):
            say(line)
