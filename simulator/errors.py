"""Every error that a person can cause or meet.

SimulatorError
├── GraphError        a graph folder, a file or a record in it cannot be used
├── TranscriptError   a transcript cannot be read, written or resumed
├── NotAllowed        the interview is in a state in which a command makes no sense
│   └── NothingWritten    a text was wanted, and there is none
└── UsageError        an argument or a setting names something that does not exist

Each message is one sentence that names the place and what to do; it is shown as it stands.
"""


class SimulatorError(Exception):
    """Base of all errors whose message is meant for the person at the terminal."""


class GraphError(SimulatorError):
    """A graph cannot be used; the message names file, record and key."""


class TranscriptError(SimulatorError):
    """A transcript cannot be read, written or resumed; the message names the file and what is wrong."""


class NotAllowed(SimulatorError):  # noqa: N818 - the name says what happened to the command
    """A command that the present state of the interview does not accept."""


class NothingWritten(NotAllowed):
    """A text was wanted, and there is none; who shows it adds what can be done instead, and by which key."""


class UsageError(SimulatorError):
    """An argument or a setting names something that does not exist."""
