"""Where sales could grow: share of wallet, depth, spread over categories, offers and prices (E12-E14)."""
