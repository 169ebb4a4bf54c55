#!/bin/sh
# Keeps a token with the role viewer in a file: make-prometheus-token.sh FILE. Where that is no good token (any more) it makes one for
# 366 days, with the admin token of ADMIN_TOKEN_FILE, of the Sluice at SLUICE_URL. Runs in Sluice's folder.
set -eu
umask 027
file=$1
sluice="node src/cli/main.ts"

if [ -s "$file" ] && SLUICE_TOKEN=$(cat "$file") $sluice status >/dev/null 2>&1; then
  exit 0
fi
SLUICE_TOKEN=$(cat "$ADMIN_TOKEN_FILE")
export SLUICE_TOKEN
$sluice token revoke prometheus >/dev/null 2>&1 || true # the file was lost: its name is free again
$sluice token create prometheus --role viewer --days 366 >"$file.part"
mv -f "$file.part" "$file"
