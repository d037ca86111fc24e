"""The sheets as data, one file per group of sheets; ``schema.py`` gathers them."""
