"""The addresses at which people prove who they are."""

from typing import Final

from fedcop.web import paths
from fedcop.web.door import Way
from fedcop.web.pages.signing import confirming

WAYS: Final = (Way(paths.CONFIRM, confirming.ask_to_confirm, confirming.confirm_it),)
