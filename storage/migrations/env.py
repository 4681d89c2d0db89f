"""Alembic's entry: always on a connection that the caller opened."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context

from storage import types
from storage.tables import metadata


def render_item(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Write our types and booleans by name: one migration serves both databases."""
    if kind == "type":
        names = {types.Id: "Id", types.Json: "Json"}
        return "Utc()" if isinstance(item, types.Utc) else names.get(item, False)
    if kind == "server_default" and isinstance(item.arg, sa.True_ | sa.False_):
        return "sa.true()" if isinstance(item.arg, sa.True_) else "sa.false()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_type=True,
    render_as_batch=True,
    render_item=render_item,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
