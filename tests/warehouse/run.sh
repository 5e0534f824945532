#!/usr/bin/env bash
# Runs compiled queries on real warehouses and compares every row with `ipcalc batch`.
#
#   tests/warehouse/run.sh                       DuckDB, and PostgreSQL where it is installed
#   tests/warehouse/run.sh duckdb postgres spark the ones named; Spark needs Java 17 and two minutes
#   ROWS=5000 SEED=3 ONLY=qingdao tests/warehouse/run.sh duckdb
#
# Python packages go into target/warehouse/venv; PostgreSQL runs from a folder of its own in target/, on a socket there,
# and is stopped at the end. Wants: python3; for PostgreSQL the Debian package `postgresql` (or its programs in PATH).
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$PWD/target/warehouse
mkdir -p "$work"

engines=("$@")
postgres=$(command -v postgres || ls -d /usr/lib/postgresql/*/bin/postgres 2>/dev/null | tail -1 || true)
if [ ${#engines[@]} -eq 0 ]; then
  engines=(duckdb)
  if [ -n "$postgres" ]; then engines+=(postgres); else echo "PostgreSQL is not installed: left out"; fi
fi
named=" ${engines[*]} "

if [ -z "${IPCALC:-}" ]; then
  cargo build --locked --release --quiet
  IPCALC=target/release/ipcalc
fi

if ! [ -x "$work/venv/bin/python" ] && ! python3 -m venv "$work/venv"; then
  echo "there is no python3 that makes environments: the comparison is left out"
  exit 0
fi
wants=()
case $named in *" duckdb "*) "$work/venv/bin/python" -c 'import duckdb' 2>/dev/null || wants+=(duckdb) ;; esac
case $named in *" spark "*) "$work/venv/bin/python" -c 'import pyspark' 2>/dev/null || wants+=('pyspark>=4,<5') ;; esac
if [ ${#wants[@]} -gt 0 ]; then
  if ! "$work/venv/bin/pip" install --quiet --disable-pip-version-check "${wants[@]}"; then
    echo "could not install ${wants[*]} from PyPI: the comparison is left out"
    exit 0
  fi
fi

# PostgreSQL refuses to run as root: then the user `postgres` of its package runs it, in a folder of its own.
as=()
case $named in *" postgres "*)
  programs=$(dirname "$postgres")
  folder=$work/postgres
  if [ "$(id -u)" = 0 ]; then as=(runuser -u postgres --); folder=$(mktemp -d /tmp/ipcalc-postgres.XXXXXX); chown postgres "$folder"; fi
  rm -rf "$folder/data"; mkdir -p "$folder"
  export PGHOST=$folder PGPORT=54931
  "${as[@]}" "$programs/initdb" -D "$folder/data" -U postgres -A trust >/dev/null
  "${as[@]}" "$programs/pg_ctl" -D "$folder/data" -o "-k $folder -p $PGPORT -c listen_addresses='' -c fsync=off" -l "$folder/log" -w start >/dev/null
  trap '"${as[@]}" "$programs/pg_ctl" -D "$folder/data" -m fast -w stop >/dev/null; rm -rf "$folder"' EXIT
  ;;
esac

list=$(IFS=,; echo "${engines[*]}")
"$work/venv/bin/python" tests/warehouse/compare.py --ipcalc "$IPCALC" --scratch "$work/rows" --engines "$list" \
  --rows "${ROWS:-400}" --seed "${SEED:-7}" --only "${ONLY:-}"
