"""The liberties peers take, one by one, and what is made of each."""

import pytest

from fedcop.activitypub import reading
from fedcop.activitypub.vocabulary import (
    PUBLIC,
    Activity,
    Actor,
    Collection,
    Mention,
    Object,
    PublicKeyDocument,
    Relationship,
    Tombstone,
)
from fedcop.errors import Malformed

GROUP = "https://forge.example/groups/lab"
MIRA = "https://atlas.example/users/mira"
NOTE = {"type": "Note", "id": "https://atlas.example/n/1", "attributedTo": MIRA, "content": "x"}


def note(**properties):
    return reading.read_object(NOTE | properties)


def activity(kind, **properties):
    return reading.read_activity(
        {"type": kind, "id": "https://atlas.example/a/1", "actor": MIRA} | properties
    )


def actor(kind="Person", **properties):
    return reading.read_actor({"type": kind, "id": MIRA, "inbox": f"{MIRA}/inbox"} | properties)


MALFORMED = [
    ({}, "type:"),
    ([], "document:"),
    ({"type": 5}, "type:"),
    ({"type": []}, "type:"),
    ({"type": "Like", "id": "/a"}, "id:"),
    ({"type": "Like", "id": "https://r.example/" + "a" * 2048}, "id:"),
    ({"type": "Like", "id": "https://cop.example@evil.example/"}, "id:"),
    ({"type": "Like", "actor": {"id": {"id": MIRA}}}, "actor:"),
    ({"type": "Like", "object": 5}, "object:"),
    ({"type": "Create", "object": {"type": {}}}, "object.type:"),
    ({"type": "Create", "object": NOTE | {"attributedTo": 5}}, "object.attributedTo:"),
    (
        {"type": "Announce", "object": {"type": "Create", "object": NOTE | {"id": 1}}},
        "object.object.id:",
    ),
]


@pytest.mark.parametrize(("document", "named"), MALFORMED)
def test_what_cannot_be_read_is_refused_by_the_name_of_its_property(document, named):
    with pytest.raises(Malformed) as refused:
        reading.read(document)
    assert refused.value.safe.startswith(named)


LACKING = [
    (reading.read_activity, {"type": "Like", "actor": MIRA}, "id:"),
    (reading.read_activity, {"type": "Like", "id": MIRA}, "actor:"),
    (reading.read_activity, NOTE, "type:"),
    (reading.read_actor, {"type": "Person", "inbox": MIRA}, "id:"),
    (reading.read_actor, {"type": "Person", "id": MIRA}, "inbox:"),
    (reading.read_object, {"type": "Note"}, "id:"),
    (reading.read_object, {"type": "Person", "id": MIRA}, "type:"),
    (reading.read_collection, NOTE, "type:"),
    (reading.read_key, NOTE, "publicKey:"),
    (reading.read_key, {"publicKeyPem": "x"}, "id:"),
    (reading.read_reference, {"name": "x"}, "id:"),
]


@pytest.mark.parametrize(("read", "document", "named"), LACKING)
def test_each_reader_says_what_it_misses(read, document, named):
    with pytest.raises(Malformed) as refused:
        read(document)
    assert refused.value.safe.startswith(named)


def test_of_several_types_the_first_known_counts():
    assert reading.read({"type": ["vcard:individual", "Person"], "inbox": MIRA}).type == "Person"
    assert reading.read({"type": "as:Note"}).type == "Note"


def test_an_unknown_type_is_read_by_what_it_has():
    assert isinstance(reading.read({"type": "Bite", "actor": MIRA}), Activity)
    assert isinstance(reading.read({"type": "Feed", "inbox": MIRA}), Actor)
    assert reading.read({"type": "Conversation"}) == Object("Conversation")


def test_optional_properties_that_cannot_be_read_are_ignored():
    read = note(published="yesterday", url=7, tag="x", attachment=[1], replies=[[]], to={}, image=1)
    assert (read.published, read.url, read.replies, read.image) == (None, None, None, None)
    assert (read.mentions, read.attachments, read.to) == ((), (), ())


@pytest.mark.parametrize("spelling", [PUBLIC, "as:Public", "Public"])
def test_public_has_three_spellings_and_one_meaning(spelling):
    assert note(to=spelling).to == (PUBLIC,)
    assert note(cc=[GROUP, spelling]).cc == (GROUP, PUBLIC)


def test_audience_may_be_one_or_many_or_an_object():
    assert note(audience=GROUP).audience == (GROUP,)
    assert note(audience=[{"type": "Group", "id": GROUP}]).audience == (GROUP,)


def test_peertube_names_the_channel_beside_the_author():
    read = note(attributedTo=[{"type": "Person", "id": MIRA}, {"type": "Group", "id": GROUP}])
    assert read.attributed_to == (MIRA,)
    assert read.attributed_groups == (GROUP,)
    assert read.author == MIRA


def test_several_authors_are_all_kept_in_order():
    assert note(attributedTo=[MIRA, GROUP]).attributed_to == (MIRA, GROUP)


def test_markdown_counts_only_when_it_says_that_it_is():
    assert note(source={"content": "*x*", "mediaType": "text/markdown"}).source == "*x*"
    assert note(source={"content": "[b]x[/b]", "mediaType": "text/bbcode"}).source is None
    assert note(source="x").source is None


def test_the_language_comes_from_either_form():
    assert note(contentMap={"de": "x"}).language == "de"
    assert note(contentMap={"de": "y", "fr": "x"}).language == "fr"
    assert note(language={"identifier": "en", "name": "English"}).language == "en"
    assert note(language={"identifier": "und", "name": "Undetermined"}).language is None
    assert note(inLanguage="fr").language == "fr"


def test_content_is_found_in_its_map_when_it_stands_nowhere_else():
    assert note(content=None, contentMap={"en": "hello"}).content == "hello"


def test_tags_are_sorted_and_unknown_ones_ignored():
    read = note(
        tag=[
            {"type": "Mention", "href": MIRA, "name": "@mira@atlas.example"},
            {"type": "Mention", "href": "mira"},
            {"type": "Hashtag", "name": "#Feedback"},
            {"type": "CommunityPostTag", "id": GROUP},
            {"type": "Emoji", "name": ":blob:", "icon": {"url": "https://atlas.example/b.png"}},
        ]
    )
    assert read.mentions == (Mention(MIRA, "@mira@atlas.example"),)
    assert [tag.name for tag in read.hashtags] == ["Feedback"]
    assert [emoji.name for emoji in read.emojis] == ["blob"]


def test_a_single_tag_needs_no_list():
    assert note(tag={"type": "Mention", "href": MIRA}).mentions == (Mention(MIRA),)


def test_floods_of_tags_and_long_texts_are_cut():
    many = [{"type": "Mention", "href": f"{MIRA}{i}"} for i in range(100)]
    many += [{"type": "Hashtag", "name": f"#{i}"} for i in range(100)]
    read = note(tag=many, content="x" * 200_000, name="n" * 900)
    assert (len(read.mentions), len(read.hashtags)) == (50, 50)
    assert (len(read.content), len(read.name)) == (100_000, 500)


def test_attachments_are_links_images_and_files():
    read = note(
        attachment=[
            {"type": "Link", "href": "https://example.org/rubric"},
            {
                "type": "Document",
                "mediaType": "image/png",
                "url": "https://a.example/x",
                "name": "alt",
            },
            {"type": "Image", "url": [{"type": "Link", "href": "https://a.example/y"}]},
            {"type": "Image", "url": "data:image/png;base64,AAAA"},
        ]
    )
    assert [one.url for one in read.attachments] == [
        "https://example.org/rubric",
        "https://a.example/x",
        "https://a.example/y",
    ]
    assert read.attachments[1].name == "alt"


def test_of_several_urls_the_readable_page_is_taken():
    links = [
        {"type": "Link", "mediaType": "video/mp4", "href": "https://tube.example/1.mp4"},
        {"type": "Link", "mediaType": "text/html", "href": "https://tube.example/w/1"},
    ]
    assert note(url=links).url == "https://tube.example/w/1"


def test_of_several_icons_the_widest_is_taken():
    icons = [{"url": f"https://tube.example/{w}.png", "width": w} for w in (48, 600, 120)]
    assert actor(icon=icons).icon.width == 600


def test_embedded_collections_are_known_by_their_id():
    assert note(replies={"type": "Collection", "id": f"{MIRA}/r"}).replies == f"{MIRA}/r"


def test_a_poll_is_read_with_its_counts():
    poll = reading.read(
        NOTE
        | {
            "type": "Question",
            "anyOf": [{"type": "Note", "name": "a", "replies": {"totalItems": 3}}, {"name": 5}],
            "closed": "2026-02-03T10:00:00Z",
            "votersCount": 4,
        }
    ).poll
    assert poll.multiple
    assert [(one.name, one.votes) for one in poll.options] == [("a", 3)]
    assert (poll.closed, poll.voters) == (1_770_112_800_000, 4)


def test_an_event_is_read_with_its_place():
    meeting = reading.read(
        NOTE
        | {
            "type": "Event",
            "startTime": "2026-02-03T10:00:00+01:00",
            "joinMode": "free",
            "maximumAttendeeCapacity": 12,
            "location": {"type": "Place", "name": "Ward 3", "address": {"addressLocality": "Oslo"}},
        }
    ).meeting
    assert meeting.start_time == 1_770_109_200_000
    assert (meeting.place.name, meeting.place.address) == ("Ward 3", "Oslo")
    assert (meeting.join_mode, meeting.capacity) == ("free", 12)


@pytest.mark.parametrize(
    ("written", "ms"),
    [
        ("2026-02-03T10:00:00Z", 1_770_112_800_000),
        ("2026-02-03T10:00:00.250Z", 1_770_112_800_250),
        ("2026-02-03T12:00:00+02:00", 1_770_112_800_000),
        ("2026-02-03T10:00:00", 1_770_112_800_000),
        ("9999-12-31T23:59:59-12:00", None),
        (1_770_112_800, None),
    ],
)
def test_times_are_milliseconds_in_utc(written, ms):
    assert note(published=written).published == ms


def test_a_shared_inbox_stands_in_endpoints_or_where_discourse_puts_it():
    inbox = "https://atlas.example/inbox"
    assert actor(endpoints={"sharedInbox": inbox}).shared_inbox == inbox
    assert actor(sharedInbox=inbox).shared_inbox == inbox


def test_the_moderators_of_a_group_stand_in_either_place():
    moderators = f"{GROUP}/moderators"
    assert actor("Group", attributedTo=moderators).moderators == moderators
    assert actor("Group", moderators=moderators).moderators == moderators
    assert actor("Group", attributedTo=[{"type": "Person", "id": MIRA}]).moderators is None


def test_keys_come_in_two_forms_and_as_addresses():
    read = actor(
        publicKey={"id": f"{MIRA}#main-key", "owner": MIRA, "publicKeyPem": "PEM"},
        assertionMethod=[
            f"{MIRA}#main-key",
            {
                "type": "Multikey",
                "id": f"{MIRA}#ed",
                "controller": MIRA,
                "publicKeyMultibase": "z6",
            },
        ],
    )
    assert read.keys == (
        PublicKeyDocument(f"{MIRA}#main-key", MIRA, pem="PEM"),
        PublicKeyDocument(f"{MIRA}#ed", MIRA, multibase="z6"),
    )
    assert actor(publicKey=f"{MIRA}/key").keys == (PublicKeyDocument(f"{MIRA}/key"),)


def test_a_key_may_stand_alone_or_in_a_stub_of_its_actor():
    key = {"id": f"{MIRA}/key", "owner": MIRA, "publicKeyPem": "PEM"}
    assert reading.read_key(key) == PublicKeyDocument(f"{MIRA}/key", MIRA, pem="PEM")
    # GoToSocial answers at the keyId with an actor that has nothing but its key.
    stub = reading.read_key({"type": "Person", "id": MIRA, "publicKey": key})
    assert stub.keys[0].pem == "PEM"


def test_profile_fields_are_capped():
    fields = [{"type": "PropertyValue", "name": "a", "value": "b"}] * 80
    assert len(actor(attachment=fields).fields) == 50


def test_an_actor_embedded_in_an_activity_is_only_its_id():
    assert activity("Like", actor={"type": "Person", "id": MIRA}).actor == MIRA


def test_an_activity_may_be_about_a_reference_a_value_or_several():
    assert activity("Like", object=GROUP).object == GROUP
    assert activity("Like", object={"id": GROUP}).object == GROUP
    assert activity("Create", object=NOTE).object.content == "x"
    assert activity("Flag", object=[MIRA, GROUP]).objects == (MIRA, GROUP)
    assert activity("Delete", object={"type": "Tombstone", "id": GROUP}).object == Tombstone(GROUP)
    assert activity("Create", object=NOTE).object_id == NOTE["id"]


def test_an_object_that_is_no_address_names_nothing():
    assert activity("Like", object="x").objects == ()
    assert activity("Like").object is None


def test_a_removal_by_a_moderator_is_told_by_its_summary_even_a_blank_one():
    assert activity("Delete", object=GROUP, summary=" ").summary == " "
    assert activity("Delete", object=GROUP).summary is None


def test_a_ban_ends_at_end_time_or_expires():
    assert activity("Block", expires="2026-02-03T10:00:00Z").end_time == 1_770_112_800_000
    assert activity("Block", endTime="2026-02-03T10:00:00Z").end_time == 1_770_112_800_000
    assert activity("Block", removeData=True).remove_data


def test_activities_nested_without_end_are_refused():
    inner = NOTE
    for _ in range(20):
        inner = {"type": "Announce", "object": inner}
    with pytest.raises(Malformed, match="nested"):
        reading.read(inner)


def test_a_collection_holds_references_and_documents():
    read = reading.read_collection(
        {
            "type": "OrderedCollection",
            "orderedItems": [GROUP, NOTE, 5, {"type": 5}],
            "totalItems": 2,
        }
    )
    assert read.items[0] == GROUP
    assert read.items[1].content == "x"
    assert (len(read.items), read.total_items, read.ordered) == (2, 2, True)


def test_the_first_page_may_stand_inside():
    first = {"type": "CollectionPage", "items": [GROUP], "next": f"{GROUP}?page=2"}
    read = reading.read({"type": "Collection", "first": first})
    assert isinstance(read.first, Collection)
    assert read.first.next == f"{GROUP}?page=2"


def test_a_relationship_names_three_things():
    offer = activity(
        "Offer",
        object={
            "type": "Relationship",
            "subject": MIRA,
            "relationship": "https://w3id.org/fedcop/ns#mentorOf",
            "object": GROUP,
        },
    )
    assert isinstance(offer.object, Relationship)
    assert (offer.object.subject, offer.object.object) == (MIRA, GROUP)


def test_the_embedded_object_is_to_be_had_as_it_came():
    assert reading.embedded({"type": "Create", "object": NOTE}) is NOTE
    assert reading.embedded({"type": "Create", "object": GROUP}) is None
