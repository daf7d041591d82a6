"""The Tab key in four shells: how each calls popcalc, and how a word is handed back so that it stays one word.

`_POPCALC_COMPLETE=bash_source popcalc` prints what a shell has to be told, as click has it. What click's own scripts
leave open is closed here: names with blanks, several names between commas, words behind `=`, and other letters than
Latin on Windows.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    shell_complete,
)

_WORD_OF_BASH = re.compile(r"[^\w@%+:,./=-]")


class Bash(BashComplete):
    """Bash from 4.4 on: words come one a line, as they were typed."""

    source_template = r"""
%(complete_func)s() {
    local IFS=$'\n' proposal
    COMPREPLY=()
    for proposal in $(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \
            %(complete_var)s=bash_complete "$1" 2>/dev/null); do
        case $proposal in
            plain,*) COMPREPLY+=("${proposal#plain,}") ;;
            dir,*) compopt -o dirnames ;;
            file,*) compopt -o default ;;
        esac
    done
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is begun, and that; `--area = N` is the one word that was typed."""
        joined: list[str] = []
        for word in self._typed():
            if joined and (word == "=" or joined[-1].endswith("=")) and joined[-1].startswith("--"):
                joined[-1] += word
            else:
                joined.append(word)
        *given, begun = (_unquoted(word) for word in joined)
        return given[1:], begun

    def format_completion(self, item: CompletionItem) -> str:
        """Return a proposal as it is to stand on the line: blanks and quotes escaped, unless a quote is open."""
        quoted = self._typed()[-1][:1] in ("'", '"')
        return f"{item.type},{item.value if quoted else _WORD_OF_BASH.sub(_escaped, item.value)}"

    def _typed(self) -> list[str]:
        """Return the words up to the one that is begun, as they were typed."""
        end = int(os.environ["COMP_CWORD"]) + 1
        return [*os.environ["COMP_WORDS"].split("\n"), ""][:end]


class WholeWord(ShellComplete):
    """A shell that replaces the whole word, `--area=N`, where bash replaces what stands behind the sign."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return what may stand there, with the option in front of it."""
        option, sign, _ = incomplete.partition("=")
        before = f"{option}=" if sign and option.startswith("--") else ""
        found = super().get_completions(args, incomplete)
        return [CompletionItem(f"{before}{one.value}", one.type, one.help) for one in found]


class Zsh(WholeWord, ZshComplete):
    """Zsh."""


class Fish(WholeWord, FishComplete):
    """Fish; a proposal may have commas in it."""

    source_template = r"""function %(complete_func)s
    for proposal in (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp) \
            COMP_CWORD=(commandline -t) %(prog_name)s 2>/dev/null)
        set -l parts (string split -m 1 "," -- $proposal)
        switch $parts[1]
            case dir
                __fish_complete_directories $parts[2]
            case file
                __fish_complete_path $parts[2]
            case plain
                echo $parts[2]
        end
    end
end
complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""


class PowerShell(WholeWord):
    """Windows PowerShell and PowerShell 7; names in any letters, as UTF-8 is asked for."""

    name = "powershell"
    source_template = r"""
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($begun, $line, $cursor)
    $encoding = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = [Text.Encoding]::UTF8
        $env:%(complete_var)s = 'powershell_complete'
        $env:COMP_WORDS = ($line.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursor } |
            ForEach-Object { $_.Extent.Text }) -join "`n"
        $env:COMP_BEGUN = $begun
        & %(prog_name)s 2>$null | ForEach-Object {
            $type, $value, $said = $_ -split "`t", 3
            if ($type -eq 'plain') {
                $shown = $value.Trim("'")
                [Management.Automation.CompletionResult]::new($value, $shown, 'ParameterValue', $said)
            } else {
                [Management.Automation.CompletionCompleters]::CompleteFilename($begun)
            }
        }
    } finally {
        [Console]::OutputEncoding = $encoding
        Remove-Item Env:%(complete_var)s, Env:COMP_WORDS, Env:COMP_BEGUN -ErrorAction SilentlyContinue
    }
}
"""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is begun, and that."""
        words = [_unquoted(word) for word in os.environ["COMP_WORDS"].split("\n")]
        begun = _unquoted(os.environ.get("COMP_BEGUN", ""))
        return words[1:-1] if begun else words[1:], begun

    def format_completion(self, item: CompletionItem) -> str:
        """Return a proposal: what stands on the line, in quotes where PowerShell needs them, and what is said of it."""
        value = str(item.value)
        if not re.fullmatch(r"[\w./\\:-]+", value):
            value = "'" + value.replace("'", "''") + "'"
        return f"{item.type}\t{value}\t{item.help or item.value}"


SHELLS = (Bash, Zsh, Fish, PowerShell)


def _escaped(sign: re.Match[str]) -> str:
    return f"\\{sign[0]}"


def _unquoted(word: str) -> str:
    """Return a word of a shell as a program is given it; a quote that is still open does not matter."""
    if word[:1] in ("'", '"'):
        return word[1:].removesuffix(word[0])
    return re.sub(r"\\(.)", r"\1", word)


def complete(command: click.Command, settings: Mapping[str, Any], variable: str) -> int:
    """Answer a shell, as the variable of the environment asks; return the exit code."""
    for one in SHELLS:
        add_completion_class(one)
    return shell_complete(command, dict(settings), "popcalc", variable, os.environ[variable])
