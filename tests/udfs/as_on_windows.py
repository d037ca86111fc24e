"""Call the worksheet functions as Excel on Windows does: through xlwings' own ``call_udf``.

Run as a program by ``test_xlwings.py``. What is not there on other systems (pywin32, Excel) is
replaced by as little as ``call_udf`` touches; decorators, options and conversion are xlwings' own.
"""

import importlib
import json
import sys
from types import ModuleType, SimpleNamespace

import xlwings

NOT_AVAILABLE = -2146826246


def module(name, **contents):
    made = ModuleType(name)
    vars(made).update(contents)
    sys.modules[name] = made
    return made


class Excel:
    """The few calls that converting the cells of an argument makes."""

    name = "excel"
    type = "desktop"

    @staticmethod
    def clean_value_data(data, _dates, empty_as, _numbers, err_to_str):
        def clean(cell):
            if cell in ("", None):
                return empty_as
            if cell == NOT_AVAILABLE:
                return "#N/A" if err_to_str else None
            return cell

        return [[clean(cell) for cell in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(cell, _options):
        return "" if cell is None else cell


def pretend():
    module("pythoncom", CoInitialize=None)
    module("pywintypes", com_error=OSError)
    module("win32com")
    module("win32com.client", Dispatch=None)
    module("xlwings.com_server", loop=None)
    xlwings._xlwindows = SimpleNamespace(
        is_range_instance=lambda _: False, Range=lambda xl: SimpleNamespace(xl=xl)
    )
    xlwings.engines.add(xlwings.Engine(impl=Excel()))
    udfs = importlib.import_module("xlwings.udfs")
    xlwings.func, xlwings.arg = udfs.xlfunc, udfs.xlarg
    return udfs


def main():
    udfs = pretend()
    calls = json.loads(sys.stdin.read())
    regio = importlib.import_module("udfs.regio")
    marked = [vars(regio)[name].__xlfunc__ for name in dir(regio) if name.startswith("REGIO_")]
    json.dump(
        {
            "results": [udfs.call_udf("udfs.regio", name, tuple(args)) for name, args in calls],
            "functions": {
                item["name"]: {
                    "category": item["category"],
                    "arguments": [
                        [argument["name"], "optional" in argument, argument["options"]]
                        for argument in item["args"]
                    ],
                }
                for item in marked
            },
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
