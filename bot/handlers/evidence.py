"""Handlers of what people give beside their words: proofs of their number, and files."""

from __future__ import annotations

from bot.handlers.scene import Scene
from flows.events import FileReceived, PhoneProved, PhoneWithdrawn
from flows.identifiers import identifier_from
from storage.base import AttachmentRecord, ProofRecord

__all__ = ["file_received", "phone_proved", "phone_withdrawn"]


def phone_proved(scene: Scene, event: PhoneProved) -> None:
    """Keep that the platform vouches for a number (V1). It is evidence for that number only:
    when another one is typed later, the proof no longer meets the number that is declared
    (`ProofRepository.is_proved`).
    """
    record = ProofRecord(
        response_id=event.response_id,
        kind="account",
        channel=scene.channel,
        phone=event.phone,
        at=scene.now,
    )
    scene.storage.proofs.add(scene.unit, record)


def phone_withdrawn(scene: Scene, event: PhoneWithdrawn) -> None:
    """Let go of a number that is not to be kept, and of what proved it."""
    scene.storage.answers.withdraw_phone(scene.unit, event.response_id, event.question)


def file_received(scene: Scene, event: FileReceived) -> None:
    """Note a file that is to be fetched; a job does so, since a turn waits for no platform."""
    record = AttachmentRecord(
        id=identifier_from(scene.seed, f"attachment/{event.reference}", scene.now),
        response_id=event.response_id,
        channel=scene.channel,
        kind=event.kind,
        reference=event.reference,
        at=scene.now,
        next_at=scene.now,
    )
    scene.storage.attachments.add(scene.unit, record)
