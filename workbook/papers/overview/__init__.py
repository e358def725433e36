"""How the office stands today, in few numbers: the front page and the letters for managers are made of it."""
