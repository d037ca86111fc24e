"""One line per proposal with all that the steps show about it, and the line ketentoezicht."""

from regio_xl.allocation import Verdict
from regio_xl.domain import Beoordeling, Dossier, Voorstel
from regio_xl.domain.model import Model
from regio_xl.domain.tekst import format_uren
from regio_xl.domain.woorden import Soort, Stand
from regio_xl.rules import Score, compute_kosten_uren, compute_score


class Ketentoezicht(Model):
    """The fixed part of the package, on a line of its own (U2.1).

    Attributes:
        voorgesteld: Hours proposed by ODU: the sum over its proposals.
        besloten: Hours that the clients decided on, or None.
        voorstellen: Numbers of its proposals, in order of number.
    """

    voorgesteld: int
    besloten: int | None
    voorstellen: tuple[int, ...] = ()

    @property
    def uren(self) -> int:
        """Hours that count: decided, or else proposed.

        >>> Ketentoezicht(voorgesteld=900, besloten=None).uren
        900
        >>> Ketentoezicht(voorgesteld=900, besloten=0).uren
        0
        """
        return self.voorgesteld if self.besloten is None else self.besloten

    @property
    def reden(self) -> str:
        """What was proposed and decided, as a Dutch sentence."""
        if self.besloten is None:
            besloten = f"nog niet besloten, dus voorlopig telt {format_uren(self.voorgesteld)}"
        else:
            besloten = f"besloten {format_uren(self.besloten)}"
        return f"Vast onderdeel (U2.1): voorgesteld {format_uren(self.voorgesteld)}, {besloten}."


def ketentoezicht_of(dossier: Dossier) -> Ketentoezicht:
    """Return the fixed line of a year (U2.1)."""
    voorstellen = [item for item in dossier.voorstellen if item.soort == Soort.KETENTOEZICHT]
    return Ketentoezicht(
        voorgesteld=sum(max(0, voorstel.uren) for voorstel in voorstellen),
        besloten=dossier.kader.ketentoezicht_besloten if dossier.kader else None,
        voorstellen=tuple(sorted({voorstel.nr for voorstel in voorstellen})),
    )


class Entry(Model):
    """One proposal with everything that was computed about it.

    Attributes:
        voorstel: The proposal as read.
        kosten_uren: Whole hours that its material costs amount to (O5); None without tariff.
        beoordeling: Its scores, or None.
        score: Weighted score with its parts (F3.1), or None without scores.
        verdict: Its place in the package; None for ketentoezicht, which is no project.
        vast: What stands at a ketentoezicht proposal instead.
    """

    voorstel: Voorstel
    kosten_uren: int | None = 0
    beoordeling: Beoordeling | None = None
    score: Score | None = None
    verdict: Verdict | None = None
    vast: str = ""

    @property
    def nr(self) -> int:
        """Number of the proposal."""
        return self.voorstel.nr

    @property
    def opgenomen(self) -> bool:
        """Whether it is a project in the package."""
        return self.verdict is not None and self.verdict.opgenomen

    @property
    def toegewezen(self) -> int | None:
        """Hours as a project, costs included; None for ketentoezicht (its own line)."""
        return None if self.verdict is None else self.verdict.uren

    @property
    def stand(self) -> str:
        """Where it stands, a word of ``Stand``."""
        if self.verdict is None:
            return Stand.KETENTOEZICHT.value
        if not self.verdict.opgenomen:
            return Stand.NIET.value
        return Stand.DEELS.value if self.verdict.deels else Stand.OPGENOMEN.value

    @property
    def score_cell(self) -> float | None:
        """The weighted score as a cell holds it."""
        return None if self.score is None else float(self.score.totaal)

    @property
    def reden(self) -> str:
        """Why it stands there, as a Dutch sentence with its clause."""
        return self.vast if self.verdict is None else self.verdict.toelichting


def make_entries(dossier: Dossier) -> tuple[Entry, ...]:
    """Return a line per proposal with its weighted score and the hours for its costs (F3.1, O5)."""
    gewichten = dossier.kader.gewichten if dossier.kader else {}
    tarief = dossier.kader.uurtarief if dossier.kader else None
    entries = []
    for voorstel in dossier.voorstellen:
        beoordeling = dossier.beoordelingen.get(voorstel.nr)
        score = None
        if beoordeling and beoordeling.scores and gewichten:
            score = compute_score(beoordeling.scores, gewichten)
        entries.append(
            Entry(
                voorstel=voorstel,
                kosten_uren=compute_kosten_uren(voorstel.materiele_kosten, tarief),
                beoordeling=beoordeling,
                score=score,
            )
        )
    return tuple(entries)
