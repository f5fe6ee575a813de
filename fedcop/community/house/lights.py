"""The overview of a node in words: a traffic light and one sentence for each part of it."""

from collections.abc import Callable
from typing import Final, NamedTuple

from fedcop import __version__
from fedcop.community.house.facts import Facts
from fedcop.community.offices import Right
from fedcop.tongues import _, ngettext

GOOD: Final = "good"
WARNING: Final = "warning"
BAD: Final = "bad"
NAMES: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}

_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR
_GIB: Final = 1 << 30
_LEAST_FREE: Final = _GIB
_LITTLE_FREE: Final = 5 * _GIB
_SLOW_MS: Final = 500
_LATE: Final = 2 * _MINUTE  # seconds that something may wait
_VERY_LATE: Final = 10 * _MINUTE
_MAIL_LATE: Final = _HOUR
_MAIL_VERY_LATE: Final = 6 * _HOUR
_MANY_FAIL: Final = 0.2
_FEW_DAYS: Final = 14  # of a certificate
_VERY_FEW_DAYS: Final = 4
_MOST_DRIFT: Final = 60  # seconds; from then on peers refuse what we sign


class Light(NamedTuple):
    """How one part of the node is."""

    name: str  # what it is called on the command line, and by tests
    label: str
    state: str
    text: str
    page: str  # where more is seen
    right: Right  # who sees it


def lights_of(facts: Facts) -> list[Light]:
    """Say how each part of the node is, in the language of the reader."""
    return [shine(facts) for shine in _ALL]


def span(seconds: int) -> str:
    """Say how long something lasts, in the language of the reader."""
    for size, one, many in (
        (_DAY, "%(num)s day", "%(num)s days"),
        (_HOUR, "%(num)s hour", "%(num)s hours"),
        (_MINUTE, "%(num)s minute", "%(num)s minutes"),
    ):
        if seconds >= size:
            return ngettext(one, many, seconds // size) % {"num": seconds // size}
    return ngettext("%(num)s second", "%(num)s seconds", seconds) % {"num": seconds}


def size(number: int) -> str:
    """Say how many bytes something has, in a unit that can be read."""
    for unit in ("B", "KiB", "MiB", "GiB"):
        if number < 10 * 1024 or unit == "GiB":
            return f"{number} {unit}"
        number //= 1024
    return ""


def _disk(facts: Facts) -> Light:
    state = GOOD if facts.free >= _LITTLE_FREE else WARNING
    state = BAD if facts.free < _LEAST_FREE else state
    text = _("%(free)s of %(whole)s are free.") % {
        "free": size(facts.free),
        "whole": size(facts.whole),
    }
    if state != GOOD:
        text += " " + _("Make room: prune copies of files, or move files elsewhere.")
    return Light("disk", _("Room"), state, text, "/admin/media", Right.OVERVIEW)


def _database(facts: Facts) -> Light:
    name = NAMES[facts.dialect]
    if facts.schema:
        return Light("database", _("Database"), BAD, facts.schema, "", Right.OVERVIEW)
    slow = facts.answered_ms > _SLOW_MS
    text = _("%(name)s, %(size)s, answered within %(ms)s ms.") % {
        "name": name,
        "size": size(facts.size),
        "ms": max(1, facts.answered_ms),
    }
    state = WARNING if slow else GOOD
    return Light("database", _("Database"), state, text, "", Right.OVERVIEW)


def _inbox(facts: Facts) -> Light:
    text = ngettext(
        "%(num)s message waits to be processed, the oldest for %(age)s.",
        "%(num)s messages wait to be processed, the oldest for %(age)s.",
        facts.arrived,
    )
    waits = (facts.arrived, _age(facts, facts.arrived_since))
    return _waits(("inbox", _("Arrived")), waits, text, _("All that arrived is processed."))


def _told(facts: Facts) -> Light:
    text = ngettext(
        "%(num)s act is not told on yet, the oldest for %(age)s.",
        "%(num)s acts are not told on yet, the oldest for %(age)s.",
        facts.untold,
    )
    waits = (facts.untold, age := _age(facts, facts.untold_since))
    if age > _VERY_LATE:
        text += " " + _("Does the worker run? Its log says what it meets.")
    return _waits(("events", _("Told on")), waits, text, _("All that happened here is told on."))


def _waits(name: tuple[str, str], waits: tuple[int, int], late: str, well: str) -> Light:
    """Say how much waits and for how long, or that nothing does."""
    number, age = waits
    text = late % {"num": number, "age": span(age)} if number else well
    state = _by_age(age, _LATE, _VERY_LATE) if number else GOOD
    return Light(*name, state, text, "/admin/queue", Right.SEE_PEERS)


def _peers(facts: Facts) -> Light:
    known, failing = facts.peers
    text = ngettext("We know %(num)s server", "We know %(num)s servers", known) % {"num": known}
    if failing:
        text += ngettext(", and %(num)s does not answer.", ", and %(num)s do not answer.", failing)
        text %= {"num": failing}
    else:
        text += _(", and all of them answer.") if known else "."
    state = WARNING if failing and failing > known * _MANY_FAIL else GOOD
    where = "/admin/peers?show=failing" if failing else "/admin/peers"
    return Light("peers", _("Other servers"), state, text, where, Right.SEE_PEERS)


def _lag(facts: Facts) -> Light:
    where = "/admin/peers?show=lagging"
    parts = []
    if facts.lagging.peers:
        parts.append(
            ngettext(
                "%(num)s server lacks something we told, for %(age)s.",
                "%(num)s servers lack something we told, the latest of them for %(age)s.",
                facts.lagging.peers,
            )
            % {"num": facts.lagging.peers, "age": span(facts.lagging.seconds)}
        )
    if facts.beside.given_up:
        where = "/admin/queue"
        parts.append(
            ngettext(
                "%(num)s delivery was given up.",
                "%(num)s deliveries were given up.",
                facts.beside.given_up,
            )
            % {"num": facts.beside.given_up}
        )
    text = " ".join(parts) or _("Everybody has what they should have.")
    state = WARNING if parts and (facts.beside.given_up or facts.lagging.seconds > _HOUR) else GOOD
    return Light("delivery", _("Delivery"), state, text, where, Right.SEE_PEERS)


def _mail(facts: Facts) -> Light:
    waits = facts.waits
    late = _age(facts, waits.mail_due) if waits.mail_owed else 0
    parts = []
    if waits.mail_owed:
        parts.append(
            ngettext("%(num)s letter is to be sent.", "%(num)s letters are to be sent.", waits[2])
            % {"num": waits.mail_owed}
        )
    if waits.mail_given_up:
        parts.append(
            ngettext("%(num)s letter was given up.", "%(num)s letters were given up.", waits[4])
            % {"num": waits.mail_given_up}
        )
    state = _by_age(late, _MAIL_LATE, _MAIL_VERY_LATE)
    state = WARNING if state == GOOD and waits.mail_given_up else state
    text = " ".join(parts) or _("No letter waits.")
    return Light("mail", _("Mail"), state, text, "/admin/mail", Right.SEE_MAIL)


def _backup(facts: Facts) -> Light:
    place, label = "/admin/backups", _("Backup")
    if facts.backup:
        return Light("backup", label, BAD, facts.backup, place, Right.SEE_BACKUPS)
    if not facts.backed_up:
        text = _("None was made yet.")
        return Light("backup", label, WARNING, text, place, Right.SEE_BACKUPS)
    age = span(_age(facts, facts.backed_up))
    text = _("The last good one was made %(age)s ago.") % {"age": age}
    return Light("backup", label, GOOD, text, place, Right.SEE_BACKUPS)


def _waiting(facts: Facts) -> Light:
    waits = facts.waits
    parts = []
    if waits.reports:
        text = ngettext("%(num)s report is open.", "%(num)s reports are open.", waits.reports)
        parts.append(text % {"num": waits.reports})
    if waits.communities:
        text = ngettext(
            "%(num)s community waits for you to agree.",
            "%(num)s communities wait for you to agree.",
            waits.communities,
        )
        parts.append(text % {"num": waits.communities})
    if facts.newcomers:
        text = ngettext(
            "%(num)s person asks to join.", "%(num)s people ask to join.", facts.newcomers
        )
        parts.append(text % {"num": facts.newcomers})
    if facts.newcomers and not waits.reports:
        where = "/admin/waiting"
        text = " ".join(parts)
        return Light("waiting", _("Waiting for you"), WARNING, text, where, Right.SEE_PEOPLE)
    where = "/admin/reports" if waits.reports else "/admin/communities?show=waiting"
    text = " ".join(parts) or _("Nobody waits for you.")
    state = WARNING if parts else GOOD
    return Light("waiting", _("Waiting for you"), state, text, where, Right.SEE_COMMUNITIES)


def _certificate(facts: Facts) -> Light:
    seen, state = facts.outlook, GOOD
    if not facts.secure:
        text = _("None is needed: the address of this node is http.")
    elif seen.trouble:
        state, text = BAD, seen.trouble
    elif seen.days is None:
        text = _("Not looked at yet.")
    else:
        text = ngettext("Good for %(num)s more day.", "Good for %(num)s more days.", seen.days)
        text %= {"num": seen.days}
        if seen.days < _FEW_DAYS:
            state = BAD if seen.days < _VERY_FEW_DAYS else WARNING
            text += " " + _("Does its renewal work?")
    return Light("certificate", _("Certificate"), state, text, "", Right.OVERVIEW)


def _clock(facts: Facts) -> Light:
    seen, state = facts.outlook, GOOD
    if seen.drift is None:
        text = _("Not compared yet: no other server said what time it is.")
    elif abs(seen.drift) > _MOST_DRIFT:
        state = BAD
        text = _("It differs from those of other servers by %(span)s; let NTP set it.") % {
            "span": span(int(abs(seen.drift)))
        }
    else:
        text = ngettext(
            "It agrees with %(num)s other server.",
            "It agrees with %(num)s other servers.",
            seen.asked,
        ) % {"num": seen.asked}
    return Light("clock", _("Clock"), state, text, "", Right.OVERVIEW)


def _quarantine(facts: Facts) -> Light:
    label, place = _("Quarantine"), "/admin/backups"
    if not facts.quiet_since:
        text = _("None: this node speaks.")
        return Light("quarantine", label, GOOD, text, place, Right.SEE_BACKUPS)
    text = _(
        "This node was restored from a backup %(age)s ago, and nothing leaves it until you let it"
        " speak: fedcop backup release."
    ) % {"age": span(_age(facts, facts.quiet_since))}
    return Light("quarantine", label, BAD, text, place, Right.SEE_BACKUPS)


def _version(facts: Facts) -> Light:
    text = _("fedcop %(version)s, with the schema that belongs to it.") % {"version": __version__}
    if facts.schema:
        return Light("version", _("Version"), BAD, facts.schema, "", Right.OVERVIEW)
    return Light("version", _("Version"), GOOD, text, "", Right.OVERVIEW)


def _age(facts: Facts, since: int) -> int:
    return max(0, facts.read_at - since) // 1000 if since else 0


def _by_age(age: int, late: int, very_late: int) -> str:
    return BAD if age > very_late else WARNING if age > late else GOOD


_ALL: Final[tuple[Callable[[Facts], Light], ...]] = (
    _waiting,
    _told,
    _inbox,
    _lag,
    _peers,
    _mail,
    _backup,
    _disk,
    _database,
    _certificate,
    _clock,
    _quarantine,
    _version,
)
