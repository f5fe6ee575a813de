"""Our own values, as hypothesis makes them up: everything we may ever write."""

from hypothesis import strategies as st

from fedcop.activitypub import vocabulary as v

names = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=20
)
texts = st.text(max_size=40)
uris = st.builds(
    "https://{}.example/{}{}".format,
    st.sampled_from(["north", "river", "xn--bcher-kva"]),
    st.sampled_from(["u/", "c/", "n/", "a/é/"]),
    st.integers(1, 99),
)
addressee = st.one_of(uris, st.just(v.PUBLIC))
addressees = st.lists(addressee, max_size=3).map(tuple)
many_uris = st.lists(uris, max_size=3).map(tuple)
counts = st.integers(0, 2**63 - 1)
times = st.integers(-62_135_596_800_000, 253_402_300_799_999)
languages = st.sampled_from(["en", "de", "pt-BR", "zh-Hant"])
media_types = st.sampled_from(["image/png", "application/pdf", "text/html"])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
cops = st.dictionaries(st.text(max_size=6).map("cop:{}".format), json_values, max_size=2)


def maybe(strategy):
    return st.none() | strategy


def several(strategy, most=3):
    return st.lists(strategy, max_size=most).map(tuple)


mentions = st.builds(v.Mention, uris, maybe(names))
bare_names = names.map(lambda name: name.strip("#:")).filter(bool)
hashtags = st.builds(v.Hashtag, bare_names, maybe(uris))
emojis = st.builds(v.Emoji, bare_names, uris)
described = {
    "url": uris,
    "media_type": maybe(media_types),
    "name": maybe(texts),
    "width": maybe(counts),
    "height": maybe(counts),
    "blurhash": maybe(texts),
}
files = st.sampled_from(["Link", "Image", "Document", "Video", "Audio"])
attachments = st.builds(v.Attachment, type=files, **described)
pictures = st.builds(v.Attachment, type=st.just("Image"), **described)
options = st.builds(v.PollOption, names, counts)
polls = st.builds(
    v.Poll,
    st.lists(options, min_size=1, max_size=3).map(tuple),
    st.booleans(),
    maybe(times),
    maybe(times),
    maybe(counts),
)
places = st.builds(v.Place, maybe(names), maybe(names), maybe(uris)).filter(
    lambda p: p != v.Place()
)
meetings = st.builds(
    v.Meeting,
    maybe(times),
    maybe(times),
    maybe(names),
    maybe(names),
    maybe(names),
    maybe(counts),
    participants=maybe(counts),
    attendees=maybe(uris),
    external=maybe(uris),
    online=st.none() | st.booleans(),
    place=maybe(places),
)
written = {
    "id": uris | st.just(""),
    "attributed_to": many_uris,
    "attributed_groups": many_uris,
    "name": maybe(names),
    "content": maybe(texts),
    "summary": maybe(texts),
    "source": maybe(texts),
    "language": maybe(languages),
    "in_reply_to": maybe(uris),
    "context": maybe(uris),
    "audience": addressees,
    "to": addressees,
    "cc": addressees,
    "mentions": several(mentions),
    "hashtags": several(hashtags),
    "emojis": several(emojis),
    "attachments": several(attachments),
    "image": maybe(pictures),
    "url": maybe(uris),
    "replies": maybe(uris),
    "likes": maybe(uris),
    "shares": maybe(uris),
    "history": maybe(uris),
    "quote": maybe(uris),
    "preview": maybe(texts),
    "sensitive": st.booleans(),
    "distinguished": st.booleans(),
    "comments_enabled": maybe(st.booleans()),
    "published": maybe(times),
    "updated": maybe(times),
    "cop": cops,
}
plain_types = st.sampled_from(sorted(v.OBJECT_TYPES - {"Event"}))
objects = (
    st.builds(v.Object, type=plain_types, **written)
    | st.builds(v.Object, type=st.just("Question"), poll=polls, **written)
    | st.builds(v.Object, type=st.just("Event"), meeting=meetings, **written)
)
pem_keys = st.builds(v.PublicKeyDocument, uris, uris | st.just(""), pem=names)
multikeys = st.builds(v.PublicKeyDocument, uris, uris | st.just(""), multibase=names)
key_addresses = st.builds(v.PublicKeyDocument, uris)
keys = st.builds(
    lambda first, second: (*first, *second),
    several(pem_keys | key_addresses, 2),
    several(multikeys, 2),
)
actor = {
    "id": uris | st.just(""),
    "preferred_username": maybe(names),
    "webfinger": maybe(names),
    "name": maybe(names),
    "summary": maybe(texts),
    "source": maybe(texts),
    "inbox": uris | st.just(""),
    "shared_inbox": maybe(uris),
    "outbox": maybe(uris),
    "followers": maybe(uris),
    "following": maybe(uris),
    "members": maybe(uris),
    "featured": maybe(uris),
    "url": maybe(uris),
    "icon": maybe(pictures),
    "image": maybe(pictures),
    "fields": several(st.builds(v.ProfileField, names, texts)),
    "hashtags": several(hashtags),
    "emojis": several(emojis),
    "languages": several(languages),
    "keys": keys,
    "manually_approves_followers": st.booleans(),
    "discoverable": maybe(st.booleans()),
    "indexable": maybe(st.booleans()),
    "posting_restricted_to_mods": st.booleans(),
    "question_answer": st.none() | st.booleans(),
    "sensitive": st.booleans(),
    "also_known_as": many_uris,
    "moved_to": maybe(uris),
    "implements": many_uris,
    "published": maybe(times),
    "updated": maybe(times),
    "cop": cops,
}
people = st.sampled_from(["Person", "Organization", "Application", "Service"])
actors = (
    st.builds(v.Actor, type=people, moderators=maybe(uris), attributed_to=many_uris, **actor)
    | st.builds(v.Actor, type=st.just("Group"), moderators=uris, **actor)
    | st.builds(v.Actor, type=st.just("Group"), attributed_to=many_uris, **actor)
)
ids = uris | st.just("")
tombstones = st.builds(
    v.Tombstone, id=ids, former_type=maybe(names), deleted=maybe(times), cop=cops
)
relationships = st.builds(
    v.Relationship,
    id=ids,
    subject=maybe(uris),
    relationship=maybe(uris),
    object=maybe(uris),
    content=maybe(texts),
    published=maybe(times),
    cop=cops,
)


def collections(items):
    return st.builds(
        v.Collection,
        type=st.sampled_from(sorted(v.COLLECTION_TYPES)),
        id=ids,
        items=several(items),
        total_items=maybe(counts),
        first=maybe(items),
        last=maybe(uris),
        next=maybe(uris),
        prev=maybe(uris),
        part_of=maybe(uris),
        name=maybe(names),
        attributed_to=many_uris,
        audience=addressees,
        published=maybe(times),
        updated=maybe(times),
        cop=cops,
    )


def activities(items):
    return st.builds(
        v.Activity,
        type=st.sampled_from(sorted(v.ACTIVITY_TYPES)),
        id=ids,
        actor=ids,
        objects=several(items, 2),
        target=maybe(uris),
        origin=maybe(uris),
        result=maybe(items),
        instrument=maybe(items),
        to=addressees,
        cc=addressees,
        audience=addressees,
        in_reply_to=maybe(uris),
        context=maybe(uris),
        name=maybe(names),
        summary=maybe(texts),
        content=maybe(texts),
        end_time=maybe(times),
        remove_data=st.booleans(),
        published=maybe(times),
        updated=maybe(times),
        cop=cops,
    )


leaves = st.one_of(objects, actors, tombstones, relationships)
inner = uris | leaves | activities(uris | leaves) | collections(uris | leaves)
documents = st.one_of(leaves, activities(inner), collections(inner))
