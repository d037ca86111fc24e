"""Worksheet functions for Excel: thin wrappers over ``regio_xl.rules``; nothing imports them."""
