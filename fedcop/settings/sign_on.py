"""Who vouches for people besides this node: the issuers of sign-on, a table each."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Annotated, Final, get_args, get_type_hints

from fedcop.errors import Misconfigured

Words = tuple[str, ...]

MARK: Final = "SIGN_ON__"  # FEDCOP_SIGN_ON__HOSPITAL__CLIENT_SECRET
_NAME: Final = re.compile(r"[a-z][a-z0-9]{0,30}")
_NEVER: Final = "none"
_ROLES: Final = ("admin", "moderator", "auditor")
_SWITCH: Final = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """One issuer, as the operator describes it."""

    key: Annotated[str, "What its table is called; it stands in addresses."]
    issuer: Annotated[str, "Its address, to the letter as it says it of itself."]
    client_id: Annotated[str, "What it calls this node."]
    client_secret: Annotated[str, "What this node shows it. Without one, PKCE alone counts."] = (
        field(default="", repr=False)
    )
    title: Annotated[str, "What people call it, on the button."] = ""
    scopes: Annotated[Words, "What it is asked for."] = ("openid", "profile", "email")
    algorithms: Annotated[Words, "What its tokens may be signed with; `none` never."] = (
        "RS256",
        "PS256",
        "ES256",
        "EdDSA",
    )
    name_claim: Annotated[str, "Where it says how somebody is called."] = "name"
    mail_claim: Annotated[str, "Where it says their mail address; taken only if verified."] = (
        "email"
    )
    handle_claim: Annotated[str, "Where it says what could be their handle here."] = (
        "preferred_username"
    )
    groups_claim: Annotated[str, "Where it says the groups they belong to."] = "groups"
    allow_groups: Annotated[Words, "Only people of one of these may come; empty: all."] = ()
    deny_groups: Annotated[Words, "People of these may not."] = ()
    communities: Annotated[
        Words, "Communities suggested to people of a group, as `nurses=wound-care`."
    ] = ()
    roles: Annotated[Words, "Roles that follow from groups, as `it-desk=admin`."] = ()
    link_by_mail: Annotated[
        bool, "Whether who has the mail address of an account here, verified there, is its owner."
    ] = False

    @property
    def shown(self) -> str:
        """What people call it."""
        return self.title or self.key.capitalize()


Issuers = tuple[Issuer, ...]
_KINDS: Final = {
    name: get_args(hint)[0] for name, hint in get_type_hints(Issuer, include_extras=True).items()
}


def about_issuers() -> list[tuple[str, object, str]]:
    """List what may be said of an issuer, with its default, for the manual."""
    hints = get_type_hints(Issuer, include_extras=True)
    return [(one.name, one.default, get_args(hints[one.name])[1]) for one in fields(Issuer)[1:]]


def read_issuers(tables: object) -> Issuers:
    """Read the tables of the settings. Raises Misconfigured."""
    said = _as_tables(tables)
    return tuple(_issuer(name, table) for name, table in sorted(said.items()))


def with_words(tables: object, environ: Mapping[str, str]) -> dict[str, dict[str, object]]:
    """Add what the environment says of issuers to their tables. Raises Misconfigured."""
    said = _as_tables(tables)
    for variable, text in environ.items():
        name, split, part = variable.lower().partition("__")
        if not split:
            raise Misconfigured(f"FEDCOP_{MARK}{variable}: write FEDCOP_{MARK}NAME__CLIENT_SECRET")
        said.setdefault(name, {})[part] = _from_word(_KINDS.get(part), text)
    return said


def _as_tables(tables: object) -> dict[str, dict[str, object]]:
    if not isinstance(tables, dict) or not all(isinstance(one, dict) for one in tables.values()):
        raise Misconfigured("sign_on: write a table for each issuer, as [sign_on.hospital]")
    return {name: dict(table) for name, table in tables.items()}


def _from_word(kind: object, text: str) -> object:
    if kind is bool:
        return _SWITCH.get(text.lower(), text)
    if kind == Words:
        return [item.strip() for item in text.split(",") if item.strip()]
    return text


def _issuer(name: str, table: Mapping[str, object]) -> Issuer:
    place = f"sign_on.{name}"
    if not _NAME.fullmatch(name):
        raise Misconfigured(f"{place}: call it by small letters and digits, as [sign_on.hospital]")
    values: dict[str, object] = {"key": name}
    for part, value in table.items():
        if part not in _KINDS or part == "key":
            close = difflib.get_close_matches(part, _KINDS, n=1)
            cure = f"did you mean `{close[0]}`?" if close else "docs/reference/settings.md helps"
            raise Misconfigured(f"{place}.{part}: there is no such setting; {cure}")
        values[part] = _value(f"{place}.{part}", _KINDS[part], value)
    for part in ("issuer", "client_id"):
        if not values.get(part):
            raise Misconfigured(f"{place}.{part}: is not set")
    issuer = Issuer(**values)  # type: ignore[arg-type]  # each was read by its own kind
    _check_issuer(place, issuer)
    return issuer


def _value(place: str, kind: object, value: object) -> object:
    if kind == Words:
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        raise Misconfigured(f"{place}: write a list of texts")
    if kind is bool and not isinstance(value, bool):
        raise Misconfigured(f"{place}: write `true` or `false`")
    if kind is str and not isinstance(value, str):
        raise Misconfigured(f"{place}: write a text")
    return value


def _check_issuer(place: str, one: Issuer) -> None:
    if not one.issuer.startswith(("https://", "http://")):
        raise Misconfigured(f"{place}.issuer: write its whole address, with https")
    if any(name.lower() == _NEVER for name in one.algorithms):
        raise Misconfigured(f"{place}.algorithms: a token that nobody signed is not taken")
    if any(name.startswith("HS") for name in one.algorithms) and not one.client_secret:
        raise Misconfigured(f"{place}.algorithms: HS needs a client_secret")
    if "openid" not in one.scopes:
        raise Misconfigured(f"{place}.scopes: put in openid")
    _check_pairs(place, one)


def _check_pairs(place: str, one: Issuer) -> None:
    for pair in (*one.roles, *one.communities):
        if "=" not in pair:
            raise Misconfigured(f"{place}: write a group and what follows, as group=moderator")
    for pair in one.roles:
        if pair.rpartition("=")[2] not in _ROLES:
            raise Misconfigured(f"{place}.roles: a group can be {', '.join(_ROLES)}")
