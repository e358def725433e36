"""Cells in, typed columns out: how each sheet is declared and cleaned."""
