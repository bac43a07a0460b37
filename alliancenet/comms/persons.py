"""Each person once in a message or meeting, under however many addresses."""

from typing import Any

import ibis
from ibis.expr.types import Table

from alliancenet.comms.events import Channel
from alliancenet.comms.rollup import DIRECTORY, EVENT_COLUMNS


def named_twice(events: Table) -> Table:
    """Messages and meetings that list a person under several addresses: columns at_source, at_event.

    Parameters
    ----------
    events : columns of `rollup.EVENT_COLUMNS`, with source and event numbers.
    """
    entries = _entries(events.filter((events.fate == 0) & (events.recipients.length() > 0)))
    entries = entries.mutate(who=_who(entries))
    people = entries.group_by("source", "event", "who").agg(addresses=entries.count())
    return people.filter(people.addresses > 1).select(at_source="source", at_event="event").distinct()


def each_person_once(events: Table, twice: Table) -> Table:
    """The events; of several addresses of one person in a list one stays, and the list is so much shorter.

    Parameters
    ----------
    twice : written out, see `named_twice`.

    Notes
    -----
    In a meeting the organiser is one of the people; who writes to himself is a recipient of his mail.
    """
    return events.anti_join(twice, _HERE).union(_written_once(events.semi_join(twice, _HERE).select(*EVENT_COLUMNS)))


_HERE = [("source", "at_source"), ("event", "at_event")]


def _entries(events: Table) -> Table:
    """One row per address, the organiser of a meeting among them."""
    is_meeting = events.channel == Channel.MEETING.code
    everybody = ibis.ifelse(is_meeting, ibis.array([events.sender]).concat(events.recipients), events.recipients)
    rows = events.select("source", "event", "sender", "channel", entry=everybody.unnest())
    directory = DIRECTORY.view()
    return rows.left_join(directory, [("entry", "address")]).drop("address")


def _who(entries: Table) -> Any:
    """The person behind an address, else the address: of those on no roster each address is somebody."""
    number = ibis.ifelse(entries.person >= 0, entries.person.cast("string"), ibis.null("string"))
    return ibis.coalesce(number, entries.entry)


def _written_once(events: Table) -> Table:
    entries = _entries(events)
    own = DIRECTORY.view()
    own = own.select(own_address=own.address, own_person=own.person)
    entries = entries.left_join(own, [("sender", "own_address")])
    is_own = (entries.channel == Channel.MEETING.code) & (
        (entries.entry == entries.sender)
        | ((entries.person >= 0) & (entries.person == entries.own_person)).fill_null(False)
    )
    others = entries.filter(~is_own)
    others = others.mutate(who=_who(others))
    once = others.group_by("source", "event", "who").agg(entry=others.entry.min())
    lists = once.group_by(at_source=once.source, at_event=once.event).agg(shorter=once.entry.collect().sort())
    wide = events.inner_join(lists, _HERE)
    gone = wide.recipients.length() - wide.shorter.length()
    wide = wide.mutate(length=(ibis.coalesce(wide.listed, wide.recipients.length()) - gone).cast("int32"))
    wide = wide.drop("recipients", "listed").rename(recipients="shorter", listed="length")
    return wide.select(*EVENT_COLUMNS)
