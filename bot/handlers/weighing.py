"""Keeps what an ended survey comes to, so that counts and figures need not read its answers."""

from __future__ import annotations

from bot.counting import weight_in
from bot.handlers.scene import Scene
from flows.identifiers import ResponseId

__all__ = ["weigh"]


def weigh(scene: Scene, response_id: ResponseId) -> None:
    """Keep what the answers of a survey that ends here come to; other forms have no index items.

    It is decided by the form's path as the person saw it, with the facts of the session.
    """
    frames = (*scene.session.frames, *scene.session.finished)
    frame = next((one for one in frames if one.response_id == response_id), None)
    if frame is None:
        return
    form = scene.renderer.rules.form(frame.form, frame.version)
    if form.kind == "survey":
        weight = weight_in(form, frame.answers, scene.session.facts)
        scene.storage.counting.weigh(scene.unit, response_id, weight)
