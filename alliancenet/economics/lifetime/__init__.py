"""How long partners stay and what they are worth: each model only where its condition holds."""
