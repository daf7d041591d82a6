"""The hostile inputs, by kind."""

from tests.hostile import archives, lines, machine, names, outputs, sizes, terminal, workbooks, yaml_files

CASES = (
    *terminal.CASES,
    *yaml_files.CASES,
    *archives.CASES,
    *workbooks.CASES,
    *names.CASES,
    *sizes.CASES,
    *outputs.CASES,
    *machine.CASES,
    *lines.CASES,
)
