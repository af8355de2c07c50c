"""Where the words beside the points of a picture stand."""

from iom.reports.label_places import Label, places

SIDE = 400
DIAGONAL = [(0.0, 0.0), (1.0, 1.0)]


def struck(place, words, line):
    """Whether a line of two ends goes through words of which each letter is six pixels wide."""
    (x, y), (to_x, to_y) = line
    steps = [step / 1000 for step in range(1001)]
    points = [((x + (to_x - x) * part) * SIDE, (y + (to_y - y) * part) * SIDE) for part in steps]
    left, middle = place[0] * SIDE, place[1] * SIDE
    return any(left <= x <= left + 6 * len(words) and abs(y - middle) <= 5 for x, y in points)


def labelled(*points):
    given = [Label((x, y), words, y - 0.05, y + 0.05) for x, y, words in points]
    return given, places(given, (DIAGONAL,), SIDE)


def test_no_line_and_no_bar_goes_through_the_words_where_there_is_room():
    given, found = labelled((0.3, 0.3, "low"), (0.5, 0.55, "medium"), (0.8, 0.75, "high"), (0.34, 0.33, "4"))
    bars = [[(one.at[0], one.low), (one.at[0], one.high)] for one in given]
    for one, place in zip(given, found, strict=True):
        assert not any(struck(place, one.words, line) for line in (DIAGONAL, *bars)), one.words


def test_words_of_points_that_lie_together_stand_apart():
    _, found = labelled((0.6, 0.4, "7"), (0.6, 0.41, "8"), (0.61, 0.4, "9"))
    for place, other in ((0, 1), (0, 2), (1, 2)):
        (x, y), (to_x, to_y) = found[place], found[other]
        assert abs(x - to_x) * SIDE > 6 or abs(y - to_y) * SIDE >= 12


def test_words_stay_within_the_picture():
    _, found = labelled((0.99, 0.99, "very high"), (0.01, 0.01, "1 to 6"))
    for (x, y), words in zip(found, ("very high", "1 to 6"), strict=True):
        assert x >= 0 and x + len(words) * 6 / SIDE <= 1
        assert 0 < y < 1
