"""登记: what becomes of a typed cell: its reading, the gate, the record, and what that sets going."""
