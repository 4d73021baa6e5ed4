#!/usr/bin/env bash
# Updates the site of a server without a dropped request. --help says how.
set -euo pipefail
umask 022
# shellcheck source=deploy/common.sh
source "$(dirname "$(readlink -f "$0")")/common.sh"

usage() {
  cat << 'END'
deploy/update.sh [REF | DIR]    update the site
deploy/update.sh --rollback     go back to the release before, unless migrations lie between

DIR is a checkout or an unpacked release; REF is a branch, tag or commit of the repository that
install.sh was run from. By default it is the folder of this script, or the repository's default
branch if the script is that of the installed release.

The new release is built beside the old one. Its migrations run on a copy of the database first: if
that fails, nothing has been changed. Then a backup is made, the database is migrated, and the new
server is started beside the old one. Readers get it as soon as it is ready; the old one completes
its responses. The old version runs for some seconds with the new database.

It may be stopped at any moment, and run again. The last three releases are kept. Run it for the
release that is installed to start the server anew with changed settings, again without a dropped
request.
END
}

parse() {
  TARGET=""
  (($# <= 1)) || die "Name one version at most; deploy/update.sh --help says how."
  case ${1-} in
    -h | --help) usage && exit ;;
    --rollback) TARGET=--rollback ;;
    -*) die "There is no option $1; deploy/update.sh --help names all." ;;
    *) TARGET=${1-} ;;
  esac
}

# Sets RELEASE to a release made from what was asked for.
get_release() {
  local here
  here=$(dirname "$(dirname "$(readlink -f "$0")")")
  if [[ -d $TARGET ]]; then
    make_release "$(readlink -f "$TARGET")"
  elif [[ -z $TARGET && $here != "$RELEASES"/* ]]; then
    make_release "$here"
  else
    get_version "${TARGET:-refs/masthead/HEAD}"
  fi
}

# Sets RELEASE to a release made from a version in the repository of the installation.
get_version() {
  local source repository=$HOME_DIR/repository.git commit
  source=$(cat "$HOME_DIR/source")
  [[ -n $source ]] || die "The site was not installed from a repository. Name a folder: deploy/update.sh DIR"
  git init --quiet --bare "$repository"
  # Without its background work, which would hold the lock.
  git -C "$repository" -c gc.auto=0 -c maintenance.auto=false fetch --quiet --prune --force --tags "$source" \
    '+refs/heads/*:refs/heads/*' '+HEAD:refs/masthead/HEAD' || die "$source cannot be read."
  commit=$(git -C "$repository" rev-parse --verify --quiet "$1^{commit}") \
    || die "$source has no version $1."
  RELEASE=$RELEASES/$(git -C "$repository" rev-parse --short=12 "$commit")
  [[ -e $RELEASE/.complete ]] && return
  git -C "$repository" archive "$commit" | unpack
  build
}

# Creates or drops the database of the rehearsal, as the user of the site.
scratch_database() (
  cd "$RELEASE" || exit
  exec runuser -u masthead -- env -i PATH="$PATH" LANG=C.UTF-8 ENV_FILE="$SETTINGS" PYTHONPATH="$RELEASE" \
    .venv/bin/python deploy/scratch_database.py "$1" "$SCRATCH"
)

# Writes a copy of the database, made by the release that runs, and sets COPY to its path.
copy_database() {
  make_folder "$SCRATCH"
  COPY=$(manage "$1" backup "$SCRATCH" --without-media --encrypt-to= --keep 0 | tail -n 1) \
    || die "The update was not started: the database could not be copied. Nothing has been changed."
}

# Migrates a copy of the database, which touches neither caches nor files of the site.
rehearse() {
  local url failed=""
  say "Rehearsing the migration on a copy of the database …"
  url=$(scratch_database create) \
    || die "The update was not started: no second database could be created. Nothing has been changed."
  # `migrate` checks the system, too.
  {
    rehearsal "$url" restore "$COPY" --replace && rehearsal "$url" migrate --no-input --verbosity 0
  } > "$LOG" 2>&1 || failed=yes
  scratch_database drop > /dev/null
  [[ -z $failed ]] || die "The update was not started, and nothing has been changed: on a copy of the database, \
the migration fails with \"$(tail -n 1 "$LOG")\" ($LOG has more)."
}

# Runs a command of RELEASE on another database.
rehearsal() {
  local url=$1
  shift
  manage "$RELEASE" DATABASE_URL="$url" CACHE_URL=locmemcache:// FRONTEND_CACHES= EMAIL_URL=dummymail:// \
    MEDIA_BUCKET= MEDIA_ROOT="$SCRATCH/media" COUNTERS_FILE="$SCRATCH/counters.sqlite3" "$@"
}

migrate() {
  local running=$1
  say "Migrating the database …"
  manage "$RELEASE" migrate --no-input --verbosity 0 && return
  manage "$running" restore "$COPY" --replace \
    || die "The migration failed, and so did the restoration of the database. Restore it: \
manage.py restore $BACKUP --replace"
  die "The migration failed. The database was restored as it was before, and the old version runs on."
}

# Starts RELEASE beside the running one, and lets nginx pass requests to it.
switch() {
  local port=$1 running other
  running=$(release_on "$port")
  other=$(other_port "$port")
  say "Starting $(basename "$RELEASE") …"
  install_units "$RELEASE"
  if ! start "$RELEASE" "$other"; then
    give_up "$running" "$other"
    die "The new server did not become ready, and the old one runs on; \`journalctl -u masthead@$other\` says why."
  fi
  configure_nginx "$RELEASE"
  if ! nginx -t -q; then
    give_up "$running" "$other"
    die "nginx does not take the configuration of the new release; the old one runs on."
  fi
  [[ $RELEASE == "$running" ]] || point "$HOME_DIR/previous" "$running"
  set_port "$other"
  say "Waiting for the old server to complete its responses …"
  settle
}

give_up() {
  systemctl stop "masthead@$2"
  install_units "$1"
  configure_nginx "$1"
}

# Removes releases but the newest ones, and those that were not completed.
prune() {
  local used release
  used=$(readlink -f "$HOME_DIR/current" "$HOME_DIR/previous" || true)
  find "$RELEASES" -mindepth 1 -maxdepth 1 -type d | while read -r release; do
    [[ -e $release/.complete ]] || rm -rf "$release"
  done
  find "$RELEASES" -mindepth 2 -maxdepth 2 -name .complete -printf '%T@ %h\n' | sort --reverse --numeric-sort \
    | tail -n +$((KEPT_RELEASES + 1)) | cut -d " " -f 2- | while read -r release; do
    grep -qxF "$release" <<< "$used" || rm -rf "$release"
  done
}

update() {
  local port running
  port=$(active_port)
  running=$(release_on "$port")
  get_release
  if [[ $RELEASE == "$running" ]]; then
    say "$(basename "$RELEASE") is installed; its server is started anew."
  else
    copy_database "$running"
    rehearse
    say "Making a backup …"
    BACKUP=$(manage "$running" backup "$(backup_folder)" | tail -n 1) \
      || die "The update was not started: no backup could be made. Nothing has been changed."
    say "The backup is $BACKUP."
    copy_database "$running"
    migrate "$running"
  fi
  switch "$port"
  rm -rf "$SCRATCH"
  prune
  say "$(basename "$RELEASE") is installed."
}

backup_folder() {
  local folder
  folder=$(setting BACKUP_DIR)
  echo "${folder:-$DATA/backups}"
}

# Prints the migrations of the database that a release knows.
applied() {
  manage "$1" showmigrations --plan | sed -n 's/^\[X\] *\([^ ]*\).*/\1/p' | sort
}

rollback() {
  local port running known before between
  port=$(active_port)
  running=$(release_on "$port")
  RELEASE=$(readlink -f "$HOME_DIR/previous" || true)
  [[ -n $RELEASE && -e $RELEASE/.complete ]] || die "There is no release before this one."
  if ! { known=$(applied "$running") && before=$(applied "$RELEASE"); }; then
    die "The migrations cannot be compared."
  fi
  between=$(comm -23 <(echo "$known") <(echo "$before"))
  if [[ -n $between ]]; then
    die "$(basename "$RELEASE") does not know the migration $(head -n 1 <<< "$between"). To go back, restore the \
backup that was made before the update, as the user masthead with ENV_FILE=$SETTINGS, which loses what was written \
since: cd $RELEASE && .venv/bin/python manage.py restore FILE --replace   The backups are in $(backup_folder)."
  fi
  switch "$port"
  say "$(basename "$RELEASE") is installed."
}

main() {
  parse "$@"
  require_root
  [[ -L $HOME_DIR/current ]] || die "The site is not installed here; deploy/install.sh does that."
  lock
  settle
  if [[ $TARGET == --rollback ]]; then
    rollback
  else
    update
  fi
}

main "$@"
exit
