"""Performance plans, realisations, achievement and their reports."""
