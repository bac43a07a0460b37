"""Byte code of templates, kept where Python keeps that of its modules: compiling them is a sixth of a short command."""

import os
import pickle
import sys
import tempfile
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class TemplateByteCode(BytecodeCache):
    """Compiled templates of one folder beside the byte code of its modules, or nowhere.

    Parameters
    ----------
    templates : folder of the templates.

    Notes
    -----
    As with modules: nothing is kept where Python is told to keep none (`PYTHONDONTWRITEBYTECODE`),
    `PYTHONPYCACHEPREFIX` moves it, and a folder that cannot be written is no fault. What is kept names
    the text it was made of and the version of Python; another one is made anew. Whoever may write there
    may write our modules too.
    """

    def __init__(self, templates: Path) -> None:
        self.folder = Path(cache_from_source(str(templates / "templates.py"))).parent

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is kept for a template, if anything is."""
        try:
            with self._place(bucket).open("rb") as file:
                bucket.load_bytecode(file)
        except (OSError, EOFError, ValueError, TypeError, pickle.UnpicklingError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, whole or not at all."""
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as file:
                bucket.write_bytecode(file)
            os.replace(file.name, self._place(bucket))

    def _place(self, bucket: Bucket) -> Path:
        return self.folder / f"{bucket.key}.{sys.implementation.cache_tag}.jinjac"
