"""What the user names becomes texts to read, and the faults of what is none.

Takes names (files, folders, patterns, `-`) and the sheets that are wanted. Gives a `Source` for each text, a value that
opens to bytes (a file, a file of an archive, a sheet of a workbook as CSV), and the faults of what gives none.
`kinds.py` is the one table of kinds of file.
"""
