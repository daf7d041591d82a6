"""The bytes of a source become text: its decoded beginning, then blocks of whole records.

Takes a `Source`. `read_head` gives the beginning with the encodings to try, the likeliest first; `read_blocks` gives
the records in one of them, in blocks of UTF-8, or says with a value at which byte the file is in another or damaged.
"""
