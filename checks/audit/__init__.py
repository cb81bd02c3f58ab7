"""The audit: what each assumption of the theorem carries, one module per assumption."""
