"""What is handed over, as values: pages, forms, letters and the outbox's plan."""
