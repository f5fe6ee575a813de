"""Where the pages of those who run the node are, and who may open them.

Each names what one must be allowed to see (`sees`) or do (`does`): a test fails without.
"""

from typing import Final

from fedcop.community.offices import Right
from fedcop.web.admin import audit, overview
from fedcop.web.door import Way

WAYS: Final = (
    Way("/admin", overview.show, sees=Right.OVERVIEW),
    Way("/admin/audit", audit.show, sees=Right.SEE_AUDIT),
)
