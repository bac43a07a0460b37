"""The survey collected by ourselves: who is asked what, drafts and answers kept, invitations, closing."""

DATABASE = "ALLIANCENET_DATABASE"
"""Variable with the address of the database waves are kept in, where it holds a password."""
