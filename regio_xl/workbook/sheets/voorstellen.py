"""Sheet Voorstellen: the call for proposals."""

from decimal import Decimal

from regio_xl.domain.bevinding import Ernst
from regio_xl.domain.column import Column, Kind
from regio_xl.domain.woorden import GEEN, Herkomst, Keuze, Relatie, Soort, words
from regio_xl.workbook.declare import SheetSpec, SheetType, TableSpec

PARTNERS = ("GGD", "gemeenten", "PU", "VRU", "waterschap")
GROEPEN = ("werkgroep", "klankbordgroep", "stuurgroep")

TEXT = "@"
"""Excel would read 12,14 as one number; as text it stays what was typed."""

ZERO, ONE = Decimal(0), Decimal(1)

VOORSTELLEN = SheetSpec(
    name="Voorstellen",
    type=SheetType.INVOER,
    title="Voorstellen voor regionale opdrachten",
    purpose="Eén rij per voorstel. Typ onder de laatste rij door om een voorstel toe te voegen.",
    who="regievoerders en accountteam",
    protected=False,
    paper="A3",
    pages_wide=2,
    freeze_cols=2,
    tables=(
        TableSpec(
            name="tblVoorstellen",
            clause="F2.2",
            numbered_by="nr",
            columns=(
                Column(
                    key="nr",
                    header="Nr",
                    kind=Kind.INTEGER,
                    clause="F2.2",
                    required=Ernst.FOUT,
                    minimum=ONE,
                    prompt="Volgnummer; elk nummer komt één keer voor.",
                    width=7,
                ),
                Column(
                    key="titel",
                    header="Titel",
                    clause="F2.2",
                    required=Ernst.WAARSCHUWING,
                    width=32,
                ),
                Column(
                    key="omschrijving",
                    header="Omschrijving",
                    clause="F2.2",
                    required=Ernst.FOUT,
                    prompt="Wat gebeurt er, voor wie, en wat levert het op?",
                    width=60,
                ),
                Column(
                    key="indiener",
                    header="Indiener",
                    kind=Kind.CODE,
                    clause="F2.1",
                    required=Ernst.FOUT,
                    prompt="ODU of de code van een deelnemer (zie blad Deelnemers).",
                    width=11,
                ),
                Column(
                    key="herkomst",
                    header="Herkomst",
                    kind=Kind.CHOICE,
                    clause="F2.1",
                    required=Ernst.FOUT,
                    choices=words(Herkomst),
                    prompt="Intern: ODU dient in. Extern: een deelnemer dient in.",
                    width=12,
                ),
                Column(
                    key="soort",
                    header="Soort",
                    kind=Kind.CHOICE,
                    clause="A26",
                    required=Ernst.FOUT,
                    choices=words(Soort),
                    prompt="Doorlopend project, nieuw project of ketentoezicht.",
                    width=15,
                ),
                Column(
                    key="uren",
                    header="Uren",
                    kind=Kind.HOURS,
                    clause="F2.2",
                    required=Ernst.FOUT,
                    minimum=ONE,
                    prompt="Benodigde uren van ODU-medewerkers, in hele uren.",
                    width=9,
                ),
                Column(
                    key="minimum_uren",
                    header="Minimum uren",
                    kind=Kind.HOURS,
                    clause="O6",
                    minimum=ONE,
                    prompt="Alleen als het project ook met minder uren kan: het kleinste aantal.",
                    width=11,
                ),
                Column(
                    key="materiele_kosten",
                    header="Materiele kosten",
                    kind=Kind.EUROS,
                    clause="U7.3",
                    minimum=ZERO,
                    prompt="Materiële kosten in euro's. Uren van anderen tellen niet mee.",
                    width=13,
                ),
                Column(
                    key="partners",
                    header="Partners",
                    kind=Kind.LIST,
                    clause="F2.2",
                    required=Ernst.FOUT,
                    choices=PARTNERS,
                    prompt="Benodigde partners, gescheiden door een puntkomma: "
                    "GGD; gemeenten; PU; VRU; waterschap, of een andere naam. "
                    f"Geen? Typ ‘{GEEN}’.",
                    width=22,
                ),
                Column(
                    key="groepen",
                    header="Groepen",
                    kind=Kind.LIST,
                    clause="U7.1",
                    choices=GROEPEN,
                    prompt="Gescheiden door een puntkomma: werkgroep; klankbordgroep; stuurgroep.",
                    width=20,
                ),
                Column(
                    key="uh_relatie",
                    header="U&H-relatie",
                    kind=Kind.CHOICE,
                    clause="U4.1",
                    required=Ernst.WAARSCHUWING,
                    choices=words(Relatie),
                    prompt="Relatie met de uitvoerings- en handhavingsstrategie.",
                    width=12,
                ),
                Column(
                    key="toelichting_uh",
                    header="Toelichting U&H",
                    clause="U4.1",
                    prompt="Leg bij ‘direct’ of ‘indirect’ uit welke relatie dat is.",
                    width=40,
                ),
                Column(
                    key="meerwaarde_regio",
                    header="Meerwaarde regio",
                    clause="U4.2",
                    prompt="Verplicht zonder directe U&H-relatie: de waarde voor (een deel van) "
                    "de regio.",
                    width=40,
                ),
                Column(
                    key="samenwerkingsverband",
                    header="Samenwerkingsverband",
                    clause="F3.3",
                    prompt="Regionaal samenwerkingsverband waarmee dit verbonden is.",
                    width=26,
                ),
                Column(
                    key="intern_opdrachtgever",
                    header="Intern opdrachtgever",
                    clause="U5.1",
                    prompt="Strategisch manager van ODU; verplicht vóór het AB besluit.",
                    width=22,
                ),
                Column(
                    key="projectleider",
                    header="Projectleider",
                    clause="U5.2",
                    prompt="Projectleider van ODU; verplicht vóór het AB besluit.",
                    width=20,
                ),
                Column(
                    key="keuze",
                    header="Keuze AOO",
                    kind=Kind.CHOICE,
                    clause="F3.4",
                    choices=words(Keuze),
                    prompt="Keuze van het ambtelijk opdrachtgeversoverleg; leeg is automatisch.",
                    width=13,
                ),
                Column(
                    key="reden_keuze",
                    header="Reden keuze",
                    clause="F3.4",
                    prompt="Verplicht bij ‘opnemen’ of ‘niet opnemen’.",
                    width=30,
                ),
                Column(
                    key="ingediend_op",
                    header="Ingediend op",
                    kind=Kind.DATE,
                    clause="F2.1",
                    prompt="Datum van indiening, bijvoorbeeld 15-9-2025.",
                    width=13,
                ),
                Column(
                    key="vereist",
                    header="Vereist",
                    kind=Kind.NUMBERS,
                    clause="F3.4",
                    prompt="Nummers van voorstellen die ook in het pakket moeten, gescheiden door "
                    "een puntkomma, bijvoorbeeld 12; 14. Leeg als er geen zijn.",
                    since="0.3.0",
                    number_format=TEXT,
                    width=11,
                ),
                Column(
                    key="sluit_uit",
                    header="Sluit uit",
                    kind=Kind.NUMBERS,
                    clause="F3.4",
                    prompt="Nummers van voorstellen waarmee dit niet samengaat, gescheiden door "
                    "een puntkomma. Eén van de twee voorstellen noemen is genoeg.",
                    since="0.3.0",
                    number_format=TEXT,
                    width=11,
                ),
            ),
        ),
    ),
)
