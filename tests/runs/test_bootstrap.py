"""Which Python the virtual environment is made with."""

import sys

import pytest

from config.local.bootstrap import quickest_python


@pytest.fixture
def on_the_path(tmp_path, monkeypatch):
    """``on_the_path(name, script)`` puts a program there, and nothing else is."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("PYTHON", raising=False)

    def put(name, script):
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return str(path)

    return put


def test_a_clearly_quicker_python_is_taken(on_the_path):
    quick = on_the_path("python3.12", "echo 0.0000001")
    on_the_path("python3.13", "echo 1000")
    assert quickest_python() == quick


@pytest.mark.parametrize("script", ["exit 1", "echo 0.0000001; exit 1", "echo nonsense", "echo 1000"])
def test_one_that_does_not_fit_or_is_slower_is_not(on_the_path, script):
    on_the_path("python3.12", script)
    assert quickest_python() == sys.executable


def test_whoever_names_a_python_gets_it(on_the_path, monkeypatch):
    on_the_path("python3.12", "echo 0.0000001")
    monkeypatch.setenv("PYTHON", "python3")
    assert quickest_python() == sys.executable
