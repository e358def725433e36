"""A trial: a span of days played again by one set of rules, and two such plays side by side."""
