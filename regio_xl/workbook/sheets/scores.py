"""Sheets Belang and Beoordeling: what each proposal is worth, and to whom."""

from decimal import Decimal

from regio_xl.domain.bevinding import Ernst
from regio_xl.domain.column import Column, Kind
from regio_xl.workbook.declare import SheetSpec, SheetType, TableSpec

ZERO, ONE, THREE, FIVE = Decimal(0), Decimal(1), Decimal(3), Decimal(5)

NR = "Nummer van het voorstel, zoals op blad Voorstellen."


def belang_sheet(codes: tuple[str, ...]) -> SheetSpec:
    """Return sheet Belang for the participants ``codes``, one column each (U4.3)."""
    scores = tuple(
        Column(
            key=code,
            header=code,
            kind=Kind.SCORE,
            clause="U4.3",
            minimum=ZERO,
            maximum=THREE,
            prompt="Belang voor deze deelnemer: 0 geen, 1 enig, 2 redelijk, 3 groot.",
            width=6,
        )
        for code in codes
    )
    nr = Column(
        key="nr",
        header="Nr",
        kind=Kind.INTEGER,
        clause="U4.3",
        required=Ernst.FOUT,
        minimum=ONE,
        prompt=NR,
        width=7,
    )
    return SheetSpec(
        name="Belang",
        type=SheetType.INVOER,
        title="Belang van elk voorstel per deelnemer",
        purpose="0 geen, 1 enig, 2 redelijk, 3 groot belang. Leeg telt als 0.",
        who="regievoerders",
        protected=False,
        freeze_cols=1,
        tables=(
            TableSpec(name="tblBelang", clause="U4.3", numbered_by="nr", columns=(nr, *scores)),
        ),
    )


SCORES = (
    ("toegevoegde_waarde", "Toegevoegde waarde"),
    ("relevantie", "Relevantie"),
    ("draagvlak", "Draagvlak"),
)

BEOORDELING = SheetSpec(
    name="Beoordeling",
    type=SheetType.INVOER,
    title="Beoordeling van de voorstellen",
    purpose="Drie scores per voorstel, van 1 (laag) tot 5 (hoog). De gewichten staan op Kader.",
    who="accountteam",
    protected=False,
    freeze_cols=1,
    tables=(
        TableSpec(
            name="tblBeoordeling",
            clause="F3.1",
            numbered_by="nr",
            columns=(
                Column(
                    key="nr",
                    header="Nr",
                    kind=Kind.INTEGER,
                    clause="F3.1",
                    required=Ernst.FOUT,
                    minimum=ONE,
                    prompt=NR,
                    width=10,
                ),
                *(
                    Column(
                        key=key,
                        header=header,
                        kind=Kind.SCORE,
                        clause="F3.1",
                        required=Ernst.FOUT,
                        minimum=ONE,
                        maximum=FIVE,
                        prompt="Score van 1 (laag) tot 5 (hoog).",
                        width=14,
                    )
                    for key, header in SCORES
                ),
                Column(key="toelichting", header="Toelichting", clause="F3.1", width=70),
            ),
        ),
    ),
)
