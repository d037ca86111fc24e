"""Which proposals need each other and which do not go together, in words (F3.4)."""

from collections.abc import Iterable, Mapping

from regio_xl.domain import Voorstel
from regio_xl.domain.tekst import join


def describe_pairs(voorstellen: Iterable[Voorstel]) -> Mapping[int, str]:
    """Return per proposal what it hangs together with; those that stand alone have no key.

    Both sides say it, whichever of the two the pair was typed at.

    >>> pair = [Voorstel(rij=6, nr=12, vereist=(14,)), Voorstel(rij=7, nr=14, sluit_uit=(15,))]
    >>> described = describe_pairs([*pair, Voorstel(rij=8, nr=15)])
    >>> described[12], described[15]
    ('vereist voorstel 14', 'gaat niet samen met voorstel 14')
    >>> described[14]
    'is nodig voor voorstel 12; gaat niet samen met voorstel 15'
    """
    needs: dict[int, set[int]] = {}
    needed: dict[int, set[int]] = {}
    apart: dict[int, set[int]] = {}
    for voorstel in voorstellen:
        for other in voorstel.vereist:
            needs.setdefault(voorstel.nr, set()).add(other)
            needed.setdefault(other, set()).add(voorstel.nr)
        for other in voorstel.sluit_uit:
            apart.setdefault(voorstel.nr, set()).add(other)
            apart.setdefault(other, set()).add(voorstel.nr)
    words = (("vereist", needs), ("is nodig voor", needed), ("gaat niet samen met", apart))
    return {
        nr: "; ".join(f"{verb} {_named(by_nr[nr])}" for verb, by_nr in words if nr in by_nr)
        for nr in {*needs, *needed, *apart}
    }


def _named(numbers: set[int]) -> str:
    word = "voorstel" if len(numbers) == 1 else "de voorstellen"
    return f"{word} {join(map(str, sorted(numbers)))}"
