"""Peers, each in an environment of its own under .venv-bench/, made on first use by plain pip."""

import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
HOME = ROOT / ".venv-bench"
SCRIPTS = Path(__file__).parent / "peer_scripts"
LONGEST_SECONDS = 900


def ask(package: str, script: str, *arguments: str) -> Any:
    """Return what `script` printed as JSON in the environment of `package`; None if it cannot be.

    A sentence on the screen says why not.
    """
    python = environment(package)
    if python is None:
        return None
    command = [str(python), str(SCRIPTS / script), *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False
    )
    if done.returncode:
        print(f"{package} could not be run: {done.stderr.strip().splitlines()[-1:]}")
        return None
    return json.loads(done.stdout.splitlines()[-1])


def environment(package: str) -> Path | None:
    """Return the Python of the environment in which `package` is; None if it does not install."""
    folder = HOME / package
    python = folder / "bin" / "python"
    stamp = folder / "installed"
    if stamp.exists():
        return python
    print(f"Installing {package} into {folder.relative_to(ROOT)} …", flush=True)
    venv.create(folder, with_pip=True)
    command = [str(python), "-m", "pip", "install", "--quiet", package]
    done = subprocess.run(command, stdout=sys.stderr, stderr=subprocess.DEVNULL, check=False)
    if done.returncode:
        print(f"{package} does not install here, so it is not measured.")
        return None
    stamp.touch()
    return python
