"""What somebody is told: who named, answered, liked or asked them."""

from starlette.responses import Response

from fedcop.community import notifications, posting
from fedcop.community.notifications import Notice
from fedcop.tongues import N_, _
from fedcop.web import paths
from fedcop.web.ask import Ask

_LINES = 40

_WORDS = {
    "mention": N_("named you"),
    "reply": N_("answered you"),
    "like": N_("liked what you wrote"),
    "boost": N_("passed on what you wrote"),
    "follow": N_("follows you"),
    "asked": N_("asks to follow you"),
    "accepted": N_("let you in"),
    "join": N_("joined"),
    "poll": N_("has the result of a poll"),
    "status": N_("wrote something"),
    "update": N_("changed what you passed on"),
    "helped": N_("accepted your answer"),
    "recommended": N_("recommends a revision of yours"),
    "endorsed": N_("endorsed a revision of yours"),
    "review_asked": N_("asks you for a review"),
    "answer_asked": N_("thinks you could answer this"),
    "meeting_asked": N_("invites you to a meeting"),
    "offered": N_("offers something to the library"),
    "offered_back": N_("offers you a change"),
    "offer_answered": N_("answered what you offered"),
    "change_answered": N_("answered the change you offered"),
    "result_due": N_("awaits word of how it went"),
    "newcomer_waits": N_("asked for the first time, a day ago, and nobody has answered"),
    "translated": N_("translated something of yours"),
    "adapted": N_("made a version of yours"),
    "moved_on": N_("wrote what you built on, and it has moved on"),
    "needs_review": N_("wrote something that needs review"),
    "meeting_soon": N_("has you at a meeting that begins soon"),
    "meeting_wish": N_("asks to come to a meeting"),
    "meeting_answered": N_("answered whether you can come"),
    "glass_opened": N_("opened what is for members here, to look after the node"),
    "archived": N_("is archived: what was written stays to be read, and nothing new is taken"),
    "opened_again": N_("is open again"),
    "made_steward": N_("has you for a steward: whoever runs the node asks you to look after it"),
    "reported": N_("has a report for you to look at"),
    "report_answered": N_("answers a report of yours"),
    "moderated": N_("decided something about you"),
    "appealed": N_("has an appeal for you to look at"),
    "appeal_answered": N_("answers your appeal"),
    "mentor_asked": N_("writes to you about mentoring"),
    "mentor_answered": N_("answered you about mentoring"),
}
_ICONS = {
    "mention": "at",
    "reply": "reply",
    "like": "heart",
    "boost": "boost",
    "accepted": "check",
    "poll": "check",
    "helped": "check",
    "recommended": "heart",
    "endorsed": "check",
    "review_asked": "pen",
    "answer_asked": "at",
    "meeting_asked": "at",
    "offered": "pen",
    "offered_back": "pen",
    "offer_answered": "reply",
    "change_answered": "reply",
    "result_due": "reply",
    "newcomer_waits": "clock",
    "moved_on": "boost",
    "translated": "fork",
    "adapted": "fork",
    "needs_review": "pen",
    "meeting_soon": "clock",
    "meeting_wish": "at",
    "meeting_answered": "check",
    "mentor_asked": "at",
    "mentor_answered": "reply",
}


# Where it is told of, whatever it is about: by the id of what happened.
_PLACES = {
    "mentor_asked": "/mentoring",
    "mentor_answered": "/mentoring",
    "moderated": "/appeal/{}",
    "appeal_answered": "/appeal/{}",
    "report_answered": "/reports/mine",
    "appealed": "/admin/appeals",
}
# Where something is to be done, in place of the post it is about.
_DOORS = {
    "result_due": "/n/{}/result",
    "review_asked": "/a/{}/review",
    "offered_back": "/a/{}/offers",
    "change_answered": "/a/{}/offers",
    "moved_on": "/a/{}/moved",
}


async def show(ask: Ask) -> Response:
    """Show what somebody was told, the latest first."""
    told, following = await notifications.page(ask.store, ask.me, ask.before(), _LINES)
    stuck = [] if ask.before() else await posting.list_stuck(ask.store, ask.me)
    return await ask.page(
        "notices.html",
        notices=[(notice, words(notice), icon(notice), path(notice)) for notice in told],
        newest=told[0].row.id if told else 0,
        fresh=any(not notice.row.read for notice in told),
        more=following,
        stuck=[(row, posting.read_wish(row).text) for row in stuck],
        first=not ask.before(),
    )


async def read(ask: Ask) -> Response:
    """Note that somebody has read what they were told."""
    await ask.do(notifications.mark_read, ask.me, ask.form.number("up_to"))
    return ask.go("/notifications")


async def throw_away(ask: Ask) -> Response:
    """Forget a post that could not be written when its time had come."""
    await ask.do(posting.cancel, ask.me, ask.form.number("post"))
    return ask.go("/notifications")


def _is_superseded(notice: Notice) -> bool:
    """Whether what moved on is something of others that one applies: its page says where to."""
    if notice.post is None or notice.row.kind != "moved_on":
        return False
    return notice.post.author_id != notice.row.recipient_id


def words(notice: Notice) -> str:
    """Say what happened; whoever did it stands before."""
    if notice.community is not None and notice.row.kind == "asked":
        return _("asks to join")
    return _(_WORDS.get(notice.row.kind, N_("did something")))


def icon(notice: Notice) -> str:
    """Choose the icon of what happened."""
    return _ICONS.get(notice.row.kind, "person")


def path(notice: Notice) -> str:
    """Say where to see it, or do something about it."""
    if notice.row.kind in _PLACES:
        return _PLACES[notice.row.kind].format(notice.row.event_id)
    if notice.post is not None and notice.row.kind in _DOORS and not _is_superseded(notice):
        return _DOORS[notice.row.kind].format(notice.post.id)
    if notice.post is not None:
        return paths.of_post(notice.post)
    return _path_of_place(notice)


def _path_of_place(notice: Notice) -> str:
    """Lead to whom or what it is about where that is no post: somebody, a community, a report."""
    reported = notice.row.kind == "reported"
    if notice.community is not None:
        door = paths.of_actor(notice.community)
        if notice.row.kind == "glass_opened":
            return f"{door}/glass"
        if reported:
            return f"{door}/reports/{notice.row.event_id}"
        return f"{door}/waiting" if notice.row.kind == "asked" else f"{door}/people"
    return f"/admin/reports/{notice.row.event_id}" if reported else paths.of_actor(notice.actor)
