#!/bin/sh
# Builds the game and starts its server. ./run test runs its tests; ./run help tells what else.
set -eu

jdk_least=25
# The first two keep the JVM from warning of what Netty does; the third saves 4 octets per object.
jvm_flags='--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
    -XX:+UseCompactObjectHeaders'

root=$(cd "$(dirname "$0")" && pwd -P)

die() {
    printf 'mygame: %s\n' "$*" >&2
    exit 1
}

# @jdk@

cd "$root"
find_jdk
[ $# -gt 0 ] || set -- start
if [ "$1" = test ]; then
    ./mvnw -q -B -ntp test
    grep -h 'Tests run' target/surefire-reports/*.txt
    exit
fi
./mvnw -q -B -ntp -DskipTests package
# shellcheck disable=SC2086 # flags are words
exec "$JAVA_HOME/bin/java" $jvm_flags ${CARDEA_JAVA_OPTS:-} \
    -cp 'target/classes:target/lib/*' mygame.Main "$@"
