"""The command that ends a year: it makes the workbook of the next one, and closes this one."""

from pathlib import Path
from typing import Annotated

import typer

from regio_xl.cli import show
from regio_xl.cli.show import Json, NotDone, quoted


def nieuw_jaar(
    bestand: Annotated[
        Path, typer.Argument(metavar="BESTAND", help="De werkmap van het jaar dat afloopt.")
    ],
    uit: Annotated[
        Path | None,
        typer.Option(
            "--uit", metavar="NIEUW", help="De werkmap die wordt gemaakt.", show_default=False
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Make next year's workbook from this one; both files are written, or neither."""
    from regio_xl import builder  # noqa: PLC0415 - a command that is not run needs none of this
    from regio_xl.cli import files  # noqa: PLC0415
    from regio_xl.steps import nieuw_jaar as step  # noqa: PLC0415

    if uit is None:
        example = f"--uit {quoted(Path('jaar2027.xlsm'))}"
        raise NotDone(f"Zeg met --uit hoe de nieuwe werkmap heet, bijvoorbeeld {example}.")
    files.check_new(uit)
    with show.busy("Nieuw jaar", quiet=json), files.marked(bestand, step.NAME) as (jaar, mark):
        made = step.close(jaar, uit.name)
        if made.weigering:
            raise NotDone(made.weigering)
        content = builder.following(made.jaar, made.codes, made.namen, made.tabellen, made.cellen)
        data = builder.build(content, macro_enabled=uit.suffix.lower() == ".xlsm")
        files.write_new(uit, data)
        try:
            mark(made.merk)
        except BaseException:
            uit.unlink()
            raise
    if json:
        show.as_json({"bestand": str(bestand), "nieuw": str(uit), **made.data})
        return
    show.lines(
        f"Nieuwe werkmap: {uit}.",
        *made.samenvatting,
        f"Ongedaan maken: regio-xl terug {quoted(bestand)} 1",
    )
