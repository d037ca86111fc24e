"""Why a proposal is in or out, as a Dutch sentence with its clause."""

from collections.abc import Sequence
from enum import StrEnum

from regio_xl.allocation.instance import Phase, Purchase
from regio_xl.allocation.problem import UH_RANG, Item, Reden
from regio_xl.domain.tekst import ALL, count, format_getal, format_uren, join
from regio_xl.domain.woorden import Keuze

RELATIE = {rang: relatie for relatie, rang in UH_RANG.items()}


def explain_in(item: Item, reden: Reden, uren: int, place: int) -> str:
    """Return why ``item`` is in the package with ``uren`` hours.

    Args:
        item: The proposal.
        reden: The reason in a word.
        uren: Hours it gets.
        place: Its place among the proposals that could be in, from 1.

    >>> explain_in(Item(nr=1, nodig_uren=80, doorlopend=True), Reden.DOORLOPEND, 80, 1)
    'Doorlopend project: gaat voor op nieuwe projecten (A26).'
    """
    if reden is Reden.DOORLOPEND:
        text = "Doorlopend project: gaat voor op nieuwe projecten (A26)."
    elif reden is Reden.KEUZE:
        text = f"Keuze van het AOO: opnemen (F3.4){_typed(item)}"
    else:
        text = (
            f"Plaats {place} in de rangorde: U&H-relatie {RELATIE[item.uh_rang]}, "
            f"{_score(item)} (O7, F3.1)."
        )
    return text + explain_part(item, uren)


def explain_part(item: Item, uren: int) -> str:
    """Return that a proposal gets less than it needs, as a sentence to add; "" when it does not.

    >>> explain_part(Item(nr=1, nodig_uren=80, minimum_uren=40), 50)
    ' Krijgt 50 uur van de benodigde 80 uur; dat is genoeg om te starten (O6).'
    """
    if uren >= item.nodig_uren:
        return ""
    return (
        f" Krijgt {format_uren(uren)} van de benodigde {format_uren(item.nodig_uren)}; dat is "
        "genoeg om te starten (O6)."
    )


def explain_barred(item: Item) -> tuple[Reden, str]:
    """Return why ``item`` was never weighed: errors, or the choice of the AOO.

    >>> explain_barred(Item(nr=1, nodig_uren=80, fouten=("F2.2", "U7.3")))[1]
    'Telt niet mee zolang er fouten openstaan (F2.2, U7.3); zie blad Controle.'
    """
    if item.objections:
        clauses = ", ".join(item.objections)
        return (
            Reden.FOUTEN,
            f"Telt niet mee zolang er fouten openstaan ({clauses}); zie blad Controle.",
        )
    return Reden.KEUZE, f"Keuze van het AOO: niet opnemen (F3.4){_typed(item)}"


def explain_pair(
    *, requires: Sequence[int] = (), excludes: Sequence[int] = ()
) -> tuple[Reden, str]:
    """Return why a proposal is out because of another one.

    Args:
        requires: Numbers that it requires and that are not in the package.
        excludes: Numbers that are in the package and do not go together with it.

    >>> explain_pair(requires=[7])[1]
    'Vereist voorstel 7, en dat zit niet in het pakket (F3.4).'
    >>> explain_pair(excludes=[7, 9])[1]
    'Gaat niet samen met de voorstellen 7 en 9, die in het pakket zitten (F3.4).'
    """
    numbers = requires or excludes
    one = len(numbers) == 1
    which = f"{'voorstel' if one else 'de voorstellen'} {join(map(str, numbers), most=ALL)}"
    if requires:
        text = (
            f"Vereist {which}, en {'dat zit' if one else 'die zitten'} niet in het pakket (F3.4)."
        )
    else:
        text = f"Gaat niet samen met {which}, {'dat' if one else 'die'} in het pakket "
        text += f"{'zit' if one else 'zitten'} (F3.4)."
    return Reden.SAMENHANG, text


def explain_along(nr: int) -> str:
    """Return why a proposal is in that another one takes along.

    >>> explain_along(7)
    'Gaat mee met voorstel 7, dat dit voorstel vereist (F3.4).'
    """
    return f"Gaat mee met voorstel {nr}, dat dit voorstel vereist (F3.4)."


def explain_bought(purchase: Purchase) -> str:
    """Return why a proposal is in that participants buy with the hours they bring in."""
    payers = count(len(purchase.payments), "deelnemer betaalt", "deelnemers betalen samen")
    source = "wat die inbrengt" if len(purchase.payments) == 1 else "wat zij inbrengen"
    text = f"Evenredig gekozen: {payers} {format_uren(purchase.cost)} uit {source} (U4.3)"
    if purchase.phase is Phase.OPHOGING:
        text += ", nadat ieders deel even sterk was opgehoogd omdat er uren over waren"
    return f"{text}."


class Onbetaald(StrEnum):
    """Why participants did not buy a proposal with the hours that they bring in."""

    GEEN_BELANG = "Geen deelnemer die uren inbrengt heeft er belang bij (U4.3)."
    GEEN_STEUN = (
        "Deelnemers die er belang bij hebben, hadden er samen niet genoeg uren voor over (U4.3)."
    )
    SAMENHANG = "Deelnemers kozen dit, maar het ging niet samen met wat zij verder kozen (F3.4)."


def explain_no_room(item: Item, left: int, *, over: int, capped: bool) -> tuple[Reden, str]:
    """Return why ``item`` did not fit.

    Args:
        item: The proposal.
        left: Hours that were left for it when its turn came.
        over: Hours by which ketentoezicht and reserve exceed the total; usually 0.
        capped: Whether the maximum for new projects was what stopped it (A26).

    >>> print(explain_no_room(Item(nr=1, nodig_uren=300), 120, over=0, capped=False)[1])
    Geen ruimte (O4): heeft 300 uur nodig en er was nog 120 uur over. Past als het
    180 uur minder vraagt.
    """
    if over:
        return Reden.GEEN_RUIMTE, (
            f"Geen ruimte (O4): ketentoezicht en reserve samen gaan al {format_uren(over)} "
            "over het totaal heen."
        )
    if capped:
        reden, start = Reden.MAXIMUM_NIEUW, "Het maximum voor nieuwe projecten is bereikt (A26)"
    else:
        reden, start = Reden.GEEN_RUIMTE, "Geen ruimte (O4)"
    needs = f"heeft {format_uren(item.nodig_uren)} nodig"
    if item.entry_uren < item.nodig_uren:
        needs += f", en minstens {format_uren(item.entry_uren)} om te starten (O6),"
    remains = f"nog {format_uren(left)}" if left else "niets"
    return reden, f"{start}: {needs} en er was {remains} over. {_remedy(item, left)}"


def _score(item: Item) -> str:
    if item.score is None:
        return "nog zonder score"
    return f"score {format_getal(item.score)}"


def _remedy(item: Item, left: int) -> str:
    short = item.entry_uren - left
    if not left:
        return f"Past als er elders {format_uren(short)} vrijkomt."
    if item.entry_uren < item.nodig_uren:
        return f"Past als het minimum {format_uren(short)} lager wordt."
    return f"Past als het {format_uren(short)} minder vraagt."


def _typed(item: Item) -> str:
    reden = item.reden_keuze.strip().rstrip(".")
    if item.keuze is Keuze.AUTOMATISCH or not reden:
        return "."
    return f". Reden: {reden}."
