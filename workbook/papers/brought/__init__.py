"""A list that an office brings: seen as people see it, its headings understood, its rows turned into ours."""
