"""Which rows head the table, and what each column holds."""
