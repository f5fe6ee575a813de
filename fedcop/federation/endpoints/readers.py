"""Who asks: the signature of a GET, for what is not meant for everybody."""

from starlette.requests import Request

from fedcop.activitypub.signatures.message import RequestMessage
from fedcop.federation.endpoints.door import ReaderOf
from fedcop.federation.inbox.authenticate import Authenticator
from fedcop.store.rows import ActorRow


def reader_by(authenticator: Authenticator, scheme: str) -> ReaderOf:
    """Find readers by their signatures; `scheme` is the one we are reached by from outside."""

    async def reader_of(request: Request) -> ActorRow | None:
        scope = request.scope
        query: bytes = scope.get("query_string", b"")
        target: bytes = scope.get("raw_path") or scope["path"].encode()
        if query:
            target = target + b"?" + query
        message = RequestMessage(scope["method"], target, scope["headers"], b"", scheme)
        return await authenticator.reader(message)

    return reader_of
