"""Plain text becomes the HTML that apps expect."""

import pytest

from fedcop.markup.plain import find_names, length, render
from fedcop.values import Handle


def link_to(handle: Handle) -> str | None:
    return (
        None
        if handle.name == "nobody"
        else f"https://{handle.host or 'cop.example'}/u/{handle.name}"
    )


def html(text: str) -> str:
    return render(text, link_to, lambda tag: f"https://cop.example/tags/{tag.lower()}")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("  \n\n ", ""),
        ("Hello", "<p>Hello</p>"),
        ("one\ntwo\r\nthree", "<p>one<br>two<br>three</p>"),
        ("one\n\n\n\ntwo", "<p>one</p><p>two</p>"),
        (
            "*not* _Markdown_ <b>nor HTML</b> & so",
            "<p>*not* _Markdown_ &lt;b&gt;nor HTML&lt;/b&gt; &amp; so</p>",
        ),
        ("@nobody was here", "<p>@nobody was here</p>"),
    ],
)
def test_text_stays_what_it_is_in_paragraphs_and_lines(text, shown):
    assert html(text) == shown


def test_a_mention_is_a_link_in_a_card():
    shown = html("Hi @bo@far.example!")
    assert '<span class="h-card"><a href="https://far.example/u/bo" class="u-url mention"' in shown
    assert ">@<span>bo</span></a></span>!" in shown


def test_a_hashtag_is_a_link():
    shown = html("#Wool")
    assert 'href="https://cop.example/tags/wool"' in shown
    assert ">#<span>Wool</span></a>" in shown


def test_a_long_address_is_shown_in_part_and_stands_there_whole():
    url = "https://www.example.org/a/very/long/path/that/goes/on?x=1&y=2"
    shown = html(f"See {url}.")
    assert f'href="{url.replace("&", "&amp;")}"' in shown
    assert '<span class="invisible">https://www.</span>' in shown
    assert '<span class="ellipsis">example.org/a/very/long/path/t</span>' in shown
    assert shown.endswith("</a>.</p>")


def test_nothing_in_a_text_breaks_out_of_it():
    shown = html('https://x.example/"onmouseover="alert(1) @bo"><script>alert(1)</script>')
    assert "<script" not in shown
    assert "onmouseover=" not in shown.replace("&quot;onmouseover=", "").split(">", 2)[1]


def test_whom_and_what_it_names_is_found_once_and_in_order():
    names = find_names("@bo @ann @bo !weavers@far.example #Wool #wool https://x.example/@not")
    assert [str(one) for one in names.mentions] == ["@bo", "@ann"]
    assert [str(one) for one in names.communities] == ["@weavers@far.example"]
    assert names.hashtags == ("Wool", "wool")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Hello", 5),
        ("https://example.org/" + "a" * 200, 23),
        ("@bo@far.example hi", 6),
        ("@bo hi", 6),
    ],
)
def test_characters_are_counted_as_clients_do(text, count):
    assert length(text) == count
