"""What is remembered of the way each origin reads signatures."""

from fedcop import clock
from fedcop.activitypub.signatures.scheme import Scheme
from fedcop.transport.signing import Knock, Knocks

ORIGIN = "https://peer.example"
DAY = 24 * 60 * 60
NOW = 1_795_255_200.0


class Time:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


def test_the_usual_way_is_not_worth_remembering() -> None:
    told: list[Knock] = []
    knocks = Knocks(told.append)
    knocks.worked(ORIGIN, Scheme.CAVAGE)
    assert knocks.scheme(ORIGIN) is None
    assert told == []


def test_what_worked_is_remembered_for_a_week() -> None:
    told: list[Knock] = []
    time = Time()
    with clock.held(time):
        knocks = Knocks(told.append)
        knocks.worked(ORIGIN, Scheme.RFC9421)
        time.now = NOW + 7 * DAY - 1
        assert knocks.scheme(ORIGIN) is Scheme.RFC9421
        time.now = NOW + 7 * DAY
        assert knocks.scheme(ORIGIN) is None
    assert told == [Knock(ORIGIN, Scheme.RFC9421, int((NOW + 7 * DAY) * 1000))]


def test_success_prolongs_the_week_but_is_told_once_a_day() -> None:
    told: list[Knock] = []
    time = Time()
    with clock.held(time):
        knocks = Knocks(told.append)
        for hour in range(49):
            time.now = NOW + hour * 3600
            knocks.worked(ORIGIN, Scheme.RFC9421)
        time.now = NOW + 8 * DAY
        assert knocks.scheme(ORIGIN) is Scheme.RFC9421
    assert len(told) == 2


def test_a_peer_that_turned_back_is_believed() -> None:
    knocks = Knocks()
    knocks.worked(ORIGIN, Scheme.RFC9421)
    knocks.worked(ORIGIN, Scheme.CAVAGE)
    assert knocks.scheme(ORIGIN) is Scheme.CAVAGE


def test_an_origin_that_signs_with_rfc_9421_is_answered_in_kind() -> None:
    knocks = Knocks()
    knocks.heard(ORIGIN, Scheme.RFC9421)
    knocks.heard("https://other.example", Scheme.CAVAGE)
    assert knocks.scheme(ORIGIN) is Scheme.RFC9421
    assert knocks.scheme("https://other.example") is None


def test_what_was_tried_counts_for_more_than_what_was_heard() -> None:
    knocks = Knocks()
    knocks.heard(ORIGIN, Scheme.RFC9421)
    knocks.worked(ORIGIN, Scheme.CAVAGE)
    knocks.heard(ORIGIN, Scheme.RFC9421)
    assert knocks.scheme(ORIGIN) is Scheme.CAVAGE


def test_what_the_store_kept_is_taken_up_and_holds_until_it_is_over() -> None:
    told: list[Knock] = []
    with clock.held(Time()):
        knocks = Knocks(told.append)
        knocks.restore(
            [
                Knock(ORIGIN, Scheme.CAVAGE_WITHOUT_QUERY, int((NOW + DAY) * 1000)),
                Knock("https://old.example", Scheme.RFC9421, int((NOW - 1) * 1000)),
            ]
        )
        assert knocks.scheme(ORIGIN) is Scheme.CAVAGE_WITHOUT_QUERY
        assert knocks.scheme("https://old.example") is None
    assert told == []


def test_no_more_origins_are_kept_than_there_is_room_for() -> None:
    knocks, count = Knocks(), 10_500
    for number in range(count):
        knocks.worked(f"https://h{number}.example", Scheme.RFC9421)
    known = [number for number in range(count) if knocks.scheme(f"https://h{number}.example")]
    assert known == list(range(count - 10_000, count))
