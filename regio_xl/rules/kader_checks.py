"""Rules over several values of sheet Kader."""

from collections.abc import Iterator
from decimal import Decimal

from regio_xl.domain import Bevinding, Ernst, Fase
from regio_xl.domain.tekst import format_uren, join, percent, plain
from regio_xl.rules.kader_force import Force
from regio_xl.rules.score import is_whole

RESERVE, RESERVE_MAXIMUM = "reserve", "reserve_maximum"
KETENTOEZICHT = "ketentoezicht_besloten"
BONUS_DIRECT, BONUS_INDIRECT = "uh_bonus_direct", "uh_bonus_indirect"


def check_reserve(force: Force) -> Iterator[Bevinding]:
    """Find a reserve above its maximum (U3.1, U3.4)."""
    entry = force.entry(RESERVE)
    reserve, most = force.number(RESERVE), force.number(RESERVE_MAXIMUM)
    if entry and reserve is not None and most is not None and reserve > most:
        yield entry.bevinding(
            "waarde",
            f"De flexibele reserve is {format_uren(reserve)}; het maximum is {format_uren(most)}.",
            f"Verlaag de reserve tot hooguit {plain(most)} uur.",
            regel="U3.4",
        )


def check_weights(force: Force) -> Iterator[Bevinding]:
    """Find weights that are not 100% together (F3.1)."""
    codes = [code for code in force.codes if code.startswith("gewicht_")]
    weights = [force.number(code) for code in codes]
    known = [weight for weight in weights if weight is not None]
    total = sum(known, Decimal(0))
    entry = force.entry(codes[0])
    if entry is None or len(known) < len(codes) or is_whole(known):
        return
    parts = join(percent(weight) for weight in known)
    yield entry.bevinding(
        "waarde",
        f"De gewichten zijn {parts}, samen {percent(total)}; dat hoort 100% te zijn.",
        f"Pas {join(codes)} aan tot ze samen 100% zijn.",
    )


def check_ketentoezicht(force: Force, fase: Fase) -> Iterator[Bevinding]:
    """Report that the hours for ketentoezicht are not decided; an error once the AB decides."""
    entry = force.entry(KETENTOEZICHT)
    if entry and (entry.cell.value is not None or entry.cell.faulty):
        return
    deciding = fase.reached(Fase.BESLUIT)
    ernst = Ernst.FOUT if deciding else Ernst.MELDING
    when = f", terwijl de fase al ‘{fase}’ is"
    if not deciding:
        when = "; tot dan tellen de voorgestelde uren"
    melding = f"De uren voor ketentoezicht zijn voor {force.year} nog niet besloten{when}."
    herstel = (
        "Vul de uren in bij ‘Besloten uren voor ketentoezicht’ op blad Kader, met het besluit "
        "als bron."
    )
    if entry:
        yield entry.bevinding("waarde", melding, herstel, ernst=ernst)
    elif force.holds_anything and not force.reported(KETENTOEZICHT):
        yield force.table.bevinding(None, None, melding, herstel, regel="U2.1", ernst=ernst)


def check_bonus(force: Force) -> Iterator[Bevinding]:
    """Report an indirect relation that weighs more than a direct one (F3.2, O7)."""
    entry = force.entry(BONUS_INDIRECT)
    direct, indirect = force.number(BONUS_DIRECT), force.number(BONUS_INDIRECT)
    if entry and direct is not None and indirect is not None and indirect > direct:
        yield entry.bevinding(
            "waarde",
            f"De bonus voor een indirecte U&H-relatie is {percent(indirect)}, meer dan de "
            f"{percent(direct)} voor een directe.",
            f"Maak de bonus hooguit {percent(direct)}, of verhoog {BONUS_DIRECT}.",
            ernst=Ernst.WAARSCHUWING,
        )
