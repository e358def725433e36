"""Letters leave, once."""
