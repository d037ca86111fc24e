"""Helpers that more than one room of tests needs; no fixtures and no rules of the workbook."""
