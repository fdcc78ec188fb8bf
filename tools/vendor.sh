#!/bin/sh
# Fetches the browser libraries named in package.json and puts their released files into static/vendor.
set -eu
cd "$(dirname "$0")/.."
command -v npm >/dev/null || { echo "npm is missing: it comes with Node.js." >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

fetch() { # name: unpacks the pinned version into $folder/package
    version=$(sed -n "s/.*\"$1\": \"\([0-9.]*\)\".*/\1/p" package.json)
    [ -n "$version" ] || { echo "package.json names no version of $1." >&2; exit 1; }
    archive=$(npm pack --silent --pack-destination "$folder" "$1@$version")
    rm -rf "$folder/package"
    tar -xzf "$folder/$archive" -C "$folder"
}

fetch leaflet
target=static/vendor/leaflet
rm -rf "$target"
mkdir -p "$target/images"
cp "$folder/package/LICENSE" "$folder/package/dist/leaflet.js" "$folder/package/dist/leaflet.css" "$target/"
cp "$folder/package/dist/images/"*.png "$target/images/"
chmod -R u+w,go+r "$target"

fetch leaflet.markercluster
target=static/vendor/leaflet.markercluster
rm -rf "$target"
mkdir -p "$target"
cp "$folder/package/MIT-LICENCE.txt" "$folder/package/dist/leaflet.markercluster.js" "$folder/package/dist/MarkerCluster.css" "$target/"
chmod 644 "$target"/*

fetch sortablejs
target=static/vendor/sortablejs
rm -rf "$target"
mkdir -p "$target"
cp "$folder/package/LICENSE" "$folder/package/Sortable.min.js" "$target/"
chmod 644 "$target"/*
