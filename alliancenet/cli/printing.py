"""Documents on standard output."""

import io
import sys

import click


def print_document(text: str) -> None:
    """Print a document for other programs: UTF-8 whatever the code page, as JSON must be."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogatepass")
    click.echo(text, nl=False)
