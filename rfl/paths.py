"""Where templates/, static/ and migrations/ lie: beside the package or, in a wheel, inside it."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def resource_dir(name: str) -> Path:
    """Return the folder `name` ("templates", "static" or "migrations").

    A wheel carries the three in `rfl/_assets/` (pyproject: force-include); a checkout, editable
    install included, has them beside the package. The folder beside counts only next to
    pyproject.toml, so that a stray folder of another distribution is never served.

    Raises:
        FileNotFoundError: the installation is incomplete.

    """
    inside = PACKAGE / "_assets" / name
    if inside.is_dir():
        return inside
    beside = PACKAGE.parent / name
    if beside.is_dir() and (PACKAGE.parent / "pyproject.toml").is_file():
        return beside
    raise FileNotFoundError(f"{name}/ is neither in nor beside {PACKAGE}")
