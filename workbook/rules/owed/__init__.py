"""What is owed, by whom, by when, and whether it is done: 时限 定额 抽样."""
