"""Messy files to village-months, in five stages: `sources` > `text` > `header` > `rows`, then `join`.

Each takes a value and gives a value; `read.py` tells the story.
"""
