#!/usr/bin/env bash
# The one launcher. It builds what is missing or older than its sources, finds a JDK 25 and becomes
# the program that was asked for, so that signals reach it:
#
#   ./run.sh [flags]        the server (--help lists the flags)
#   ./run.sh recover …      looks at data folders, saves what can be saved
#   ./run.sh bench …        the load generator
#   ./run.sh sim …          the simulator
#   ./run.sh check …        the linearizability checker
#   ./run.sh jmh [REGEX]    micro-benchmarks, all or some; with options (jmh -h) those decide how long
#
# CLEW_JAVA_HOME  a JDK 25, if it is not found by itself
# CLEW_JAVA_OPTS  more options for java, after the launcher's own, so that they win
set -u

# Whoever starts us with a bare environment has a home all the same.
[ -n "${HOME-}" ] || { unset HOME && HOME=~ && export HOME; }

# Asked to stop before there is a server, nothing is left undone. exec hands signals to the server.
trap 'exit 0' TERM INT

fail() {
    echo "run.sh: $*" >&2
    exit 1
}

self=${BASH_SOURCE[0]}
while [ -L "$self" ]; do
    link=$(readlink "$self")
    case $link in /*) self=$link ;; *) self=${self%/*}/$link ;; esac
done
case $self in */*) root=${self%/*} ;; *) root=. ;; esac
root=$(cd "$root" && pwd -P) || exit 1

# Programs run from a copy beside the build's output: a later build writes its jars in place, which
# would pull the classes from under a server that is running.
kept=$root/.build
modules="engine linearizability transport sim server"

case ${1-} in
    sim) jar=clew-sim.jar built=$root/sim/target/$jar; shift ;;
    jmh) jar= built= ;;
    check) jar=clew-check.jar built=$root/linearizability/target/$jar; shift ;;
    *) jar=clew-server.jar built=$root/server/target/$jar ;;
esac

# --- a JDK 25 -------------------------------------------------------------------------------------

is_jdk25() { # by its release file: to start java only to ask for its version takes too long
    [ -x "$1/bin/java" ] || return 1
    local line
    [ -r "$1/release" ] || { "$1/bin/java" -version 2>&1 | grep -q '"25[".+]'; return; }
    while IFS= read -r line; do
        case $line in JAVA_VERSION=\"25 | JAVA_VERSION=\"25[!0-9]*) return 0 ;; esac
    done <"$1/release"
    return 1
}

home_of_java_on_path() {
    local java link
    java=$(command -v java) || return 1
    while [ -L "$java" ]; do
        link=$(readlink "$java")
        case $link in /*) java=$link ;; *) java=${java%/*}/$link ;; esac
    done
    echo "${java%/bin/java}"
}

find_jdk() {
    local home
    if [ -n "${CLEW_JAVA_HOME-}" ]; then
        is_jdk25 "$CLEW_JAVA_HOME" || fail "CLEW_JAVA_HOME=$CLEW_JAVA_HOME is not a JDK 25"
        jdk=$CLEW_JAVA_HOME
        return
    fi
    for home in "${JAVA_HOME-}" "${JAVA_HOME_25_X64-}" "${JAVA25_HOME-}" /usr/lib/jvm/* \
        /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
        "$HOME"/.local/share/mise/installs/java/* "$HOME"/.asdf/installs/java/* \
        "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        "$(home_of_java_on_path)"; do
        if [ -n "$home" ] && is_jdk25 "$home"; then
            jdk=$home
            return
        fi
    done
    fail "no JDK 25 found (looked at JAVA_HOME, the PATH and the usual folders): install one," \
        "for example from https://adoptium.net, or set CLEW_JAVA_HOME"
}

# --- the build ------------------------------------------------------------------------------------

stale() { # sources or build files that are newer than the jar; folders too, for what was deleted
    [ -f "$built" ] || return 0
    # Of a build of ours its begin counts: what was edited meanwhile may not be in it.
    local reference=$built
    [ -f "$kept/stamp" ] && [ ! "$built" -nt "$kept/built" ] && reference=$kept/stamp
    local places=("$root/pom.xml") module
    for module in $modules; do
        places+=("$root/$module/pom.xml" "$root/$module/src/main")
    done
    [ -n "$(find "${places[@]}" -newer "$reference" -print 2>/dev/null | head -n 1)" ]
}

uncopied() {
    [ ! -f "$kept/$jar" ] || [ "$built" -nt "$kept/$jar" ]
}

maven() {
    local version
    version=$(mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p')
    # The enforced minimum; anything else is fetched by the wrapper.
    if [ -n "$version" ] &&
        [ "$(printf '3.8.7\n%s\n' "$version" | sort -V | head -n 1)" = 3.8.7 ]; then
        (cd "$root" && mvn "$@")
    else
        (cd "$root" && ./mvnw "$@")
    fi
}

build() {
    stale || return 0 # another process has just done it
    if [ -f "$built" ]; then
        echo "building (sources have changed) …" >&2
    else
        echo "building (first start) …" >&2
    fi
    local log=$kept/build.log
    touch "$kept/stamp.new"
    if ! JAVA_HOME=$jdk JAVA25_HOME=$jdk maven -q -B -DskipTests -Dformat=skip package >"$log" 2>&1 </dev/null
    then
        tail -n 40 "$log" >&2
        fail "the build failed; the whole log is in $log"
    fi
    mv -f "$kept/stamp.new" "$kept/stamp"
    touch "$kept/built"
    [ -f "$built" ] || fail "the build made no $built; its log is in $log"
}

keep() { # by renaming, so that whoever runs the old copy keeps it
    uncopied || return 0
    local extra=${built%.jar}.jsa
    if [ -f "$extra" ]; then
        cp -p "$extra" "$kept/${jar%.jar}.jsa.$$" &&
            mv -f "$kept/${jar%.jar}.jsa.$$" "$kept/${jar%.jar}.jsa"
    fi
    cp -p "$built" "$kept/$jar.$$" && mv -f "$kept/$jar.$$" "$kept/$jar"
}

# Only one of several that start at the same moment builds; the others wait for it.
prepare() {
    mkdir -p "$kept" || fail "cannot write to $root"
    if command -v flock >/dev/null; then
        # The lock belongs to this subshell's descriptor and ends with it, before the server runs.
        (flock 9 && build 9>&- && keep 9>&-) 9>"$kept/lock" || exit 1
    else
        until mkdir "$kept/lock.d" 2>/dev/null; do
            kill -0 "$(cat "$kept/lock.d/pid" 2>/dev/null || echo $$)" 2>/dev/null ||
                rm -rf "$kept/lock.d"
            sleep 0.2
        done
        echo $$ >"$kept/lock.d/pid"
        trap 'rm -rf "$kept/lock.d"' EXIT
        build && keep || exit 1
        rm -rf "$kept/lock.d"
        trap - EXIT
    fi
}

# --- micro-benchmarks -----------------------------------------------------------------------------

# Always asks maven, which compiles what has changed: there is no jar to compare with.
benchmarks() {
    local part paths=
    JAVA_HOME=$jdk JAVA25_HOME=$jdk maven -q -B -Pjmh -Dformat=skip -pl engine,linearizability,sim \
        test-compile </dev/null || fail "the build failed"
    for part in sim linearizability engine; do
        paths=$paths$root/$part/target/jmh/test-classes:$root/$part/target/jmh/classes:
    done
    case " $*" in
        *" -"*) ;;
        *) set -- "$@" -f 1 -wi 3 -w 1 -i 5 -r 1 ;; # some minutes instead of hours
    esac
    # What JMH starts gets the same options. The collector is that of the programs.
    # shellcheck disable=SC2086
    exec "$jdk/bin/java" -XX:+UseSerialGC --sun-misc-unsafe-memory-access=allow ${CLEW_JAVA_OPTS-} \
        -cp "$paths$(cat "$root/sim/target/jmh/classpath")" org.openjdk.jmh.Main -prof gc "$@"
}

# --- go -------------------------------------------------------------------------------------------

find_jdk
if [ -z "$jar" ]; then
    shift
    benchmarks "$@"
fi
if stale || uncopied; then
    prepare
fi

options=(-XX:+ExitOnOutOfMemoryError)
if [ "$jar" = clew-server.jar ]; then
    # An archive that does not fit, of another Java for example, is ignored without a word.
    options+=(-Xms64m -Xmx1g -XX:SharedArchiveFile="$kept/clew-server.jsa" -Xshare:auto
        -Xlog:disable)
fi
if [ "$jar" = clew-check.jar ]; then
    # Big histories are what it is for, and memory that runs out is a verdict.
    options+=(-XX:MaxRAMPercentage=50 -XX:-ExitOnOutOfMemoryError)
fi
case ${CLEW_JAVA_OPTS-} in
    *-XX:+Use*GC*) ;;
    *) options+=(-XX:+UseSerialGC) ;;
esac
# Deliberately unquoted: several options in one variable.
# shellcheck disable=SC2086
exec "$jdk/bin/java" "${options[@]}" ${CLEW_JAVA_OPTS-} -jar "$kept/$jar" "$@"
