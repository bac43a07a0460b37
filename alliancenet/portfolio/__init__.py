"""Register, records and audits → the portfolio review."""
