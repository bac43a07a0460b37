"""Run the command line with ``python -m alliancenet``; the installed command starts here too."""

import signal


def main() -> None:
    """Run the command line; Ctrl-C ends it at once and quietly while it is still being loaded."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from alliancenet.cli import main as run

    run()


if __name__ == "__main__":
    main()
