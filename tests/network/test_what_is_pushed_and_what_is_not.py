"""An app is told what its owner wants to hear of, in a few words, and nothing else."""

import pytest

from fedcop import clock
from fedcop.community import (
    filtering,
    moderation,
    mutes,
    notice_rules,
    notices,
    notifications,
    polls,
    posts,
    push_words,
    pushes,
    reactions,
)
from fedcop.community.drafts import Edit, PollDraft
from fedcop.community.filtering import Word
from fedcop.community.following import Wishes, follow
from fedcop.community.perform import perform
from fedcop.values import Audience, FilterAction, FilterContext, NoticeRule
from tests.builders import let_follow, remember_person
from tests.network import pushing_rig
from tests.pushes import PATH
from tests.writing import answer, count, echo, write


@pytest.fixture
async def desk(settings):
    async with pushing_rig.opened(settings) as opened:
        yield opened


async def _last(desk, app, type_):
    await desk.send()
    message = (await app.get(type_)).message
    assert message["notification_type"] == type_
    return message["title"], message["body"]


async def test_every_kind_has_its_words(desk):
    store, ana, ben = desk.home.store, desk.ana, desk.ben
    app = await desk.app()
    await desk.name("One <i>and</i> two", title="")
    assert await _last(desk, app, "mention") == ("Ben named you", "One and two")
    own = await write(store, ana, "<p>My own words</p>")
    await perform(store, reactions.like, ben, own.id)
    assert await _last(desk, app, "favourite") == ("Ben liked what you wrote", "My own words")
    await perform(store, reactions.boost, ben, own.id)
    assert await _last(desk, app, "reblog") == ("Ben passed on what you wrote", "My own words")
    await let_follow(store, ben, ana)
    assert await _last(desk, app, "follow") == ("Ben follows you", "")
    await answer(store, ben, own, "<p>So are mine</p>")
    assert await _last(desk, app, "mention") == ("Ben answered you", "So are mine")
    await perform(store, follow, ana, ben, Wishes(notify=True))
    await echo(store)
    news = await write(store, ben, "<p>And when?</p>", title="Where to meet")
    assert await _last(desk, app, "status") == ("Ben wrote something", "Where to meet: And when?")
    await perform(store, reactions.boost, ana, news.id)
    await echo(store)
    await perform(store, posts.revise, ben, news.id, Edit(content="<p>At ten</p>", summary="Time"))
    assert await _last(desk, app, "update") == ("Ben changed what they wrote", "Time")
    assert await desk.owed() == 0
    icon = app.got[0].message["icon"]
    assert (await desk.home.phone().ask("GET", icon)).headers["content-type"] == "image/png"


async def test_polls_that_have_ended(desk):
    store = desk.home.store
    app = await desk.app()
    asked = PollDraft(("Wool", "Silk"), lasts=600_000)
    own = await write(store, desk.ana, "<p>Which?</p>", poll=asked)
    bens = await write(store, desk.ben, "<p>Which one?</p>", poll=asked)
    await perform(store, polls.vote, desk.ana, bens.id, (0,))
    await perform(store, polls.vote, desk.ben, own.id, (1,))
    later = clock.now() + 601
    with clock.held(lambda: later):
        while await polls.keep_time(store):
            pass
        await desk.send()
    titles = {push.message["title"]: push.message["body"] for push in app.got}
    assert titles == {"Your poll has ended": "Which?", "A poll of Ben has ended": "Which one?"}
    assert set(app.types) == {"poll"}


async def test_the_picture_of_somebody_elsewhere_is_shown_from_here(desk):
    store = desk.home.store
    icon = "https://riverside.example/rita.png"
    rita = await remember_person(store, "https://riverside.example/users/rita", icon=icon)
    app = await desk.app()
    await write(store, rita, "<p>Hi</p>", mentions=(desk.ana.id,))
    await desk.send()
    shown = (await desk.phones[app.endpoint].read("/api/v1/notifications"))[0]["account"]
    assert app.got[0].message["icon"] == shown["avatar_static"]
    assert shown["avatar_static"].startswith(desk.home.settings.origin)


async def test_what_is_long_is_cut_and_still_fits(desk):
    app = await desk.app()
    await desk.name("ä&lt;" * 4_000)
    await desk.send()
    body = desk.bodies(app)[0]
    assert len(body) == 140
    assert body.startswith("ä<ä<")
    assert body.endswith("…")


async def test_what_stands_inside_a_fold_stays_there(desk):
    app = await desk.app()
    await desk.name("The butler did it", summary="How it ends", sensitive=True)
    await desk.send()
    assert desk.bodies(app) == ["How it ends"]


async def test_only_of_what_it_wants_to_be_told(desk):
    store = desk.home.store
    own = await write(store, desk.ana)
    likes = await desk.app(alerts={"favourite": True})
    nothing = await desk.app(alerts={})
    await desk.name()
    await perform(store, reactions.like, desk.ben, own.id)
    await desk.send()
    assert likes.types == ["favourite"]
    assert nothing.tried == []
    phone = desk.phones[likes.endpoint]
    await desk.name()
    await phone.ask("PUT", PATH, json={"data": {"alerts": {"mention": True}}})
    await perform(store, reactions.boost, desk.ben, own.id)
    await desk.name()
    await desk.send()
    assert likes.types == ["favourite", "mention"]


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ("all", ["ben", "cat", "dan"]),
        ("followed", ["ben"]),
        ("follower", ["cat"]),
        ("none", []),
    ],
)
async def test_only_by_whose_doings_it_wants_to_be_told(desk, policy, told):
    store = desk.home.store
    cat, dan = await desk.home.person("cat"), await desk.home.person("dan")
    await let_follow(store, desk.ana, desk.ben)
    await let_follow(store, cat, desk.ana)
    await echo(store)
    app = await desk.app(policy=policy)
    for person in (desk.ben, cat, dan):
        await write(store, person, f"<p>{person.name}</p>", mentions=(desk.ana.id,))
    await desk.send()
    assert desk.bodies(app) == told
    assert await desk.owed() == 0


async def _block(desk, post):
    await perform(desk.home.store, moderation.block, desk.ana, desk.ben)


async def _mute(desk, post):
    await perform(desk.home.store, mutes.mute, desk.ana, desk.ben)


async def _delete(desk, post):
    await perform(desk.home.store, posts.remove, desk.ben, post.id)


async def _read(desk, post):
    await perform(desk.home.store, notifications.mark_read, desk.ana, 2**62)


async def _hide(desk, post):
    wish = filtering.Wish("Noise", FilterContext.NOTIFICATIONS, FilterAction.HIDE)
    await perform(desk.home.store, filtering.create, desk.ana, wish, (Word("secret"),))


async def _suspend(desk, post):
    await desk.home.change("UPDATE actor SET suspended = 1 WHERE id = ?", desk.ben.id)


@pytest.mark.parametrize("hide", [_block, _mute, _delete, _read, _hide, _suspend])
async def test_what_is_hidden_or_read_before_it_is_sent_is_not_sent(desk, hide):
    app = await desk.app()
    post = await desk.name("A secret")
    assert await desk.owed() == 1
    await hide(desk, post)
    await desk.send()
    assert app.tried == []
    assert await desk.owed() == 0
    row = await desk.subscription(app)
    assert row.due == 0


async def test_what_its_owner_would_not_be_told_is_not_pushed(desk):
    store = desk.home.store
    app = await desk.app()
    strangers = notice_rules.Wish(not_following=NoticeRule.FILTER)
    await perform(store, notice_rules.change, desk.ana, strangers)
    await desk.name("From a stranger")
    await perform(store, notice_rules.change, desk.ana, notice_rules.Wish(NoticeRule.ACCEPT))
    post = await desk.name("Of a thread")
    await desk.send()
    await perform(store, mutes.mute_thread, desk.ana, post.id)
    await answer(store, desk.ben, post, mentions=(desk.ana.id,))
    await desk.send()
    assert desk.bodies(app) == ["Of a thread"]


async def test_a_filter_that_only_warns_does_not_silence(desk):
    app = await desk.app()
    wish = filtering.Wish("Noise", FilterContext.NOTIFICATIONS, FilterAction.WARN)
    await perform(desk.home.store, filtering.create, desk.ana, wish, (Word("secret"),))
    await desk.name("A secret")
    await desk.send()
    assert desk.bodies(app) == ["A secret"]


async def test_what_is_for_members_reaches_members_alone(desk):
    store = desk.home.store
    group = await desk.home.community(desk.ben, "weavers")
    app = await desk.app()
    inside = {"community_id": group.id, "audience": Audience.MEMBERS}
    await desk.name("Not for all", **inside)
    await desk.send()
    assert app.tried == []
    await let_follow(store, desk.ana, group)
    await desk.name("For members", **inside)
    await desk.send()
    assert desk.bodies(app) == ["For members"]


async def test_an_edit_does_not_tell_again_whom_a_post_names(desk):
    app = await desk.app()
    post = await desk.name("Look")
    edit = Edit(content="<p>Look here</p>", mentions=(desk.ana.id,))
    await perform(desk.home.store, posts.revise, desk.ben, post.id, edit)
    await desk.send()
    assert len(app.got) == 1
    assert await count(desk.home.store, "push_errand") == 0


def test_there_are_words_for_every_kind_that_apps_know():
    assert set(push_words.WORDS) == set(notices.TYPES)
    assert set(notices.TYPES.values()) <= set(pushes.ALERTS)
