"""How a community takes in what it is offered: propose, review, endorse."""

from typing import Final

from fedcop.web.door import Way

WAYS: Final[tuple[Way, ...]] = ()
