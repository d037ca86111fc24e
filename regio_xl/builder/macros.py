"""The macro project of the workbook: compiled from ``workbook/vba``, kept with the package.

One of its modules, ``xlwings_udfs``, has a wrapper for each worksheet function in
``udfs/regio.py``. It is made from the source text: names, arguments and help are read with ``ast``,
nothing is imported or run. It has the name that xlwings' own *Import Functions* would use, so that
importing replaces these wrappers instead of adding a second set. How Python is reached stands in
one place, ``workbook/vba/RegioFuncties.bas``.

``make workbook`` makes the wrappers and compiles; who installed the package has the compiled
project and needs no sources.
"""

import ast
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from regio_xl.builder.vba import Module, ModuleKind, Project, compile_project
from regio_xl.builder.vba.project import CODE_PAGE, LONGEST_LINE
from regio_xl.domain.model import Model
from regio_xl.sheets import schema

COMPILED = "vbaProject.bin"
BOOK = "ThisWorkbook"
GUID = "{6B7A3C0E-52D4-4E0B-9C55-1F2A7D9E4B61}"
"""Fixed, so that the same sources give the same bytes."""

MODULE = "xlwings_udfs"
SOURCE = Path("udfs/regio.py")
TARGET = Path(f"workbook/vba/{MODULE}.bas")

LONGEST_TEXT = 255
"""What ``Application.MacroOptions`` accepts for a description."""

MOST_CONTINUATIONS = 24
"""How often ``_`` may continue a line in the VBA editor."""

SECTION = re.compile(r"^(Args|Returns|Raises|Example|Examples|Note|Yields|Attributes):$", re.M)
ARGUMENT = re.compile(r"^    (\w+): (.+(?:\n {5,}.+)*)$", re.M)
IDENTIFIER = re.compile(r"^[A-Za-z][A-Za-z0-9_]{0,254}$", re.ASCII)

_WORDS = """
abs addressof and any array as boolean byref byte byval call case cbool cbyte ccur cdate cdbl
cint clng clnglng clngptr close const csng cstr currency cvar cverr date debug decimal declare
defbool defbyte defcur defdate defdbl defint deflng defobj defsng defstr defvar dim do double
each else elseif empty end endif enum eqv erase error event exit false fix for friend function
get global go gosub goto if imp implements in input inputb instr int integer is lbound len lenb
let like lock long longlong longptr loop lset me mid midb mod new next not nothing null object
on open option optional or paramarray preserve print private property pset public put
raiseevent redim rem resume return rset scale seek select set sgn shared single spc static
stop string sub tab then to true type typeof ubound unlock until variant wend while with
withevents write xor
"""
RESERVED = frozenset(_WORDS.split())
"""Words that cannot name an argument (MS-VBAL 3.3.5.2)."""


class Argument(Model):
    """An argument of a worksheet function; ``help`` is what the function wizard shows, in Dutch."""

    name: str
    optional: bool
    help: str


class Function(Model):
    """A worksheet function as the function wizard shows it, with a Dutch help text."""

    name: str
    category: str
    help: str
    arguments: tuple[Argument, ...]


def compiled() -> bytes:
    """Return the compiled project that belongs to this version."""
    return resources.files("regio_xl.builder").joinpath(COMPILED).read_bytes()


def renew(sources: Path) -> None:
    """Make the wrappers anew, compile the modules in ``sources`` and keep the result."""
    root = sources.parents[1]
    wrappers = write_module(read_functions((root / SOURCE).read_text("utf-8")))
    (root / TARGET).write_text(wrappers, "utf-8", newline="\n")
    Path(__file__).with_name(COMPILED).write_bytes(compile_sources(sources))


def compile_sources(sources: Path) -> bytes:
    """Return ``vbaProject.bin`` of ``ThisWorkbook.cls``, a module per sheet, and the ``.bas``."""
    book = (sources / f"{BOOK}.cls").read_text("utf-8")
    sheets = [spec.code_name for spec in schema.sheets(())]
    modules = [
        Module(name=BOOK, kind=ModuleKind.WORKBOOK, source=book),
        *(Module(name=name, kind=ModuleKind.SHEET, source="") for name in sheets),
    ]
    for path in sorted(sources.glob("*.bas"), key=lambda path: path.name):
        source = path.read_text("utf-8")
        modules.append(Module(name=path.stem, kind=ModuleKind.STANDARD, source=source))
    description = "Regionale opdrachten: het lint en de functies roepen alleen Python aan."
    project = Project(name="RegioXL", guid=GUID, description=description, modules=tuple(modules))
    return compile_project(project)


def read_functions(source: str) -> tuple[Function, ...]:
    """Return the functions that a source marks with ``@xw.func(category=...)``, in its order.

    A name or help text that does not work in VBA is a ``ValueError``.
    """
    nodes = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return tuple(_function(node, found) for node in nodes if (found := _category(node)) is not None)


def _category(node: ast.FunctionDef) -> str | None:
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "xw.func":
            values = {word.arg: word.value for word in decorator.keywords}
            return str(ast.literal_eval(values["category"]))
    return None


def _function(node: ast.FunctionDef, category: str) -> Function:
    head, *rest = SECTION.split(ast.get_docstring(node) or "")
    sections = dict(zip(rest[::2], rest[1::2], strict=True))
    texts = dict(ARGUMENT.findall(sections.get("Args", "")))
    arguments = node.args.args
    required = len(arguments) - len(node.args.defaults)
    for name in (node.name, *(argument.arg for argument in arguments)):
        if not IDENTIFIER.match(name) or name.casefold() in RESERVED:
            raise ValueError(f"{node.name}: {name!r} is not a name in VBA")
    described = []
    for number, name in enumerate(argument.arg for argument in arguments):
        text = _text(texts.get(name, ""), f"{node.name}, {name}")
        described.append(Argument(name=name, optional=number >= required, help=text))
    text = _text(head, node.name)
    return Function(name=node.name, category=category, help=text, arguments=tuple(described))


def _text(text: str, where: str) -> str:
    """Return a help text on one line, as the function wizard can show it."""
    joined = " ".join(text.split())
    if not 0 < len(joined) <= LONGEST_TEXT:
        raise ValueError(f"{where}: the help has {len(joined)} characters, not 1 to {LONGEST_TEXT}")
    try:
        joined.encode(CODE_PAGE)
    except UnicodeEncodeError as error:
        raise ValueError(f"{where}: VBA cannot store {joined[error.start]!r}") from error
    return joined


def write_module(functions: tuple[Function, ...]) -> str:
    """Return the text of the VBA module, with LF line ends, within the limits of VBA."""
    lines = [
        f'Attribute VB_Name = "{MODULE}"',
        "Option Explicit",
        "' Gemaakt uit udfs/regio.py; wijzig die en voer uit: make workbook",
        "' Elke functie geeft haar argumenten door aan RegioFunctie, die Python aanroept.",
    ]
    for function in functions:
        lines += ["", *_wrapper(function)]
    lines += ["", *_descriptions(functions)]
    _check_limits(lines)
    return "\n".join(lines) + "\n"


def _wrapper(function: Function) -> Iterator[str]:
    name = function.name
    names = [argument.name for argument in function.arguments]
    kinds = ["Optional " if argument.optional else "" for argument in function.arguments]
    signature = ", ".join(f"{kind}{n} As Variant" for kind, n in zip(kinds, names, strict=True))
    passed = ", ".join(names)
    yield f"Public Function {name}({signature}) As Variant"
    yield f"Attribute {name}.VB_Description = {_quoted(function.help)}"
    yield f'Attribute {name}.VB_ProcData.VB_Invoke_Func = " \\n14"'
    yield f'    {name} = RegioFunctie("{name}", Array({passed}), Application.Caller)'
    yield "End Function"


def _descriptions(functions: tuple[Function, ...]) -> Iterator[str]:
    yield "Public Sub RegioFunctiesBeschrijven()"
    yield "    ' Zet de uitleg in het venster Functie invoegen; de werkmap blijft onveranderd."
    yield "    Dim bewaard As Boolean"
    yield "    On Error Resume Next"
    yield "    bewaard = ThisWorkbook.Saved"
    for function in functions:
        texts = ", _\n            ".join(_quoted(argument.help) for argument in function.arguments)
        yield from (
            f'    RegioBeschrijf "{function.name}", {_quoted(function.category)}, _\n'
            f"        {_quoted(function.help)}, _\n"
            f"        Array({texts})"
        ).splitlines()
    yield "    ThisWorkbook.Saved = bewaard"
    yield "End Sub"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _check_limits(lines: list[str]) -> None:
    continued = 0
    for line in lines:
        continued = continued + 1 if line.endswith(" _") else 0
        if len(line) > LONGEST_LINE or continued > MOST_CONTINUATIONS:
            raise ValueError(f"too long for VBA: {line[:60]}")
