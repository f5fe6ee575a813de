"""Programs that people use this node with."""

from dataclasses import dataclass
from typing import ClassVar

from fedcop.store.table import TableRow


@dataclass(frozen=True, slots=True)
class AppRow(TableRow):
    """A program; `redirect_uris` has a line for each, `scopes` blanks between them."""

    TABLE: ClassVar[str] = "app"

    id: int
    client_id: str
    secret_hash: str
    name: str
    website: str
    redirect_uris: str
    scopes: str
    created: int
    used: int = 0


@dataclass(frozen=True, slots=True)
class CodeRow(TableRow):
    """What a token is fetched with, once."""

    TABLE: ClassVar[str] = "app_code"

    code_hash: str
    app_id: int
    account_id: int
    redirect_uri: str
    scopes: str
    challenge: str
    expires: int
    token_id: int = 0


@dataclass(frozen=True, slots=True)
class TokenRow(TableRow):
    """What an app shows; `account_id` is 0 when it acts for itself."""

    TABLE: ClassVar[str] = "app_token"

    id: int
    token_hash: str
    app_id: int
    account_id: int
    scopes: str
    created: int
    seen: int
