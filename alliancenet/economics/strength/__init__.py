"""The customer base by strength of relationship: where partners stand, how they move, what that is worth (E17)."""
