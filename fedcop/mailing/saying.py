"""The words of what somebody is told by mail, said in the language of its reader."""

from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime, get_timezone

from fedcop import clock, tongues
from fedcop.tongues import N_, _

_SAID: Final = {
    "mention": N_("%(who)s named you"),
    "reply": N_("%(who)s answered you"),
    "asked": N_("%(who)s asks to be let in"),
    "review_asked": N_("%(who)s asks you for a review"),
    "answer_asked": N_("%(who)s thinks you could answer this"),
    "meeting_asked": N_("%(who)s invites you to a meeting"),
    "offered": N_("%(who)s offers something to the library"),
    "offered_back": N_("%(who)s offers you a change"),
    "result_due": N_("%(who)s awaits word of how it went"),
    "newcomer_waits": N_("%(who)s asked for the first time, and nobody has answered"),
    "needs_review": N_("Something of %(who)s needs review"),
    "meeting_soon": N_("A meeting you come to begins soon"),
    "meeting_wish": N_("%(who)s asks to come to a meeting"),
    "mentor_asked": N_("%(who)s writes to you about mentoring"),
}
_OTHERWISE: Final = N_("%(who)s did something that needs you")


def say(kind: str, who: str) -> str:
    """Say what happened, and who did it."""
    return _(_SAID.get(kind, _OTHERWISE)) % {"who": who}


def moment(at: int, zone: str) -> str:
    """Say when something is: the day, the hour and the time zone."""
    return format_datetime(clock.utc(at), "EEEE, d MMMM, HH:mm zzz", get_timezone(zone), _locale())


def _locale() -> Locale:
    try:
        return Locale.parse(tongues.current(), sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
