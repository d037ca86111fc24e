"""The VBA wrappers of the worksheet functions: complete, within the limits, without references."""

import importlib
import inspect
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import regio_xl
from regio_xl.builder.macros import (
    LONGEST_TEXT,
    MODULE,
    MOST_CONTINUATIONS,
    SOURCE,
    TARGET,
    Function,
    read_functions,
    write_module,
)
from regio_xl.builder.vba.project import LONGEST_LINE

ROOT = Path(regio_xl.__file__).parents[1]
TEXT = (ROOT / SOURCE).read_text("utf-8")
COMMITTED = (ROOT / TARGET).read_text("utf-8")
HELPER = (ROOT / TARGET).with_name("RegioFuncties.bas").read_text("utf-8")
FUNCTIONS = read_functions(TEXT)
EXPECTED = {
    "REGIO_BIJDRAGE",
    "REGIO_RUIMTE",
    "REGIO_OVERSCHRIJDING",
    "REGIO_SCORE",
    "REGIO_DEKKING",
    "REGIO_MEERDERHEID",
}
SIGNATURE = re.compile(r"^Public Function (REGIO_\w+)\((.*)\) As Variant$", re.M)
CALLED = re.compile(r'^    (\w+) = RegioFunctie\("(\w+)", Array\((.*)\), Application\.Caller\)$')
DUTCH = re.compile(r"\b(de|het|een|van|uren|als|tot en met|voor)\b")

SMALL = '''
@xw.func(category="Proef")
def REGIO_PROEF(eerste, tweede=None):
    """Doet iets met \\"tekst\\".

    Args:
        eerste: Iets.
        tweede: Iets anders,
            op twee regels.

    Returns:
        Niets.
    """
'''


def each(test: Callable[..., None]) -> Callable[..., None]:
    return pytest.mark.parametrize("function", FUNCTIONS, ids=lambda item: item.name)(test)


def wrapper(function: Function) -> list[str]:
    """Return the lines of one wrapper in the committed module."""
    lines = COMMITTED.splitlines()
    start = next(i for i, line in enumerate(lines) if f"Function {function.name}(" in line)
    return lines[start : lines.index("End Function", start) + 1]


def test_a_rebuild_gives_the_committed_module() -> None:
    assert write_module(FUNCTIONS) == COMMITTED, "run `python -m regio_xl.builder.functions`"


def test_every_worksheet_function_is_there_once() -> None:
    names = [name for name, _ in SIGNATURE.findall(COMMITTED)]
    assert set(names) == EXPECTED
    assert len(names) == len(EXPECTED)


@each
def test_the_wrapper_has_the_parameters_of_the_function_in_python(function: Function) -> None:
    parameters = inspect.signature(getattr(importlib.import_module("udfs.regio"), function.name))
    expected = [
        ("" if item.default is item.empty else "Optional ") + f"{item.name} As Variant"
        for item in parameters.parameters.values()
    ]
    assert dict(SIGNATURE.findall(COMMITTED))[function.name].split(", ") == expected


@each
def test_the_wrapper_passes_everything_on_in_order(function: Function) -> None:
    signature, *attributes, call, _ = wrapper(function)
    (passed,) = CALLED.findall(call)
    names = ", ".join(argument.name for argument in function.arguments)
    assert passed == (function.name, function.name, names)
    assert [line.split(" = ")[0] for line in attributes] == [
        f"Attribute {function.name}.VB_Description",
        f"Attribute {function.name}.VB_ProcData.VB_Invoke_Func",
    ]
    assert attributes[1].endswith(r'= " \n14"')
    assert signature.startswith("Public Function ")


@each
def test_function_and_arguments_are_explained_in_dutch(function: Function) -> None:
    assert function.category == "Regionale opdrachten"
    for text in (function.help, *(argument.help for argument in function.arguments)):
        assert DUTCH.search(text), text
        assert len(text) <= LONGEST_TEXT
        assert text.endswith(".")
        assert f'"{text}"' in COMMITTED


@each
def test_what_may_be_left_out_says_what_then_holds(function: Function) -> None:
    for argument in function.arguments:
        assert ("Weggelaten: " in argument.help) == argument.optional, argument.name


def test_the_help_holds_no_value_of_the_regulation() -> None:
    texts = " ".join(text for item in FUNCTIONS for text in (item.help, *_helps(item)))
    assert not re.search(r"\b4%|\b350\b|\b500\b|\b14\b|\b27\b", texts)


def _helps(function: Function) -> list[str]:
    return [argument.help for argument in function.arguments]


def test_the_add_in_is_named_in_one_place_and_sought_late() -> None:
    assert "xlwings." not in COMMITTED.replace(MODULE, "")
    assert "CallUDF" not in COMMITTED
    assert HELPER.count("xlwings.xlam") == 1
    assert HELPER.count("CallUDF") == 1
    assert not re.search(r"\b(CreateObject|Declare|Implements|New)\b", HELPER)


def test_both_modules_stay_within_the_limits_of_vba() -> None:
    for text in (COMMITTED, HELPER):
        text.encode("cp1252")
        assert text.startswith('Attribute VB_Name = "')
        assert "\nOption Explicit\n" in text
        assert "\r" not in text
        assert max(map(len, text.splitlines())) <= LONGEST_LINE
        assert all(
            run.count(" _\n") <= MOST_CONTINUATIONS for run in re.findall(r"(?:.* _\n)+", text)
        )


def test_a_help_text_on_more_lines_becomes_one_and_quotes_are_doubled() -> None:
    (function,) = read_functions(SMALL)
    assert function.help == 'Doet iets met "tekst".'
    assert _helps(function) == ["Iets.", "Iets anders, op twee regels."]
    assert [argument.optional for argument in function.arguments] == [False, True]
    assert 'VB_Description = "Doet iets met ""tekst""."' in write_module((function,))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("tweede", "single", "'single' is not a name in VBA"),
        ("tweede", "één", "'één' is not a name in VBA"),
        ("Iets.", "Iets \u2192.", "cannot store '\u2192'"),
        ("Iets.", "x" * 256, "256 characters, not 1 to 255"),
        ("        eerste: Iets.\n", "", "REGIO_PROEF, eerste: the help has 0"),
    ],
)
def test_what_vba_cannot_hold_is_refused(old: str, new: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        read_functions(SMALL.replace(old, new))


def test_too_many_arguments_for_one_statement_are_refused() -> None:
    names = [f"a{number}" for number in range(MOST_CONTINUATIONS)]
    helps = "".join(f"        {name}: Iets.\n" for name in names)
    source = (
        f'@xw.func(category="Proef")\ndef REGIO_PROEF({", ".join(names)}):\n'
        f'    """Doet iets.\n\n    Args:\n{helps}    """\n'
    )
    with pytest.raises(ValueError, match="too long for VBA"):
        write_module(read_functions(source))
