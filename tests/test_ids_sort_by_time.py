import pytest

from fedcop import clock, ids

NOON = 1_767_614_400_000  # a whole second, in milliseconds


@pytest.fixture
def at():
    """Hold the clock at a time of the test's own."""
    time = [NOON]
    ids.forget()
    with clock.held(lambda: time[0] / 1000):
        yield time
    ids.forget()


@pytest.fixture
def process():
    yield ids.number_this_process
    ids.number_this_process(0)


def test_ids_are_positive_64_bit_numbers_far_into_the_future(at):
    at[0] = 4_102_444_800_000  # the year 2100
    assert 0 < ids.new_id() < 2**63


def test_a_later_id_sorts_later(at):
    first = ids.new_id()
    second = ids.new_id()
    at[0] += 1
    assert first < second < ids.new_id()


def test_ids_are_unique_although_the_clock_stands_still(at):
    minted = [ids.new_id() for _ in range(50_000)]
    assert len(set(minted)) == 50_000
    assert minted == sorted(minted)


def test_ids_are_unique_although_the_clock_goes_back(at):
    minted = [ids.new_id() for _ in range(1000)]
    at[0] -= 1
    minted += [ids.new_id() for _ in range(1000)]
    at[0] += 2
    minted += [ids.new_id() for _ in range(1000)]
    assert minted == sorted(set(minted))


def test_an_id_tells_its_time(at):
    assert ids.time_of(ids.new_id()) == NOON
    assert ids.time_of(ids.new_id(NOON - 86_400_001)) == NOON - 86_400_001


def test_what_was_published_earlier_sorts_earlier(at):
    yesterday = ids.new_id(NOON - 86_400_000)
    assert yesterday < ids.new_id(NOON - 3_600_000) < ids.new_id()


@pytest.mark.parametrize("published", [NOON + 1, NOON + 10**12])
def test_nothing_is_published_later_than_now(at, published):
    assert ids.time_of(ids.new_id(published)) == NOON


def test_nothing_is_published_before_time_began(at):
    assert ids.time_of(ids.new_id(-5)) < 1000


def test_a_burst_published_in_one_whole_second_gets_ids_of_that_second(at):
    minted = {ids.new_id(NOON - 60_000) for _ in range(50_000)}
    assert len(minted) == 50_000
    assert {ids.time_of(number) // 1000 for number in minted} == {(NOON - 60_000) // 1000}


def test_a_burst_published_just_now_is_unique_too(at):
    at[0] += 300
    assert len({ids.new_id(NOON) for _ in range(50_000)}) == 50_000


def test_what_comes_late_never_takes_the_id_of_what_was_minted_then(at):
    then = {ids.new_id() for _ in range(2_000)}
    at[0] += 60_000
    assert not then & {ids.new_id(NOON + 1) for _ in range(2_000)}


def test_two_processes_never_mint_the_same(at, process):
    process(1)
    first = {ids.new_id() for _ in range(1000)} | {ids.new_id(NOON - 5000) for _ in range(1000)}
    ids.forget()
    process(2)
    second = {ids.new_id() for _ in range(1000)} | {ids.new_id(NOON - 5000) for _ in range(1000)}
    assert not first & second


@pytest.mark.parametrize("number", [-1, 64])
def test_there_are_64_process_numbers(number, process):
    with pytest.raises(ValueError, match="not within"):
        process(number)
