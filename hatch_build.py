"""Build hook: the wheel carries the example projects as one archive, a tenth of their size."""

import tempfile
import zipfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_DAY = (2026, 1, 1, 0, 0, 0)  # the same files give the same bytes


class ExamplesHook(BuildHookInterface):
    """Puts `examples.zip` beside the package's modules; a checkout reads the folder itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the archive, unless an editable install is made."""
        if version == "editable":
            return
        self._made = tempfile.TemporaryDirectory()
        archive = Path(self._made.name) / "examples.zip"
        folder = Path(self.root) / "examples"
        with zipfile.ZipFile(archive, "w") as packed:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                member = zipfile.ZipInfo(path.relative_to(folder).as_posix(), date_time=_DAY)
                member.external_attr = 0o644 << 16
                packed.writestr(member, path.read_bytes(), zipfile.ZIP_DEFLATED, compresslevel=9)
        build_data["force_include"][str(archive)] = "alliancenet/examples.zip"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove the archive again."""
        if version != "editable":
            self._made.cleanup()
