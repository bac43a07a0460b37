"""The viewer: reads audit files through the privacy gate and computes nothing.

Rooms are imported by name: whoever only changes an account needs no pages.
"""
