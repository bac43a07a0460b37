"""An edge list, two CSV files and no project folder."""
