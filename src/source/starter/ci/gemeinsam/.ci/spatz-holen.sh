#!/bin/sh
# Holt das Programm spatz auf die Maschine, auf der die Automatik läuft, und prüft, dass es das richtige ist.
#
#   SPATZ_ADRESSE   wo das Programm liegt: eine Datei für Linux, etwa https://…/spatz
#   SPATZ_SHA256    ihre Prüfsumme; `sha256sum spatz` nennt sie
#   SPATZ_ORT       Ordner, in den es gelegt wird; ohne Angabe .spatz-programm
#
# Ist spatz schon da, etwa in einem eigenen Abbild, wird nichts geholt.
# Ein Programm für Linux baut `cargo build --release` im Quelltext von Spatz: target/release/spatz.
set -eu

# Wer die Dateien geholt hat, ist hier ein anderer Benutzer: git und spatz sollen sie trotzdem lesen.
if ! git config --global --get-all safe.directory | grep -qxF "$PWD"; then
  git config --global --add safe.directory "$PWD"
fi

if command -v spatz >/dev/null; then
  spatz --version
  exit 0
fi

if [ -z "${SPATZ_ADRESSE:-}" ] || [ -z "${SPATZ_SHA256:-}" ]; then
  echo "Das Programm spatz fehlt. Bitte SPATZ_ADRESSE und SPATZ_SHA256 eintragen." >&2
  exit 1
fi

ort=${SPATZ_ORT:-$PWD/.spatz-programm}
mkdir -p "$ort"
curl --fail --location --silent --show-error --output "$ort/spatz" "$SPATZ_ADRESSE"
if ! echo "$SPATZ_SHA256  $ort/spatz" | sha256sum --check --status; then
  rm "$ort/spatz"
  echo "Die Prüfsumme des Programms stimmt nicht: Es wird nicht ausgeführt." >&2
  exit 1
fi
chmod +x "$ort/spatz"
"$ort/spatz" --version
