"""/api/v1/streaming: what happens, as it happens, in lines; over a WebSocket see `streaming`."""

from typing import Final

from fedcop.api.ask import Answer, Ask
from fedcop.api.routes import Auth, Handle, Route
from fedcop.api.streaming import channels
from fedcop.api.streaming.lines import listen
from fedcop.community import lists

_BASE: Final = "/api/v1/streaming"
_STATUSES: Final = "read:statuses"


async def health(_ask: Ask) -> Answer:
    """Say that streams are served."""
    return Answer(b"OK", media_type="text/plain; charset=utf-8")


def _stream(path: str, name: str, scope: str = _STATUSES) -> Route:
    """Name the route of one stream."""
    return Route("GET", f"{_BASE}/{path}", _handle(name), scope, endless=True)


def _handle(name: str) -> Handle:
    async def handle(ask: Ask) -> Answer:
        """Listen to a stream."""
        wanted = name
        if name.startswith(channels.PUBLIC) and ask.params.flag("only_media"):
            wanted = f"{name}:media"
        said = {"tag": ask.params.text("tag"), "list": ask.params.text("list")}
        channel = channels.named(wanted, said)
        if channel.kind == channels.LIST:
            await lists.get(ask.store, ask.me(), int(channel.word))
        return await listen(ask, channel)

    return handle


ROUTES: Final = (
    Route("GET", f"{_BASE}/health", health, "", Auth.OPEN),
    _stream("user", "user"),
    _stream("user/notification", "user:notification", "read:notifications"),
    _stream("public", "public"),
    _stream("public/local", "public:local"),
    _stream("public/remote", "public:remote"),
    _stream("hashtag", "hashtag"),
    _stream("hashtag/local", "hashtag:local"),
    _stream("list", "list"),
    _stream("direct", "direct"),
)
