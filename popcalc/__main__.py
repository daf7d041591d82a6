"""`python -m popcalc`."""

from popcalc.cli.main import run

if __name__ == "__main__":
    run()
