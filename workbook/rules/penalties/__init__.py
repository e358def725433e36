"""What a breach or a deed costs, in order: acts, charges, numbering, pricing, bills, ledger."""
