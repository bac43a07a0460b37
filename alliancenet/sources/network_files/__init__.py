"""Files of network programs, a file per format, told by their content and never by their name."""
