"""The words that offices use, as data: one YAML file for each language, compiled to one JSON file.

Intake, periods and definitions know a form by these words and by patterns of their own, in which the words stand. To
add a word, edit its language's file and run `python -m popcalc.vocabulary.compiled`.
"""

from popcalc.vocabulary.loading import vocabulary
from popcalc.vocabulary.model import Language, Vocabulary

__all__ = ["Language", "Vocabulary", "vocabulary"]
