"""A lease's owner is judged dead only where that is certain."""

import os
import socket
import subprocess
import sys

from bot.storage.owner import may_be_alive, name_of_this_process

HOST = socket.gethostname()[:32]


def test_no_two_processes_have_the_same_name_and_it_fits_its_column() -> None:
    names = {name_of_this_process() for _ in range(100)}

    assert len(names) == 100
    assert max(map(len, names)) <= 64


def test_a_process_that_ended_is_dead_and_one_that_runs_is_not() -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    name = f"{HOST}-{process.pid}-0a1b2c3d"
    running = may_be_alive(name)
    process.communicate(b"\n")

    assert (running, may_be_alive(name)) == (True, False)


def test_an_earlier_process_of_our_own_number_is_dead() -> None:
    assert not may_be_alive(f"{HOST}-{os.getpid()}-00000000")


def test_what_another_machine_or_an_unknown_name_holds_is_left_alone() -> None:
    assert may_be_alive("elsewhere.example-999999-0a1b2c3d")
    assert may_be_alive("worker")
    assert may_be_alive("")
