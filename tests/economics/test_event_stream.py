"""A large table summed while it streams past comes to what the reader of whole tables makes of it."""

import random

import pandas as pd
import pytest

from alliancenet.economics import event_stream
from alliancenet.economics.reading import read_books
from alliancenet.errors import InputError
from alliancenet.settings import changed, default_settings

from .firms import folder_of, register_of

HEAD = "partner,date,activity,count,minutes,km,abroad,id,note\n"
FILES = {
    "resources.csv": "resource,period,cost,capacity_minutes\ndesk,2026-Q1,9000,9000\nvan,2025-Q4,500,700\n",
    "activities.csv": "activity,resource,minutes,from,to\norder,desk,7,,2026-01-31\norder,desk,9,2026-02-01,\n"
    "visit,van,40,,\n",
    "activity_terms.csv": "activity,attribute,minutes\nvisit,km,1.5\nvisit,abroad,30\n",
}
ALL_SIZES = changed(default_settings(), {"economics.stream": {"bytes": 0, "memory_mb": 200}})


def events_of(seed: int) -> str:
    draw = random.Random(seed)
    rows = [
        f"{draw.choice(['a', 'b', 'a', ''])},{draw.choice(['2025-11-30', '2026-01-31', '2026-02-01', '2026-03-15'])},"
        f"{draw.choice(['order', 'visit'])},{draw.choice(['', 1, 2.5, 0])},{draw.choice(['', '', 12.25])},"
        f"{draw.choice(['', 3, 0.1])},{draw.choice(['', 'yes', 'No'])},{number},{draw.choice(['', 'x'])}\n"
        for number in range(200)
    ]
    return HEAD + "".join(rows)


def read(path, events: str, settings):
    return read_books(folder_of(path, FILES | {"events.csv": events}), register_of("a", "b"), settings)


@pytest.fixture
def streams(monkeypatch):
    """What the streaming reader came to, each time it was asked."""
    found = []

    def watched(*given):
        found.append(event_stream.streamed_events(*given))
        return found[-1]

    monkeypatch.setattr("alliancenet.economics.time_files.streamed_events", watched)
    return found


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("written", [lambda text: text, lambda text: "\ufeff" + text.replace(",", ";")])
def test_both_readers_agree(tmp_path, streams, seed, written):
    text = written(events_of(seed))
    streamed, whole = read(tmp_path, text, ALL_SIZES), read(tmp_path, text, default_settings())
    assert [found is not None for found in streams] == [True, False]
    pd.testing.assert_frame_equal(streamed.events.frame, whole.events.frame, check_dtype=False)
    for name, sums in streamed.events.attributes.items():
        told = ~whole.events.frame["is_lacking"].to_numpy()
        assert sums[told] == pytest.approx(whole.events.attributes[name][told])
    assert list(map(str, streamed.remarks)) == list(map(str, whole.remarks))


def test_both_readers_agree_where_each_activity_has_one_standard(tmp_path, streams):
    files = {"activities.csv": "activity,resource,minutes\norder,desk,7\nvisit,van,40\n", "activity_terms.csv": ""}
    text = "partner,date,activity\na,2026-01-31,visit\n,2026-01-31,order\na,2026-02-01,visit\nb,2025-11-30,order\n"
    (tmp_path / "economics").mkdir()
    found = []
    for settings in (ALL_SIZES, default_settings()):
        folder = folder_of(tmp_path, FILES | files | {"events.csv": text})
        (folder / "economics" / "activity_terms.csv").unlink()
        found.append(read_books(folder, register_of("a", "b"), settings))
    assert streams[0] is not None
    pd.testing.assert_frame_equal(found[0].events.frame, found[1].events.frame, check_dtype=False)


@pytest.mark.parametrize(
    "row",
    [
        "zz,2026-01-05,order,1,,,,900,",
        "a,05/01/2026,order,1,,,,900,",
        "a,05/01/26,order,1,,,,900,",
        "a,2026-13-05,order,1,,,,900,",
        ",,order,1,,,,900,",
        "a,2026-01-05,dance,1,,,,900,",
        "a,2026-01-05,,1,,,,900,",
        'a,2026-01-05,order,"1,5",,,,900,',
        "a,2026-01-05,order,-1,,,,900,",
        "a,2026-01-05,order,nan,,,,900,",
        "a,2026-01-05,order,1,inf,,,900,",
        "a,2026-01-05,visit,1,,far,,900,",
        "a,2026-01-05,order,1,,,,7,",
        "a,2026-01-05,order,1,,,,900,x,y",
        'a,2026-01-05,"order,1,,,,900,',
        "=1+1,2026-01-05,order,1,,,,900,",
        "a,46027,order,1,,,,900,",
    ],
)
def test_one_cell_that_is_not_plain_is_left_to_the_reader_that_names_it(tmp_path, streams, row):
    text = events_of(1) + row + "\n"

    def outcome(settings):
        try:
            return read(tmp_path, text, settings).events.frame.to_csv()
        except InputError as error:
            return str(error)

    assert outcome(ALL_SIZES) == outcome(default_settings())
    assert streams[0] is None
