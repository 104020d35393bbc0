"""``make run`` as a whole: it starts, keeps data, ends as one, and survives being killed."""

import signal
import socket
from pathlib import Path

import psutil
import pytest

from config.local.processes import living

from .conftest import Run, await_true, postmaster, web_processes

#: The prepared directory is made once.
pytestmark = pytest.mark.xdist_group("runs")


def test_starts_answers_and_ends_everything(local: Path, port: int) -> None:
    run = Run(local, port).ready()
    assert run.status() < 400
    assert f"http://127.0.0.1:{port}/" in run.output
    assert "create_operator" in run.output
    server, web = postmaster(local), web_processes(port)
    assert web
    assert run.stop() == 0
    assert not living(server.pid)
    assert not any(living(process.pid) for process in web)


def test_sigterm_ends_everything_too(local: Path, port: int) -> None:
    run = Run(local, port).ready()
    server = postmaster(local)
    run.process.send_signal(signal.SIGTERM)
    assert run.ended() == 0
    assert not living(server.pid)
    assert not web_processes(port)


def test_killed_supervisor_leaves_nothing_that_breaks_the_next_start(local: Path, port: int) -> None:
    run = Run(local, port).ready()
    server, web = postmaster(local), web_processes(port)
    run.kill()
    assert living(server.pid)
    assert web_processes(port)

    again = Run(local, port).ready()
    assert "Ended the web server that an earlier run had left behind" in again.output
    assert "PostgreSQL still running" in again.output
    assert not any(living(process.pid) for process in web)
    assert again.status() < 400
    assert again.stop() == 0
    assert not living(server.pid)


def test_killed_postgresql_ends_everything_with_a_sentence(local: Path, port: int) -> None:
    run = Run(local, port).ready()
    postmaster(local).kill()
    assert run.ended() == 1
    assert "PostgreSQL ended by itself" in run.output
    assert not web_processes(port)
    assert Run(local, port).ready().stop() == 0


def test_killed_web_server_ends_everything_with_a_sentence(local: Path, port: int) -> None:
    run = Run(local, port).ready()
    server = postmaster(local)
    min(web_processes(port), key=psutil.Process.create_time).kill()
    assert run.ended() == 1
    assert "The web server ended by itself by signal 9" in run.output
    assert not living(server.pid)


def test_supervisor_and_postgresql_killed_together(local: Path, port: int) -> None:
    run = Run(local, port).ready()
    server = postmaster(local)
    run.process.kill()
    server.kill()
    run.ended()
    again = Run(local, port).ready()
    assert again.status() < 400
    assert again.stop() == 0


def test_leftovers_are_known_by_start_time_not_by_number_alone(local: Path, port: int) -> None:
    """The noted process is gone and its number belongs to somebody else: that one is left alone."""
    with psutil.Popen(["sleep", "600"], start_new_session=True) as stranger:
        (local / "run" / "processes.json").write_text(
            f'[{{"name": "web server", "pid": {stranger.pid}, "at": 1000.0}}]'
        )
        run = Run(local, port).ready()
        assert "left behind" not in run.output
        assert run.stop() == 0
        assert living(stranger.pid)
        stranger.kill()


def test_second_run_in_the_same_directory_is_told_of_the_first(local: Path, port: int) -> None:
    run = Run(local, port).ready()
    second = Run(local, port)
    assert second.ended() == 1
    assert f"already runs from this directory (process {run.process.pid})" in second.output
    assert run.status() < 400
    assert run.stop() == 0


def test_taken_port_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        run = Run(tmp_path / "local", port)
        assert run.ended() == 1
    assert run.output.count("\n") == 1
    assert f"Port {port} is taken" in run.output
    assert not (tmp_path / "local" / "postgres").exists()


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        ({"PORT": "achtzig"}, "PORT must be a number"),
        ({"DATABASE_URL": "sqlite:///x.db"}, "must begin with postgres://"),
        ({"DATABASE_URL": "postgres://wer@127.0.0.1:1/nichts"}, "database of DATABASE_URL cannot be used"),
        ({"DATABASE_URL_FILE": "/nicht/da"}, "DATABASE_URL_FILE cannot be read"),
    ],
)
def test_wrong_environment_is_one_sentence(tmp_path: Path, port: int, env: dict[str, str], sentence: str) -> None:
    run = Run(tmp_path / "local", port, **env)
    assert run.ended() == 1
    assert sentence in run.output
    assert run.output.startswith("Error: ")
    assert "Traceback" not in run.output


def test_password_of_the_database_is_not_repeated(tmp_path: Path, port: int) -> None:
    run = Run(tmp_path / "local", port, DATABASE_URL="postgres://wer:geheim77@127.0.0.1:1/nichts")
    assert run.ended() == 1
    assert "geheim77" not in run.output


def test_directory_that_cannot_be_made_is_one_sentence(tmp_path: Path, port: int) -> None:
    """A file in the way: the one obstacle that root cannot write through either."""
    (tmp_path / "file").write_text("")
    run = Run(tmp_path / "file" / "local", port)
    assert run.ended() == 1
    assert "A file stands where a directory is needed" in run.output
    assert "Traceback" not in run.output


def test_database_of_ones_own_is_used_as_the_login_role(local: Path, tmp_path: Path, port: int) -> None:
    """With DATABASE_URL no PostgreSQL is started, and web steps down from the owner."""
    from config.local.postgres import OWNER, Cluster

    cluster = Cluster(local / "postgres")
    cluster.start()
    try:
        run = Run(tmp_path / "other", port, DATABASE_URL=cluster.url(OWNER)).ready()
        web = min(web_processes(port), key=psutil.Process.create_time)
        assert web.environ()["DATABASE_ROLE"] == "querlinie_login"
        assert run.status() < 400
        assert not (tmp_path / "other" / "postgres").exists()
        assert run.stop() == 0
        await_true(cluster.running)
    finally:
        cluster.stop()
