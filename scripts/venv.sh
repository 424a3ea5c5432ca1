# Makes the virtual environment of scripts/run and scripts/test; both source this file.
# A second run installs nothing unless pyproject.toml, the checkout's place or the Python changed.

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 2
}

# Print the first Python that is new enough. PYTHON names another one.
find_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    die "Python 3.11 or newer is needed, and ${PYTHON:-python3} is not; install it, or name one: PYTHON=/path/to/python3"
}

# make_venv FOLDER ARGUMENT...: make a venv in FOLDER, and have pip install what the arguments name.
make_venv() {
    local folder=$1 python place needs log=$1/install.log
    python=$(find_python) || exit
    place=$({ "$python" -VV; pwd -P; } | cksum) # a venv cannot be moved, nor change its Python
    needs=$({ printf '%s\n' "${@:2}"; cat pyproject.toml tests/engines.txt; } 2>/dev/null | cksum)
    if [[ $(cat "$folder/stamp" 2>/dev/null) == "$place $needs" ]] && "$folder/bin/python" -c ''; then
        return
    fi
    if [[ $(cat "$folder/place" 2>/dev/null) != "$place" ]]; then
        "$python" -c 'import ensurepip, venv' 2>/dev/null ||
            die "Python's venv module is missing; on Debian and Ubuntu: sudo apt-get install python3-venv"
        "$python" -m venv --clear "$folder" || die "could not make a virtual environment in $folder"
        printf '%s\n' "$place" >"$folder/place"
    fi
    printf 'Installing what is needed into %s (the first time takes some minutes) ...\n' "$folder" >&2
    rm -f "$folder/stamp"
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
        "${@:2}" >"$log" 2>&1 ||
        die "could not install the packages; is there a network connection?" \
            "pip said: $(grep ERROR "$log" | tail -n1) (all of it: $log)"
    printf '%s\n' "$place $needs" >"$folder/stamp"
}
