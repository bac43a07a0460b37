"""Views → files to hand on. Each file carries its day, digest, reader and classification."""
