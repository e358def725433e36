"""The words every room speaks: places, issues, faults, money, spans."""
