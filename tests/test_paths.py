import importlib.util
import shutil

import pytest

from rfl import paths
from rfl.paths import resource_dir


def _paths_of_copy(folder):
    """Return `rfl.paths` as it is when the package lies in `folder`."""
    package = folder / "rfl"
    package.mkdir()
    shutil.copy(paths.__file__, package / "paths.py")
    spec = importlib.util.spec_from_file_location("copied_paths", package / "paths.py")
    assert spec
    assert spec.loader
    copied = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(copied)
    return copied


@pytest.mark.parametrize("name", ["templates", "static", "migrations"])
def test_a_checkout_keeps_them_beside_the_package(name):
    found = resource_dir(name)
    assert found.is_dir()
    assert found == paths.PACKAGE.parent / name


def test_a_wheel_carries_them_inside(tmp_path):
    copied = _paths_of_copy(tmp_path)
    inside = tmp_path / "rfl" / "_assets" / "templates"
    inside.mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    (tmp_path / "pyproject.toml").touch()

    assert copied.resource_dir("templates") == inside


def test_a_folder_of_somebody_else_is_never_served(tmp_path):
    copied = _paths_of_copy(tmp_path)
    (tmp_path / "templates").mkdir()

    with pytest.raises(FileNotFoundError, match="templates"):
        copied.resource_dir("templates")
