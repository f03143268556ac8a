"""The table that `make coverage` ends with."""

from tests.rooms import Measured, report, room_of, share


def test_rooms_are_packages_of_timeline() -> None:
    assert room_of("timeline/query/view.py") == "timeline/query"
    assert room_of("timeline/web/vendor/x.py") == "timeline/web"
    assert room_of("timeline/errors.py") == "timeline"
    assert room_of("pages/claims.py") == room_of("dashboard.py") == "pages"


def test_a_room_is_weighed_by_lines_and_named_when_it_is_below_95() -> None:
    files = [
        Measured("timeline/query/view.py", 190, 9),
        Measured("timeline/query/filter.py", 10, 1),  # 95 % exactly is enough
        Measured("timeline/waves/find.py", 1000, 51),
        Measured("timeline/waves/words.py", 0, 0),
    ]
    lines = report(files).splitlines()
    assert [line.split() for line in lines[1:4]] == [
        ["timeline/query", "200", "95.0%"],
        ["timeline/waves", "1000", "94.9%"],
        ["all", "1200", "94.9%"],
    ]
    assert lines[-2:] == ["Below 95 %: timeline/waves", "  timeline/waves/find.py: 51 of 1000 did not run"]
    assert share([]) == 100
