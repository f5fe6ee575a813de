"""What somebody is told: who named, answered, liked or asked them."""

from starlette.responses import Response

from fedcop.community import notifications, posting
from fedcop.community.notifications import Notice
from fedcop.web import paths
from fedcop.web.ask import Ask

_LINES = 40

_WORDS = {
    "mention": "named you",
    "reply": "answered you",
    "like": "liked what you wrote",
    "boost": "passed on what you wrote",
    "follow": "follows you",
    "asked": "asks to follow you",
    "accepted": "let you in",
    "join": "joined",
    "poll": "has the result of a poll",
    "status": "wrote something",
    "update": "changed what you passed on",
    "helped": "accepted your answer",
    "recommended": "recommends a revision of yours",
    "endorsed": "endorsed a revision of yours",
    "review_asked": "asks you for a review",
    "answer_asked": "thinks you could answer this",
    "meeting_asked": "invites you to a meeting",
    "offered": "offers something to the library",
    "offered_back": "offers you a change",
    "offer_answered": "answered what you offered",
    "change_answered": "answered the change you offered",
    "result_due": "awaits word of how it went",
    "newcomer_waits": "asked for the first time, a day ago, and nobody has answered",
    "translated": "translated something of yours",
    "adapted": "made a version of yours",
    "moved_on": "wrote what you built on, and it has moved on",
    "needs_review": "wrote something that needs review",
    "meeting_soon": "has you at a meeting that begins soon",
    "meeting_wish": "asks to come to a meeting",
    "meeting_answered": "answered whether you can come",
    "glass_opened": "opened what is for members here, to look after the node",
    "reported": "has a report for you to look at",
    "report_answered": "answers a report of yours",
    "moderated": "decided something about you",
    "appealed": "has an appeal for you to look at",
    "appeal_answered": "answers your appeal",
    "mentor_asked": "writes to you about mentoring",
    "mentor_answered": "answered you about mentoring",
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
        return "asks to join"
    return _WORDS.get(notice.row.kind, "did something")


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
