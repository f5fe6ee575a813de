"""What files take: drawn by kind, by person, by node and by week."""

from typing import TYPE_CHECKING, Final, NamedTuple

from starlette.responses import Response

from fedcop.community.house import files
from fedcop.tongues import N_, _
from fedcop.web import words
from fedcop.web.admin.frame import framed
from fedcop.web.ask import Ask

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fedcop.community.house.files import Share

_KINDS: Final = {
    "image": N_("pictures"),
    "video": N_("videos"),
    "audio": N_("recordings"),
    "gifv": N_("moving pictures"),
    "unknown": N_("other files"),
}


class Bar(NamedTuple):
    """What some files take together."""

    label: str
    value: int
    words: str


class Chart(NamedTuple):
    """What came, week by week."""

    title: str
    most: int
    bars: list[Bar]


async def show(ask: Ask) -> Response:
    """Show what files take."""
    usage = await files.read_usage(ask.store)
    chosen = ask.site.settings
    weeks = [Bar(words.day(begins), size, words.size(size)) for begins, size in usage.weeks]
    shares = (
        (_("Ours, by kind"), _bars((_kind(one[0]), one) for one in usage.kinds if one.own)),
        (_("Copies, by kind"), _bars((_kind(one[0]), one) for one in usage.kinds if not one.own)),
        (_("People whose files take the most"), _bars((one[0], one) for one in usage.people)),
        (_("Nodes whose copies take the most"), _bars((one[0], one) for one in usage.peers)),
    )
    return await framed(
        ask,
        "files",
        usage=usage,
        in_words=words.size,
        where=chosen.media_storage,
        quota_person=chosen.quota_person,
        quota_node=chosen.quota_node,
        copies=chosen.copies,
        shares=shares,
        chart=Chart(_("What came"), max((bar.value for bar in weeks), default=0), weeks),
        rows=[(bar.label, bar.words) for bar in reversed(weeks)],
    )


def _bars(named: "Iterable[tuple[str, Share]]") -> list[Bar]:
    return [
        Bar(
            label,
            one.size,
            _("%(size)s in %(count)s") % {"size": words.size(one.size), "count": one.files},
        )
        for label, one in named
    ]


def _kind(name: str) -> str:
    return _(_KINDS.get(name, name))
