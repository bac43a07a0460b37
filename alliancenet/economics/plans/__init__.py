"""What is done about it: programmes, who is next, gaps to the best (E20-E22)."""
