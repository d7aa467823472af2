"""The errors that are shown to the person at the terminal.

SimulatorError
├── GraphError        a graph folder, a file or a record in it cannot be used
├── TranscriptError   a transcript cannot be read, written or resumed
├── NotAllowed        a command makes no sense in the present state of the interview
│   ├── NothingWritten    a text is needed, and there is none
│   └── Doubted           a reply that hardly was meant as one
│       └── QuestionBack  a reply that is nothing but a question
├── CaseError         a value in a case of a task, or what came back for it, cannot be read
└── UsageError        an argument or a setting names something that does not exist

Each message is one sentence that says where the problem is and what to do. It is shown without change.
"""


class SimulatorError(Exception):
    """The base class. The message is meant for the person at the terminal."""


class GraphError(SimulatorError):
    """A graph cannot be used. The message names the file, record and key."""


class TranscriptError(SimulatorError):
    """A transcript cannot be read, written or resumed. The message names the file and the problem."""


class NotAllowed(SimulatorError):  # noqa: N818 - the name says what happened to the command
    """The interview does not accept a command in its present state."""


class NothingWritten(NotAllowed):
    """A text is needed, and there is none. Whatever shows this adds what can be done instead, and by which key."""


class Doubted(NotAllowed):
    """A reply that hardly was meant as one. It's kept, and taken when it comes again."""


class QuestionBack(Doubted):
    """A reply that is nothing but a question."""


class CaseError(SimulatorError):
    """A value in a case, or what came back for one, that cannot be read. The message goes on after a colon."""


class UsageError(SimulatorError):
    """An argument or a setting names something that does not exist."""
