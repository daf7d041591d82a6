"""`python -m popcalc`, and the command `popcalc`: signals are heard before anything else is imported."""

import signal

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    # Nothing is made yet that has to go: Ctrl-C simply ends the process, without Python's own words.
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from popcalc.cli.signals import end_cleanly


def run() -> None:
    """Run the command line and end the process with one of the exit codes."""
    end_cleanly()
    from popcalc.cli.main import run as run_command

    run_command()


if __name__ == "__main__":
    run()
