"""What relationships earn: money, cost to serve, profit by partner. Never part of health or performance."""
