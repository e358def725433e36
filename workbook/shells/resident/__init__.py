"""The program that stays loaded between two presses: where it is met, how it is asked, what it does."""
