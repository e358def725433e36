"""为什么: why somebody is on the list or not."""
