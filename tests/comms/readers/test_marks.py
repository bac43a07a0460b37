"""What marks a mail, a row or a message: read as the standards and the platforms mean it."""

import json
import os

import pytest

from alliancenet.comms.addresses import addresses_in
from alliancenet.comms.readers.opening import LogReading
from alliancenet.comms.readers.times import utc_time
from alliancenet.errors import InputError
from tests.comms.describe import events_in

HEAD = "From: Ann <ann@a.example>\nTo: bo@b.example\nDate: Tue, 03 Mar 2026 09:00:00 +0000\nMessage-ID: <{}@x>\n"
INVITATION = "\n--b\nContent-Type: text/plain\n\nhi\n--b\nContent-Type: text/calendar;\n {}\n\nBEGIN:VCALENDAR\n--b--\n"


def fates_of(tmp_path, text, name="m.mbox"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [event.fate.words for event in events_in(path, LogReading())[0]]


def an_mbox(*mails, separator="From - Tue Mar  3 09:00:00 2026"):
    return "".join(f"{separator}\n{mail}\n" for mail in mails)


@pytest.mark.parametrize(
    "mark",
    [
        "X-Gmail-Labels: Opened,Drafts",
        "X-Gmail-Labels: =?UTF-8?Q?Ge=C3=B6ffnet,Entw=C3=BCrfe?=",
        "X-Gmail-Labels: =?UTF-8?B?5LiL5pu444GN?=",
        "X-Unsent: 1",
        "X-Status: T",
        "X-Mozilla-Draft-Info: internal/draft; vcard=0",
        "x-uniform-type-identifier: com.apple.mail-draft",
        "X-Apple-Auto-Saved: 1",
        "X-Gmail-Labels: Geplant",
    ],
)
def test_a_draft_reached_nobody(tmp_path, mark):
    assert fates_of(tmp_path, an_mbox(HEAD.format(1) + mark + "\n\nhi\n", HEAD.format(2) + "\nhi\n")) == [
        "draft, never sent",
        "counted",
    ]


@pytest.mark.parametrize(
    ("headers", "part", "fate"),
    [
        ('Content-Type: multipart/alternative; boundary="b"', 'method="REQUEST"', "calendar traffic by mail"),
        ('Content-Type: multipart/mixed;\n boundary="b"', "charset=utf-8; method=REPLY", "calendar traffic by mail"),
        ('Content-Type: multipart/alternative; boundary="b"', "charset=utf-8", "calendar traffic by mail"),
        ('Content-Type: multipart/mixed; boundary="b"', 'name="x.ics"', "counted"),  # an attached calendar
        ("Content-Type: text/plain", "method=REQUEST", "counted"),  # a text that quotes one
        ("Content-Class: URN:Content-Classes:CalendarMessage", "", "calendar traffic by mail"),
    ],
)
@pytest.mark.parametrize("name", ["m.mbox", "m.eml"])
def test_an_invitation_is_told_by_its_parts(tmp_path, headers, part, fate, name):
    mail = HEAD.format(1) + headers + "\n" + INVITATION.format(part)
    assert fates_of(tmp_path, an_mbox(mail) if name == "m.mbox" else mail, name) == [fate]


@pytest.mark.parametrize("separator", ["From ", "From", "From -", "From ann@a.example", "From - 2026-03-03 09:00"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_without_a_date_part_mails(tmp_path, separator, end):
    box = an_mbox(*(HEAD.format(number) + "\nhi\n" for number in range(3)), separator=separator)
    assert fates_of(tmp_path, box.replace("\n", end).encode()) == ["counted"] * 3


def test_a_paragraph_that_starts_with_from_parts_nothing(tmp_path):
    mail = HEAD.format(1) + "\nhi\n\nFrom what we hear\nall is well: yes\n\nFrom here\nTo infinity\n"
    assert len(fates_of(tmp_path, an_mbox(mail))) == 1


def test_a_line_of_white_space_does_not_end_the_header(tmp_path):
    folder = tmp_path / "m"
    folder.mkdir()
    text = (
        "From: ann@a.example\nTo: bo@b.example,\n\t\n  \n dee@b.example\nDate: Tue, 03 Mar 2026 09:00:00 +0000\n\nhi\n"
    )
    (folder / "a.eml").write_text(text)
    (event,) = events_in(folder, LogReading())[0]
    assert (event.recipients, event.time is None) == (("bo@b.example", "dee@b.example"), False)


def test_files_of_any_case_and_others_are_told(tmp_path):
    folder = tmp_path / "m"
    folder.mkdir()
    for name in ("a.eml", "b.EML", "c.Eml", "notes.txt"):
        (folder / name).write_text(HEAD.format(name) + "\nhi\n")
    events, tally = events_in(folder, LogReading())
    assert len(events) == 3
    assert tally.notes == {"file in the folder that is no .eml, not read": 1}


def test_a_mail_that_starts_with_its_subject_is_one(tmp_path):
    assert fates_of(tmp_path, "Subject: x\nX-Priority: 3\n" + HEAD.format(1) + "\nhi\n", "m.txt") == ["counted"]


def test_a_maildir_is_read_with_its_flags(tmp_path):
    box = tmp_path / "box"
    for room in ("cur", "new", "tmp"):
        (box / room).mkdir(parents=True)
    (box / "cur" / "1.host:2,S").write_text(HEAD.format(1) + "\nhi\n")
    (box / "cur" / "2.host:2,DS").write_text(HEAD.format(2) + "\nhi\n")
    (box / "new" / "3.host").write_text(HEAD.format(3) + "\nhi\n")
    (box / "tmp" / "4.host").write_text(HEAD.format(4) + "\nhi\n")
    assert [event.fate.words for event in events_in(box, LogReading())[0]] == [
        "counted",
        "draft, never sent",
        "counted",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bo@b.example (formerly dee@b.example)", ("bo@b.example",)),
        ("Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", ("pete@silly.test",)),
        ("(a (nested) one) bo@b.example", ("bo@b.example",)),
        ("</O=EX/OU=A/CN=LEE>, Bo Elm, bo@b.example", ("/o=ex/ou=a/cn=lee", "bo elm", "bo@b.example")),
        ('"Elm, Bo", "Lee"', ("elm, bo", "lee")),
        ("<@relay.example:bo@b.example>", ("bo@b.example",)),
        ("Bo (Sales <bo@b.example>, dee@b.example", ("bo@b.example", "dee@b.example")),
    ],
)
def test_comments_are_no_addresses_and_nobody_named_vanishes(text, found):
    assert addresses_in(text) == found


def test_slack_partners_and_groups_count(tmp_path):
    export = tmp_path / "s"
    (export / "general").mkdir(parents=True)
    (export / "users.json").write_text(json.dumps([{"id": "U1", "profile": {"email": "ann@a.example"}}]))
    (export / "channels.json").write_text(json.dumps([{"name": "general", "members": ["U1", "U2", "UX"]}]))
    texts = ["hi <@UX> and <!subteam^S1|@team>", "<!here> look", "hello"]
    days = [
        {"type": "message", "user": "U1", "text": text, "ts": f"1772528400.00000{n}"} for n, text in enumerate(texts)
    ]
    (export / "general" / "2026-03-03.json").write_text(json.dumps(days))
    assert [event.recipients for event in events_in(export, LogReading())[0]] == [
        ("UX@slack", "S1@slack"),
        ("U2@slack", "UX@slack"),
        ("U2@slack", "UX@slack"),
    ]


@pytest.mark.parametrize(("target", "read"), [("GMAIL_SPAM", 0), ("SMTP_OUT", 1), ("GMAIL_INBOX", 1), ("Rejected", 0)])
def test_a_workspace_row_that_reached_nobody_is_lost_with_its_reason(tmp_path, target, read):
    head = "Message ID,Start date,End date,Sender,Recipient address,Event target"
    (tmp_path / "g.csv").write_text(f"{head}\n<1@x>,2026/03/01 09:00:00 UTC,,a@x.example,b@y.example,{target}\n")
    events, tally = events_in(tmp_path / "g.csv", LogReading())
    assert (len(events), tally.lost.total()) == (read, 1 - read)


@pytest.mark.parametrize(
    ("text", "hour"),
    [("2026-03-01 09:00:00 PST", 17), ("2026-07-01 09:00:00 CEST", 7), ("2026-03-01 09:00:00 UTC", 9)],
)
def test_short_names_of_zones_are_read(text, hour):
    assert utc_time(text, None).hour == hour


def test_a_short_name_nobody_knows_is_asked_for(tmp_path):
    head = "Message ID,Start date,End date,Sender,Recipient address"
    (tmp_path / "g.csv").write_text(f"{head}\n<1@x>,2026/03/01 09:00:00 IST,,a@x.example,b@y.example\n")
    with pytest.raises(InputError, match="times without a zone"):
        events_in(tmp_path / "g.csv", LogReading())


@pytest.mark.parametrize("start", [b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\x00", b"!BDN", b"\xd0\xcf\x11\xe0"])
def test_packed_files_are_refused_in_words(tmp_path, start):
    (tmp_path / "m.mbox.gz").write_bytes(start + b"\x00" * 40)
    with pytest.raises(InputError, match=r"packed|Outlook"):
        events_in(tmp_path / "m.mbox.gz", LogReading())


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="neither a file nor a folder"):
        events_in(tmp_path / "pipe", LogReading())


@pytest.mark.parametrize(
    ("mark", "why"),
    [
        ("X-Gmail-Labels: Spam,Unread", "taken for spam"),
        ("X-Spam-Flag: YES", "taken for spam"),
        ("X-Gmail-Labels: Chat", "copy of a chat in a mailbox"),
        ("Content-Type: multipart/report; report-type=disposition-notification", "automatic sender"),
        ("X-MS-Exchange-MeetingForward-Message: Forward", "calendar traffic by mail"),
        ("X-Gmail-Labels: Sent,Trash", "counted"),
    ],
)
def test_mail_nobody_wrote_to_anybody_is_set_aside_with_its_reason(tmp_path, mark, why):
    assert fates_of(tmp_path, an_mbox(HEAD.format(1) + mark + "\n\nhi\n")) == [why]


def test_a_mail_file_that_begins_with_a_mark_of_its_encoding_is_read(tmp_path):
    assert fates_of(tmp_path, b"\xef\xbb\xbf" + HEAD.format(1).encode() + b"\nhi\n", "m.eml") == ["counted"]
