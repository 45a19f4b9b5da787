#!/bin/sh
# Makes .venv ready: a Python of at least 3.11, everything of requirements.lock by its hash, the project itself.
# With uv where it can be had (seconds), with pip otherwise. Package indexes are those that pip is set up for.
set -eu
cd "$(dirname "$0")/.."
venv=.venv
python=$venv/bin/python

say() { printf '%s\n' "$*" >&2; }
fail() { say "setup: $*"; exit 1; }

find_python() {
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    found=$(${PYTHON:-python3} --version 2>/dev/null) || true
    fail "Python 3.11 or newer is needed, found: ${found:-none}; install it, or name it: make PYTHON=/path/to/python3.11"
}

make_venv() {
    if [ -x "$python" ] && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        return
    fi
    base=$(find_python)
    say "setup: a virtual environment in $venv, from $("$base" --version)"
    rm -rf "$venv"
    "$base" -m venv "$venv" >/dev/null 2>&1 && return
    # Debian parts pip from Python: the system's pip can fill an environment that has none.
    rm -rf "$venv"
    "$base" -m venv --without-pip "$venv" && "$base" -m pip --version >/dev/null 2>&1 && return
    rm -rf "$venv"
    fail "$base cannot make a virtual environment; on Debian: apt install python3-venv"
}

run_pip() {
    if "$python" -m pip --version >/dev/null 2>&1; then
        "$python" -m pip "$@"
    else
        "$(find_python)" -m pip --python "$python" "$@"
    fi
}

lock_entry() { # the block of one package in the lock, hashes included
    awk -v name="$1==" 'index($0, name) == 1 { on = 1 } on { print } on && !/\\$/ { exit }' requirements.lock
}

get_uv() {
    wanted=$(lock_entry uv | sed -n '1s/.*==\([^ ]*\).*/\1/p')
    [ "$("$venv/bin/uv" --version 2>/dev/null | cut -d' ' -f2)" = "$wanted" ] && return
    block=$(mktemp)
    lock_entry uv >"$block"
    run_pip install --quiet --disable-pip-version-check --require-hashes --requirement "$block" || true
    rm -f "$block"
    "$venv/bin/uv" --version >/dev/null 2>&1
}

follow_pip() { # uv does not read pip's own settings
    index=${PIP_INDEX_URL:-$(run_pip config get global.index-url 2>/dev/null || true)}
    [ -z "$index" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"
    export UV_LINK_MODE="${UV_LINK_MODE:-copy}" UV_NO_CONFIG=1 UV_PYTHON_DOWNLOADS=never
}

install_with_uv() {
    get_uv || return 1
    follow_pip
    "$venv/bin/uv" pip sync --quiet --compile-bytecode --python "$python" --require-hashes requirements.lock &&
        "$venv/bin/uv" pip install --quiet --python "$python" --no-deps --no-build-isolation --editable .
}

install_with_pip() {
    say "setup: uv is not to be had; pip takes about a minute"
    run_pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock &&
        run_pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
}

make_venv
say "setup: installing requirements.lock"
install_with_uv || install_with_pip || fail "the packages could not be installed; see above"
touch "$venv/.installed"
