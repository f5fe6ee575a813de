"""/api/v1/instance and /api/v2/instance: what this node is, and how much it takes."""

from typing import Any, Final

from fedcop import __version__, clock
from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import limits
from fedcop.api.routes import Auth, Route
from fedcop.community import figures, house_rules, texts
from fedcop.community.admission import chosen_mode
from fedcop.community.figures import Figures
from fedcop.community.joining import modes
from fedcop.community.options import Options
from fedcop.community.texts import Text
from fedcop.errors import NotFound
from fedcop.settings import Settings

# A Mastodon number first, three parts and a blank: every client can read this (docs/decisions).
VERSION: Final = f"4.4.0 (compatible; Fedcop {__version__})"
# Each number makes clients call what came with it, so that all of it has to be there. 2: grouped
# notifications. 3: PKCE. 5: filters that blur. 6: hashtags on profiles, and who is featured there,
# which may be nobody. 7 would be writing quotes, which are not there.
API_VERSION: Final = 6
_THROUGH_APPS: Final = frozenset({modes.OPEN, modes.APPROVAL})
_SHUT: Final = {
    modes.CLOSED: "<p>Accounts are made by those who run this node.</p>",
    modes.INVITATION: "<p>Whoever has an invitation joins by its link, in a browser.</p>",
}
_HOUR_MS: Final = 60 * 60 * 1000
_EMPTY: Final = "always an empty list"


async def first(ask: Ask) -> Answer:
    """Describe the node as of old."""
    chosen = ask.settings
    options = await ask.desk.options.get(ask.store)
    mode = modes.mode_of(chosen, options)
    known = await _figures(ask)
    told = {
        "uri": chosen.host,
        "title": chosen.name,
        "short_description": _about(chosen),
        "description": _about(chosen),
        "email": _email(chosen),
        "version": VERSION,
        "urls": {"streaming_api": _streaming(chosen)},
        "stats": {
            "user_count": known.people,
            "status_count": known.posts,
            "domain_count": known.hosts,
        },
        "thumbnail": _picture(chosen, "node"),
        "languages": list(chosen.languages),
        "registrations": mode in _THROUGH_APPS,
        "approval_required": mode == modes.APPROVAL,
        "invites_enabled": False,  # to whoever asks: who may, is shown where they do
        "configuration": limits.configuration(chosen.max_upload),
        "contact_account": None,
        "rules": await _rules(ask),
    }
    return Answer.json(told)


async def second(ask: Ask) -> Answer:
    """Describe the node."""
    chosen = ask.settings
    options = await ask.desk.options.get(ask.store)
    mode = modes.mode_of(chosen, options)
    known = await _figures(ask)
    told = {
        "domain": chosen.host,
        "title": chosen.name,
        "version": VERSION,
        "source_url": chosen.source or f"{chosen.origin}/source",
        "description": _about(chosen),
        "wrapstodon": None,
        "usage": {"users": {"active_month": known.active_month}},
        "thumbnail": {"url": _picture(chosen, "node"), "description": ""},
        "icon": [{"src": _picture(chosen, "icon"), "size": "192x192"}],
        "languages": list(chosen.languages),
        "configuration": {
            **limits.configuration(chosen.max_upload),
            **_places(chosen, options, terms=await texts.find_text(ask.store, "terms")),
            "vapid": {"public_key": ask.parts.push.key},
        },
        "registrations": {
            "enabled": mode in _THROUGH_APPS,
            "approval_required": mode == modes.APPROVAL,
            "message": None if mode in _THROUGH_APPS else _SHUT[mode],
            "min_age": options.least_age or None,
            "reason_required": mode == modes.APPROVAL,
            "url": None,
        },
        "api_versions": {"mastodon": API_VERSION},
        "contact": {"email": _email(chosen), "account": None},
        "rules": await _rules(ask),
    }
    return Answer.json(told)


async def nothing(ask: Ask) -> Answer:
    """Answer that there is none."""
    return Answer.listed([])


async def rules(ask: Ask) -> Answer:
    """List the rules of the node."""
    return Answer.json(await _rules(ask))


async def no_languages(ask: Ask) -> Answer:
    """Answer that nothing is translated here."""
    return Answer.empty()


async def description(ask: Ask) -> Answer:
    """Say in a paragraph what this is; the rest stands on a page."""
    chosen = ask.settings
    text = (
        f'<p>{_about(chosen)}</p><p><a href="{chosen.origin}/about">{chosen.origin}/about</a></p>'
    )
    return Answer.json({"updated_at": _today(), "content": text})


async def privacy(ask: Ask) -> Answer:
    """Say what becomes of data: as an admin wrote it, or where the draft of the node is."""
    text = await texts.find_text(ask.store, "privacy")
    if text:
        return Answer.json({"updated_at": clock.iso(text.changed), "content": text.content})
    there = f"{ask.settings.origin}/privacy"
    content = f'<p><a href="{there}">{there}</a></p>'
    return Answer.json({"updated_at": _today(), "content": content})


async def terms(ask: Ask) -> Answer:
    """Say the terms of service. Raises NotFound where there are none."""
    text = await texts.find_text(ask.store, "terms")
    if not text:
        raise NotFound("terms: none")
    told = {
        "effective_date": clock.iso(text.changed)[:10],
        "effective": True,
        "content": text.content,
        "succeeded_by": None,
    }
    return Answer.json(told)


def _about(chosen: Settings) -> str:
    return f"A place for communities of practice, run by {_plain(chosen.organization)}."


def _plain(text: str) -> str:
    """Keep a text from being read as HTML, which this field holds."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _email(chosen: Settings) -> str:
    bare = chosen.contact.removeprefix("mailto:")
    return bare if "@" in bare and "/" not in bare else ""


def _streaming(chosen: Settings) -> str:
    return f"{'ws' if chosen.development else 'wss'}://{chosen.host}"


def _picture(chosen: Settings, name: str) -> str:
    return f"{chosen.origin}/pictures/{name}.png"


def _today() -> str:
    return f"{clock.utc(clock.now_ms()):%Y-%m-%d}T00:00:00.000Z"


def _places(
    chosen: Settings, options: Options, terms: Text
) -> dict[str, Any]:  # JSON of several kinds
    everybody = {"local": "public", "remote": "public"}
    return {
        "urls": {
            "streaming": _streaming(chosen),
            "status": None,
            "about": f"{chosen.origin}/about",
            "privacy_policy": options.privacy or f"{chosen.origin}/privacy",
            "terms_of_service": options.terms or (f"{chosen.origin}/terms" if terms else None),
        },
        "timelines_access": {
            "live_feeds": everybody,
            "hashtag_feeds": everybody,
            "trending_link_feeds": everybody,
        },
        "limited_federation": chosen_mode(options, chosen.federation_mode) != "open",
    }


async def _rules(ask: Ask) -> list[dict[str, object]]:
    """Say what the rules are."""
    rows = await house_rules.list_rules(ask.store)
    return [
        {"id": str(row.id), "text": row.text, "hint": row.hint, "translations": {}} for row in rows
    ]


async def _figures(ask: Ask) -> Figures:
    """Count once an hour."""
    kept: Figures | None = ask.desk.kept.get("figures")
    if kept is None or kept.at + _HOUR_MS <= clock.now_ms():
        kept = ask.desk.kept["figures"] = await figures.count(ask.store)
    return kept


def _open(path: str, handle: Any, stub: str = "") -> Route:  # noqa: ANN401 - as in Route
    return Route("GET", path, handle, "", Auth.OPEN, stub=stub)


ROUTES: Final = (
    _open("/api/v1/instance", first),
    _open("/api/v2/instance", second),
    _open("/api/v1/custom_emojis", nothing, f"{_EMPTY}: the node has no emojis of its own"),
    _open("/api/v1/instance/activity", nothing, _EMPTY),
    _open("/api/v1/instance/domain_blocks", nothing, f"{_EMPTY}: the list is not public"),
    _open("/api/v1/instance/peers", nothing, f"{_EMPTY}: the list is not public"),
    _open("/api/v1/instance/rules", rules),
    _open("/api/v1/instance/translation_languages", no_languages, "always an empty object"),
    _open("/api/v1/instance/extended_description", description),
    _open("/api/v1/instance/privacy_policy", privacy),
    _open("/api/v1/instance/terms_of_service", terms),
)
