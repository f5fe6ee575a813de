import io
import json
import logging

import pytest

from fedcop import diagnostics

log = logging.getLogger("fedcop.example")


@pytest.fixture(autouse=True)
def logging_as_before():
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)


def logged(form="text", level="info"):
    stream = io.StringIO()
    diagnostics.set_up(level, form, stream)
    return stream


def test_a_line_names_time_level_place_and_message():
    stream = logged()
    log.info("kept", extra={"peer": "peer.example"})
    line = stream.getvalue()
    assert line.startswith("time=20")
    assert line.endswith(" level=info at=fedcop.example message=kept peer=peer.example\n")


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(
    "bad",
    [
        "a\r\nlevel=error",
        "\x1b[31mred",
        "\x00",
        "\u2028",
        "\u202etxt",
        "\x85",
        "\x7f",
        '" level="error',
    ],
)
def test_what_a_peer_sent_stays_one_visible_line(form, bad):
    stream = logged(form)
    log.warning("key refused", extra={"key": bad})
    written = stream.getvalue()
    assert written.count("\n") == 1
    assert written[:-1].isprintable()


def test_a_forged_word_is_quoted():
    assert diagnostics.escape('x" level="error') == '"x\\" level=\\"error"'
    assert diagnostics.escape("") == '""'


def test_json_lines_hold_what_was_said():
    stream = logged("json")
    log.info("kept %d", 3, extra={"key": "ä\r\n"})
    line = json.loads(stream.getvalue())
    assert line["message"] == "kept 3"
    assert line["key"] == "ä\r\n"


def test_lines_say_which_request_they_are_about():
    stream = logged("json")
    with diagnostics.about(request="ab12"), diagnostics.about(activity="https://a.example/1"):
        log.info("inside")
    log.info("outside")
    inside, outside = map(json.loads, stream.getvalue().splitlines())
    assert (inside["request"], inside["activity"]) == ("ab12", "https://a.example/1")
    assert "request" not in outside


def test_an_error_and_its_trace_share_one_line():
    stream = logged()
    try:
        raise ValueError("bad\nnews")
    except ValueError:
        log.exception("failed")
    assert stream.getvalue().count("\n") == 1
    assert 'ValueError: bad\\nnews"' in stream.getvalue()


def test_endless_values_are_cut():
    stream = logged()
    log.info("long", extra={"key": "x" * 1_000_000})
    assert len(stream.getvalue()) < 5_000


def test_less_important_lines_are_left_out():
    stream = logged(level="warning")
    log.info("quiet")
    assert stream.getvalue() == ""
