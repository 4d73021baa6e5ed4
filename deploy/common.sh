# shellcheck shell=bash disable=SC2034 # The scripts use what is not used here.
# The layout of a server, and the steps that install.sh and update.sh share.
#
# /opt/masthead/releases/<id>   code, libraries and static files of a version; only root writes there
# /opt/masthead/slots/<port>    the release that masthead@<port>.service runs
# /opt/masthead/current         the release that readers see; the scheduler runs it
# /opt/masthead/previous        the release before, for update.sh --rollback
# /var/lib/masthead             uploaded files, counters, backups, and the database if it is SQLite
# /etc/masthead/env             the settings
# /etc/nginx/masthead           what deploy/nginx.conf has to include on this server

HOME_DIR=/opt/masthead
RELEASES=$HOME_DIR/releases
DATA=/var/lib/masthead
SCRATCH=$DATA/update
LOG=$HOME_DIR/rehearsal.log
SETTINGS=/etc/masthead/env
NGINX=/etc/nginx/masthead
NGINX_SITE=/etc/nginx/conf.d/masthead.conf
LOCK=/run/masthead.lock
FIRST_PORT=8001
SECOND_PORT=8002
LOCK_SECONDS=600
READY_SECONDS=120
DRAIN_SECONDS=60
KEPT_RELEASES=3

say() {
  echo "$*"
}

die() {
  echo "$*" >&2
  exit 1
}

require_root() {
  [[ $EUID -eq 0 ]] || die "Run $0 as root."
}

# Commands that a killed call has started hold the lock until they end.
lock() {
  exec 9> "$LOCK"
  flock --nonblock 9 && return
  say "Waiting for another installation or update to end …"
  flock --timeout "$LOCK_SECONDS" 9 || die "Another installation or update is running."
}

# Replaces a symlink in one step, so that it is never missing.
point() {
  ln -s "$2" "$1.new.$$"
  mv -T "$1.new.$$" "$1"
}

# Replaces a file by the standard input in one step.
write() {
  local mode=${2:-644} part=$1.new.$$
  (umask 077 && cat > "$part")
  chmod "$mode" "$part"
  mv "$part" "$1"
}

# Makes an empty folder of the site's user. Root follows no link that this user could have made.
make_folder() {
  rm -rf "$1"
  runuser -u masthead -- mkdir --mode=700 "$1"
}

setting() {
  sed -n "s/^$1=//p" "$SETTINGS" | tail -n 1 | tr -d "\"'"
}

# Runs manage.py of a release as the user of the site: manage RELEASE [NAME=VALUE …] COMMAND …
# Nothing of root's environment but the first administrator's password reaches it, as variables of
# the environment have precedence over the file.
manage() {
  local release=$1 given=() name
  shift
  while [[ $1 =~ ^[A-Z_]+= ]]; do
    given+=("$1")
    shift
  done
  (
    for name in $(compgen -e); do
      [[ $name == PATH || $name == ADMIN_PASSWORD ]] || unset "$name"
    done
    export LANG=C.UTF-8 HOME=$DATA ENV_FILE=$SETTINGS "${given[@]}"
    cd "$release" || exit
    umask 077
    exec runuser -u masthead -- .venv/bin/python manage.py "$@"
  )
}

# --- Releases ------------------------------------------------------------------------------------

is_checkout() {
  [[ -e $1/.git ]]
}

# Sudo's user, not root, may be the owner of a checkout.
git_in() {
  local folder=$1
  shift
  git -c safe.directory="$folder" -C "$folder" "$@"
}

# Packs the code of a folder that is no checkout, the same way each time.
pack() {
  tar --create --directory "$1" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner \
    --exclude=./.venv --exclude=./.env --exclude=./var --exclude=__pycache__ --exclude='*.mo' .
}

version_of() {
  local version digest
  if is_checkout "$1"; then
    git_in "$1" rev-parse --short=12 HEAD
    return
  fi
  version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$1/pyproject.toml")
  digest=$(pack "$1" | sha256sum)
  echo "$version-${digest:0:8}"
}

# Makes a release from a folder, unless it is there, and sets RELEASE to its path.
make_release() {
  local folder=$1
  [[ -f $folder/manage.py && -f $folder/requirements.txt ]] || die "$folder is no release of Masthead."
  if [[ -e $folder/.complete && $(dirname "$folder") == "$RELEASES" ]]; then
    RELEASE=$folder
    return
  fi
  RELEASE=$RELEASES/$(version_of "$folder")
  [[ -e $RELEASE/.complete ]] && return
  if is_checkout "$folder"; then
    [[ -z $(git_in "$folder" status --porcelain --untracked-files=no) ]] \
      || say "Only what is committed in $folder is installed."
    git_in "$folder" archive HEAD | unpack
  else
    pack "$folder" | unpack
  fi
  build
}

# A release whose making was stopped has no mark, and is made anew.
unpack() {
  rm -rf "$RELEASE"
  mkdir -p "$RELEASE"
  tar --extract --directory "$RELEASE" --no-same-owner
}

# Installs the libraries, as `make setup` does, and everything that is derived from the code.
build() {
  local uv python=$RELEASE/.venv/bin/python catalogue
  say "Building $(basename "$RELEASE") …"
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || die "Masthead needs Python 3.11 or later."
  uv=$(sed -n 's/^UV := //p' "$RELEASE/Makefile")
  python3 -m venv --clear "$RELEASE/.venv"
  "$python" -m pip install --quiet --disable-pip-version-check --root-user-action=ignore "$uv"
  VIRTUAL_ENV=$RELEASE/.venv UV_CACHE_DIR=/var/cache/masthead/uv "$RELEASE/.venv/bin/uv" \
    pip install --quiet --require-hashes --compile-bytecode -r "$RELEASE/requirements.txt"
  for catalogue in "$RELEASE"/locale/*/LC_MESSAGES/django.po; do
    "$RELEASE/.venv/bin/pybabel" --quiet compile --input-file "$catalogue" --output-file "${catalogue%.po}.mo"
  done
  # The server may not write to its code.
  "$python" -m compileall -q -x '/(\.venv|tests)/' "$RELEASE"
  collect_static_files
  sync --file-system "$RELEASE"
  touch "$RELEASE/.complete"
}

# These settings are for this command alone, which looks neither at keys nor at the database.
collect_static_files() (
  cd "$RELEASE" || exit
  env -i PATH="$PATH" LANG=C.UTF-8 ENV_FILE=/dev/null ALLOWED_HOSTS=localhost \
    SECRET_KEY=of-no-use-but-for-collecting-static-files \
    .venv/bin/python manage.py collectstatic --noinput --verbosity 0
  rm -f var/*.sqlite3*
)

# --- Servers -------------------------------------------------------------------------------------

install_units() {
  local unit
  for unit in masthead@.service masthead-scheduler.service; do
    write "/etc/systemd/system/$unit" < "$1/deploy/$unit"
  done
  systemctl daemon-reload
}

# Returns whether a server can answer readers.
is_ready() {
  local status
  # shellcheck disable=SC2016 # The inner shell expands it.
  status=$(timeout 5 bash -c 'exec 3<> "/dev/tcp/127.0.0.1/$0"
    printf "GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n" >&3
    read -r _ status _ <&3 && echo "$status"' "$1" 2> /dev/null) && [[ $status == 200 ]]
}

wait_until_ready() {
  local until=$((SECONDS + READY_SECONDS))
  while ((SECONDS < until)); do
    is_ready "$1" && return
    # It ends again and again.
    [[ $(systemctl show --property NRestarts --value "masthead@$1") -lt 4 ]] || return 1
    sleep 0.3
  done
  return 1
}

# Starts a release on a port, and waits until it is ready: start RELEASE PORT
start() {
  point "$HOME_DIR/slots/$2" "$1"
  systemctl reset-failed "masthead@$2" 2> /dev/null || true
  systemctl restart "masthead@$2"
  wait_until_ready "$2"
}

release_on() {
  readlink -f "$HOME_DIR/slots/$1"
}

# --- nginx ---------------------------------------------------------------------------------------

# Returns the port that nginx passes requests to.
active_port() {
  sed -n 's/^server 127\.0\.0\.1:\([0-9]*\).*/\1/p;T;q' "$NGINX/upstream.conf"
}

other_port() {
  echo $((FIRST_PORT + SECOND_PORT - $1))
}

# The second server is asked only while the first one does not answer.
set_port() {
  write "$NGINX/upstream.conf" <<< "server 127.0.0.1:$1 max_fails=0;
server 127.0.0.1:$(other_port "$1") max_fails=0 backup;"
}

# Installs the configuration of a release; the lines that differ between servers are included.
configure_nginx() {
  local shipped=$1/deploy/nginx.conf line
  for line in 'server 127.0.0.1:8000;' 'listen 8080;' 'server_name _;'; do
    grep -q "^  $line" "$shipped" || die "$shipped has no line \"$line\"."
  done
  sed -e "s|^  server 127\.0\.0\.1:8000;.*|  include $NGINX/upstream.conf;|" \
    -e "s|^  listen 8080;.*|  include $NGINX/listen.conf;|" \
    -e '/^  server_name _;/d' "$shipped" | write "$NGINX_SITE"
}

nginx_workers() {
  pgrep --parent "$(systemctl show --property MainPID --value nginx)" || true
}

# Loads the configuration, and waits until no worker has the old one.
reload_nginx() {
  local old worker until=$((SECONDS + DRAIN_SECONDS)) left
  nginx -t -q || return 1
  if ! systemctl is-active --quiet nginx; then
    systemctl start nginx
    return
  fi
  old=$(nginx_workers)
  systemctl reload nginx
  while ((SECONDS < until)); do
    left=0
    for worker in $old; do
      [[ -d /proc/$worker ]] && left=1
    done
    ((left)) || return 0
    sleep 0.2
  done
  # Downloads go on in old workers; but there must be new ones.
  [[ $(nginx_workers) != "$old" ]] || return 1
}

# Forgets the pages that the cache of nginx has of another version.
purge() {
  timeout 5 bash -c 'exec 3<> /dev/tcp/127.0.0.1/8080
    printf "PURGE / HTTP/1.0\r\nHost: localhost\r\n\r\n" >&3
    cat <&3 > /dev/null' || say "The cache of nginx could not be purged; its pages are some minutes old at most."
}

# --- The end of each call ------------------------------------------------------------------------

# Brings everything in line with the port that nginx has on disk, however far a call had come.
settle() {
  local port other release
  port=$(active_port)
  other=$(other_port "$port")
  if ! is_ready "$port" && is_ready "$other"; then
    set_port "$other"
    port=$other
    other=$(other_port "$port")
  fi
  release=$(release_on "$port")
  install_units "$release"
  configure_nginx "$release"
  systemctl enable --quiet "masthead@$port"
  reload_nginx || die "nginx does not take its configuration; \`nginx -t\` and its journal say why."
  systemctl disable --quiet --now "masthead@$other"
  if [[ $(readlink -f "$HOME_DIR/current") != "$release" ]]; then
    purge
    point "$HOME_DIR/current" "$release"
    systemctl restart masthead-scheduler
  fi
  systemctl enable --quiet --now masthead-scheduler
}
