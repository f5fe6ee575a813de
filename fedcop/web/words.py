"""Plain words for what pages show: times, numbers, who reads what."""

from typing import Final

from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import format_decimal

from fedcop import clock
from fedcop.community import quotas
from fedcop.tongues import N_, PSEUDO, SOURCE, _, current, ngettext, retell
from fedcop.values import Audience, PostPolicy

_MINUTE = 60_000
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
YEAR: Final = 365 * _DAY + 6 * _HOUR  # as good as one, to notice that another began
# fmt: off
_MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)
# fmt: on
_THOUSAND = 1000

# fmt: off
_TONGUES: Final = {
    "ar": "العربية", "cs": "čeština", "da": "dansk", "de": "Deutsch", "el": "ελληνικά",
    "en": "English", "es": "español", "fi": "suomi", "fr": "français", "he": "עברית",
    "hu": "magyar", "it": "italiano", "ja": "日本語", "ko": "한국어", "nl": "Nederlands",
    "no": "norsk", "pl": "polski", "pt": "português", "ro": "română", "ru": "русский",
    "sv": "svenska", "tr": "Türkçe", "uk": "українська", "zh": "中文",
}
# fmt: on

SHORT: Final = {
    Audience.PUBLIC: N_("Public"),
    Audience.UNLISTED: N_("Unlisted"),
    Audience.FOLLOWERS: N_("Followers"),
    Audience.MEMBERS: N_("Members"),
    Audience.NAMED: N_("Named people"),
}
LONG: Final = {
    Audience.PUBLIC: N_("Anybody on the web can read this."),
    Audience.UNLISTED: N_("Anybody with the address can read this; it stays out of lists."),
    Audience.FOLLOWERS: N_("Only those who follow its author can read this."),
    Audience.MEMBERS: N_("Only members of the community can read this."),
    Audience.NAMED: N_("Only the people named in it can read this."),
}
ICONS: Final = {
    Audience.PUBLIC: "globe",
    Audience.UNLISTED: "link",
    Audience.FOLLOWERS: "people",
    Audience.MEMBERS: "lock",
    Audience.NAMED: "at",
}
WRITERS: Final = {
    PostPolicy.ANYONE: N_("Anybody may write here."),
    PostPolicy.MEMBERS: N_("Members write here."),
    PostPolicy.STEWARDS: N_("Stewards start threads, members answer."),
}
BYTES: Final = N_("%(low)s bytes")  # as `quotas` writes a small size
MODES: Final = {
    "open": N_("It speaks with every other node, but for a few that are blocked."),
    "allowlist": N_("It speaks with chosen nodes only."),
    "closed": N_("It keeps to itself and speaks with no other node."),
}


def ago(ms: int) -> str:
    """Say when something was: how long ago on the same day, a date otherwise."""
    passed = clock.now_ms() - ms
    if passed < _MINUTE:
        return _("just now")
    if passed < _HOUR:
        return _("%(num)s min ago") % {"num": passed // _MINUTE}
    if passed < _DAY:
        return _("%(num)s h ago") % {"num": passed // _HOUR}
    return day(ms)


def span(ms: int) -> str:
    """Say how long something takes."""
    if ms < _HOUR:
        return _("%(num)s min") % {"num": max(ms // _MINUTE, 1)}
    if ms < 2 * _DAY:
        return _("%(num)s h") % {"num": round(ms / _HOUR)}
    days = round(ms / _DAY)
    return ngettext("%(num)s day", "%(num)s days", days) % {"num": days}


def day(ms: int) -> str:
    """Say on which day something was, with the year when it is another one."""
    at = clock.utc(ms)
    this_year = clock.utc(clock.now_ms()).year == at.year
    if locale := other_locale():
        return format_skeleton("MMMd" if this_year else "yMMMd", at, locale=locale)
    return f"{at.day} {_MONTHS[at.month - 1]}" + ("" if this_year else f" {at.year}")


def exactly(ms: int) -> str:
    """Say when something was, to the minute."""
    at = clock.utc(ms)
    if locale := other_locale():
        return f"{format_skeleton('yMMMd', at, locale=locale)}, {at:%H:%M} UTC"
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}, {at:%H:%M} UTC"


def size(count: int) -> str:
    """Write the size of a file as people read it."""
    return retell(quotas.in_words(count))


def grouped(number: int) -> str:
    """Write a number so that large ones can be read."""
    if number >= 10 * _THOUSAND and (locale := other_locale()):
        return format_decimal(number, locale=locale)
    return f"{number:,}".replace(",", "\u202f") if number >= 10 * _THOUSAND else str(number)


def other_locale() -> Locale | None:
    """Say whose dates and numbers are written; none for English, which has our own."""
    spoken = current()
    return None if spoken in (SOURCE, PSEUDO) else Locale.parse(spoken, sep="-")


def tongue(tag: str) -> str:
    """Name a language in its own words; one that is not known here keeps its tag."""
    return _TONGUES.get(tag.partition("-")[0].lower(), tag)


def tongues() -> list[tuple[str, str]]:
    """List the languages that have a name here, each in its own words."""
    return sorted(_TONGUES.items(), key=lambda one: one[1].casefold())


def agent(text: str) -> str:
    """Say in short which browser signed in."""
    browsers = {"Firefox/": "Firefox", "Edg/": "Edge", "OPR/": "Opera", "Chrome/": "Chrome"}
    browsers["Safari/"] = "Safari"
    systems = {
        "Android": "Android",
        "iPhone": N_("an iPhone"),
        "iPad": N_("an iPad"),
        "Mac OS": N_("a Mac"),
    }
    systems |= {"Windows": "Windows", "Linux": "Linux"}
    browser = next((name for mark, name in browsers.items() if mark in text), "")
    system = next((name for mark, name in systems.items() if mark in text), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": _(system)}
    return browser or _(system) or _("Another program")
