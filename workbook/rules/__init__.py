"""The one generic engine: facts and rules in, duties, worklist, sanctions and metrics out."""
