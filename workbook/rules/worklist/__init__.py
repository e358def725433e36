"""What is to be done now, by whom, and why the rest is not: 联系限制 分派, 今日清单, 未入选说明."""
