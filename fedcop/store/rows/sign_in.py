"""How people prove who they are: codes of an app, codes on paper, passkeys, issuers, steps."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class TotpRow(TableRow):
    """The second factor of an account that an app counts."""

    TABLE: ClassVar[str] = "totp"

    account_id: int
    secret: bytes
    last_step: int
    created: int


@dataclass(frozen=True, slots=True)
class RecoveryRow(TableRow):
    """A code on paper, as its mark."""

    TABLE: ClassVar[str] = "recovery_code"

    id: int
    account_id: int
    code: str
    used: int
    created: int


@dataclass(frozen=True, slots=True)
class PasskeyRow(TableRow):
    """A key that a device keeps for this node."""

    TABLE: ClassVar[str] = "passkey"

    id: int
    account_id: int
    credential: str
    public_key: bytes
    sign_count: int
    name: str
    transports: str
    backed_up: int
    created: int
    used: int = 0


@dataclass(frozen=True, slots=True)
class LinkRow(TableRow):
    """Somebody here is the one whom an issuer calls by this subject."""

    TABLE: ClassVar[str] = "sign_on_link"

    id: int
    account_id: int
    issuer: str
    subject: str
    shown: str
    created: int
    used: int = 0


@dataclass(frozen=True, slots=True)
class StepRow(TableRow):
    """What a browser is in the middle of."""

    TABLE: ClassVar[str] = "sign_in_step"

    token_hash: str
    kind: str
    account_id: int
    body: bytes
    tries: int
    expires: int
