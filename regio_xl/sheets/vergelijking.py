"""Sheet Vergelijking: the scenarios side by side, and which one was chosen and why."""

from regio_xl.domain import Column, Kind
from regio_xl.domain.woorden import BEREKEND, EIGEN, Scenario
from regio_xl.sheets.declare import (
    WITHOUT_DECISION,
    Block,
    Field,
    SheetSpec,
    SheetType,
    TableSpec,
    out,
    own,
)

CHOSEN, REASON = "gekozen_scenario", "reden_scenario"
APPLIED, MARK = "toegepast_scenario", "kenmerk_pakket"
INPUT_MARK, PRINCIPLES = "kenmerk_verdeling", "uitgangspunten"

SHOWN = (*BEREKEND, *EIGEN)  # in order: four that are computed, three to keep

# What the computed scenarios are, for those who meet them on the sheet
DESCRIPTIONS = {
    Scenario.OPTIMAAL: "Het beste pakket, met de doelen in strikte volgorde.",
    Scenario.BONUS: "Het beste pakket als U&H geen voorrang geeft maar een bonus op de score.",
    Scenario.RANGORDE: "Op volgorde, met potlood na te doen; niet het beste pakket.",
    Scenario.EVENREDIG: "Elke deelnemer besteedt wat hij inbrengt, in verhouding.",
}


def column_of(scenario: Scenario) -> str:
    """Return the key of the column with the hours of a scenario.

    >>> column_of(Scenario.BONUS), column_of(Scenario.EIGEN_1)
    ('optimaal_met_bonus', 'eigen_1')
    """
    return scenario.value.replace(" ", "_")


def _hours(scenario: Scenario) -> Column:
    header = f"Uren {scenario.value}"
    if scenario in EIGEN:
        prompt = (
            "Uren per project van uw eigen scenario. Typ ze zelf, of typ hierboven een naam bij "
            f"‘{scenario.value}’ en klik Toewijzen: dan wordt het pakket hier bewaard."
        )
        return own(column_of(scenario), header, Kind.HOURS, 12, prompt, clause="F3.4")
    return out(column_of(scenario), header, Kind.HOURS, 12)


VERGELIJKING_CELLS = (
    Field(
        label="Gekozen scenario",
        name=CHOSEN,
        kind=Kind.CHOICE,
        choices=tuple(scenario.value for scenario in SHOWN),
        clause="F3.2",
        note="Leeg: ‘optimaal’, of ‘optimaal met bonus’ als Kader bij uh_voorrang ‘bonus’ zegt.",
        prompt="Kies het scenario voor blad Selectie; laat leeg voor het gewone.",
    ),
    Field(
        label="Reden van de keuze",
        name=REASON,
        lines=4,
        clause="F3.2",
        note="Verplicht als u een scenario kiest.",
        prompt="Waarom dit scenario? Noem het overleg waarin het is gekozen.",
    ),
    Field(
        label="Nu op blad Selectie",
        name=APPLIED,
        clause="F3.2",
        note="Het scenario waaruit het pakket op blad Selectie bij de laatste berekening kwam.",
    ),
    Field(
        label="Kenmerk van dat pakket",
        name=MARK,
        clause="U8.1",
        note="Hieraan ziet de controle of er daarna met de hand iets is gewijzigd.",
    ),
    Field(
        label="Kenmerk van de invoer",
        name=INPUT_MARK,
        clause="U8.1",
        note="Hieraan ziet een stap dat de invoer niet is gewijzigd, en dat er niets opnieuw "
        "hoeft te worden uitgerekend.",
    ),
    Field(
        label="Uitgangspunten",
        name=PRINCIPLES,
        clause="F3.1",
        note="Volgorde van de doelen, gewichten, telling (O9) en wanneer een deelnemer "
        "gedekt is (O10).",
    ),
)

SCENARIOS_COLUMNS = (
    out("scenario", "Scenario", width=24),
    own(
        "naam", "Naam", Kind.TEXT, 46, "Typ hier de naam van een eigen scenario om het te bewaren."
    ),
    out("uren", "Toegewezen uren", Kind.HOURS, 14),
    out("uh_uren", "Uren U&H", Kind.HOURS, 12),
    out("overige_uren", "Overige uren", Kind.HOURS, 12),
    out("vrij", "Vrij", Kind.HOURS, 12),
    out("projecten", "Projecten", Kind.INTEGER, 12),
    out("uh_aandeel", "U&H-aandeel", Kind.PERCENT, 12),
    out("uh_waarde", "U&H-waarde", Kind.NUMBER, 12, "#,##0.0"),
    out("score", "Score", Kind.NUMBER, 12, "#,##0.0"),
    out("gedekt", "Gedekt", Kind.INTEGER, 10),
    out("verhouding", "Laagste verhouding", Kind.NUMBER, 14, "0.00"),
    out("oordeel", "Oordeel", width=14),
    out("toelichting", "Toelichting", width=50),
)

PAKKETTEN_COLUMNS = (
    out("nr", "Nr", Kind.INTEGER, 24),
    out("titel", "Titel", width=46),
    *(_hours(scenario) for scenario in SHOWN),
)

VERHOUDINGEN_COLUMNS = (
    out("code", "Code", width=10),
    out("deelnemer", "Deelnemer", width=24),
    out("bijdrage", "Bijdrage", Kind.HOURS, 11),
    *(out(f"uren_{column_of(item)}", f"Van belang: {item}", Kind.HOURS, 13) for item in SHOWN),
    *(
        out(f"verhouding_{column_of(item)}", f"Verhouding: {item}", Kind.NUMBER, 13, "0.00")
        for item in SHOWN
    ),
)

VERGELIJKING = SheetSpec(
    name="Vergelijking",
    type=SheetType.RESULTAAT,
    title="Vergelijking: de scenario's naast elkaar",
    purpose="Wat elk scenario oplevert en voor wie; bovenaan welk scenario is gekozen en waarom.",
    who="accountteam",
    clause="F3.2",
    older=WITHOUT_DECISION,
    receipt=True,
    paper="A3",
    pages_wide=2,
    freeze_cols=2,
    blocks=(Block(fields=VERGELIJKING_CELLS),),
    tables=(
        TableSpec(
            name="tblScenarios",
            title="Scenario's",
            clause="F3.2",
            row=13,
            grows=False,
            numbered_by="scenario",
            columns=SCENARIOS_COLUMNS,
        ),
        TableSpec(
            name="tblPakketten",
            title="Uren per project",
            clause="U8.1",
            row=42,
            numbered_by="nr",
            columns=PAKKETTEN_COLUMNS,
        ),
        TableSpec(
            name="tblVerhoudingen",
            title="Wat elke deelnemer inbrengt en terugziet",
            clause="U4.3",
            row=42,
            col=16,
            numbered_by="code",
            columns=VERHOUDINGEN_COLUMNS,
        ),
    ),
)
