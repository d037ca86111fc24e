"""Every clause of the regulation: what it says, what the workbook does, and how far that is."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from regio_xl.domain.model import Model


class Clause(Model):
    """One clause; together they fill sheet Regels.

    Attributes:
        code: Clause id, such as ``U1.1``; the ids are ours, not those of the source.
        onderwerp: What it is about, in Dutch.
        regel: What the regulation says, in our own words.
        werking: What the workbook does with it.
        parameters: Codes of the parameters on sheet Kader that it uses.
        stand: How much of it this version does.
    """

    code: str
    onderwerp: str
    regel: str
    werking: str
    parameters: tuple[str, ...] = ()
    stand: Literal["volledig", "deels", "later"]


@cache
def load_clauses() -> tuple[Clause, ...]:
    """Return all clauses in the order of the regulation.

    >>> load_clauses()[0].code, len({clause.code for clause in load_clauses()})
    ('F1.1', 53)

    Raises:
        pydantic.ValidationError: ``clauses.toml`` is malformed.
    """
    text = files("regio_xl.rules").joinpath("clauses.toml").read_text(encoding="utf-8")
    return tuple(
        Clause.model_validate({"code": code, **fields})
        for code, fields in tomllib.loads(text).items()
    )
