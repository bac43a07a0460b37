"""Run the command line with ``python -m alliancenet``; the installed command starts here too."""

import gc
import signal

_NEW_OBJECTS = 50_000  # between looks for circles; records hold none, and to look often took a tenth of the time


def main() -> None:
    """Run the command line; Ctrl-C ends it at once and quietly while it is still being loaded."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    gc.set_threshold(_NEW_OBJECTS, 20, 20)
    from alliancenet.cli import main as run

    run()


if __name__ == "__main__":
    main()
