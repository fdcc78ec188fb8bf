#!/bin/sh
# Makes .venv with Python 3.11 or newer and installs the pinned lists named as arguments, each only when it or the
# version of Python changed. Where the system brings another version of Python, .venv is made anew.
#
#     tools/venv.sh requirements.txt [requirements-dev.txt]
set -eu
cd "$(dirname "$0")/.."

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if new_enough "$name"; then
            echo "$name"
            return
        fi
    done
    echo "Botram needs Python 3.11 or newer, and none was found. Install it, or name it: make run PYTHON=/path/to/python3" >&2
    echo "Botram memerlukan Python 3.11 atau lebih baru. Pasang dahulu, lalu ulangi." >&2
    exit 1
}

version_of() {
    "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null
}

# The libraries stand in a folder named after the version: another one would find none of them.
made_with=$(sed -n 's/^version\(_info\)\{0,1\} *= *\([0-9]*\.[0-9]*\).*/\2/p' .venv/pyvenv.cfg 2>/dev/null || true)
if ! new_enough .venv/bin/python || [ "$(version_of .venv/bin/python)" != "$made_with" ]; then
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "$python cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv" >&2
        echo "Paket venv untuk Python belum ada. Di Debian dan Ubuntu: apt install python3-venv" >&2
        exit 1
    fi
    "$python" -m venv --clear .venv
fi

for list in "$@"; do
    stamp=.venv/installed-$list
    wanted="$(cksum "$list") Python $(version_of .venv/bin/python)"
    if [ "$wanted" != "$(cat "$stamp" 2>/dev/null)" ]; then
        echo "Installing the libraries of $list ..."
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$list"
        echo "$wanted" >"$stamp"
    fi
done
