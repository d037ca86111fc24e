"""Sheets Voorstel, Selectie, Evaluatie, Controle and Financien: what the steps and formulas show.

Only declared here; what stands on them is made by the steps.
"""

from regio_xl.domain import Column, Kind
from regio_xl.domain.woorden import ONBEKEND
from regio_xl.sheets.declare import Block, Field, SheetSpec, SheetType, TableSpec, out, own


def _where(known: str, formula: str) -> str:
    """Return a formula that is unknown where what it needs is: no figure about nothing (F1.3)."""
    return f'IF({known},{formula},"{ONBEKEND}")'


VOORSTEL_COLUMNS = (
    out("nr", "Nr", Kind.ANY, 24, "0"),
    out("titel", "Titel", width=80),
    out("indiener", "Indiener", width=11),
    out("soort", "Soort", width=15),
    out("uh_relatie", "U&H-relatie", width=13),
    out("gevraagd", "Gevraagde uren", Kind.HOURS, 12),
    out("kosten_uren", "Uren voor kosten", Kind.HOURS, 11),
    out("score", "Score", Kind.NUMBER, 9, "0.00"),
    out("stand", "Stand", width=17),
    out("toegewezen", "Toegewezen uren", Kind.HOURS, 13),
    out("kort", "Kort waarom", width=50),
)

VOORSTEL = SheetSpec(
    name="Voorstel",
    type=SheetType.RESULTAAT,
    title="Eerste voorstel voor de regionale opdrachten",
    purpose="Overzicht van alle voorstellen, met daaronder een kaart per voorstel.",
    who="AOO",
    clause="U2.2",
    receipt=True,
    report_columns=2,
    freeze_cols=2,
    tables=(TableSpec(name="tblVoorstel", numbered_by="nr", columns=VOORSTEL_COLUMNS),),
)

SELECTIE_COLUMNS = (
    out("nr", "Nr", Kind.INTEGER, 7),
    out("titel", "Titel", width=44),
    out("soort", "Soort", width=15),
    out("uh_relatie", "U&H-relatie", width=13),
    out("samenwerkingsverband", "Samenwerkingsverband", width=26),
    out("score", "Score", Kind.NUMBER, 9, "0.00"),
    out("uren", "Gevraagde uren", Kind.HOURS, 12),
    out("kosten_uren", "Uren voor kosten", Kind.HOURS, 11),
    out("stand", "Stand", width=17),
    out("toegewezen", "Toegewezen uren", Kind.HOURS, 13),
    out("kort", "Kort waarom", width=50),
    out("reden", "Reden", width=90),
    own(
        "wijziging",
        "Waarom met de hand gewijzigd",
        Kind.TEXT,
        36,
        "Wijzigde u hier uren met de hand? Typ waarom, en wie dat besloot.",
        since="0.4.0",
        clause="F3.4",
    ),
)

DEKKING_COLUMNS = (
    out("code", "Code", width=10),
    out("deelnemer", "Deelnemer", width=24),
    out("bijdrage", "Bijdrage", Kind.HOURS, 11),
    out("belang_uren", "Uren van belang", Kind.HOURS, 12),
    out("verhouding", "Verhouding", Kind.NUMBER, 12, "0.00"),
    out("gedekt", "Gedekt", width=10),
)

SELECTIE = SheetSpec(
    name="Selectie",
    type=SheetType.RESULTAAT,
    title="Selectie: het pakket en de dekking",
    purpose="Per voorstel of het in het pakket zit en waarom; rechts de dekking per deelnemer.",
    who="AOO en AB",
    clause="U8.1",
    receipt=True,
    paper="A3",
    freeze_cols=2,
    tables=(
        TableSpec(name="tblSelectie", numbered_by="nr", columns=SELECTIE_COLUMNS),
        TableSpec(name="tblDekking", col=15, numbered_by="code", columns=DEKKING_COLUMNS),
    ),
)


def _of_project(key: str, header: str) -> Column:
    """Return a column with a figure of sheet Voortgang, which follows the book (U8.2)."""
    return Column(
        key=key,
        header=header,
        kind=Kind.HOURS,
        width=13,
        owner="formula",
        clause="U8.2",
        since="0.5.0",
        formula=f"SUMIFS(tblProjecten[{header}],tblProjecten[Nr],tblEvaluatie[[#This Row],[Nr]])",
    )


EVALUATIE_COLUMNS = (
    out("nr", "Nr", Kind.INTEGER, 7),
    out("titel", "Titel", width=44),
    out("projectleider", "Projectleider", width=20),
    out("gepland", "Geplande uren", Kind.HOURS, 11),
    _of_project("verschoven", "Verschoven"),
    _of_project("beschikbaar", "Nu beschikbaar"),
    _of_project("gerealiseerd", "Gerealiseerd"),
    Column(
        key="verschil",
        header="Verschil",
        kind=Kind.HOURS,
        width=12,
        owner="formula",
        clause="U8.2",
        since="0.5.0",
        formula="tblEvaluatie[[#This Row],[Nu beschikbaar]]"
        "-tblEvaluatie[[#This Row],[Gerealiseerd]]",
    ),
    own("resultaat", "Resultaat", Kind.TEXT, 40, "Wat heeft het project opgeleverd?"),
    own(
        "waarde",
        "Waarde per deelnemer",
        Kind.TEXT,
        40,
        "Voor welke deelnemers was dit van waarde, en hoe?",
    ),
    own("lessen", "Lessen", Kind.TEXT, 40, "Wat nemen we mee?"),
    own(
        "vervolg",
        "Doorgaan of stoppen",
        Kind.CHOICE,
        14,
        "Kies doorgaan of stoppen.",
        choices=("doorgaan", "stoppen"),
    ),
)

EVALUATIE = SheetSpec(
    name="Evaluatie",
    type=SheetType.RESULTAAT,
    title="Evaluatie per project",
    purpose="Eén rij per project in het pakket. De uren volgen uit het boek; de projectleider vult "
    "vanaf ‘Resultaat’ in, en wat daar staat, blijft staan.",
    who="projectleiders en AB",
    clause="U9.2",
    receipt=True,
    paper="A3",
    freeze_cols=2,
    tables=(
        TableSpec(name="tblEvaluatie", clause="U9.2", numbered_by="nr", columns=EVALUATIE_COLUMNS),
    ),
)

AANSLUITINGEN = tuple(
    f"aansluiting_{what}"
    for what in (
        *("bijdragen", "herrekend", "voorstel", "evaluatie", "besluit"),
        *("overschrijding", "voorstellen"),
    )
)


def _judgement() -> str:
    """Return the formula that says OK only where everything could be compared (F1.3)."""
    apart = "+".join(f"ABS(N({name}))" for name in AANSLUITINGEN)
    known = ",".join(f"ISNUMBER({name})" for name in AANSLUITINGEN)
    return f'IF({apart}>0,"Niet OK",IF(AND({known}),"OK","{ONBEKEND}"))'


def _beside(numbers: str, hours: str) -> str:
    """Return the hours that differ from those on Selectie, project by project, all added up."""
    there = "tblSelectie[Toegewezen uren]"
    each = f"SUMPRODUCT(ABS(SUMIFS({hours},{numbers},tblSelectie[Nr])-{there}))"
    return f"{each}+ABS(SUM({there})-SUM({hours}))"  # what stands in one of the two only


CONTROLE_CELLS = (
    Field(
        label="Som van de bijdragen − totaal beschikbaar",
        name="aansluiting_bijdragen",
        formula=_where(
            "ISNUMBER(totaal_beschikbaar)", "SUM(tblDeelnemers[Bijdrage])-totaal_beschikbaar"
        ),
        kind=Kind.HOURS,
        clause="F1.3",
        note="Het totaal op Financien is de som van de bijdragen op Deelnemers.",
    ),
    Field(
        label="Bijdragen in de werkmap − herrekend",
        name="aansluiting_herrekend",
        formula=_where(
            "AND(ISNUMBER(totaal_beschikbaar),ISNUMBER(controle_herrekend))",
            "totaal_beschikbaar-controle_herrekend",
        ),
        kind=Kind.HOURS,
        clause="F1.3",
        note="Een verschil betekent dat een formule op Deelnemers is overschreven, "
        "of dat er na de laatste controle iets is gewijzigd.",
    ),
    Field(
        label="Uren op Selectie − op Voorstel, per project",
        name="aansluiting_voorstel",
        formula=_where(
            "COUNT(tblVoorstel[Nr])>0", _beside("tblVoorstel[Nr]", "tblVoorstel[Toegewezen uren]")
        ),
        since="0.4.0",
        kind=Kind.HOURS,
        clause="U8.2",
        note="Beide bladen horen hetzelfde pakket te tonen; is er een verschil, doe ‘bijwerken’.",
    ),
    Field(
        label="Uren op Selectie − gepland op Evaluatie, per project",
        name="aansluiting_evaluatie",
        formula="IF(COUNT(tblEvaluatie[Nr])=0,0,"
        + _beside("tblEvaluatie[Nr]", "tblEvaluatie[Geplande uren]")
        + ")",
        since="0.4.0",
        kind=Kind.HOURS,
        clause="U8.2",
        note="Gepland is wat er is toegewezen; 0 zolang Evaluatie leeg is.",
    ),
    Field(
        label="Uren op Selectie − vastgesteld, per project",
        name="aansluiting_besluit",
        formula='IF(besluit_kenmerk="",0,' + _beside("tblBesluit[Nr]", "tblBesluit[Uren]") + ")",
        since="0.4.0",
        kind=Kind.HOURS,
        clause="F3.5",
        note="Na het besluit telt het pakket op blad Stemming; 0 zolang er geen besluit is.",
    ),
    Field(
        label="Uren boven het totaal",
        name="aansluiting_overschrijding",
        formula=_where("AND(ISNUMBER(totaal_vrij),totaal_beschikbaar<>0)", "MAX(0,0-totaal_vrij)"),
        kind=Kind.HOURS,
        clause="U8.2",
        note="Het totaal mag niet worden overschreden zonder besluit van het bestuur; "
        f"zonder bijdragen is dit {ONBEKEND}.",
    ),
    Field(
        label="Voorstellen zonder regel op Selectie",
        name="aansluiting_voorstellen",
        formula=_where(
            "COUNT(tblSelectie[Nr])>0", "COUNT(tblVoorstellen[Nr])-COUNT(tblSelectie[Nr])"
        ),
        kind=Kind.HOURS,
        clause="U8.1",
        note=f"Elk voorstel is opgenomen of niet, met een reden; zonder pakket is dit {ONBEKEND}.",
    ),
    Field(
        label="Oordeel over de aansluitingen",
        name="aansluiting_oordeel",
        formula=_judgement(),
        note="OK alleen als alles te vergelijken is en nergens verschilt.",
        clause="F1.3",
    ),
    Field(
        label="Totaal beschikbaar, herrekend bij de laatste controle",
        name="controle_herrekend",
        kind=Kind.HOURS,
        clause="F1.3",
        note="Door de controle los van de celformules uitgerekend.",
    ),
)

CONTROLE_COLUMNS = (
    out("ernst", "Ernst", width=44),
    out("regel", "Regel", width=14),
    out("blad", "Blad", width=16),
    out("rij", "Rij", Kind.INTEGER, width=8),
    out("kolom", "Kolom", width=24),
    out("melding", "Melding", width=64),
    out("herstel", "Herstel", width=64),
)

CONTROLE = SheetSpec(
    name="Controle",
    type=SheetType.RESULTAAT,
    title="Controle: bevindingen en aansluitingen",
    purpose="Wat er nog niet klopt, waar dat staat en wat u eraan kunt doen.",
    who="accountteam",
    clause="F1.3",
    receipt=True,
    blocks=(Block(title="Aansluitingen (elk verschil hoort 0 te zijn)", fields=CONTROLE_CELLS),),
    tables=(TableSpec(name="tblControle", title="Bevindingen", row=17, columns=CONTROLE_COLUMNS),),
)

FINANCIEN_CELLS = (
    Field(
        label="Totaal beschikbaar",
        name="totaal_beschikbaar",
        # Without exactly one value for what every total needs there is none at all (U1.3)
        formula=_where(
            "AND(ISNUMBER(kader_percentage),ISNUMBER(kader_maximum),ISNUMBER(kader_reserve),"
            f'kader_ketentoezicht_besloten<>"{ONBEKEND}")',
            "SUM(tblDeelnemers[Bijdrage])",
        ),
        kind=Kind.HOURS,
        clause="F1.3",
        note="Som van de bijdragen van alle deelnemers; "
        f"{ONBEKEND} als een waarde op Kader ontbreekt of dubbel is.",
    ),
    Field(
        label="Ketentoezicht",
        name="totaal_ketentoezicht",
        formula=_where(
            "ISNUMBER(totaal_beschikbaar)",
            "IF(ISNUMBER(kader_ketentoezicht_besloten),"
            "kader_ketentoezicht_besloten,ketentoezicht_voorgesteld)",
        ),
        kind=Kind.HOURS,
        clause="U2.1",
        note="De besloten uren; zolang er niet is besloten de voorgestelde uren.",
    ),
    Field(
        label="Flexibele reserve",
        name="totaal_flexibel",
        formula=_where("ISNUMBER(totaal_beschikbaar)", "kader_reserve"),
        kind=Kind.HOURS,
        clause="U3.1",
        note="Ruimte voor snelle interventies, binnen het totaal (O2).",
    ),
    Field(
        label="Toegewezen aan projecten",
        name="totaal_toegewezen",
        formula="SUM(tblSelectie[Toegewezen uren])",
        kind=Kind.HOURS,
        clause="U8.1",
        note="Doorlopende en nieuwe projecten in het pakket op blad Selectie.",
    ),
    Field(
        label="Vrij",
        name="totaal_vrij",
        formula=_where(
            "ISNUMBER(totaal_beschikbaar)",
            "totaal_beschikbaar-totaal_ketentoezicht-totaal_flexibel-totaal_toegewezen",
        ),
        kind=Kind.HOURS,
        clause="O4",
        note="Wat na aftrek overblijft; negatief betekent een overschrijding.",
    ),
    Field(
        label="Gerealiseerd",
        name="totaal_gerealiseerd",
        formula="SUM(tblProjecten[Gerealiseerd])",
        kind=Kind.HOURS,
        clause="U9.2",
        note="Projecten: laatste stand per project zoals ingevuld op blad Voortgang.",
    ),
    Field(
        label="Prognose",
        name="totaal_prognose",
        formula="SUM(tblProjecten[Prognose])",
        kind=Kind.HOURS,
        clause="U8.2",
        note="Projecten: wat zij dit jaar gaan kosten; zonder prognose de uren die zij hebben.",
    ),
)

FINANCIEN_MORE_CELLS = (
    Field(
        label="Voorgesteld ketentoezicht",
        name="ketentoezicht_voorgesteld",
        formula="SUMIFS(tblVoorstellen[Uren],tblVoorstellen[Soort],A6)",
        kind=Kind.HOURS,
        clause="U2.1",
        note="De som van de uren van alle voorstellen van de soort ketentoezicht.",
    ),
    Field(
        label="Deelnemers met vastgesteld programma",
        name="aantal_vastgesteld",
        # A sheet that reckons with today would change by itself; the last step knows the day
        formula="IF(COUNT(tblLogboek[Wanneer])=0,COUNT(tblDeelnemers[Programma vastgesteld op]),"
        'COUNTIFS(tblDeelnemers[Programma vastgesteld op],"<="&MAX(tblLogboek[Wanneer])))',
        kind=Kind.INTEGER,
        clause="F1.1",
        note="Zolang dit minder is dan het aantal deelnemers is het totaal voorlopig; een datum na "
        "de laatste stap op blad Logboek telt nog niet.",
    ),
    Field(
        label="Deelnemers",
        name="aantal_deelnemers",
        formula="COUNTA(tblDeelnemers[Code])",
        kind=Kind.INTEGER,
        clause="F1.3",
    ),
    Field(
        label="Status van het totaal",
        name="status_totaal",
        formula=_where(
            "ISNUMBER(totaal_beschikbaar)",
            "IF(AND(aantal_deelnemers>0,aantal_vastgesteld>=aantal_deelnemers),"
            '"definitief","voorlopig")',
        ),
        clause="F1.3",
    ),
)

FINANCIEN = SheetSpec(
    name="Financien",
    type=SheetType.RESULTAAT,
    title="Financiën: de uren in één overzicht",
    purpose="Alle totalen als formule en als benoemde cel, rechtstreeks te gebruiken in Excel.",
    who="financiën",
    clause="F1.3",
    blocks=(
        Block(fields=FINANCIEN_CELLS),
        Block(title="Toelichting op de totalen", row=15, fields=FINANCIEN_MORE_CELLS),
    ),
    widths=(44, 16, 70, 12),
)
