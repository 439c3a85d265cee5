#!/bin/sh
# Makes every PNG, icon.ico and icon.icns from the SVGs beside this file.
# Debian packages: librsvg2-bin (rsvg-convert 2.54 or newer), icoutils (icotool), icnsutils (png2icns).
set -eu
cd "$(dirname "$0")"

missing=
need() { command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }
need rsvg-convert librsvg2-bin
need icotool icoutils
need png2icns icnsutils
if [ -n "$missing" ]; then
  echo "render.sh: missing Debian packages:$missing" >&2
  echo "           apt install$missing" >&2
  exit 1
fi

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

# png SVG SIZE OUT
png() { rsvg-convert -w "$2" -h "$2" -o "$3" "$1"; }

# Up to 40 px the drawing fitted to the pixel grid, above it the full one.
app() { if [ "$1" -le 40 ]; then png zuoxi-small.svg "$1" "$2"; else png zuoxi.svg "$1" "$2"; fi; }

for s in 16 32 48 64 128 256 512 1024; do app "$s" "${s}x${s}.png"; done
app 256 128x128@2x.png
app 512 icon.png

for svg in tray/*.svg; do
  for s in 32 64; do png "$svg" "$s" "${svg%.svg}-$s.png"; done
done

# Windows: 32 first, for what takes only the first picture; 256 kept as PNG.
set --
for s in 32 16 20 24 40 48 64 128; do app "$s" "$tmp/ico-$s.png"; set -- "$@" "$tmp/ico-$s.png"; done
icotool -c -o icon.ico "$@" --raw=256x256.png

# macOS: the tile covers 824/1024 of the canvas, as the system's own icons do; 16 px keeps the fitted drawing.
set -- 16x16.png
for s in 32 48 128 256 512 1024; do
  w=$(( (s * 879 + 512) / 1024 )); w=$(( w - (s - w) % 2 )); o=$(( (s - w) / 2 ))
  rsvg-convert -w "$w" -h "$w" --page-width "$s" --page-height "$s" --left "$o" --top "$o" -o "$tmp/icns-$s.png" zuoxi.svg
  set -- "$@" "$tmp/icns-$s.png"
done
png2icns icon.icns "$@" >"$tmp/log" 2>&1 || { cat "$tmp/log" >&2; exit 1; }

echo "icons rendered"
