"""Whether the process named in a store's note is running, asked as Windows has it asked."""

import ctypes
import sys

import pytest

from iom.store import owner

HANDLE = 0x1_0000_0004  # longer than 32 bits, as a handle may be


class Function:
    """A function of the system's library, with the types that a caller declares."""

    def __init__(self, answer):
        self.answer = answer
        self.restype = ctypes.c_int
        self.argtypes = None

    def __call__(self, *arguments):
        # an answer without a declared type is a C int
        found = self.answer(*arguments)
        return ctypes.c_int(found).value if self.restype is ctypes.c_int else found


class Kernel:
    """Windows' kernel32 with one process, which has an exit code or may not be asked about."""

    def __init__(self, exit_code):
        self.closed = []
        self.exit_code = exit_code
        self.OpenProcess = Function(lambda *_: HANDLE if exit_code is not None else None)
        self.GetExitCodeProcess = Function(self._tell)
        self.CloseHandle = Function(lambda handle: self.closed.append(handle) or 1)

    def _tell(self, handle, code):
        code._obj.value = self.exit_code
        return int(handle == HANDLE)


@pytest.fixture
def on_windows(monkeypatch):
    """Make the note name a process of a made-up Windows; give its library."""

    def begin(tmp_path, exit_code, error=0):
        kernel = Kernel(exit_code)
        monkeypatch.setattr(sys, "platform", "win32")
        monkeypatch.setattr(ctypes, "WinDLL", lambda *_, **__: kernel, raising=False)
        monkeypatch.setattr(ctypes, "get_last_error", lambda: error, raising=False)
        (tmp_path / "in-use.json").write_text('{"process": 4242}', encoding="utf-8")
        return kernel

    return begin


@pytest.mark.parametrize(("exit_code", "running"), [(259, True), (0, False), (1, False)])
def test_a_process_without_an_exit_code_is_running(on_windows, tmp_path, exit_code, running):
    kernel = on_windows(tmp_path, exit_code)
    assert owner.is_at_work(tmp_path) == running
    assert kernel.closed == [HANDLE]


@pytest.mark.parametrize(("error", "running"), [(5, True), (87, False)])
def test_a_process_that_may_not_be_asked_about_is_running_one_that_is_not_there_is_not(
    on_windows, tmp_path, error, running
):
    on_windows(tmp_path, None, error)
    assert owner.is_at_work(tmp_path) == running
