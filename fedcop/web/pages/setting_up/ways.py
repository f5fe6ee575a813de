"""The addresses of the first run, which are there until somebody owns the node."""

from typing import Final

from fedcop.web.door import Way
from fedcop.web.pages.setting_up import wizard

WAYS: Final = (
    Way("/setup", wizard.start, guests=True),
    Way("/setup/steps/{step}", wizard.show, wizard.keep, guests=True),
    Way("/setup/{token}", wizard.show_link, wizard.begin, guests=True),
)
