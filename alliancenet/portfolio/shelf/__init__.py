"""A folder of audits, read fast."""
