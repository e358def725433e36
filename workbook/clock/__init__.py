"""Working days, business hours and periods of the office's calendar."""
