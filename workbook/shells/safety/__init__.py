"""Nothing half-written, everything undone on request."""
