"""What /metrics tells Prometheus; counts only, nothing of anybody."""

from prometheus_client import (
    GC_COLLECTOR,
    PLATFORM_COLLECTOR,
    PROCESS_COLLECTOR,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
)

from storage import queue
from storage.database import Database

REGISTRY = CollectorRegistry()
for collector in (GC_COLLECTOR, PLATFORM_COLLECTOR, PROCESS_COLLECTOR):
    REGISTRY.register(collector)

UPDATES = Counter(
    "diary_updates_total", "Updates handled, by what they were.", ["kind"], registry=REGISTRY
)
UPDATE_SECONDS = Histogram(
    "diary_update_seconds", "Time from an update's arrival to its end.", registry=REGISTRY
)
DELIVERIES = Gauge(
    "diary_deliveries", "Deliveries in the database, by kind and state.", ["kind", "state"],
    registry=REGISTRY,
)  # fmt: skip


async def read_queue(db: Database) -> None:
    """Bring the gauges of the queue up to date."""
    async with db.read() as session:
        rows = await queue.sizes(session)
    DELIVERIES.clear()
    for kind, state, number in rows:
        DELIVERIES.labels(kind, state).set(number)
