"""Communication logs as mail, calendar and chat systems write them; no subject, no text."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from people import Actor
from plans import OWN_FIRM, Example, Plan
from ties import Pair, Truth
from traffic import FIRST, LAST, Message, Series, Traffic, traffic

Files = dict[str, str | bytes]


class Desk:
    """Who is behind which address, and which messages each firm's system saw."""

    def __init__(self, plan: Plan, actors: Sequence[Actor]) -> None:
        self.plan, self.actors = plan, actors
        firms = (OWN_FIRM[0], plan.partner[0])
        self.address = [f"{actor.name.lower().replace(' ', '.')}@{firms[actor.firm]}.example" for actor in actors]
        self.domains = [f"{firm}.example" for firm in firms]

    def seen_by(self, firm: int, messages: Iterable[Message]) -> list[Message]:
        """Messages somebody of the firm sent or got."""
        ours = {place for place, actor in enumerate(self.actors) if actor.firm == firm}
        return [message for message in messages if ours & {message.sender, *message.recipients}]

    def id_of(self, message: Message) -> str:
        """Message-ID as the sender's system gives it."""
        return f"{self.plan.id}.{message.number:06d}@{self.domains[self.actors[message.sender].firm]}"


def exchange(desk: Desk, seen: Traffic) -> Files:
    """The own firm's message trace, enhanced summary: UTF-16 without a mark, times in UTC."""
    head = (
        "origin_timestamp_utc,sender_address,Recipient_status,message_subject,total_bytes,message_id,"
        "network_message_id,original_client_ip,directionality,connector_id"
    )
    rows: list[list[object]] = [head.split(",")]
    for mail in desk.seen_by(0, seen.mails):
        inside = desk.actors[mail.sender].firm == 0
        status = ";".join(
            f"{desk.address[other]}##Receive, {'Deliver' if desk.actors[other].firm == 0 else 'SendExternal'}"
            for other in mail.recipients
        )
        size = 2000 + mail.number * 389 % 40000
        stamp = f"{mail.time:%Y-%m-%dT%H:%M:%S}.0000000Z"
        rows.append(
            [stamp, desk.address[mail.sender], status, "", size, f"<{desk.id_of(mail)}>", "", "", 2 if inside else 1, ""]
        )
    for week in range(0, 24, 2):
        stamp = f"{FIRST + timedelta(days=7 * week, hours=6):%Y-%m-%dT%H:%M:%S}.0000000Z"
        sender, status = "noreply@tickets.example", f"{desk.address[4]}##Receive, Deliver"
        rows.append([stamp, sender, status, "", 900, f"<ticket.{week}@tickets.example>", "", "", 1, ""])
    return {f"logs/{desk.plan.id}_message_trace.csv": _csv(rows).encode("utf-16-le")}


def mbox(desk: Desk, seen: Traffic) -> Files:
    """The partner's mail archive, headers only; its clock is a little ahead."""
    blocks = []
    for mail in desk.seen_by(1, seen.mails):
        time = mail.time + timedelta(seconds=41)
        to = ",\n ".join(_mailbox(desk, other) for other in mail.recipients)
        blocks.append(
            f"From {desk.address[mail.sender]} {time:%a %b %d %H:%M:%S %Y}\n"
            f"From: {_mailbox(desk, mail.sender)}\nTo: {to}\n"
            f"Date: {time:%a, %d %b %Y %H:%M:%S} +0000\nMessage-ID: <{desk.id_of(mail)}>\n\n"
        )
    return {f"logs/{desk.plan.id}_archive.mbox": "".join(blocks)}


def workspace(desk: Desk, seen: Traffic) -> Files:
    """The partner's e-mail log search: one row per event, a sent mail is several of them."""
    head = (
        "Message ID,Start date,End date,Sender,Message size,Subject,Direction,Attachments,Recipient address,"
        "Event target"
    )
    rows: list[list[object]] = [head.split(",")]
    for mail in desk.seen_by(1, seen.mails):
        start, end = (f"{mail.time + timedelta(seconds=more):%Y/%m/%d %H:%M:%S} UTC" for more in (0, 2))
        direction = "Sent" if desk.actors[mail.sender].firm == 1 else "Received"
        for other in mail.recipients:
            target = "Gmail mailbox" if desk.actors[other].firm == 1 else "SMTP outbound"
            cells = [start, end, desk.address[mail.sender], 3000, "", direction, 0, desk.address[other], target]
            rows.append([f"<{desk.id_of(mail)}>", *cells])
    return {f"logs/{desk.plan.id}_email_log_search.csv": _csv(rows)}


ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Copenhagen
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""


def calendar(desk: Desk, seen: Traffic) -> Files:
    """Meetings that come back every week, one that was called off, and a day off."""
    blocks = ["BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Brightwater//Calendar 16.0//EN\n", ZONE]
    blocks += [_weekly(desk, number, one) for number, one in enumerate(seen.meetings, start=1)]
    blocks.append(
        f"BEGIN:VEVENT\nUID:called-off@{desk.domains[0]}\nSTATUS:CANCELLED\nORGANIZER:mailto:{desk.address[0]}\n"
        f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{desk.address[-1]}\n"
        "DTSTART:20260310T090000Z\nDTEND:20260310T100000Z\nEND:VEVENT\n"
        f"BEGIN:VEVENT\nUID:day-off@{desk.domains[0]}\nORGANIZER:mailto:{desk.address[1]}\n"
        "DTSTART;VALUE=DATE:20260403\nDTEND;VALUE=DATE:20260404\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    return {f"logs/{desk.plan.id}_meetings.ics": "".join(blocks).replace("\n", "\r\n")}


def _weekly(desk: Desk, number: int, one: Series) -> str:
    host, guest = (desk.address[place] for place in one.pair)
    end = one.first + timedelta(minutes=one.minutes)
    answer = "ACCEPTED" if number % 7 else "TENTATIVE"
    return (
        f"BEGIN:VEVENT\nUID:{desk.plan.id}-{number:04d}@{desk.domains[0]}\nORGANIZER:mailto:{host}\n"
        f"ATTENDEE;PARTSTAT={answer}:mailto:{guest}\n"
        f"ATTENDEE;CUTYPE=ROOM;PARTSTAT=ACCEPTED:mailto:room{number % 9}@{desk.domains[0]}\n"
        f"DTSTART;TZID=Europe/Copenhagen:{one.first:%Y%m%dT%H%M%S}\nDTEND;TZID=Europe/Copenhagen:{end:%Y%m%dT%H%M%S}\n"
        f"RRULE:FREQ=WEEKLY;UNTIL={one.last:%Y%m%dT%H%M%S}Z\nEND:VEVENT\n"
    )


def slack(desk: Desk, seen: Traffic) -> Files:
    """A shared workspace, exported: two channels, people addressed by mention, one file per day."""
    users = [f"U{place:04d}BWX" for place in range(len(desk.actors))]
    files: dict[str, object] = {
        "users.json": [
            {"id": user, "name": address.partition("@")[0], "is_bot": False, "profile": {"email": address}}
            for user, address in zip(users, desk.address, strict=True)
        ],
        "channels.json": [
            {"id": f"C{number}BWX", "name": name, "members": users} for number, name in enumerate(("build", "field"))
        ],
    }
    days: dict[str, list[dict[str, object]]] = {}
    for chat in seen.chats:
        room = "build" if (chat.sender + chat.recipients[0]) % 2 else "field"
        stamp = f"{(chat.time - datetime(1970, 1, 1)).total_seconds():.0f}.{chat.number % 10**6:06d}"
        text = " ".join(f"<@{users[other]}>" for other in chat.recipients)
        message = {"type": "message", "user": users[chat.sender], "ts": stamp, "text": text}
        days.setdefault(f"{room}/{chat.time:%Y-%m-%d}.json", []).append(message)
    return {f"logs/{desk.plan.id}_slack.zip": _zip({**files, **dict(sorted(days.items()))})}


WRITERS: dict[str, Callable[[Desk, Traffic], Files]] = {
    "exchange": exchange,
    "mbox": mbox,
    "workspace": workspace,
    "calendar": calendar,
    "slack": slack,
}


def log_files(plan: Plan, actors: Sequence[Actor], waves: Sequence[dict[Pair, Truth]]) -> Files:
    """Every log the plan asks for."""
    desk, seen = Desk(plan, actors), traffic(plan, actors, waves)
    files: Files = {}
    for name in plan.logs:
        files |= WRITERS[name](desk, seen)
    return files


def logs_yaml(example: Example, files: Iterable[str]) -> list[str]:
    """What the project file says about the logs."""
    logs = [name for name in files if name.startswith("logs/")]
    if not logs:
        return []
    zones = {"PT": "Europe/Lisbon", "NO": "Europe/Oslo"}
    partners = [plan.partner for plan in example.alliances if plan.logs]
    places = ", ".join(f"{id_}: {zones[country]}" for id_, _, country in partners)
    return [
        "logs:",
        f"  since: {FIRST:%Y-%m-%d}",
        f"  until: {LAST - timedelta(days=1):%Y-%m-%d}",
        f"  zones: {{{OWN_FIRM[0]}: Europe/Copenhagen, {places}}}",
        "  files:",
        *(f"    - file: {name}" for name in logs),
    ]


def _mailbox(desk: Desk, place: int) -> str:
    return f'"{desk.actors[place].name}" <{desk.address[place]}>'


def _csv(rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _zip(files: dict[str, object]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inside in files.items():
            member = zipfile.ZipInfo(name, (2026, 4, 25, 6, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, json.dumps(inside, separators=(",", ":")))
    return content.getvalue()
