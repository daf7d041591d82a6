"""Verdicts: figures held against targets, exactly, with how sure they are and what would turn them."""
