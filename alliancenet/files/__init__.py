"""Reading and writing files: tables, YAML, digests. The only place that knows about encodings."""
