"""The pages about money in words: heading, tiles, and what to decide."""
