"""Captions from strangers: times and text are kept, all else is dropped or refused in words."""

import pytest

from fedcop.errors import Invalid
from fedcop.markup import captions

TALK = b"""\xef\xbb\xbfWEBVTT - a talk\r
Kind: captions\r
\r
STYLE\r
::cue { background: url(https://evil.example/) }\r
\r
REGION\r
id:one\r
\r
NOTE nobody sees this\r
\r
first\r
00:01.000 --> 00:04.000 align:start position:0%\r
<v Ana Lima>Hello &amp; <b>welcome</b>, <00:02.000><c.loud>all</c>.\r
\r
01:00:05.500 --> 01:00:07.000\r
1 < 2 --&gt; <script>alert(1)</script>\r
"""


def test_times_and_text_are_kept_and_nothing_else():
    cues = captions.read(TALK)
    assert [(cue.begins, cue.ends) for cue in cues] == [(1000, 4000), (3_605_500, 3_607_000)]
    assert cues[0].text == "Ana Lima: Hello & welcome, all."
    written = captions.write(cues).decode()
    assert written == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nAna Lima: Hello &amp; welcome, all.\n"
        "\n01:00:05.500 --> 01:00:07.000\n1 &lt; 2 --&gt; alert(1)\n"
    )
    assert "evil" not in written
    assert "<" not in written
    assert captions.read(written.encode()) == cues


def test_a_transcript_has_a_paragraph_after_each_pause():
    said = [(0, 1000, "One"), (1000, 2000, "One"), (2100, 3000, "two."), (9000, 9500, "Three.")]
    cues = [captions.Cue(*one) for one in said]
    assert captions.transcript(cues) == "One\ntwo.\n\nThree."


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "first line"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nSubRip\n", "first line"),
        (b"WEBVTTX\n\n00:01.000 --> 00:02.000\nHi\n", "first line"),
        (b"WEBVTT\n\n", "nothing is said"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n<b></b>\n", "nothing is said"),
        (b"WEBVTT\n\n00:01 --> 00:02\nHi\n", "line 3 is no time"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n-->\nthere", "line 5 is no time"),
        (b"WEBVTT\n\n00:02.000 --> 00:01.000\nHi\n", "line 3 ends before it begins"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi\0\n", "zero bytes"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n".encode("utf-16"), "UTF-8"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nGr\xfc\xdfe\n", "UTF-8"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"x" * 1_000_000, "larger than 500 kB"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"x" * 3000, "line 4 is longer"),
        (b"WEBVTT\n\n" + b"00:01.000 --> 00:02.000\nx\n\n" * 10_001, "more than 10,000"),
    ],
)
def test_what_is_wrong_is_said_in_words(data, told):
    with pytest.raises(Invalid, match=told):
        captions.read(data)


def test_a_transcript_that_somebody_wrote_is_text():
    text = captions.read_transcript(b"\xef\xbb\xbf Hello\x07 \r\n\r\n<b>you</b>\r\n")
    assert text == "Hello\n\n<b>you</b>"
    with pytest.raises(Invalid, match="nothing in it"):
        captions.read_transcript(b" \n")


def test_tags_that_never_end_take_no_time():
    body = b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + (b"<v " * 600 + b"\n") * 200
    assert "<" in captions.read(body)[0].text
