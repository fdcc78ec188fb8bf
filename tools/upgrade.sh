#!/bin/sh
# Brings a clone to a version of the program and installs its libraries, while the site goes on running.
#
#     tools/upgrade.sh                 to the newest version of the main branch
#     tools/upgrade.sh VERSION         to a tag or commit, also an older one; without an argument later: forward again
#
# The program that runs is not touched: restart it afterwards. With BACKUPS=FOLDER a backup is written first.
set -eu
cd "$(dirname "$0")/.."

main() {
    if [ -n "${BACKUPS:-}" ]; then
        .venv/bin/flask backup "$BACKUPS/before-upgrade-$(date +%Y%m%d-%H%M%S).backup"
    fi
    git fetch --quiet --tags origin
    if [ $# -gt 0 ]; then
        git switch --quiet --detach "$1"
    else
        branch=$(git symbolic-ref --short refs/remotes/origin/HEAD)
        git switch --quiet "${branch#origin/}"
        git merge --quiet --ff-only "$branch"
    fi
    tools/venv.sh requirements.txt
    tools/compress.sh
    git log -1 --format="Now at %h of %cs: %s"
}

main "$@" # read to here before git replaces this file
