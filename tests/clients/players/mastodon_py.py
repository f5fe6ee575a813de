"""Mastodon.py, as programs in Python use it."""

import asyncio
import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mastodon import Mastodon, MastodonAPIError, StreamListener

from tests.clients.players.shape import APP, SCOPES, Entity, LetIn, Player, RefusedError


class Ear(StreamListener):
    """Keeps what a stream says."""

    def __init__(self) -> None:
        self.said: list[tuple[str, Any]] = []

    def on_update(self, status: Any) -> None:
        self.said.append(("update", status))

    def on_notification(self, notification: Any) -> None:
        self.said.append(("notification", notification))

    def on_status_update(self, status: Any) -> None:
        self.said.append(("status.update", status))

    def on_filters_changed(self) -> None:
        self.said.append(("filters_changed", None))

    def on_delete(self, status_id: Any) -> None:
        self.said.append(("delete", str(status_id)))

    def on_abort(self, err: Any) -> None:
        self.said.append(("closed", str(err)))


class MastodonPy(Player):
    """Mastodon.py, in a thread of its own, for it waits while it asks."""

    name = "Mastodon.py"
    api: Mastodon
    _stream: Any = None  # Mastodon.py does not name its type

    @property
    def token(self) -> str:
        return str(self.api.access_token)

    async def _do(self, what: Callable[..., Any], *args: Any, **more: Any) -> Any:
        try:
            return await asyncio.to_thread(what, *args, **more)
        except MastodonAPIError as refusal:
            # Its errors hold: a sentence of its own, the status, the reason, what the node said.
            _, status, _, said = (*refusal.args, 0, "", "")[:4]
            raise RefusedError(int(status), str(said)) from refusal

    async def register(self, origin: str, name: str, email: str, password: str) -> str:
        key, secret = await self._do(Mastodon.create_app, APP, scopes=SCOPES, api_base_url=origin)
        api = Mastodon(client_id=key, client_secret=secret, api_base_url=origin)
        given = {"agreement": True, "scopes": SCOPES, "return_detailed_error": True}
        token, wrong = await self._do(api.create_account, name, password, email, **given)
        if token is None:
            raise RefusedError(0, str(wrong["error"]))
        return str(token)

    async def sign_in(self, origin: str, let_in: LetIn) -> None:
        key, secret = await self._do(
            Mastodon.create_app,
            APP,
            scopes=SCOPES,
            api_base_url=origin,
            website="https://app.example",
        )
        self.api = await self._do(
            Mastodon, client_id=key, client_secret=secret, api_base_url=origin, request_timeout=20
        )
        # It writes force_login=False, state=None and lang=None as they stand.
        url = await self._do(self.api.auth_request_url, scopes=SCOPES, allow_http=True)
        code = await let_in(url)
        await self._do(self.api.log_in, code=code, scopes=SCOPES, allow_http=True)

    async def me(self) -> Entity:
        return await self._do(self.api.account_verify_credentials)

    async def find(self, query: str) -> dict[str, list[Entity]]:
        return await self._do(self.api.search_v2, query, resolve=True)

    async def follow(self, account: Entity) -> Entity:
        return await self._do(self.api.account_follow, account["id"])

    async def write(self, text: str, reply_to: str = "") -> Entity:
        return await self._do(self.api.status_post, text, in_reply_to_id=reply_to or None)

    async def revise(self, status_id: str, text: str) -> Entity:
        return await self._do(self.api.status_update, status_id, status=text)

    async def show(self, text: str, picture: Path, description: str) -> Entity:
        media = await self._do(self.api.media_post, str(picture), description=description)
        return await self._do(self.api.status_post, text, media_ids=[media])

    async def remove(self, status_id: str) -> None:
        await self._do(self.api.status_delete, status_id)

    async def status(self, status_id: str) -> Entity:
        return await self._do(self.api.status, status_id)

    async def thread(self, status_id: str) -> dict[str, list[Entity]]:
        return await self._do(self.api.status_context, status_id)

    async def home(self) -> list[Entity]:
        return await self._do(self.api.timeline_home)

    async def home_to_the_end(self, limit: int) -> list[str]:
        first = await self._do(self.api.timeline_home, limit=limit)
        return [str(one["id"]) for one in await self._do(self.api.fetch_remaining, first)]

    async def act(self, verb: str, status_id: str) -> Entity:
        return await self._do(getattr(self.api, f"status_{verb}"), status_id)

    async def bookmarks(self) -> list[Entity]:
        return await self._do(self.api.bookmarks)

    async def notifications(self) -> list[Entity]:
        return await self._do(self.api.notifications)

    async def notifications_to_the_end(self, limit: int) -> list[str]:
        first = await self._do(self.api.notifications, limit=limit)
        return [str(one["id"]) for one in await self._do(self.api.fetch_remaining, first)]

    async def relation(self, account: Entity) -> Entity:
        return (await self._do(self.api.account_relationships, account["id"]))[0]

    async def followers(self, account: Entity) -> list[Entity]:
        """Read who follows an account."""
        return await self._do(self.api.account_followers, account["id"])

    async def line_of(self, account: Entity) -> list[Entity]:
        return await self._do(self.api.account_statuses, account["id"])

    async def history(self, status_id: str) -> list[Entity]:
        return await self._do(self.api.status_history, status_id)

    async def poll(self, text: str, options: list[str]) -> Entity:
        poll = self.api.make_poll(options, 3600)
        return await self._do(self.api.status_post, text, poll=poll)

    async def votes(self, poll_id: str) -> Entity:
        return await self._do(self.api.poll, poll_id)

    async def vote(self, poll_id: str, choice: int) -> Entity:
        return await self._do(self.api.poll_vote, poll_id, choice)

    async def lists(self) -> list[Entity]:
        return await self._do(self.api.lists)

    async def make_list(self, title: str, account: Entity) -> Entity:
        made = await self._do(self.api.list_create, title)
        await self.put_on_list(made["id"], account)
        return made

    async def list_line(self, list_id: str) -> list[Entity]:
        return await self._do(self.api.timeline_list, list_id)

    async def rename_list(self, list_id: str, title: str) -> Entity:
        return await self._do(self.api.list_update, list_id, title)

    async def put_on_list(self, list_id: str, account: Entity) -> None:
        await self._do(self.api.list_accounts_add, list_id, [account["id"]])

    async def delete_list(self, list_id: str) -> None:
        await self._do(self.api.list_delete, list_id)

    async def make_filter(self, phrase: str) -> str:
        words = [{"keyword": phrase, "whole_word": False}]
        made = await self._do(
            self.api.create_filter_v2, phrase, ["home"], "hide", keywords_attributes=words
        )
        return str(made["id"])

    async def remove_filter(self, filter_id: str) -> None:
        await self._do(self.api.delete_filter_v2, filter_id)

    async def report(self, account: Entity, status_id: str, why: str) -> Entity:
        return await self._do(
            self.api.report, account["id"], [status_id], comment=why, forward=True
        )

    async def listen(self) -> None:
        self._ear = Ear()
        self._stream = await self._do(
            self.api.stream_user, self._ear, run_async=True, timeout=30, reconnect_async=False
        )

    async def subscribe(self, endpoint: str, p256dh: str, auth: str) -> Entity:
        keys = {
            "pubkey": base64.urlsafe_b64decode(p256dh + "=="),
            "auth": base64.urlsafe_b64decode(auth + "=="),
        }
        wished = {f"{kind}_events": True for kind in ("follow", "favourite", "reblog", "mention")}
        return await self._do(
            self.api.push_subscription_set, endpoint, keys, standard=True, **wished
        )

    async def heard(self) -> list[tuple[str, Any]]:
        said, self._ear.said = self._ear.said, []
        over = self._stream is not None and not self._stream.is_alive()
        return [*said, ("closed", None)] if over else said

    async def deafen(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    async def end(self) -> None:
        await self._do(self.api.revoke_access_token, allow_http=True)

    async def close(self) -> None:
        await self.deafen()
