"""Bytes to records: the encoding, whole records, damage."""
