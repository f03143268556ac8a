"""The server makes room for many readers, and keeps its memory together."""

import platform
import subprocess
import sys

import pytest

CODE = """
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
from timeline.web.process import raise_descriptor_limit
print(raise_descriptor_limit(), *resource.getrlimit(resource.RLIMIT_NOFILE))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize(
    ("soft", "hard", "then"),
    [(1_024, 4_096, 4_096), (4_096, 4_096, 4_096), (512, 1_024, 1_024)],
    ids=["as far as the system lets it", "it stays", "a low hard limit"],
)
def test_the_soft_limit_is_raised(root, soft, hard, then):
    code = CODE.format(soft=soft, hard=hard)
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout.split() == [str(then), str(then), str(hard)]


def test_the_server_does_it_when_it_starts(root):
    code = CODE.partition("from timeline")[0].format(soft=1_024, hard=4_096)
    code += "import dashboard; print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])"
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout.split()[-1] == "4096"


ARENAS = """
import ctypes, threading
{before}
together = threading.Barrier(8)

def take():
    together.wait()
    kept = [bytearray(500) for _ in range(1_000)]
    together.wait()

threads = [threading.Thread(target=take) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc = ctypes.CDLL(None)
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="arenas are glibc's")
@pytest.mark.parametrize(
    ("before", "few"),
    [
        ("from timeline.web.process import limit_arenas; assert limit_arenas()", True),
        ("import dashboard", True),
        ("", False),
    ],
    ids=["by the call", "when the server starts", "without"],
)
def test_threads_share_two_arenas(root, before, few):
    code = ARENAS.format(before=before)
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert (0 < run.stdout.count("<heap nr=") <= 2) == few
