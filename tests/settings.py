"""Settings as a person has them who wrote the file by hand."""

from datetime import date
from pathlib import Path

import msgspec
import tomli_w

from simulator.ui.preferences import Preferences


def write_preferences(path: Path, preferences: Preferences) -> None:
    """Make these the settings; what else stood in the file is gone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tomli_w.dumps(msgspec.to_builtins(preferences, builtin_types=(date,))), "utf-8")
