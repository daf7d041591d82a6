"""What the models of all definition files share."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

KEY_PATTERN = "^[a-z][a-z0-9_]*$"

Key = Annotated[str, StringConstraints(pattern=KEY_PATTERN)]
# One line for people: no control characters, which could move a terminal's cursor.
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern="^[^\\x00-\\x1f\\x7f-\\x9f]*$")]
# Lines may be broken as the file likes; they are joined.
Prose = Annotated[
    str,
    StringConstraints(pattern="^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]*$"),
    AfterValidator(lambda written: " ".join(written.split())),
]


class StrictModel(BaseModel):
    """Refuses unknown keys and never turns one type into another."""

    # Built when first used: loading a catalogue then never builds the columns model.
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)
