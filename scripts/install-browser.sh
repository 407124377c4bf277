#!/bin/sh
# Prints the path of a Chromium, installing Debian's where there is none and it may.
set -eu

find_browser() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome \
        '/Applications/Chromium.app/Contents/MacOS/Chromium' \
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'; do
        [ -n "$name" ] && command -v "$name" && return
    done
    return 1
}

find_browser && exit

if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
    echo "Found no Chromium. Install it (Debian: sudo apt-get install chromium)," \
        "or name one in CHROMIUM." >&2
    exit 1
fi

echo 'Installing Chromium ...' >&2
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update >&2
apt-get -qq install --yes --no-install-recommends chromium >&2
find_browser
