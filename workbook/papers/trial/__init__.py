"""The trial as a paper: what changes first, then load, fines and rates, then every line."""
