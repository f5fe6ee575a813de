"""A backup a day, whatever the clock does; old ones go; a failure is told and tried again."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from fedcop import clock
from fedcop.assembly import open_parts
from fedcop.community import backups
from fedcop.community.backups import State, is_due, next_at, slot_at
from fedcop.community.perform import perform
from fedcop.keeping.rounds import Rounds
from fedcop.keeping.sets import Kept as KeptSet
from fedcop.keeping.sets import list_sets, list_spare
from tests.keeping.rig import Kept

DAY = 86_400_000
AT = "03:30"


def moment(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


NOON = moment("2026-11-21T12:00")


def made(now: int) -> State:
    return State(slot=slot_at(AT, now), done=now, tried=now)


def test_the_first_is_made_at_once_and_then_one_a_day():
    assert is_due(AT, State(), NOON)
    assert not is_due(AT, made(NOON), NOON + 15 * 3_600_000)
    assert is_due(AT, made(NOON), moment("2026-11-22T03:30"))
    assert next_at(AT, made(NOON), NOON) == moment("2026-11-22T03:30")
    assert not is_due("", State(), NOON)


def test_a_clock_that_jumps_a_month_ahead_makes_one():
    now, state, count = NOON, made(NOON), 0
    for _ in range(100):
        if is_due(AT, state, now + 30 * DAY):
            state, count = made(now + 30 * DAY), count + 1
    assert count == 1


def test_a_clock_that_is_put_back_goes_on_making_them():
    wrong = made(NOON + 400 * DAY)
    assert is_due(AT, wrong, NOON)
    assert not is_due(AT, made(NOON), NOON - 3_600_000)
    assert not is_due(AT, made(NOON), NOON - 10 * 3_600_000)


def test_after_a_failure_it_is_tried_again_within_the_hour_and_not_before():
    state = State(slot=0, tried=NOON, error="no room")
    assert not is_due(AT, state, NOON + 60_000)
    assert is_due(AT, state, NOON + 3_700_000)
    assert is_due(AT, state, NOON - 3 * DAY)


def test_of_days_weeks_and_months_the_newest_stays():
    days = [KeptSet(Path(f"{n}.tar"), NOON - n * DAY, 1) for n in range(100)]
    keep = {"daily": 3, "weekly": 2, "monthly": 2}
    spare = list_spare(days, keep)
    stay = [one.path.stem for one in days if one not in spare]
    assert stay == ["0", "1", "2", "6", "21"]
    assert list_spare(days[:1], {"daily": 1}) == []


@pytest.mark.timeout(240)
@pytest.mark.parametrize("daily_at", ["00:00"])
async def test_a_worker_makes_one_in_a_process_of_its_own(kept: Kept, daily_at: str) -> None:
    kept.config.write_text(f'{kept.config.read_text()}backup_daily_at = "{daily_at}"\n')
    settings = kept.settings
    parts = await open_parts(settings, beside=True)

    async def held() -> bool:
        return True

    rounds = Rounds(parts.store, settings, held)
    try:
        await rounds.step()
        state = await backups.read_state(parts.store)
        assert state.error == ""
        assert [one.name for one in state.kept] == [
            one.path.name for one in list_sets(settings.backup_folder)
        ]
        assert len(state.kept) == 1
        await rounds.step()
        assert len(list_sets(settings.backup_folder)) == 1

        settings.backup_folder.rename(settings.data / "elsewhere")
        settings.backup_folder.write_text("no folder")
        await perform(parts.store, backups.ask, 0)
        await rounds.step()
        failed = await backups.read_state(parts.store)
        assert failed.error
        assert failed.done == state.done
        assert "failed" in backups.trouble_of(daily_at, failed, clock.now_ms())
        assert not await backups.is_asked(parts.store)
    finally:
        await parts.close()
