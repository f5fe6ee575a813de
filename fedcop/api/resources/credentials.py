"""Who one is, and what one says of oneself."""

from dataclasses import replace
from typing import Final

from fedcop.api import uploads
from fedcop.api.ask import Answer, Ask
from fedcop.api.entities import credentials
from fedcop.api.params import Params
from fedcop.api.routes import Route
from fedcop.community import accounts, following, media, profiles
from fedcop.community.media import Kept
from fedcop.community.profiles import Detail, Profile, Usual
from fedcop.errors import Invalid, Malformed, NotFound
from fedcop.federation.remote.composing import describe
from fedcop.markup.plain import render_line
from fedcop.values import is_language

_LONGEST_NAME: Final = 100
_MOST_ROWS: Final = 20


async def verify(ask: Ask) -> Answer:
    """Say who acts with this token."""
    return Answer.raw(await credentials.one(ask, ask.me(), ask.account()))


async def update(ask: Ask) -> Answer:
    """Say something else of oneself; what is not said stays, and an empty text clears."""
    me = ask.me()
    profile, usual = _profile(ask), _usual(ask.params.table("source"))
    icon, image = await _picture(ask, "avatar"), await _picture(ask, "header")
    profile = replace(profile, icon=icon, image=image)
    try:
        changed = await ask.do(profiles.change, me, profile)
    except Malformed as error:
        raise Invalid(f"Validation failed: {error.safe}") from error
    await ask.do(profiles.post_as_usual, ask.account(), usual)
    while me.locked and not changed.locked and await ask.do(following.let_all_in, changed):
        pass
    return await _as_it_is_now(ask)


async def no_avatar(ask: Ask) -> Answer:
    """Take one's picture down."""
    await ask.do(profiles.change, ask.me(), Profile(no_icon=True))
    return await _as_it_is_now(ask)


async def no_header(ask: Ask) -> Answer:
    """Take the picture behind it down."""
    await ask.do(profiles.change, ask.me(), Profile(no_image=True))
    return await _as_it_is_now(ask)


async def _as_it_is_now(ask: Ask) -> Answer:
    login = await accounts.find_login_of(ask.store, ask.me().id)
    if login is None:
        raise NotFound("There is no such account.")
    return Answer.raw(await credentials.one(ask, login[1], login[0]))


def _profile(ask: Ask) -> Profile:
    params = ask.params
    display = params.line("display_name") if params.given("display_name") else None
    if display is not None and len(display) > _LONGEST_NAME:
        raise Invalid(f"Validation failed: Display name: {_LONGEST_NAME} characters at most")
    source = params.text("note").strip() if params.given("note") else None
    too_long = source is not None and len(source) > profiles.LONGEST_SOURCE
    return Profile(
        display=display,
        source=source,
        summary=None if source is None or too_long else describe(ask.store.uris, source),
        details=_details(params) if params.given("fields_attributes") else None,
        locked=_flag(params, "locked"),
        discoverable=_flag(params, "discoverable"),
        indexable=_flag(params, "indexable"),
        reticent=_flag(params, "hide_collections"),
    )


async def _picture(ask: Ask, name: str) -> Kept | None:
    """Keep a picture that was sent. Raises Invalid."""
    file = ask.params.file(name)
    if file is None:
        return None
    data = await uploads.read(ask, file, name.title())
    return await media.keep_picture(ask.parts.files, uploads.studio_of(ask), data)


def _details(params: Params) -> tuple[Detail, ...]:
    """Read the lines of a profile; those without a name or a word are left out."""
    found = []
    for row in params.tables("fields_attributes"):
        name, value = row.line("name"), row.line("value")
        if name and value:
            found.append(Detail(name, value, render_line(value[: profiles.LONGEST_DETAIL])))
    if len(params.tables("fields_attributes")) > _MOST_ROWS:
        raise Invalid("Validation failed: Fields: there are too many")
    return tuple(found)


def _usual(source: Params) -> Usual:
    words = {word: audience for audience, word in credentials.VISIBILITIES.items()}
    word = source.choice("privacy", tuple(words), "")
    language = source.line("language")
    if language and not is_language(language):
        raise Invalid("Validation failed: Source language: this is no code of a language")
    return Usual(
        audience=words[word] if word else None,
        sensitive=_flag(source, "sensitive"),
        language=language if source.given("language") else None,
    )


def _flag(params: Params, name: str) -> bool | None:
    return params.flag(name) if params.given(name) else None


_PATH: Final = "/api/v1/accounts"
ROUTES: Final = (
    Route("GET", f"{_PATH}/verify_credentials", verify, "profile read:accounts"),
    Route(
        "PATCH",
        f"{_PATH}/update_credentials",
        update,
        "write:accounts",
        files=2,
    ),
    Route("DELETE", "/api/v1/profile/avatar", no_avatar, "write:accounts"),
    Route("DELETE", "/api/v1/profile/header", no_header, "write:accounts"),
)
