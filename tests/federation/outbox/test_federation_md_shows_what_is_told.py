"""The examples of FEDERATION.md are those of a running publish, in shape if not in every word."""

import orjson

from fedcop.federation.outbox.registry import SENT
from tests.corpus import ROOT
from tests.federation.outbox import examples

PAGE = (ROOT / "FEDERATION.md").read_text("utf-8")


async def test_every_example_has_the_shape_of_what_is_told(store):
    told = await examples.at_a_fixed_time(store)
    written = examples.in_page(PAGE)
    assert set(written) == set(told)
    for heading, some in told.items():
        assert len(written[heading]) == len(some), heading
        for example, one in zip(written[heading], some, strict=True):
            same = examples.shape(example) == examples.shape(one)
            assert same, (
                f"{heading} is now {orjson.dumps(one, option=orjson.OPT_INDENT_2).decode()}"
            )


async def test_every_activity_we_send_has_an_example():
    assert set(examples.in_page(PAGE)) >= SENT


async def test_examples_name_nobody_but_examples():
    for some in examples.in_page(PAGE).values():
        for example in some:
            assert "localhost" not in str(example)
            assert "cop.example" not in str(example)
