"""What each command and button does."""
