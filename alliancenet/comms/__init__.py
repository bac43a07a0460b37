"""Communication data: from the logs firms really have to the frequency layer, at any size."""
