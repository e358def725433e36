"""Papers to print and fill: 记录表 and 单据."""
