#!/bin/sh
# Runs a streaming replica of the PostgreSQL at PGHOST and PGPORT, in PGDATA; arguments are the server's. The first time it copies
# the primary, whole or not at all. POSTGRES_PASSWORD_FILE has the password of PGUSER. One that was promoted stays a primary.
set -eu
umask 077

# The password is read anew at each start, and stands in no command line. ":" and "\" are escaped, as libpq reads them.
export PGPASSFILE="${TMPDIR:-/tmp}/replica.pgpass"
printf '*:*:*:%s:%s\n' "$PGUSER" "$(sed 's/[\\:]/\\&/g' "$POSTGRES_PASSWORD_FILE")" >"$PGPASSFILE"

if ! [ -s "$PGDATA/PG_VERSION" ]; then
  rm -rf "$PGDATA.part"
  pg_basebackup --pgdata="$PGDATA.part" --write-recovery-conf --wal-method=stream --checkpoint=fast --no-password
  mv "$PGDATA.part" "$PGDATA"
fi
exec postgres -D "$PGDATA" "$@"
