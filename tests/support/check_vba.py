"""Our own check of a VBA project and of its place in a workbook.

It is written from MS-OVBA and MS-CFB, apart from the writer, which it does not import. Like the
check of a workbook, each function returns one sentence per problem; none means nothing was found.
"""

import re
from collections import Counter
from collections.abc import Iterator

from tests.support.parts import CONTENT_TYPES, MAIN, TYPES, Element, Package
from tests.support.vba_container import Broken, Container
from tests.support.vba_dir import Dir, decompress, decrypt, read_dir

WORKBOOK_BASE = "0{00020819-0000-0000-C000-000000000046}"
SHEET_BASE = "0{00020820-0000-0000-C000-000000000046}"
NO_CACHE = bytes.fromhex("CC61FFFF000000")
FIXED = {"PROJECT", "PROJECTwm", "VBA/dir", "VBA/_VBA_PROJECT"}
PROTECTION = {"CMG": bytes(4), "DPB": b"\0", "GC": b"\xff"}
DOCUMENT_HEADER = (
    "GlobalNameSpace = False",
    "Creatable = False",
    "PredeclaredId = True",
    "Exposed = True",
    "TemplateDerived = False",
    "Customizable = True",
)
PROJECT = re.compile(
    r'ID="(?P<ID>\{[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}\})"\n'
    r"(?P<modules>(?:Document=\w+/&H00000000\n|Module=\w+\n)*)"
    r'Name="(?P<Name>\w+)"\n'
    r'HelpContextID="0"\n'
    r'(?:Description="(?P<Description>[^"\n]*)"\n)?'
    r'VersionCompatible32="393222000"\n'
    r'CMG="(?P<CMG>[0-9A-F]+)"\n'
    r'DPB="(?P<DPB>[0-9A-F]+)"\n'
    r'GC="(?P<GC>[0-9A-F]+)"\n'
    r"\n\[Host Extender Info\]\n"
    r"&H00000001=\{3832D640-CF90-11CF-8E43-00A0C911005A\};VBE;&H00000000\n"
    r"\n\[Workspace\]\n"
    r"(?P<workspace>(?:\w+=-?\d+, -?\d+, -?\d+, -?\d+, [CZI]?\n)*)"
)
NAME = re.compile(r"[A-Za-z]\w{0,30}", re.ASCII)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
VBA_KIND = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
VBA_TYPE = "application/vnd.ms-office.vbaProject"
RIBBON_KIND = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"


def problems(data: bytes) -> list[str]:
    """Return what is wrong with the bytes of a ``vbaProject.bin``."""
    found: list[str] = []
    try:
        container = Container(data)
        found += container.problems
        # A list takes them one by one, and keeps what came before the project broke off.
        found.extend(_project(container.streams))
    except Broken as error:
        found.append(str(error))
    return found


def _project(streams: dict[str, bytes]) -> Iterator[str]:
    missing = FIXED - streams.keys()
    if missing:
        raise Broken(f"missing streams: {', '.join(sorted(missing))}")
    if streams["VBA/_VBA_PROJECT"] != NO_CACHE:
        yield f"_VBA_PROJECT is {streams['VBA/_VBA_PROJECT'][:12].hex()}, not {NO_CACHE.hex()}"
    said = read_dir(_decompressed(streams, "VBA/dir"))
    yield from said.problems
    names = [module.name for module in said.modules]
    for name, count in Counter(name.lower() for name in names).items():
        if count > 1 or not NAME.fullmatch(name):
            yield f"module name {name} is used {count} times, or is no VBA name"
    yield from _differs("streams", sorted(streams), sorted(FIXED | {f"VBA/{n}" for n in names}))
    yield from _project_text(streams["PROJECT"], said)
    yield from _differs("PROJECTwm", _names_in_wm(streams["PROJECTwm"]), names)
    yield from _sources(streams, said)


def _decompressed(streams: dict[str, bytes], path: str, offset: int = 0) -> bytes:
    try:
        return decompress(streams[path][offset:])
    except Broken as error:
        raise Broken(f"{path}: {error}") from error


def _differs(what: str, found: list[str], expected: list[str]) -> Iterator[str]:
    if found == expected:
        return
    if sorted(found) == sorted(expected):
        yield f"{what}: not in the order of dir"
    else:
        extra, missing = Counter(found) - Counter(expected), Counter(expected) - Counter(found)
        yield f"{what}: too many {sorted(extra)}, missing {sorted(missing)}"


def _text(what: str, data: bytes) -> tuple[str, list[str]]:
    """Return a text with plain line ends, and what is wrong with its bytes."""
    found = []
    text = data.decode("cp1252", errors="replace")
    if "\ufffd" in text:
        found.append(f"{what}: holds bytes that are not cp1252")
    plain = text.replace("\r\n", "\n")
    if "\r" in plain or plain.count("\n") != text.count("\r\n"):
        found.append(f"{what}: has line ends that are not CRLF")
    if not text.endswith("\r\n"):
        found.append(f"{what}: does not end with CRLF")
    if CONTROL.search(plain.replace("\r", "\n")):
        found.append(f"{what}: holds control characters")
    return plain.replace("\r", "\n"), found


def _project_text(data: bytes, said: Dir) -> Iterator[str]:
    text, found = _text("PROJECT", data)
    yield from found
    match = PROJECT.fullmatch(text)
    if match is None:
        yield "PROJECT: a line is missing, out of order or not as the specification has it"
        return
    kinds = [
        f"Document={module.name}/&H00000000" if module.document else f"Module={module.name}"
        for module in said.modules
    ]
    names = [module.name for module in said.modules]
    yield from _differs("PROJECT", match["modules"].splitlines(), kinds)
    windows = [line.partition("=")[0] for line in match["workspace"].splitlines()]
    yield from _differs("[Workspace]", windows, names)
    if (match["Name"], match["Description"] or "") != (said.name, said.description):
        yield "PROJECT: name or description differs from dir"
    for field, expected in PROTECTION.items():
        try:
            value = decrypt(match[field], match["ID"])
        except Broken as error:
            yield f"PROJECT: {field} {error}"
        else:
            if value != expected:
                yield f"PROJECT: {field} says {value.hex()}, not {expected.hex()}"


def _names_in_wm(data: bytes) -> list[str]:
    """Return the names in PROJECTwm (2.3.3)."""
    names, rest = [], data
    while rest != b"\0\0":
        narrow, end, tail = rest.partition(b"\0")
        wide = narrow.decode("cp1252", errors="replace").encode("utf-16-le") + b"\0\0"
        if not narrow or not end or not tail.startswith(wide):
            raise Broken(f"PROJECTwm: a name in two codings expected at {len(data) - len(rest)}")
        names.append(narrow.decode("cp1252", errors="replace"))
        rest = tail[len(wide) :]
    return names


def _sources(streams: dict[str, bytes], said: Dir) -> Iterator[str]:
    workbooks = []
    for module in said.modules:
        if f"VBA/{module.name}" not in streams:
            continue
        source = _decompressed(streams, f"VBA/{module.name}", module.offset)
        text, found = _text(module.name, source)
        yield from found
        lines = text.split("\n")
        if lines[0] != f'Attribute VB_Name = "{module.name}"':
            yield f"{module.name}: the first line is {lines[0]!r}, not its Attribute VB_Name"
        base = _base(lines)
        if base == WORKBOOK_BASE:
            workbooks.append(module.name)
        yield from _header(module.name, module.document, lines, base)
    if len(workbooks) != 1:
        yield f"one module has the VB_Base of the workbook, not {workbooks}"


def _base(lines: list[str]) -> str | None:
    found = re.fullmatch(r'Attribute VB_Base = "(.*)"', lines[1]) if len(lines) > 1 else None
    return found[1] if found else None


def _header(name: str, document: bool, lines: list[str], base: str | None) -> Iterator[str]:
    if not document:
        if any(line.startswith("Attribute VB_") for line in lines[1:]):
            yield f"{name}: a standard module with attributes of a document"
        return
    if base not in {WORKBOOK_BASE, SHEET_BASE}:
        yield f"{name}: VB_Base is {base}, that of neither workbook nor sheet"
    expected = [f"Attribute VB_{item}" for item in DOCUMENT_HEADER]
    if [line for line in lines if line.startswith("Attribute VB_")][2:] != expected:
        yield f"{name}: the attributes of a document are missing or different"


def code_name_problems(xlsm: bytes) -> list[str]:
    """Return what does not fit between a workbook and the project and ribbon inside it."""
    return list(_workbook(Package(xlsm, ".xlsm")))


def _workbook(package: Package) -> Iterator[str]:
    yield from _ribbon(package)
    targets = _targets(package, package.workbook, VBA_KIND)
    if len(targets) != 1 or targets[0] not in package.parts:
        yield f"vbaProject: one relationship to a part expected, found {targets}"
        return
    if _content_type(package, targets[0]) != VBA_TYPE:
        yield f"vbaProject: the content type of {targets[0]} is not {VBA_TYPE}"
    bases = _document_bases(package.parts[targets[0]])
    workbook = package.xml(package.workbook).find(f"{MAIN}workbookPr")
    yield from _code_name("the workbook", workbook, bases, WORKBOOK_BASE)
    used = [_name_of(workbook)]
    for sheet, part in package.sheets.items():
        properties = package.xml(part).find(f"{MAIN}sheetPr")
        yield from _code_name(f"sheet {sheet}", properties, bases, SHEET_BASE)
        used.append(_name_of(properties))
    yield from (f"codeName {name} is used {n} times" for name, n in Counter(used).items() if n > 1)
    yield from (f"module {name} belongs to no sheet" for name in bases if name not in used)


def _code_name(
    what: str, properties: Element | None, bases: dict[str, str | None], base: str
) -> Iterator[str]:
    name = _name_of(properties)
    if name not in bases:
        yield f"{what} has codeName {name}, and no module is called exactly that"
    elif bases[name] != base:
        yield f"{what} has codeName {name}, a module with VB_Base {bases[name]}"


def _name_of(properties: Element | None) -> str:
    return "" if properties is None else properties.get("codeName", "")


def _document_bases(data: bytes) -> dict[str, str | None]:
    """Return the document modules with their VB_Base; none when the project cannot be read."""
    try:
        streams = Container(data).streams
        modules = read_dir(_decompressed(streams, "VBA/dir")).modules
        texts = {
            module.name: _decompressed(streams, f"VBA/{module.name}", module.offset)
            for module in modules
            if module.document
        }
    except (Broken, KeyError):
        return {}
    return {name: _base(text.decode("cp1252").split("\r\n")) for name, text in texts.items()}


def _ribbon(package: Package) -> Iterator[str]:
    parts = {name for name in package.parts if "customui" in name.lower() and "_rels" not in name}
    targets = _targets(package, "", RIBBON_KIND)
    for target in targets:
        if target not in package.parts:
            yield f"the ribbon relationship leads to {target}, which does not exist"
    if parts and not any(target in parts for target in targets):
        yield f"no root relationship of the ribbon of 2010 leads to {sorted(parts)}"


def _targets(package: Package, part: str, kind: str) -> list[str]:
    """Return targets by the whole type; ``Package`` keeps its last word only."""
    folder, _, name = part.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels".lstrip("/")
    full = {
        item.get("Id"): item.get("Type")
        for item in (package.xml(rels) if rels in package.parts else ())
    }
    return [item.target for item in package.relations(part) if full[item.id] == kind]


def _content_type(package: Package, part: str) -> str | None:
    types = package.xml(CONTENT_TYPES)
    for item in types.iter(f"{TYPES}Override"):
        if item.get("PartName") == f"/{part}":
            return item.get("ContentType")
    extension = part.rpartition(".")[2].lower()
    for item in types.iter(f"{TYPES}Default"):
        if item.get("Extension", "").lower() == extension:
            return item.get("ContentType")
    return None
