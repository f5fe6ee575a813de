"""Mentions, communities, hashtags and addresses in a text, and the links made of them."""

import time

import pytest

from fedcop.markup.markdown import find_names, render
from fedcop.markup.names import topics_in, topics_of
from fedcop.values import Handle


def link_to(handle):
    return (
        None
        if handle.name == "nobody"
        else f"https://{handle.host or 'here.example'}/u/{handle.name}"
    )


def tag_link(word):
    return f"https://here.example/tags/{word}"


def html(markdown):
    return render(markdown, link_to, tag_link).replace(' rel="nofollow noopener noreferrer"', "")


MENTIONS = [
    ("hello @mira@atlas.example", [Handle("mira", "atlas.example")]),
    ("@mira@Atlas.Example.", [Handle("mira", "atlas.example")]),
    ("(@olu), @olu: and @olu", [Handle("olu")]),
    ("@a.b-c@riverside.localhost:8443", [Handle("a.b-c", "riverside.localhost:8443")]),
    ("@bü@x.example", [Handle("b")]),
    ("mail a@b.example or x.@y", []),
    ("`@code` and [@in@a.example](https://b.example)", []),
    ("https://social.example/@mira", []),
    ("**@mira**", [Handle("mira")]),
    ("@@ @ !", []),
    ("@mira@bücher.example", [Handle("mira", "xn--bcher-kva.example")]),
]


@pytest.mark.parametrize(("markdown", "expected"), MENTIONS)
def test_people_are_found_where_they_are_meant(markdown, expected):
    assert list(find_names(markdown).mentions) == expected


def test_communities_are_named_with_their_host():
    names = find_names("To !lab@forge.example, wow !lab and !important")
    assert names.communities == (Handle("lab", "forge.example"),)
    assert names.mentions == ()


HASHTAGS = [
    ("#Feedback, #feedback-loop", ["Feedback", "feedback"]),
    ("#हिन्दी #日本語 #ärzte #naïve", ["हिन्दी", "日本語", "ärzte", "naïve"]),
    ("#1 #2026 C# a#b # x", []),
    ("#covid19 #19covid", ["covid19", "19covid"]),
    ("#under_score!", ["under_score"]),
    ("`#code` https://x.example/#part", []),
    ("# Heading\n#tag", ["tag"]),
    ("#tag “#quoted”", ["tag", "quoted"]),
]


@pytest.mark.parametrize(("markdown", "expected"), HASHTAGS)
def test_hashtags_are_found_in_every_script(markdown, expected):
    assert list(find_names(markdown).hashtags) == expected


def test_each_name_counts_once_and_fifty_at_most():
    names = find_names("@olu @olu " + " ".join(f"@p{i} #t{i}" for i in range(80)))
    assert len(names.mentions) == len(names.hashtags) == 50
    assert names.mentions[:2] == (Handle("olu"), Handle("p0"))


def test_names_become_links():
    assert html("@mira@atlas.example") == (
        '<p><a href="https://atlas.example/u/mira" class="u-url mention">@mira</a></p>\n'
    )
    assert html("!lab@forge.example") == (
        '<p><a href="https://forge.example/u/lab" class="u-url mention">!lab</a></p>\n'
    )
    assert html("#tag.") == (
        '<p><a href="https://here.example/tags/tag" class="mention hashtag">#tag</a>.</p>\n'
    )


def test_whom_nobody_knows_stays_a_text():
    assert html("@nobody@a.example") == "<p>@nobody@a.example</p>\n"


@pytest.mark.parametrize(
    ("markdown", "address", "rest"),
    [
        ("see https://a.example/x.", "https://a.example/x", "."),
        ("(https://a.example/x)", "https://a.example/x", ")"),
        ("https://a.example/x_(y)", "https://a.example/x_(y)", ""),
        ("https://a.example/a_b_c", "https://a.example/a_b_c", ""),
    ],
)
def test_bare_addresses_become_links(markdown, address, rest):
    assert f'<a href="{address}">{address}</a>{rest}</p>' in html(markdown)


def test_markdown_has_its_structure_and_no_html():
    shown = html("# Title\n\n*a* **b**\nnext\n\n- one\n\n> q\n\n<b>no</b>\n\n|a|\n|-|\n|1|")
    for part in ("<h1>", "<em>", "<strong>", "<br>", "<li>", "<blockquote>", "<table>"):
        assert part in shown
    assert "&lt;b&gt;no&lt;/b&gt;" in shown


def test_an_image_becomes_a_link_with_its_description():
    assert html("![a chart](https://a.example/c.png)") == (
        '<p><a href="https://a.example/c.png">a chart</a></p>\n'
    )


@pytest.mark.parametrize(
    "markdown", ["[x](javascript:alert)", "[x](data:text/html,x)", "[x](/admin)"]
)
def test_links_lead_only_to_the_web(markdown):
    assert "href" not in html(markdown)


HOSTILE = ["@a" * 50_000, "!a@" * 33_000, "#" * 100_000, "@a@" + "a." * 50_000, "http://" * 14_000]


@pytest.mark.parametrize("markdown", HOSTILE)
def test_finding_names_takes_time_in_proportion(markdown):
    started = time.process_time()
    find_names(markdown)
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("#handover, nights;  handover", ("handover", "nights")),
        ("über-gabe a/b <x> ,,# ? 12", ("übergabe", "a", "b", "x")),
        ("夜勤、引き継ぎ", ("夜勤", "引き継ぎ")),
        ("हिन्दी", ("हिन्दी",)),
        ("", ()),
    ],
)
def test_topics_are_listed_as_one_likes(text, topics):
    assert topics_in(text) == topics


def test_a_topic_of_several_words_is_one():
    assert topics_of(["Ward round", "#nights", "a/b", "12", ""]) == ("Wardround", "nights", "ab")
