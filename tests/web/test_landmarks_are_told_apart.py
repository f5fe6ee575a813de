"""Whoever hears a page goes from part to part: each has a name of its own, and can be moved in."""

import re
from collections import Counter
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "fedcop" / "web"
TEMPLATES = sorted((WEB / "templates").glob("*.html"))
_NAMED = re.compile(r'<(?:section|nav|aside|div)\b[^>]*aria-labelledby="([^"{]+)"')
_WIDE = re.compile(r'<(?:figure class="ripple"|div class="(?:wide|rubric)")[^>]*>')


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_no_two_parts_of_a_page_have_one_name(template):
    named = Counter(_NAMED.findall(template.read_text()))
    assert [name for name, times in named.items() if times > 1] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_what_scrolls_sideways_is_reached_by_keys(template):
    wide = _WIDE.findall(template.read_text())
    assert [tag for tag in wide if 'tabindex="0"' not in tag] == []
