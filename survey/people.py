"""Whom a row is about, where some tell a person, some only a telephone number."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

__all__ = ["People"]

_Name = TypeVar("_Name", bound=Hashable)


class People(Generic[_Name]):
    """Whoever was taken so far. Families share telephones: two people of one number are two. Where
    nothing but the number is told, it may be any of them, so they are one.
    """

    def __init__(self) -> None:
        self._persons: set[_Name] = set()
        self._phones: set[_Name] = set()
        self._phones_alone: set[_Name] = set()

    def take(self, person: _Name | None, phone: _Name | None) -> bool:
        """Take whom a row is about, if nobody took them before; return whether that was so. Whom
        nobody knows ("" or None) is always somebody new.
        """
        if person and (person in self._persons or phone in self._phones_alone):
            return False
        if not person and phone in self._phones:
            return False
        if person:
            self._persons.add(person)
        if phone:
            self._phones.add(phone)
            if not person:
                self._phones_alone.add(phone)
        return True
