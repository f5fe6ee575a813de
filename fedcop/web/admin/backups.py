"""Backups: how the last ones went, which sets are kept, and one made now."""

from starlette.responses import Response

from fedcop import clock
from fedcop.community import backups
from fedcop.web import words
from fedcop.web.admin.frame import framed
from fedcop.web.ask import Ask


async def show(ask: Ask) -> Response:
    """Show how backups went and when the next one is."""
    chosen, now = ask.site.settings, clock.now_ms()
    state = await backups.read_state(ask.store)
    return await framed(
        ask,
        "backups",
        state=state,
        daily_at=chosen.backup_daily_at,
        folder=chosen.backup_folder,
        sealed=bool(chosen.backup_recipient),
        next_at=backups.next_at(chosen.backup_daily_at, state, now),
        trouble=backups.trouble_of(chosen.backup_daily_at, state, now),
        asked=await backups.is_asked(ask.store),
        in_words=words.size,
    )


async def make(ask: Ask) -> Response:
    """Ask for one now; a worker makes it."""
    await ask.do(backups.ask, ask.me.id)
    return ask.go("/admin/backups")
