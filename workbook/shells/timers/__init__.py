"""The day's work without anybody at the desk: what the system is told, and the run that it starts."""
