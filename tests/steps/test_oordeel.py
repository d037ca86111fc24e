"""What is found about the package: one verdict, whatever step asks."""

from regio_xl.domain import Ernst, Fase


def roles(found, regel):
    return [item for item in found.bevindingen if item.regel == regel]


def test_u5_1_u5_2_roles_are_asked_of_projects_in_the_package_only(maak):
    """Nobody is asked while proposals are collected; from the decision on it is an error."""
    inside, outside = maak.voorstel(1, soort="doorlopend"), maak.voorstel(2, uren=900)
    for fase, ernst in (
        (Fase.INVENTARISATIE, None),
        (Fase.VOORSTEL, None),
        (Fase.BESPREKING, Ernst.WAARSCHUWING),
        (Fase.BESLUIT, Ernst.FOUT),
    ):
        found = maak.berekening(inside, outside, kader=maak.kader(fase=fase))
        assert found.pakket.uren == {1: 100}
        for regel in ("U5.1", "U5.2"):
            assert [(item.ernst, item.nr) for item in roles(found, regel)] == (
                [(ernst, 1)] if ernst else []
            )


def test_u5_2_many_projects_without_a_leader_are_one_finding(maak):
    proposals = (maak.voorstel(nr, intern_opdrachtgever="A. Baas") for nr in (3, 1, 2))
    found = maak.berekening(*proposals, kader=maak.kader(fase=Fase.BESLUIT))
    (item,) = roles(found, "U5.2")
    assert item.melding == (
        "Projectleider ontbreekt bij 3 projecten in het pakket (1, 2 en 3); nodig vóór het "
        "AB-besluit."
    )
    assert found.pakket.uren == {1: 100, 2: 100, 3: 100}


def test_u4_3_nobody_in_a_package_is_an_error_from_the_decision_on_unless_the_ab_says_why(maak):
    belang = {1: {"PU": 1, "UTR": 2, "EEM": 0}}
    early = maak.berekening(maak.voorstel(1), belang=belang)
    late = maak.berekening(maak.voorstel(1), belang=belang, kader=maak.kader(fase=Fase.BESLUIT))
    assert [item.ernst for item in roles(early, "U4.3")] == [Ernst.WAARSCHUWING]
    (item,) = roles(late, "U4.3")
    assert item.ernst is Ernst.FOUT
    assert "Eemnes" in item.melding
    assert "typ dan de reden op blad Stemming" in item.herstel
