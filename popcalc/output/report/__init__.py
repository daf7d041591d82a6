"""The report as a page and as a workbook: the same tables, sentences and numbers in both."""
