"""The page of the manual."""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib import import_module

import click
import pytest

from popcalc.cli.exit_codes import ExitCode
from popcalc.cli.main import COMMANDS
from popcalc.cli.manual import EXIT_CODES, manual
from popcalc.language import LANGUAGES, language


def lines(page: str) -> list[str]:
    return [line.replace("\\-", "-").replace("\\:", "") for line in page.splitlines()]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_option_of_every_command_stands_in_its_part_of_the_page(code: str) -> None:
    parts = re.split('^.SS "popcalc (.*)"$', "\n".join(lines(manual(language(code)))), flags=re.M)
    told = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert list(told) == list(COMMANDS)
    for name in COMMANDS:
        command = import_module(f"popcalc.cli.{name}").command
        for one in command.params:
            if isinstance(one, click.Option):
                assert re.search(rf"^\\fB{', '.join(one.opts)}\b.*\\fR\n\S", told[name], re.M), (name, one.opts)


def test_every_exit_code_is_told() -> None:
    assert list(EXIT_CODES) == list(ExitCode)


def test_nothing_in_a_line_steers_groff() -> None:
    allowed = re.compile(r'\.(TH|SH|SS|P|TP|RS|RE|nf|fi|ad|nh|\\")\b|\.\\"|\'\\"')
    for line in manual(language("en")).splitlines():
        assert not line.startswith((".", "'")) or allowed.match(line), line


@pytest.mark.skipif(not shutil.which("groff"), reason="there is no groff")
@pytest.mark.parametrize("code", LANGUAGES)
def test_groff_sets_the_page_without_a_complaint(code: str) -> None:
    command = ["groff", "-man", "-Kutf8", "-Tutf8", "-ww", "-rLL=78n"]
    done = subprocess.run(command, input=manual(language(code)), capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == ""
    assert "popcalc report" in re.sub(".\b|\x1b\\[[\\d;]*m", "", done.stdout)
