"""A dashboard server of our own, on a free loopback port, ended by its process group and nothing else."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
START_SECONDS = 90
LOG_LINES = 60
#: settings that a developer's shell or home may carry and that would change what the tests see
FOREIGN = ("STREAMLIT_", "TIMELINE_")


class ServerError(Exception):
    """The server died or never answered; the text ends with its log."""


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Server:
    """One `streamlit run dashboard.py`, or so many processes behind one port, with its address and its log."""

    def __init__(
        self,
        folder: Path,
        environment: Mapping[str, str] | None = None,
        script: Path | None = None,
        settings: Path = ROOT,
        workers: int = 0,
    ) -> None:
        """Starts it; `wait` waits until it answers. Streamlit looks for its settings in the folder `settings`.

        With workers, uvicorn starts so many processes that share the port.
        """
        self.port = free_port()
        self.url = f"http://{HOST}:{self.port}"
        self.log_path = folder / f"server-{self.port}.log"
        self.log_path.write_bytes(b"")
        self._settings = settings
        self._command = self._of_uvicorn(workers) if workers else self._of_streamlit(script or ROOT / "dashboard.py")
        own = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        own |= {"PYTHONUNBUFFERED": "1", "TIMELINE_SNAPSHOTS": str(folder / f"snapshots-{self.port}.sqlite")}
        self._environment = own | (environment or {})
        self.process = self._start()

    def _of_streamlit(self, script: Path) -> list[str]:
        command = [sys.executable, "-m", "streamlit", "run", str(script)]
        command += ["--server.address", HOST, "--server.port", str(self.port)]
        command += ["--server.headless", "true", "--server.fileWatcherType", "none"]
        return [*command, "--browser.gatherUsageStats", "false"]

    def _of_uvicorn(self, workers: int) -> list[str]:
        command = [sys.executable, "-m", "uvicorn", "dashboard:app", "--workers", str(workers)]
        return [*command, "--host", HOST, "--port", str(self.port), "--log-level", "warning"]

    def _start(self) -> subprocess.Popen[bytes]:
        with self.log_path.open("ab") as log:
            return subprocess.Popen(
                self._command,
                cwd=self._settings,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill_and_start_anew(self) -> None:
        """Kills it as a crash would, and starts another on the same port; does not wait until that one answers."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = self._start()

    def wait(self) -> Server:
        """Returns once the server answers.

        Raises:
            ServerError: it died, or did not answer in START_SECONDS.
        """
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self.check()
            if self.answers("/_stcore/health"):
                return self
            time.sleep(0.05)
        self.stop()
        raise ServerError(f"the server did not answer in {START_SECONDS} s:\n{self.tail()}")

    def answers(self, path: str, seconds: float = 5) -> bool:
        """Whether it answers that path with 200, within so many seconds."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=seconds)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def check(self) -> None:
        """Passes while the server runs.

        Raises:
            ServerError: it has ended.
        """
        status = self.process.poll()
        if status is not None:
            raise ServerError(f"the server ended with status {status}:\n{self.tail()}")

    def log(self) -> str:
        """All it has printed so far."""
        return self.log_path.read_text(encoding="utf-8", errors="replace")

    def tail(self) -> str:
        """The last lines it printed."""
        return "\n".join(self.log().splitlines()[-LOG_LINES:])

    def stop(self) -> None:
        """Ends this server and the processes it started."""
        for end in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, end)
            except ProcessLookupError:
                break
            try:
                self.process.wait(timeout=10)
                break
            except subprocess.TimeoutExpired:
                continue
        self.process.wait()
