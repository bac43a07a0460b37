"""Office files whose bytes do not tell when they were written."""

import io
import re
import zipfile
from datetime import datetime

_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>alliancenet</Application></Properties>"
)
_OLDEST = (1980, 1, 1, 0, 0, 0)


def settled(raw: bytes, moment: datetime) -> bytes:
    """Same archive with fixed times, inside embedded workbooks as well.

    Parameters
    ----------
    raw : bytes of an OOXML file.
    moment : written as the time of creation.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, _part(name, old.read(name), moment))
    return out.getvalue()


def _part(name: str, content: bytes, moment: datetime) -> bytes:
    if name.endswith(".xlsx"):
        return settled(content, moment)
    if name == "docProps/core.xml":
        stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
        return _MOMENT.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
    if name == "docProps/app.xml" and b"PowerPoint" in content:
        return _APPLICATION  # the library's template tells of the program it was drawn with
    return content
