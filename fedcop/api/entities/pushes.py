"""Where an app is told at once, and of what."""

from typing import Any

from fedcop.community.pushes import ALERTS
from fedcop.store.rows import PushRow


def entity(row: PushRow, server_key: str) -> dict[str, Any]:  # JSON of several kinds
    """Say what an app reads of it; the id is a number here, and nowhere else."""
    wanted = row.alerts.split()
    return {
        "id": row.id,
        "endpoint": row.endpoint,
        "standard": bool(row.standard),
        "alerts": {alert: alert in wanted for alert in ALERTS},
        "policy": row.policy,
        "server_key": server_key,
    }
