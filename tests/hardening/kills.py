"""kill -9 of every writing command at random moments: old output whole, nothing left after the next run."""

import random
import signal
import subprocess
import time
from pathlib import Path

from commands import RUN, leftovers, run, snapshot, writers


def killed(made, place: Path, name: str, kills: int, seed: int = 0):
    """Kills that hit, files damaged, reruns that failed, leftovers after the rerun.

    Notes
    -----
    A file is damaged when it is neither what stood there before nor what a whole run gives.
    """
    draw = random.Random(seed)
    place.mkdir()
    arguments = writers(*made, place)[name]
    if name == "init":  # a folder that is there is refused, rightly
        arguments = (*arguments[:1], place / "new", *arguments[2:])
    start = time.monotonic()
    run(*arguments)
    took, whole = time.monotonic() - start, snapshot(place)
    hits = damaged = failed = left = 0
    for _ in range(kills):
        if name in {"init", "accounts"}:
            clear(place)
        before = snapshot(place)
        process = subprocess.Popen(
            [*RUN, *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
        )
        time.sleep(draw.uniform(0.2, 1.0) * took)
        hits += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        hidden = {path for path in snapshot(place) if any(part.startswith(".") for part in Path(path).parts)}
        after = {path: raw for path, raw in snapshot(place).items() if path not in hidden}
        damaged += sum(is_damaged(path, raw, before, whole) for path, raw in after.items())
        damaged += sum(path not in after for path in before)
        if name in {"init", "accounts"} and after:
            continue
        failed += run(*arguments).returncode != 0
        left += len(leftovers(place))
    return hits, damaged, failed, left


def is_damaged(path, raw, before, whole):
    """Neither old nor new; what holds the moment it was made is looked at for its end only."""
    if raw in (before.get(path), whole.get(path)):
        return False
    return not raw.rstrip().endswith((b"}", b">", b"EOF", b"]")) and path.endswith((".json", ".html", ".pdf"))


def clear(place: Path):
    """Remove what is there."""
    for path in sorted(place.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
