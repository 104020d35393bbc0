"""``python -m config.local run`` and ``python -m config.local manage …``; ``make run`` comes here."""

import subprocess
import sys

from config.local import environment
from config.local.postgres import OWNER, Cluster
from config.local.problem import Problem, from_os_error
from config.local.run import Supervisor


def main(arguments: list[str]) -> int:
    """Do what the command line asks. Returns the exit status."""
    try:
        match arguments:
            case [] | ["run"]:
                return Supervisor().run()
            case ["manage", *rest]:
                return _manage(rest)
            case _:
                raise Problem("Say either run or manage with the arguments of manage.py.")
    except Problem as problem:
        print(f"Error: {problem}", file=sys.stderr)
    except OSError as error:
        print(f"Error: {from_os_error(error)}", file=sys.stderr)
    return 1


def _manage(arguments: list[str]) -> int:
    """manage.py as the owner, on the database of ``make run``, which is started for it if need be."""
    given = environment.given_database()
    cluster = None if given else Cluster(environment.directory() / "postgres")
    adopted = cluster.start() if cluster else False
    try:
        env = environment.for_owner(given or (cluster.url(OWNER) if cluster else ""))
        command = [sys.executable, str(environment.ROOT / "manage.py"), *arguments]
        return subprocess.run(command, env=env, check=False).returncode
    finally:
        if cluster and not adopted:
            cluster.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
