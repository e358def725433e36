"""The sheets that the program writes: 今日清单, 提醒, 名单, 问题, ledgers."""
