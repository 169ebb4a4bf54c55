#!/bin/sh
# Makes the secrets of docker-compose.yml, once: make-secrets.sh FOLDER. Each can be read by the user of its service alone. One that
# the environment gives wins, else what is there stays. SLUICE_OWNER, POSTGRES_OWNER, GRAFANA_OWNER are USER:GROUP as numbers.
set -eu
umask 077
folder=$1

# keep NAME OWNER VALUE replaces the file whole: nobody reads a part of it. Root without any right but that to change owners can.
keep() {
  rm -f "$folder/.$1"
  printf '%s' "$3" >"$folder/.$1"
  chmod 0400 "$folder/.$1"
  chown "$2" "$folder/.$1"
  mv -f "$folder/.$1" "$folder/$1"
}

random() {
  head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n'
}

# Each byte as %XX, so that any password may stand in a URL.
encode() {
  printf '%s' "$1" | od -An -v -tx1 | tr -d '\n' | tr ' ' '%'
}

if [ -n "${ADMIN_TOKEN:-}" ] || ! [ -s "$folder/admin-token" ]; then
  keep admin-token "$SLUICE_OWNER" "${ADMIN_TOKEN:-$(random)}"
fi

# The URL first: once the password is there, both are.
if [ -n "${POSTGRES_PASSWORD:-}" ] || ! [ -s "$folder/postgres-password" ]; then
  password=${POSTGRES_PASSWORD:-$(random)}
  keep database-url "$SLUICE_OWNER" "postgresql://sluice:$(encode "$password")@postgres:5432/sluice"
  keep postgres-password "$POSTGRES_OWNER" "$password"
fi

if ! [ -s "$folder/grafana-password" ]; then
  keep grafana-password "$GRAFANA_OWNER" "$(random)"
fi

# For the token that is made once Sluice runs: Sluice's user writes it, Prometheus reads it.
if ! [ -d "$folder/prometheus" ]; then
  rm -rf "$folder/.prometheus"
  mkdir "$folder/.prometheus"
  chmod 0750 "$folder/.prometheus"
  chown "${SLUICE_OWNER%:*}:$PROMETHEUS_GROUP" "$folder/.prometheus"
  mv "$folder/.prometheus" "$folder/prometheus"
fi

cat <<'END'
The secrets are in the volume "secrets". To read the admin token:
  docker compose exec sluice cat /secrets/admin-token
To read this again: docker compose run --rm secrets
END
