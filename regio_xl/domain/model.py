"""The base of all models: frozen, closed, no silent conversions."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A frozen value; an unknown field is a programming error, not data."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
