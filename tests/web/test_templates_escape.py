"""The source of the pages: all is escaped, and what is not stands in one place."""

import re
from pathlib import Path

import pytest

from fedcop.web import site
from fedcop.web.render import environment

WEB = Path(site.__file__).parent
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
# What the store holds sanitised: nothing else goes through the one filter that does not escape.
_SANITISED = re.compile(r"^\w+(\.\w+)*\.(content|summary)$")
_PIPED = re.compile(r"\{\{\s*([\w.]+)\s*\|\s*stored\s*\}\}")
_SUMMARIES = re.compile(r"^(actor|group\.actor)\.summary$")


def test_everything_is_escaped(settings):
    assert environment(settings).autoescape is True


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_uses_no_other_way_around_escaping(path):
    text = path.read_text("utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape|Markup|<script|<style| style=|\son\w+=", text)
    assert len(re.findall(r"\bstored\b", text)) == len(_PIPED.findall(text))
    for piped in _PIPED.findall(text):
        assert _SANITISED.match(piped), piped
        if piped.endswith(".summary"):
            assert _SUMMARIES.match(piped), piped


def test_addresses_from_elsewhere_are_looked_at_before_they_are_linked():
    for path in TEMPLATES:
        for link in re.findall(r'href="\{\{([^}]*)\}\}', path.read_text("utf-8")):
            if re.search(r"\.(url|uri|moved_to|contact)\b", link):
                assert "|web" in link, (path.name, link)


def test_the_fonts_come_with_their_licences():
    fonts = {path.name for path in (WEB / "static/fonts").iterdir()}
    assert {"OFL-Inter.txt", "OFL-Source-Serif-4.txt"} <= fonts
    sizes = [path.stat().st_size for path in (WEB / "static/fonts").glob("*.woff2")]
    assert sum(sizes) < 350_000


def test_what_a_name_says_is_no_template(settings):
    template = environment(settings).from_string("{{ name }}")
    assert template.render(name="{{ 7*7 }}<b>") == "{{ 7*7 }}&lt;b&gt;"
