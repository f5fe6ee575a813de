"""Take along all that is kept about oneself, or end it."""

from typing import Final

from fedcop.web.door import Way
from fedcop.web.pages.privacy import deleting, exporting

WAYS: Final = (
    Way("/settings/export", exporting.show),
    Way("/settings/export/archive", act=exporting.take, limit="found", sudo=True),
    Way("/settings/delete", deleting.show, deleting.delete, limit="found", sudo=True),
    Way("/farewell", deleting.farewell, guests=True),
)
