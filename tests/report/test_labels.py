"""Names in pictures: beside what they name, over nothing else."""

from alliancenet.report.figures.labels import LETTER, LINE, Spot, beside

FRAME = (0.0, 0.0, 400.0, 300.0)


def spot(x, y, name="Ada", radius=6.0):
    return Spot(x=x, y=y, radius=radius, name=name)


def test_a_name_stands_right_of_a_circle_that_is_alone():
    placed = beside([spot(100, 100)], [0], FRAME)[0]
    assert (placed.anchor, placed.y) == ("start", 104)
    assert placed.x > 106


def test_a_name_at_the_right_edge_stands_on_the_left():
    assert beside([spot(390, 100)], [0], FRAME)[0].anchor == "end"


def test_a_name_is_never_written_over_another_circle():
    assert beside([spot(100, 100), spot(130, 100, "Bo")], [0], FRAME)[0].anchor == "end"


def test_two_names_never_meet():
    close = [spot(200, 100, "Ada"), spot(200, 100 + LINE / 2, "Bo")]
    found = beside(close, [0, 1], FRAME)
    assert {found[0].anchor, found[1].anchor} == {"start", "end"}


def test_where_there_is_no_room_there_is_no_name():
    assert beside([spot(10, 10, "a" * int(500 / LETTER))], [0], (0.0, 0.0, 100.0, 100.0)) == {}
