"""Look at a long step from beside it, so that its progress is told before it ends."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread


@contextmanager
def watched(look: Callable[[], None], seconds: float = 0.25) -> Iterator[None]:
    """Call `look` again and again, this many seconds apart, while the body runs."""
    done = Event()

    def turn() -> None:
        while not done.wait(seconds):
            look()

    thread = Thread(target=turn, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
