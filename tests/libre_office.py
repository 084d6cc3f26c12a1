"""LibreOffice and poppler: what opens the files that offices are sent."""

import shutil
import subprocess
from pathlib import Path

__all__ = ["opened", "poppler"]


def poppler(program: str, *arguments: str | Path) -> str:
    """Return what one of poppler's programs says."""
    path = shutil.which(program)
    assert path
    done = subprocess.run([path, *arguments], check=True, capture_output=True, text=True)
    return done.stdout


def opened(office: str, file: bytes, name: str, folder: Path) -> Path:
    """Return what LibreOffice prints of a file, as a PDF."""
    (folder / name).write_bytes(file)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / name)], check=True, capture_output=True, timeout=200)
    return (folder / name).with_suffix(".pdf")
