"""How the text of a table is cut into lines and cells, told once for every reader."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

SEPARATORS = (",", ";", "\t", "|")
_QUOTED = re.compile(r'"[^"]*"')
# spreadsheets write and honour this line; saved again it gets quotes, or the marks of empty cells
_HINT = re.compile(r'"?sep=(\\t|[^"\r\n\w])"?[,;|\t ]*\r?\n', re.IGNORECASE)
_HEAD = 1 << 18
LONGEST_CELL = 1 << 17  # letters; the csv module's own usual limit
_SAMPLE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class TableText:
    """Text of a table, ready to be cut.

    Parameters
    ----------
    text : lines end with a line feed.
    separator : between cells.
    start : where the header begins in `text`.
    first_row : number of the header's row, as a spreadsheet counts.
    """

    text: str
    separator: str
    start: int
    first_row: int

    def lines(self) -> Iterator[str]:
        """Lines from the header on, each with its line feed."""
        start, text = self.start, self.text
        while start < len(text):
            end = text.find("\n", start) + 1 or len(text)
            yield text[start:end]
            start = end

    def below(self, header: int) -> "TableText":
        """The same text from the row of its headings on; 0 leaves it where it is."""
        start, row = self.start, self.first_row
        while row < header and start < len(self.text):
            start = self.text.find("\n", start) + 1 or len(self.text)
            row += 1
        if row == self.first_row:
            return self
        separator = separator_of(self.text[start : start + _HEAD])
        return TableText(text=self.text, separator=separator, start=start, first_row=row)

    def rows(self, *, strict: bool = False) -> Iterator[list[str]]:
        """Rows of cells from the header on; a cell longer than any table's is a `csv.Error`."""
        csv.field_size_limit(LONGEST_CELL)  # one limit for the whole process: the logs' readers set their own
        return csv.reader(self.lines(), delimiter=self.separator, strict=strict)


def table_text(text: str) -> TableText:
    """Settle line ends (CR, LF, CRLF), a line ``sep=;``, blank lines above the header, and the separator."""
    if text.count("\r") != text.count("\r\n"):  # every reader knows CRLF, and to replace it takes time
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    hint = _HINT.match(text)
    start = hint.end() if hint else 0
    while text.startswith(("\n", "\r\n"), start):
        start = text.index("\n", start) + 1
    separator = hint[1].replace("\\t", "\t") if hint else separator_of(text[start : start + _HEAD])
    return TableText(text=text, separator=separator, start=start, first_row=text.count("\n", 0, start) + 1)


def separator_of(head: str) -> str:
    """The separator that splits the first line into most cells; a comma when none does.

    Parameters
    ----------
    head : the header line, or the beginning of the text; what stands in double quotes is not looked at.
    """
    lines = _QUOTED.sub("", head).lstrip("\r\n").split("\n", _SAMPLE + 1)[: _SAMPLE + 1]
    header = lines[0].rstrip("\r")
    best = max(SEPARATORS, key=lambda mark: (header.count(mark), mark == ","))
    if header.count(best):
        return best
    # one column, or a header in quotes that never closes: the rows below cannot tell either
    return ","
