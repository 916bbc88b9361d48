from itertools import product

from rfl.reporting.rules import Measure, Row, Total, report_of, shown, total_of

NAMES = ("A", "B", "C")


def told(counts):
    """Everything a reader of one column sees."""
    report = report_of(
        2026, [(name, {Measure.OPENED: n}) for name, n in zip(NAMES, counts, strict=True)]
    )
    place = list(Measure).index(Measure.OPENED)
    return [row.figures[place] for row in report.rows], report.totals[place]


def test_fewer_than_five_are_not_told():
    assert [shown(count).value for count in (0, 1, 4, 5, 6)] == [None, None, None, 5, 6]


def test_no_total_tells_small_figures_apart():
    seen: dict[str, set[tuple[int, ...]]] = {}
    for counts in product(range(8), repeat=3):
        seen.setdefault(repr(told(counts)), set()).add(counts)

    for alike in seen.values():
        for place in range(3):
            values = {counts[place] for counts in alike}
            assert values == {0, 1, 2, 3, 4} or (len(values) == 1 and min(values) >= 5)


def test_a_total_is_exact_only_where_every_figure_is_shown():
    assert total_of([shown(7), shown(5)]) == Total(12, is_exact=True)
    assert total_of([shown(7), shown(4)]) == Total(7, is_exact=False)


def test_a_report_without_one_figure_is_empty():
    assert report_of(2026, [("A", {Measure.OPENED: 4})]).is_empty
    assert not report_of(2026, [("A", {Measure.OPENED: 5})]).is_empty
    assert report_of(2026, []).rows == ()
    assert report_of(2026, [("A", {})]).rows == (Row("A", (shown(0),) * len(Measure)),)


def test_a_society_without_one_figure_is_only_named():
    report = report_of(2026, [("A", {Measure.OPENED: 4}), ("B", {Measure.OPENED: 5})])

    assert report.silent == ("A",)
