"""What the organization says of its node."""

from typing import Final

from fedcop.community.texts import KINDS
from fedcop.web.door import Way
from fedcop.web.pages.legal import texts

WAYS: Final = tuple(Way(f"/{kind}", texts.show, guests=True) for kind in KINDS)
