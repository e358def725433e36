"""A book for each clerk, and what comes back of it: rows of one's own out, three states of every cell compared on the way in."""
