"""The peers' door: every address at which we answer with a document, the hot ones first."""

from typing import Final

from starlette.routing import Route

from fedcop.federation.endpoints import (
    actors,
    adoptions,
    artifacts,
    collections,
    directory,
    meetings,
    nodeinfo,
    objects,
    shelves,
    threads,
    wellknown,
)
from fedcop.federation.endpoints.actors import of
from fedcop.federation.endpoints.door import Door, Endpoint, Way, by_mode, for_allowed

# Each actor, and which of them have a card: what those see with whom we do not speak.
_ACTORS: Final = (
    ("/u/{name}", actors.find_person, actors.find_person),
    ("/c/{name}", actors.find_group, actors.find_open_group),
    ("/o", actors.find_organization, actors.find_organization),
    ("/c/{name}/voice", actors.find_voice, actors.find_voice),
    ("/o/voice", actors.find_relay, actors.find_relay),
)
_NODE: Final = ("/actor", of(actors.find_node, actors.show_actor))
_OBJECTS: Final[tuple[tuple[str, Endpoint], ...]] = (
    ("/n/{id}", objects.note),
    ("/a/{id}", objects.note),
    ("/a/{id}/r/{number}", artifacts.revision),
    ("/a/{id}/r/{number}/source", artifacts.source),
    ("/a/{id}/history", artifacts.history),
    ("/a/{id}/items", artifacts.items),
    ("/a/{id}/adoptions", adoptions.adopters),
    ("/a/{id}/adaptations", adoptions.versions),
    ("/a/{id}/quotes", adoptions.quoted),
    ("/a/{id}/reviews", shelves.reviews_of),
    ("/a/{id}/endorsements", shelves.endorsements_of),
    ("/e/{id}", objects.note),
    ("/e/{id}/attendees", meetings.attendees),
    ("/e/{id}/series", meetings.series),
    ("/e/{id}/replies", threads.replies),
    ("/t/{id}", threads.context),
    ("/n/{id}/replies", threads.replies),
    ("/activities/{key}", objects.activity),
)
_ALL: Final = (
    ("outbox", collections.outbox),
    ("followers", collections.followers),
    ("following", collections.following),
    ("featured", collections.featured),
)
_GROUP: Final = (
    *_ALL,
    ("members", collections.followers),
    ("moderators", collections.moderators),
    ("library", shelves.library),
    ("endorsed", shelves.endorsed),
    ("glossary", meetings.glossary),
    ("directory", directory.show),
)
_COLLECTIONS: Final[tuple[tuple[str, Endpoint], ...]] = (
    *((f"/u/{{name}}/{word}", of(actors.find_person, show)) for word, show in _ALL),
    *((f"/c/{{name}}/{word}", of(actors.find_open_group, show)) for word, show in _GROUP),
    *((f"/o/{word}", of(actors.find_organization, show)) for word, show in _ALL),
    ("/o/endorsed", of(actors.find_organization, shelves.endorsed)),
    *((f"/c/{{name}}/voice/{word}", of(actors.find_voice, show)) for word, show in _ALL),
    *((f"/o/voice/{word}", of(actors.find_relay, show)) for word, show in _ALL),
    *((f"/actor/{word}", of(actors.find_node, show)) for word, show in _ALL),
)
# Not for peers alone: apps find out by these what they speak with.
_FOR_APPS: Final[tuple[tuple[str, Endpoint], ...]] = (
    ("/.well-known/nodeinfo", wellknown.nodeinfo_links),
    ("/nodeinfo/2.1", nodeinfo.version_2_1),
    ("/nodeinfo/2.0", nodeinfo.version_2_0),
    ("/.well-known/host-meta", wellknown.host_meta),
    ("/.well-known/host-meta.json", wellknown.host_meta_json),
)
_OPEN_TO_ALL: Final[tuple[tuple[str, Endpoint], ...]] = (
    ("/.well-known/webfinger", wellknown.finger),
    *_FOR_APPS,
    ("/", actors.front),
)


def routes(door: Door) -> list[Route]:
    """Mount every address; each answers as openly as the node federates when it is asked."""
    guarded = dict(_for_allowed())
    apps = {path for path, _ in _FOR_APPS}
    ways = [
        (path, by_mode(endpoint, guarded[path], for_apps=path in apps))
        for path, endpoint in _for_all()
    ]
    return [Route(path, Way(door, endpoint), methods=["GET"]) for path, endpoint in ways]


def _for_all() -> list[tuple[str, Endpoint]]:
    shown = [(path, of(find, actors.show_actor, always=True)) for path, find, _ in _ACTORS]
    return [*shown, *_OBJECTS, _NODE, *_OPEN_TO_ALL, *_COLLECTIONS]


def _for_allowed() -> list[tuple[str, Endpoint]]:
    """Guard all that does not have to be open for signatures and handles to be verified."""
    shown = [
        (
            path,
            for_allowed(
                of(find, actors.show_actor, always=True),
                of(find_card, actors.show_card, always=True),
            ),
        )
        for path, find, find_card in _ACTORS
    ]
    guarded = [(path, for_allowed(endpoint)) for path, endpoint in (*_OBJECTS, *_COLLECTIONS)]
    return [*shown, *guarded, _NODE, *_OPEN_TO_ALL]
