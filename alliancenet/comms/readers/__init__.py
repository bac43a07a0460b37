"""One file per source; each is told by its content, never by its name.

A reader is a module with ``KIND``, ``TITLE``, ``recognises(opening)``,
``read(path, reading, tally)`` and ``MERGES``: True where several rows make one message.
"""

from types import ModuleType

from alliancenet.comms.readers import (
    calendar_file,
    exchange_summary,
    exchange_trace,
    google_chat,
    mail_folder,
    mailbox,
    maildir,
    message_trace,
    slack_export,
    table_columns,
    teams_export,
    viva_pairs,
    worklytics_graph,
    workspace_log,
)
from alliancenet.comms.readers.opening import Opening

READERS: tuple[ModuleType, ...] = (
    exchange_summary,
    exchange_trace,
    message_trace,
    workspace_log,
    viva_pairs,
    worklytics_graph,
    slack_export,
    teams_export,
    google_chat,
    calendar_file,
    mailbox,
    maildir,
    mail_folder,
    table_columns,
)
"""Asked in this order; tables with a column mapping come last because any table fits them."""


def reader_of(opening: Opening) -> ModuleType | None:
    """Reader that knows this content, or None."""
    return next((reader for reader in READERS if reader.recognises(opening)), None)
