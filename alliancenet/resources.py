"""Where the shipped surveys and examples lie; the one place that knows."""

from pathlib import Path


def _shipped(folder: str) -> Path:
    """Inside the installed package; in a checkout, beside it."""
    package = Path(__file__).resolve().parent
    inside = package / folder
    return inside if inside.is_dir() else package.parent / folder


def surveys() -> Path:
    """Folder of the shipped instruments, one YAML file each."""
    return _shipped("surveys")


def examples() -> Path:
    """Folder of the shipped example projects, one folder each."""
    return _shipped("examples")


def manual() -> Path:
    """Folder of the manual's pages, Markdown."""
    return Path(__file__).resolve().parent / "help"
