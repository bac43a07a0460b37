"""Network science on plain arrays: no files, no people's names, no opinions about alliances."""
