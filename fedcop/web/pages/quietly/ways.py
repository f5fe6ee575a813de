"""Ask without a name; what a community may know of itself."""

from typing import Final

from fedcop.web.door import Way
from fedcop.web.pages.quietly import asking, insights, keeping, own, pulse, voice

WAYS: Final[tuple[Way, ...]] = (
    Way("/c/{handle}/ask/quietly", asking.show, asking.post, limit="write"),
    Way("/quietly", own.show),
    Way("/quietly/say", act=own.say, limit="write"),
    Way("/quietly/helped", act=own.helped),
    Way("/quietly/reveal", act=own.reveal, limit="write"),
    Way("/quietly/withdraw", act=own.withdraw),
    Way("/c/{handle}/quietly", keeping.show, keeping.decide),
    Way("/c/{handle}/quietly/mode", act=keeping.set_mode),
    Way("/c/{handle}/quietly/mute", act=keeping.mute),
    Way("/c/{handle}/quietly/open", act=keeping.want),
    Way("/c/{handle}/insights", insights.show),
    Way("/c/{handle}/insights.csv", insights.export),
    Way("/c/{handle}/pulse", pulse.show, pulse.post, limit="write"),
    Way("/c/{handle}/voice", voice.of_community, guests=True),
    Way("/o/voice", voice.of_node, guests=True),
)
