"""Which qualities matter and how they are met: impact and performance (E18)."""
