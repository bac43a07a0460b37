"""Where the shipped surveys and examples lie; the one place that knows."""

import shutil
import zipfile
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ARCHIVE = _PACKAGE / "examples.zip"  # what the wheel carries; a checkout has the folder


def surveys() -> Path:
    """Folder of the shipped instruments, one YAML file each: inside the installed package; in a checkout, beside it."""
    inside = _PACKAGE / "surveys"
    return inside if inside.is_dir() else _PACKAGE.parent / "surveys"


def examples() -> Path:
    """Folder of the example projects of a checkout, one folder each; see `unpack_example` for an installed package."""
    return _PACKAGE.parent / "examples"


def example_names() -> tuple[str, ...]:
    """Names of the shipped example projects, sorted."""
    if not _ARCHIVE.is_file():
        return tuple(sorted(path.parent.name for path in examples().glob("*/alliancenet.yaml")))
    with zipfile.ZipFile(_ARCHIVE) as packed:
        return tuple(sorted(name.split("/")[0] for name in packed.namelist() if name.endswith("/alliancenet.yaml")))


def unpack_example(name: str, folder: Path) -> None:
    """Write the files of a shipped example, one of `example_names`, into a folder that exists."""
    if not _ARCHIVE.is_file():
        shutil.copytree(examples() / name, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
        return
    with zipfile.ZipFile(_ARCHIVE) as packed:
        for member in packed.infolist():
            if member.filename.startswith(f"{name}/"):
                path = folder / member.filename.removeprefix(f"{name}/")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(packed.read(member))


def manual() -> Path:
    """Folder of the manual's pages, Markdown."""
    return _PACKAGE / "help"
