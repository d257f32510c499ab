import subprocess
import sys
from typing import Any

import pytest

from benchmarks import suite as suites
from benchmarks.suite import suite
from language_models.errors import InputError


def test_an_unknown_suite_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"Unknown suite 'puls'\. Did you mean 'pulse'\?"):
        suite("puls")


def test_a_suite_is_imported_when_asked_for(toy: Any) -> None:
    assert suite("toy") is toy
    assert "toy" in suites.SUITES


def test_the_command_line_imports_nothing_heavy() -> None:
    heavy = "numpy scipy pandas sklearn matplotlib statsmodels jinja2 torch"
    code = (
        "import sys, benchmarks.cli, benchmarks.suite;"
        f"print(*[name for name in '{heavy}'.split() if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
