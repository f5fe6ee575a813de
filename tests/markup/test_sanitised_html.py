"""What is left of untrusted HTML, and that it costs little to find out."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fedcop.markup.markdown import render
from fedcop.markup.sanitise import sanitise, strip_tags
from tests.corpus import vector

CASES = vector("html_sanitise.json")["cases"]


def nothing(_):
    return None


def depth_of(html):
    deepest = open_now = 0
    for closing, name in re.findall(r"<(/?)([a-z0-9]+)", html):
        if name in {"br", "hr"}:
            continue
        open_now += -1 if closing else 1
        deepest = max(deepest, open_now)
    assert open_now == 0
    return deepest


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_nothing_of_each_recorded_attack_is_left(case):
    marked = case["kind"] == "markdown"
    shown = render(case["input"], nothing, nothing) if marked else sanitise(case["input"])
    for part in case["must_not_contain"]:
        assert part.lower() not in shown.lower()
    assert sanitise(shown) == shown
    assert depth_of(shown) <= case.get("max_depth", 100)


def test_what_mastodon_writes_stays():
    html = (
        '<p><span class="h-card"><a href="https://a.example/@x" class="u-url mention" '
        'rel="nofollow noopener noreferrer">@<span>x</span></a></span> see '
        '<a href="https://b.example/1" rel="nofollow noopener noreferrer">'
        '<span class="invisible">https://</span>'
        '<span class="ellipsis">b.example/1</span></a><br>bye</p>'
    )
    assert sanitise(html) == html


@pytest.mark.parametrize(
    "html",
    [
        '<h2>When</h2><ul><li>one</li></ul><ol start="3"><li>three</li></ol>',
        "<blockquote><p>q</p></blockquote><pre><code>x &lt; y</code></pre>",
        "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
        '<p lang="ar" dir="rtl">x</p>',
    ],
)
def test_the_structure_of_a_text_stays(html):
    assert sanitise(html) == html


def test_links_carry_no_trust_and_stay_on_the_web():
    shown = sanitise(
        '<a href="https://x.example" rel="me" target="_top">x</a><a href="data:x">y</a>'
    )
    assert 'rel="nofollow noopener noreferrer"' in shown
    assert "target" not in shown
    assert "data:" not in shown


PIECES = """
<p> </p> <a~href=https://x.example> </a> <b> </b> <i~id=1> <table> <td> <tr> </table> <ul> <li>
</li> <svg> <math> <mtext> <style> </style> <title> <textarea> <noscript> <template> <select>
<option> <br> <hr> <h1> </h2> <pre> <blockquote> <span~class=mention> <q> <ruby> <rt> <!-- -->
<![CDATA[ ]]> &lt; &amp; &#x202e; < > " x <frameset> <iframe> <form> <button> <nobr> <font~size=1>
<dl> <dd> <plaintext> <foreignObject> <annotation-xml> <caption> <colgroup> </br> \u202e ~ &quot;
"""


pieces = st.lists(st.sampled_from(PIECES.split()), max_size=30).map(
    lambda parts: "".join(parts).replace("~", " ")
)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(pieces)
def test_sanitising_twice_changes_nothing(html):
    shown = sanitise(html)
    assert sanitise(shown) == shown
    depth_of(shown)


HOSTILE = {
    "unfinished tags": "<a " * 333_000,
    "one end for all tags": "<b " * 333_000 + ">",
    # Each block reopens all of these, unless they are alike: 30 MB out of 40 kB.
    "reopened elements": "".join(f"<b id={i}><p>" for i in range(10_000)),
    "reopened elements in disguise": "".join(f"<b x{i}<b ><p>" for i in range(10_000)),
    "reopened elements in quotes": "".join(f'<b id="{i}>" <b><p>' for i in range(10_000)),
    "deep blocks": "<div>" * 200_000,
    "deep lists": "<ul><li>" * 100_000,
    "open quotes": '<p title="' * 100_000,
    "comments": "<!--" * 250_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_html_costs_little_and_stays_small(name):
    started = time.process_time()
    shown = sanitise(HOSTILE[name])
    assert time.process_time() - started < 0.5
    assert len(shown) < 200_000


def test_deep_markup_is_flattened_and_its_text_kept():
    shown = sanitise("<blockquote>" * 200 + "x" + "</blockquote>" * 200)
    assert depth_of(shown) <= 32
    assert "x" in shown


def test_text_between_tags_is_decoded():
    assert strip_tags("<p>a &lt;b&gt; &amp; c</p><script>x</script>") == "a <b> & c"
