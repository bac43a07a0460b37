"""waves.csv: when people were asked, and what time the questions speak of."""

from datetime import date
from pathlib import Path

from alliancenet.sources.cells import read_rows
from alliancenet.sources.checks import warning
from alliancenet.sources.draft import Draft, Round

_LONGEST_WINDOW = 1_830


def read_rounds(path: Path, name: str, draft: Draft) -> None:
    """Read `id,open,close` and optionally `alliance` (empty for all), `window_days`."""
    usual = draft.settings.whole("wave.window_days")
    optional = ("alliance", "window_days")
    for cells in read_rows(
        path,
        name,
        draft.problems,
        declared=draft.declared_of(name),
        required=("id", "open", "close"),
        optional=optional,
    ):
        alliance = cells.known("alliance", draft.alliances, "alliances.yaml, or nothing for all", optional=True)
        taken = {wave.id for wave in draft.rounds if wave.alliance == alliance}
        wave = cells.id("id", taken, safe=True)
        opens, closes = cells.days("open", "close", needed=("open", "close"))
        window = cells.number("window_days", 1, _LONGEST_WINDOW)
        if wave is None or opens is None or closes is None:
            continue
        if (ahead := (closes - date.today()).days) > 0:
            ends = f"'{wave}' closes {closes}, {ahead:,} days ahead of today"
            needed = "nothing, if people can still answer; else the day it closed"
            draft.problems.append(warning(name, ends, needed, key="close"))
        draft.rounds.append(
            Round(
                id=wave,
                alliance=alliance,
                opens=opens,
                closes=closes,
                window_days=usual if window is None else int(window),
            )
        )
