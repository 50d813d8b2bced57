"""LibreOffice, where it is installed, as the reader of last resort: a document in one format → in another."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from govreply.readers.document import ReadError
from govreply.readers.limits import MOST_BYTES

SECONDS = 60
"""How long a conversion may take; LibreOffice needs one or two seconds to start."""

_NAMES = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
)
# Macros off at the highest level, links never updated, no look for updates: nothing runs, nothing goes out.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""


@cache
def program() -> str | None:
    """The path of LibreOffice: from PATH, else from where it usually is; None where it is not installed."""
    found = (shutil.which(name) for name in _NAMES)
    places = (place for place in _USUAL_PLACES if Path(place).is_file())
    return next((path for path in (*found, *places) if path), None)


def is_there() -> bool:
    """Whether LibreOffice is installed."""
    return program() is not None


def convert(data: bytes, suffix: str, to: str = "docx", *, seconds: float = SECONDS) -> bytes:
    """The document ``data``, whose name would end in ``suffix`` (``doc``), in the format ``to``.

    LibreOffice runs with a profile of its own in a temporary folder, without macros; no file is left. Raises ReadError
    where it is not installed, takes more than ``seconds``, or makes nothing of the document.
    """
    path = program()
    if path is None:
        raise ReadError("needs LibreOffice to be read, which is not installed")
    with TemporaryDirectory(prefix="govreply-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, target = folder / f"in.{suffix}", folder / "out" / f"in.{to}"
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        source.write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        flags = ["--headless", "--norestore", "--nolockcheck", "--nologo", "--nodefault"]
        _run([path, profile, *flags, "--convert-to", to, "--outdir", str(target.parent), str(source)], folder, seconds)
        if not target.is_file():
            raise ReadError("cannot be read by LibreOffice either")
        if target.stat().st_size > MOST_BYTES:
            raise ReadError("becomes too large in LibreOffice")
        return target.read_bytes()


def _run(command: list[str], folder: Path, seconds: float) -> None:
    """Run LibreOffice to its end; it starts processes of its own, so past its time its whole group is ended."""
    environment = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder), "TMP": str(folder), "TEMP": str(folder)}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise ReadError(f"keeps LibreOffice busy for more than {seconds:g} seconds") from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
