"""Run the command line with ``python -m alliancenet``."""

from alliancenet.cli import main

main()
