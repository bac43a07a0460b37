"""What binds a relationship: value drivers, switching costs, ladder, screens, demand, teams (E8-E11, S69-S77)."""
