"""What setting up and undoing share: the settings wanted, and how a failure is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from regio_xl.installation import conf
from regio_xl.installation.conf import Setting
from regio_xl.installation.errors import InstallError
from regio_xl.installation.report import Change
from regio_xl.installation.system import MACOS, WINDOWS, System

MODULE = "udfs.regio"
RESTART = {
    WINDOWS: "Sluit Excel helemaal en start het opnieuw; open daarna de werkmap.",
    MACOS: "Sluit Excel met Cmd-Q en start het opnieuw; open daarna de werkmap.",
}
FOR_ALL_BOOKS = ("UDF MODULES", "USE UDF SERVER")
"""Settings that change what other workbooks with xlwings do."""
OTHER_BOOKS = (
    "Hebt u nog andere werkmappen met xlwings? UDF MODULES en USE UDF SERVER gelden ook daar. "
    "RunPython loopt daar nu door dezelfde server, die blijft draaien: gewijzigde code werkt pas "
    "na ‘Restart UDF Server’ op het tabblad xlwings. ‘Import Functions’ leest daar de modules bij "
    "UDF MODULES in plaats van de module met de naam van de werkmap: zet hun modules er dus bij, "
    "gescheiden door ‘;’. Wilt u dit voor één werkmap niet, maak daarin een blad ‘xlwings.conf’ "
    "met in kolom A deze twee namen en in kolom B de eigen modules en False. Alles ongedaan maken: "
    "‘regio-xl installeren --verwijderen’."
)


def wanted(system: System) -> dict[str, str]:
    """Return the settings of xlwings that regio-xl needs on this machine."""
    if system.platform == MACOS:  # no functions in cells there, so no server for them either
        return {"INTERPRETER_MAC": str(system.interpreter)}
    return {
        "INTERPRETER_WIN": str(system.interpreter),
        "UDF MODULES": MODULE,
        "USE UDF SERVER": "True",
    }


def raw_wanted(system: System) -> dict[str, str]:
    """Return ``wanted`` as it stands in the file."""
    return {key: conf.raw(value, system.encoding) for key, value in wanted(system).items()}


def backup_of(system: System) -> Path:
    """Return where the configuration from before our first change is kept."""
    return system.conf.with_name(f"{system.conf.name}.voor-regio-xl")


def drop_backup(system: System) -> None:
    """Delete our copy of the configuration once the original is back, byte for byte."""
    backup = backup_of(system)
    if backup.exists() and system.conf.exists() and backup.read_bytes() == system.conf.read_bytes():
        backup.unlink()


def told(system: System, setting: Setting) -> Change:
    """Return a changed setting as a person reads it."""
    old, new = (conf.shown(value, system.encoding) for value in (setting.old, setting.new))
    return Change(where=str(system.conf), what=setting.key, old=old, new=new)


def require_excel(system: System) -> None:
    """Refuse where there is no Excel: an installation would be a half one.

    Raises:
        InstallError: There is no Excel here.
    """
    if system.platform in RESTART and system.excel() is not None:
        return
    raise InstallError(
        "Op deze computer is geen Excel gevonden, dus er is niets ingesteld en niets veranderd; "
        "de stappen werken hier wel op een bestand, zie ‘regio-xl --help’."
    )


@contextmanager
def files() -> Iterator[None]:
    """Turn what goes wrong with a file into a sentence."""
    try:
        yield
    except OSError as error:
        name = error.filename or "een van de bestanden"
        raise InstallError(
            f"{name} kon niet worden gelezen of geschreven ({type(error).__name__}); sluit Excel, "
            "geef op macOS toestemming als daarom wordt gevraagd, en probeer het opnieuw."
        ) from error
