"""Who uses a node may have the source code of what runs there: the licence says so."""

import io
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

import fedcop
from fedcop.errors import Misconfigured
from fedcop.settings import check
from tests.web.rig import open_house


async def test_every_page_leads_to_the_source_that_runs_here(house):
    _, ana = await house.person("ana")
    for browser in (house.guest(), ana):
        for path in ("/communities", "/nothing-here"):
            assert 'href="/source"' in (await browser.get(path)).text, path


async def test_the_archive_holds_what_runs_and_no_secret(house):
    answer = await house.guest().get("/source")
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    names = ZipFile(io.BytesIO(answer.content)).namelist()
    top = f"fedcop-{fedcop.__version__}"
    ours = ZipFile(io.BytesIO(answer.content)).read(f"{top}/fedcop/web/source.py")
    assert ours == (Path(fedcop.__file__).parent / "web" / "source.py").read_bytes()
    assert f"{top}/fedcop/web/templates/base.html" in names
    assert not [name for name in names if name.endswith((".pyc", ".toml", ".key", ".db"))][1:]


async def test_an_operator_may_name_another_place(settings):
    elsewhere = "https://code.example/fedcop"
    async with open_house(replace(settings, source=elsewhere)) as house:
        guest = house.guest()
        assert f'href="{elsewhere}"' in (await guest.get("/about")).text
        assert (await guest.get("/source")).headers["Location"] == elsewhere


@pytest.mark.parametrize("wrong", ["code.example/fedcop", "javascript:alert(1)", "/src"])
def test_a_place_that_is_no_address_is_refused(settings, wrong):
    with pytest.raises(Misconfigured, match="source: write the whole address"):
        check(replace(settings, source=wrong))
