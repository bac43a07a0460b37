"""Tables of a project folder, a file each."""
