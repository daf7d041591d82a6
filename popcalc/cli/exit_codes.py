"""What popcalc says to the shell when it ends."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes. An exception never ends in `MISSED`: that is an answer, not an accident."""

    DONE = 0
    """Done, or something was judged and no target is missed."""
    MISSED = 1
    """A target is missed, nothing could be judged, or validate or audit found an error."""
    WRONG = 2
    """Wrong usage, configuration or input, or what the machine lacks: memory, disk, open files."""
    FAULT = 3
    """A fault in popcalc."""
    INTERRUPTED = 130
    """Ended by Ctrl-C; by another signal 128 and its number."""
    PIPE_CLOSED = 141
    """Whoever read the output went away."""
