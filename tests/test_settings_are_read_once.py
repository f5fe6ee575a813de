import base64

import pytest

from fedcop import settings
from fedcop.errors import Misconfigured
from tests.corpus import ROOT

SECRET = "e1d9c3a7b5f0428697d4c2b8a6f1e0d3"
NEEDED = {"FEDCOP_ORIGIN": "https://cop.example", "FEDCOP_SECRET": SECRET}


@pytest.fixture
def written(tmp_path):
    """Write a fedcop.toml and read it back."""

    def write(text="", **environment):
        path = tmp_path / "fedcop.toml"
        path.write_text(text)
        path.chmod(0o600)
        return settings.load(path, environment)

    return write


MINIMAL = f'origin = "https://cop.example"\nsecret = "{SECRET}"\n'


def test_two_settings_are_enough(written, tmp_path):
    read = written(MINIMAL)
    assert (read.host, read.organization, read.name) == ("cop.example",) * 3
    assert read.data == tmp_path / "data"
    assert read.key_file == tmp_path / "data" / "master.key"
    assert read.database == f"sqlite:///{tmp_path}/data/fedcop.db"
    assert (read.bind_host, read.bind_port) == ("127.0.0.1", 8000)
    assert (read.registrations, read.federation_mode) == ("approval", "open")
    assert (read.development, read.cookie) == (False, "__Host-fedcop")


def test_a_loopback_node_is_a_development_node(written):
    read = written(MINIMAL, FEDCOP_ORIGIN="http://northwind.localhost:8001")
    assert read.host == "northwind.localhost:8001"
    assert (read.bind_port, read.development, read.cookie) == (8001, True, "fedcop")


def test_the_environment_wins(written):
    read = written(MINIMAL + 'name = "File"\n', FEDCOP_NAME="Environment")
    assert read.name == "Environment"


def test_the_environment_alone_is_enough(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert settings.load(environ=NEEDED).data == tmp_path / "data"


def test_the_environment_may_name_the_file(written, tmp_path):
    written(MINIMAL)
    environment = {"FEDCOP_CONFIG": str(tmp_path / "fedcop.toml")}
    assert settings.load(environ=environment).host == "cop.example"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("FEDCOP_LANGUAGES", "de, en", ("de", "en")),
        ("FEDCOP_COMMUNITIES_NEED_APPROVAL", "true", True),
        ("FEDCOP_COMMUNITIES_NEED_APPROVAL", "0", False),
        ("FEDCOP_DELIVERY_WINDOW", "16", 16),
        ("FEDCOP_DATABASE", "postgresql://me:pw@db.example:5433/cop", None),
        ("FEDCOP_DATABASE", "postgresql://postgres@/cop?host=/run/postgresql", None),
    ],
)
def test_words_of_the_environment_become_values(written, name, text, value):
    read = written(MINIMAL, **{name: text})
    assert getattr(read, name.removeprefix("FEDCOP_").lower()) == (text if value is None else value)


def test_networks_are_networks(written):
    read = written(MINIMAL + 'allowed_networks = ["10.2.0.0/16", "fd00::/8"]')
    assert [network.version for network in read.allowed_networks] == [4, 6]


def test_secrets_are_not_shown(written):
    read = written(MINIMAL, FEDCOP_DATABASE="postgresql://me:hunter2@db.example/cop")
    assert SECRET not in repr(read)
    assert "hunter2" not in repr(read)


def test_settings_cannot_be_changed(written):
    with pytest.raises(AttributeError):
        written(MINIMAL).name = "Other"


def test_the_master_key_is_made_once_and_for_its_owner_alone(written, tmp_path):
    path = tmp_path / "data" / "master.key"
    settings.write_master_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(settings.read_master_key(written(MINIMAL))) == 32
    with pytest.raises(FileExistsError):
        settings.write_master_key(path)


def test_the_master_key_may_come_from_the_environment(written):
    key = bytes(range(32))
    read = written(MINIMAL, FEDCOP_MASTER_KEY=base64.b64encode(key).decode())
    assert settings.read_master_key(read) == key


def test_a_missing_master_key_is_named(written):
    with pytest.raises(
        Misconfigured, match=r"key_file: .*master\.key cannot be read; `fedcop init`"
    ):
        settings.read_master_key(written(MINIMAL))


def test_the_example_for_servers_lacks_a_secret_and_nothing_else(written):
    text = (ROOT / "deploy" / "fedcop.toml").read_text()
    with pytest.raises(Misconfigured, match="secret: is still the sample"):
        written(text)
    read = written(text.replace(settings.SAMPLE_SECRET, SECRET))
    assert read.database == "sqlite:////var/lib/fedcop/fedcop.db"
