"""Letters, and the plan of which leave now."""
