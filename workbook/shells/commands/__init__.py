"""What each command and button says and does, and the words it is called by."""
