"""Serve the dashboard and print its address.

    .venv/bin/python .setup/serve.py

HOST (127.0.0.1) and PORT (8501, else the next free one) come from the environment, like TIMELINE_DATA.
A PORT that was asked for and is taken is an error: something may rely on that very number.
"""

import importlib.util
import os
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST, PORT, TRIES = "127.0.0.1", 8501, 50


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            sys.exit(f"Port {port} needs root; take one from 1024 on: PORT=8080 make run")
        except OSError as error:
            if isinstance(error, socket.gaierror) or not is_own_address(host):
                sys.exit(f"HOST={host} is not an address of this machine; use 127.0.0.1 or 0.0.0.0")
            return False
    return True


def is_own_address(host: str) -> bool:
    """Whether this machine can listen on that address at all (on some port the system picks)."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        try:
            probe.bind((host, 0))
        except OSError:
            return False
    return True


def choose_port(host: str, wanted: str) -> int:
    """The port to serve on. Exits with a plain message if the wanted one is taken or is no port."""
    if wanted:
        if not wanted.isdigit() or not 1 <= int(wanted) <= 65535:
            sys.exit(f"PORT={wanted} is not a port; give a number from 1 to 65535")
        if not is_free(host, int(wanted)):
            sys.exit(f"Port {wanted} is taken. Choose another (PORT=8600 make run) or leave PORT out.")
        return int(wanted)
    for port in range(PORT, PORT + TRIES):
        if is_free(host, port):
            if port != PORT:
                print(f"Port {PORT} is taken, using {port}")
            return port
    sys.exit(f"Ports {PORT} to {PORT + TRIES - 1} are all taken. Name a free one: PORT=9000 make run")


def main() -> None:
    """Becomes the server."""
    host = os.environ.get("HOST") or HOST
    port = choose_port(host, os.environ.get("PORT", ""))
    shown = {"0.0.0.0": HOST, "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    print(f"\n  On the Record: http://{shown}:{port}\n  Stop it with Ctrl+C\n", flush=True)
    os.chdir(ROOT)
    if importlib.util.find_spec("streamlit") is None:
        sys.exit("The environment does not fit this Python any more. Make it anew: make clean run")
    options = ["--logger.hideWelcomeMessage", "true", "--server.address", host, "--server.port", str(port)]
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", "dashboard.py", *options])  # noqa: S606


if __name__ == "__main__":
    main()
