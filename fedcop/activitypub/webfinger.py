"""Handles to actors and back: WebFinger and host-meta, as made and as read."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

from fedcop.activitypub.media_types import ACTIVITY_JSON, JRD_JSON, is_document
from fedcop.activitypub.vocabulary import JSON, Actor
from fedcop.errors import Malformed
from fedcop.values import Handle, is_remote_username

PATH: Final = "/.well-known/webfinger"
_MAX_LINKS: Final = 100
_TYPE: Final = "https://www.w3.org/ns/activitystreams#type"
_PROFILE_PAGE: Final = "http://webfinger.net/rel/profile-page"
_SUBSCRIBE: Final = "http://ostatus.org/schema/1.0/subscribe"
_LONGEST: Final = 2048


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a JRD; `actor_type` is what Lemmy tells about it."""

    rel: str
    href: str
    type: str | None = None
    actor_type: str | None = None


@dataclass(frozen=True, slots=True)
class Jrd:
    """What a host says about one of its handles."""

    subject: str
    aliases: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


def read_jrd(value: JSON) -> Jrd:
    """Read an answer of WebFinger. Raises Malformed."""
    if not isinstance(value, dict):
        raise Malformed("document: a JRD must be a JSON object")
    subject = value.get("subject")
    if not isinstance(subject, str) or len(subject) > _LONGEST:
        raise Malformed("subject: a JRD must have one")
    links = value.get("links")
    if not isinstance(links, list):
        raise Malformed("links: it must be a list")
    aliases = value.get("aliases")
    named = aliases[:_MAX_LINKS] if isinstance(aliases, list) else []
    return Jrd(
        subject,
        tuple([alias for alias in named if isinstance(alias, str)]),
        tuple([link for one in links[:_MAX_LINKS] if (link := _link(one))]),
    )


def _link(value: JSON) -> Link | None:
    if not isinstance(value, dict):
        return None
    rel, href, kind = value.get("rel"), value.get("href"), value.get("type")
    if not isinstance(rel, str) or not isinstance(href, str) or len(href) > _LONGEST:
        return None
    properties = value.get("properties")
    actor_type = properties.get(_TYPE) if isinstance(properties, dict) else None
    return Link(
        rel,
        href,
        kind if isinstance(kind, str) else None,
        actor_type if isinstance(actor_type, str) else None,
    )


def actor_uri(jrd: Jrd, prefer: str | None = None) -> str | None:
    """Return the actor a JRD leads to: the first, or the first of the type that is preferred.

    Lemmy may answer with a Person and a Group of one name, and marks which is which.
    """
    found = [link for link in jrd.links if link.rel == "self" and is_document(link.type or "")]
    wanted = [link for link in found if prefer and link.actor_type == prefer]
    return next((link.href for link in [*wanted, *found]), None)


def claimed(jrd: Jrd) -> Handle | None:
    """Return the handle a JRD is about, or None when its subject is no handle."""
    if not jrd.subject.startswith("acct:"):
        return None
    try:
        handle = Handle.read(jrd.subject)
    except Malformed:
        return None
    return handle if handle.host and is_remote_username(handle.name) else None


def confirms(asked: Handle, jrd: Jrd, actor: Actor) -> bool:
    """Whether handle and actor name each other.

    `jrd` is what the host of `asked` answers. Where its subject is a handle on another host, ask
    that host, and confirm with what it answers (a host may serve handles for another).
    """
    told = claimed(jrd)
    name = actor.preferred_username
    if told is None or told.key != asked.key or name is None:
        return False
    leads_here = any(link.href == actor.id for link in jrd.links if link.rel == "self")
    return leads_here and name.lower() == asked.name.lower()


def question(handle: Handle) -> str:
    """Return path and query with which to ask the host of a handle."""
    return f"{PATH}?resource={quote(f'acct:{handle.name}@{handle.host}', safe=':@')}"


def read_resource(resource: str) -> Handle | str:
    """Read what somebody asks us about: a handle, or the address of an actor. Raises Malformed."""
    if len(resource) > _LONGEST:
        raise Malformed("resource: it is too long")
    if resource.startswith(("https://", "http://")):
        return resource
    scheme, colon, _ = resource.partition(":")
    if colon and scheme != "acct" and "@" not in scheme:
        raise Malformed("resource: it must be acct: or https:")
    handle = Handle.read(resource)
    if not handle.host or not is_remote_username(handle.name):
        raise Malformed("resource: it must be name@host")
    return handle


def write_jrd(handle: Handle, uri: str, kind: str, subscribe: str) -> dict[str, JSON]:
    """Answer for one of our actors; `subscribe` is where to follow from elsewhere, with `{uri}`."""
    return {
        "subject": f"acct:{handle.name}@{handle.host}",
        "aliases": [uri],
        "links": [
            {
                "rel": "self",
                "type": ACTIVITY_JSON,
                "href": uri,
                "properties": {_TYPE: kind},
            },
            {"rel": _PROFILE_PAGE, "type": "text/html", "href": uri},
            {"rel": _SUBSCRIBE, "template": subscribe},
        ],
    }


def host_meta_xml(origin: str) -> bytes:
    """Tell in XML where our WebFinger is."""
    template = quoteattr(_template(origin))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">\n'
        f'  <Link rel="lrdd" type="{JRD_JSON}" template={template}/>\n'
        "</XRD>\n"
    ).encode()


def host_meta_json(origin: str) -> dict[str, JSON]:
    """Tell in JSON where our WebFinger is."""
    return {"links": [{"rel": "lrdd", "type": JRD_JSON, "template": _template(origin)}]}


def _template(origin: str) -> str:
    return f"{origin}{PATH}?resource={{uri}}"
