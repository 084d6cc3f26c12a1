"""What an operator does with storage: back up, restore, examine; the doors to three modules."""

from __future__ import annotations

from storage.backup import BackupError, Manifest, backup, read_manifest, restore
from storage.health import Check, examine

__all__ = ["BackupError", "Check", "Manifest", "backup", "examine", "read_manifest", "restore"]
