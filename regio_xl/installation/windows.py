"""The registry of Windows; the only code here that runs on Windows alone, hence this thin."""

import sys

ROOTS = {"HKCU": "HKEY_CURRENT_USER", "HKLM": "HKEY_LOCAL_MACHINE"}


class WindowsRegistry:
    """Reads and writes the registry through ``winreg``; see ``system.Registry``."""

    def read(self, key: str, name: str) -> str | int | None:
        """Return a value, or None when the key or the value is not there."""
        if sys.platform != "win32":
            raise NotImplementedError
        import winreg  # noqa: PLC0415

        root, path = _split(key)
        try:
            with winreg.OpenKey(getattr(winreg, root), path) as handle:
                value = winreg.QueryValueEx(handle, name)[0]
        except FileNotFoundError:
            return None
        return value if isinstance(value, int) else str(value)

    def subkeys(self, key: str) -> tuple[str, ...]:
        """Return the names of the keys below ``key``; none when it is not there."""
        if sys.platform != "win32":
            raise NotImplementedError
        import winreg  # noqa: PLC0415

        root, path = _split(key)
        try:
            with winreg.OpenKey(getattr(winreg, root), path) as handle:
                count = winreg.QueryInfoKey(handle)[0]
                return tuple(winreg.EnumKey(handle, index) for index in range(count))
        except FileNotFoundError:
            return ()

    def write(self, key: str, values: dict[str, str | int]) -> None:
        """Create ``key`` and set its values."""
        if sys.platform != "win32":
            raise NotImplementedError
        import winreg  # noqa: PLC0415

        root, path = _split(key)
        with winreg.CreateKey(getattr(winreg, root), path) as handle:
            for name, value in values.items():
                kind = winreg.REG_DWORD if isinstance(value, int) else winreg.REG_SZ
                winreg.SetValueEx(handle, name, 0, kind, value)

    def delete(self, key: str) -> None:
        """Delete ``key`` with its values."""
        if sys.platform != "win32":
            raise NotImplementedError
        import winreg  # noqa: PLC0415

        root, path = _split(key)
        winreg.DeleteKey(getattr(winreg, root), path)


def _split(key: str) -> tuple[str, str]:
    r"""Return the root's full name and the path below it.

    >>> _split(r"HKCU\Software\X")
    ('HKEY_CURRENT_USER', 'Software\\X')
    """
    root, _, path = key.partition("\\")
    return ROOTS[root], path
