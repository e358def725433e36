"""The only rooms that touch the world: files, Excel, mail, the clock, the command line."""
