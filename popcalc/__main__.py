"""`python -m popcalc`, and the command `popcalc`: signals are heard before anything else is imported."""

from popcalc.cli.signals import end_cleanly


def run() -> None:
    """Run the command line and end the process with one of the exit codes."""
    end_cleanly()
    from popcalc.cli.main import run as run_command

    run_command()


if __name__ == "__main__":
    run()
