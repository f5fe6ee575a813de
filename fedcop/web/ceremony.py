"""Passkeys: what a browser is asked for, and whether what it answers is true."""

import secrets
from dataclasses import replace
from typing import Final

import orjson
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from fedcop import clock
from fedcop.community import passkeys, steps
from fedcop.community.passkeys import NewKey
from fedcop.store.rows import PasskeyRow
from fedcop.web import sealed
from fedcop.web.ask import Ask

_CHALLENGE_BYTES: Final = 32
_LONGEST: Final = 20_000
_DAY_MS: Final = 86_400_000

Asked = tuple[str, str]  # what the browser is asked, as JSON, and our sealed note of it


def ask_for_new(ask: Ask, known: list[PasskeyRow]) -> Asked:
    """Ask a device of somebody who is signed in for a new passkey."""
    challenge = secrets.token_bytes(_CHALLENGE_BYTES)
    wished = generate_registration_options(
        rp_id=_party(ask),
        rp_name=ask.site.settings.name,
        user_id=passkeys.owner_mark(ask.site.seal, ask.me.id),
        user_name=ask.me.name,
        user_display_name=ask.me.display or ask.me.name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_named(known),
    )
    return options_to_json(wished), _note(ask, f"passkey-new:{ask.me.id}", challenge)


def read_new(ask: Ask) -> NewKey | None:
    """Read the passkey that a device has made, if it is one."""
    challenge = _challenge(ask, f"passkey-new:{ask.me.id}")
    answer = ask.form.secret("answer")
    if not challenge or len(answer) > _LONGEST:
        return None
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_party(ask),
            expected_origin=ask.site.settings.origin,
            require_user_verification=True,
        )
        said = orjson.loads(answer)["response"].get("transports", [])
    except (WebAuthnException, ValueError, KeyError, TypeError, AttributeError):
        return None
    return NewKey(
        credential=bytes_to_base64url(made.credential_id),
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        transports=",".join(one for one in said if isinstance(one, str) and one.isalpha()),
        backed_up=made.credential_device_type is CredentialDeviceType.MULTI_DEVICE,
        name=ask.form.line("name"),
    )


def ask_for_one(ask: Ask, purpose: str, known: list[PasskeyRow] | None = None) -> Asked:
    """Ask a browser for a passkey: one of those that are known, or whichever it has."""
    challenge = secrets.token_bytes(_CHALLENGE_BYTES)
    second = known is not None
    wished = generate_authentication_options(
        rp_id=_party(ask),
        challenge=challenge,
        allow_credentials=_named(known or []),
        user_verification=UserVerificationRequirement.DISCOURAGED
        if second
        else UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(wished), _note(ask, purpose, challenge)


async def read_one(ask: Ask, purpose: str, *, verified: bool) -> PasskeyRow | None:
    """Read which passkey a browser used, as its device counted; nothing unless it is a known one.

    `verified` wants that the device made sure who holds it.
    """
    challenge, answer = _challenge(ask, purpose), ask.form.secret("answer")
    if not challenge or len(answer) > _LONGEST:
        return None
    row = await passkeys.find_key(ask.store, _credential(answer))
    if row is None:
        return None
    try:
        used = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_party(ask),
            expected_origin=ask.site.settings.origin,
            credential_public_key=row.public_key,
            credential_current_sign_count=row.sign_count,
            require_user_verification=verified,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError, AttributeError):
        return None
    if not await ask.do(steps.do_once, f"challenge:{challenge.hex()}", clock.now_ms() + _DAY_MS):
        return None
    await ask.do(passkeys.use_key, row, used.new_sign_count, backed_up=used.credential_backed_up)
    return replace(row, sign_count=used.new_sign_count)


def _credential(answer: str) -> str:
    """Read what a device calls its passkey, in the one form in which we keep it."""
    try:
        named = orjson.loads(answer).get("rawId", "")
        return bytes_to_base64url(base64url_to_bytes(named))
    except (ValueError, AttributeError, TypeError):
        return ""


def _named(known: list[PasskeyRow]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(row.credential)) for row in known]


def _party(ask: Ask) -> str:
    """Name ourselves as passkeys do: the host without a port."""
    return ask.site.settings.host.partition(":")[0]


def _note(ask: Ask, purpose: str, challenge: bytes) -> str:
    return sealed.close(ask.site.seal, purpose, {"challenge": challenge.hex()})


def _challenge(ask: Ask, purpose: str) -> bytes:
    noted = sealed.unseal(ask.site.seal, purpose, ask.form.secret("made"))
    return bytes.fromhex(noted.get("challenge", ""))
