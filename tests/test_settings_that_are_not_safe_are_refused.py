import pytest

from fedcop import settings
from fedcop.errors import Misconfigured

SECRET = "e1d9c3a7b5f0428697d4c2b8a6f1e0d3"
MINIMAL = f'origin = "https://cop.example"\nsecret = "{SECRET}"\n'


@pytest.fixture
def refusal(tmp_path):
    """Read a fedcop.toml that must be refused, and return the line that says why."""

    def read(text=MINIMAL, mode=0o600, **environment):
        path = tmp_path / "fedcop.toml"
        path.write_text(text)
        path.chmod(mode)
        with pytest.raises(Misconfigured) as refused:
            settings.load(path, environment)
        assert "\n" not in refused.value.safe
        return refused.value.safe

    return read


@pytest.mark.parametrize(
    ("origin", "cure"),
    [
        ("http://cop.example", "write https://cop.example"),
        ("http://localhost.example", "write https://localhost.example"),
        ("http://127.0.0.1:8000", "write https://cop.example"),
        ("https://192.0.2.1", "write https://cop.example"),
        ("https://[::1", "write https://cop.example"),
        ("https://cop.example/", "write https://cop.example"),
        ("https://cop.example/community", "write https://cop.example"),
        ("https://cop.example?x", "write https://cop.example"),
        ("https://cop.example:8443", "write https://cop.example"),
        ("https://cop.example:99999", "write https://cop.example"),
        ("https://COP.example", "write https://cop.example"),
        ("https://me@cop.example", "write https://cop.example"),
        ("https://bücher.example", "write https://cop.example"),
        ("cop.example", "write https://cop.example"),
        ("ftp://cop.example", "write https://cop.example"),
    ],
)
def test_an_origin_that_peers_would_not_take(refusal, origin, cure):
    line = refusal(FEDCOP_ORIGIN=origin)
    assert line.startswith("origin: ")
    assert cure in line


@pytest.mark.parametrize(
    "secret", [settings.SAMPLE_SECRET, "short", "a" * 64, "change-me", SECRET[:31]]
)
def test_a_secret_that_can_be_guessed(refusal, secret):
    line = refusal(FEDCOP_SECRET=secret)
    assert line.startswith("secret: ")
    assert "openssl rand -hex 32" in line
    assert secret not in line


@pytest.mark.parametrize("missing", ["origin", "secret"])
def test_what_must_be_set_is_missing(refusal, missing):
    text = "\n".join(line for line in MINIMAL.splitlines() if not line.startswith(missing))
    assert refusal(text).startswith(f"{missing}: is not set; `fedcop init`")


def test_a_key_file_that_everybody_may_read(refusal, tmp_path):
    path = tmp_path / "data" / "master.key"
    settings.write_master_key(path)
    path.chmod(0o644)
    line = refusal()
    assert line == f"key_file: everybody may read {path}; run `chmod 600 {path}`"


def test_a_file_with_a_secret_that_everybody_may_read(refusal, tmp_path):
    path = tmp_path / "fedcop.toml"
    line = refusal(mode=0o644)
    assert line == f"fedcop.toml: everybody may read {path}; run `chmod 600 {path}`"


@pytest.mark.parametrize(
    ("text", "environment", "line"),
    [
        (
            "orign = 1\n",
            {},
            "orign: there is no such setting (fedcop.toml); did you mean `origin`?",
        ),
        ("", {"FEDCOP_SECRTE": "x"}, "did you mean `secret`?"),
        ("zzz = 1\n", {}, "zzz: there is no such setting (fedcop.toml); docs/reference"),
        ("[origins]\n", {}, "origins: there is no such setting"),
    ],
)
def test_a_setting_nobody_knows(refusal, text, environment, line):
    assert line in refusal(MINIMAL + text, **environment)


@pytest.mark.parametrize(
    ("text", "environment", "line"),
    [
        ('bind_port = "8000"', {}, "bind_port: write a whole number, 1 to 65535, not '8000'"),
        ("bind_port = true", {}, "bind_port: write a whole number"),
        ("", {"FEDCOP_BIND_PORT": "eighty"}, "not 'eighty' (FEDCOP_BIND_PORT)"),
        ("", {"FEDCOP_DELIVERY_WINDOW": "0"}, "delivery_window: write a whole number, 1 to 256"),
        ("communities_need_approval = 1", {}, "write `true` or `false`, not '1'"),
        (
            'registrations = "maybe"',
            {},
            "write `closed` or `invitation` or `approval` or `open`, not 'maybe'",
        ),
        ('languages = "en"', {}, "languages: write a list of texts"),
        ("languages = [1]", {}, "languages: write a list of texts"),
        ('allowed_networks = ["10.0.0.0/99"]', {}, "allowed_networks: write a list of networks"),
        ("name = 5", {}, "name: write text, not '5' (fedcop.toml)"),
        ('name = "a\\nb"', {}, "name: write text"),
        ('data = ""', {}, "data: write a path"),
        ("", {"FEDCOP_MASTER_KEY": "?"}, "master_key: is not base64; `openssl rand -base64 32`"),
        ("", {"FEDCOP_MASTER_KEY": "AAAA"}, "master_key: must be 32 bytes"),
    ],
)
def test_a_value_of_the_wrong_type(refusal, text, environment, line):
    assert line in refusal(MINIMAL + text, **environment)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:/db",
        "postgresql://db.example",
        "postgresql://db.example/",
        "postgresql://db.example/a/b",
        "postgresql://db.example:port/a",
        "mysql://me:hunter2@db.example/a",
        "sqlite://fedcop.db",
        "sqlite:///",
    ],
)
def test_a_database_address_that_cannot_be_read(refusal, url):
    line = refusal(FEDCOP_DATABASE=url)
    assert line.startswith("database: write sqlite, ")


def test_a_wrong_password_is_not_repeated(refusal):
    assert "hunter2" not in refusal(MINIMAL + 'database = ["hunter2"]')
    assert "hunter2" not in refusal(FEDCOP_DATABASE="mysql://me:hunter2@db.example/a")


def test_a_file_that_is_no_toml(refusal, tmp_path):
    line = refusal("origin = https://cop.example")
    assert line.startswith(f"{tmp_path}/fedcop.toml: cannot be read: ")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(Misconfigured, match="there is no such file; `fedcop init`"):
        settings.load(tmp_path / "other.toml", {})
