"""What is true of a row: 计算 判定 检查清单 流程 开单, with the conditions, joins and people they speak of."""
