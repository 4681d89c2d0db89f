"""``make migration``: writes the difference between the tables and the last migration."""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command

from storage import schema
from storage.database import connect


async def write(message: str) -> None:
    """Bring an empty database to the last migration and let alembic write the next."""
    with tempfile.TemporaryDirectory() as folder:
        db = connect(f"sqlite+aiosqlite:///{Path(folder, 'diary.db')}")
        await schema.upgrade(db)
        number = f"{len(schema.revisions()) + 1:04}"
        async with db.begin() as session:
            await session.run_sync(
                lambda connection: command.revision(
                    schema.config(connection), message, autogenerate=True, rev_id=number
                )
            )
        await db.close()


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1]:
        sys.exit('what does it change?  make migration MESSAGE="add meals"')
    asyncio.run(write(sys.argv[1]))
