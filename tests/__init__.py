"""Tests of Lắng Nghe; the folders mirror the packages."""
