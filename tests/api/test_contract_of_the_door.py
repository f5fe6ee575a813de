"""What the door itself answers, held to the schema that clients know."""

import pytest

from tests.api.contract import check, validator
from tests.api.getting_in import VERIFIER, asked, challenge, code_for, fetch
from tests.corpus import CORPUS

pytestmark = pytest.mark.skipif(
    not (CORPUS / "schemas").is_dir(), reason="corpus: the schema of clients is not here"
)

_STUBS = (
    "/api/v1/custom_emojis",
    "/api/v1/instance/rules",
    "/api/v1/instance/domain_blocks",
    "/api/v1/announcements",
    "/api/v1/endorsements",
    "/api/v1/directory",
    "/api/v1/trends/tags",
    "/api/v1/trends/links",
    "/api/v1/trends/statuses",
    "/api/v2/suggestions",
)


@pytest.mark.parametrize("path", ["/api/v1/instance", "/api/v2/instance"])
async def test_the_node(home, path):
    await home.person("ana")
    told = check(await home.phone().get(path), path)
    assert told["languages"]


async def test_the_way_in(home):
    ana = await home.person("ana")
    fields = {"client_name": "Fern", "redirect_uris": "https://app.example/back", "scopes": "read"}
    answer = await home.phone().form("/api/v1/apps", fields)
    app = check(answer, "/api/v1/apps")
    assert not list(validator("CredentialApplication").iter_errors(app))
    assert asked(app)["client_id"]
    code = await code_for(home, app, ana, scope="read", **challenge())
    token = check(await fetch(home, app, code, code_verifier=VERIFIER), "/oauth/token")
    phone = home.phone(token["access_token"])
    check(await phone.get("/api/v1/apps/verify_credentials"), "/api/v1/apps/verify_credentials")
    path = "/.well-known/oauth-authorization-server"
    check(await phone.get(path), path)


async def test_what_somebody_prefers(home):
    ana = await home.person("ana")
    told = await (await home.phone_of(ana)).read("/api/v1/preferences")
    assert not list(validator("Preferences").iter_errors(told))


@pytest.mark.parametrize("path", _STUBS)
async def test_what_is_not_here_has_the_form_of_what_would_be(home, path):
    phone = await home.phone_of(await home.person("ana"))
    check(await phone.get(path), path, empty=True)


@pytest.mark.parametrize("word", ["extended_description", "privacy_policy"])
async def test_what_is_said_about_the_node(home, word):
    path = f"/api/v1/instance/{word}"
    assert (await home.phone().read(path))["content"].startswith("<p>")
