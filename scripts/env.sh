#!/usr/bin/env bash
# Sourced by the other scripts: finds a JDK and Maven, and goes to the top of the repository.
set -euo pipefail
if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
    echo 'Usage: . scripts/env.sh
Exports JAVA_HOME (a JDK, 25 or newer), puts Maven on the PATH, and defines run (print a command, then
run it), die and install (Debian packages). What is missing is installed by root on Debian, else named.'
    exit 0
fi
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

run() { echo "+ $*" >&2; "$@"; }
die() { echo "$*" >&2; exit 1; }

# install REGEX: the first Debian package, in the order of names, whose whole name matches.
install() {
    [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null || return 1
    apt-get update -qq >/dev/null || true
    local name
    name=$(apt-cache search --names-only "^$1\$" | cut -d' ' -f1 | sort | head -n 1)
    [[ -n $name ]] && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$name" >/dev/null
}

jdk() {
    local home javac
    javac=$(readlink -f "$(command -v javac)" || true)
    for home in "${JAVA_HOME-}" "${JAVA_25_HOME-}" "${javac%/bin/javac}" /usr/lib/jvm/* /opt/* /opt/*/* \
            ~/.sdkman/candidates/java/* ~/.jdks/*; do
        if [[ -x $home/bin/jlink ]] && grep -qsE '^JAVA_VERSION="(2[5-9]|[3-9][0-9])' "$home/release"; then
            echo "$home"; return
        fi
    done
    return 1
}

JAVA_HOME=$(jdk || { install 'openjdk-(2[5-9]|[3-9][0-9])-jdk-headless' && jdk; }) ||
    die 'JDK 25 or newer needed: set JAVA_HOME, or install one (Debian: openjdk-25-jdk-headless)'
[[ -z ${MAVEN_HOME-} ]] || PATH=$MAVEN_HOME/bin:$PATH
command -v mvn >/dev/null || install maven || die 'Maven needed: set MAVEN_HOME, or install it (Debian: maven)'
export JAVA_HOME PATH MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS-}"
