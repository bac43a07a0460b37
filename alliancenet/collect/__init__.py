"""The survey collected by ourselves: who is asked what, drafts and answers kept, invitations, closing."""
