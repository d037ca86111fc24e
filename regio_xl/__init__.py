"""Regional assignments of the Omgevingsdienst Utrecht: rules, allocation and a workbook to trust.

Imports go down only, as the layers in ``pyproject.toml`` say and the tests prove::

    cli | ribbon  ->  excel  ->  builder | steps  ->  workbook | engine
        ->  sheets | allocation  ->  rules  ->  domain
"""

__version__ = "0.5.0"
