"""The command line: one module per command, one place for options, exit codes and errors."""
