-- Times are UTC ISO-8601 text with milliseconds, so that text order is time order. JSON columns hold what the schemas in src/domain describe.

-- Phones, known by their adb serial.
CREATE TABLE phones (
  phone_id        TEXT PRIMARY KEY,
  serial          TEXT NOT NULL UNIQUE,
  name            TEXT,
  app_versions    TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(app_versions)),
  -- paused by a person: nothing new is claimed for it
  paused          INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
  -- as last seen by the phone watcher
  state           TEXT NOT NULL DEFAULT 'offline',
  reason          TEXT,
  model           TEXT,
  android_version TEXT,
  apps            TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(apps)),
  since           TEXT NOT NULL,
  created_at      TEXT NOT NULL
) STRICT;

-- App accounts; each lives on one phone.
CREATE TABLE accounts (
  account_id TEXT PRIMARY KEY,
  phone_id   TEXT NOT NULL REFERENCES phones,
  app        TEXT NOT NULL,
  username   TEXT NOT NULL,
  status     TEXT NOT NULL CHECK (status IN ('active', 'inactive')),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX accounts_of_phone ON accounts (phone_id);

-- What callers create and poll.
CREATE TABLE processes (
  process_id          TEXT PRIMARY KEY,
  process_type        TEXT NOT NULL CHECK (process_type IN ('keyword_warmup', 'fyp_warmup', 'maintenance')),
  system              TEXT NOT NULL,
  request_id          TEXT NOT NULL,
  status              TEXT NOT NULL CHECK (status IN ('QUEUED', 'PLANNED', 'EXECUTING', 'RETRYABLE', 'DONE', 'PARTIAL', 'DEAD_LETTER', 'CANCELLED')),
  mode                TEXT NOT NULL CHECK (mode IN ('manual', 'unattended')),
  -- the whole request after defaults, keys sorted: what a duplicate is compared with
  request             TEXT NOT NULL CHECK (json_valid(request)),
  -- the view of `target` that callers see
  target              TEXT NOT NULL CHECK (json_valid(target)),
  requested_by        TEXT NOT NULL CHECK (json_valid(requested_by)),
  callback            TEXT NOT NULL CHECK (json_valid(callback)),
  error               TEXT CHECK (error IS NULL OR json_valid(error)),
  cancel              TEXT CHECK (cancel IS NULL OR json_valid(cancel)),
  -- when a soft cancel turns hard; survives a restart
  force_at            TEXT,
  -- sequence of the last callback written
  last_sequence       INTEGER NOT NULL DEFAULT 0,
  created_at          TEXT NOT NULL,
  accepted_at         TEXT,
  queued_at           TEXT,
  executing_at        TEXT,
  retrying_at         TEXT,
  cancel_requested_at TEXT,
  finished_at         TEXT,
  UNIQUE (process_type, system, request_id),
  CHECK ((finished_at IS NULL) = (status NOT IN ('DONE', 'PARTIAL', 'DEAD_LETTER', 'CANCELLED')))
) STRICT;
-- lists by status
CREATE INDEX processes_of_status ON processes (status, process_id);
-- soft cancels that turn hard
CREATE INDEX processes_to_force ON processes (force_at) WHERE force_at IS NOT NULL;

-- What queue items do. The items of a group share one row: it may carry long prompts, and a group hundreds of items.
CREATE TABLE actions (
  action_id  INTEGER PRIMARY KEY,
  process_id TEXT NOT NULL REFERENCES processes,
  action     TEXT NOT NULL CHECK (json_valid(action))
) STRICT;

-- One unit that one phone runs for one account.
CREATE TABLE queue_items (
  queue_item_id   TEXT PRIMARY KEY,
  process_id      TEXT NOT NULL REFERENCES processes,
  -- place within the process, from 0; steps of a maintenance process run in this order
  position        INTEGER NOT NULL,
  -- no foreign keys to phones and accounts: finished work outlives them
  phone_id        TEXT NOT NULL,
  account_id      TEXT NOT NULL,
  action_id       INTEGER NOT NULL REFERENCES actions,
  status          TEXT NOT NULL CHECK (status IN ('QUEUED', 'CLAIMED', 'EXECUTING', 'RETRYABLE', 'DONE', 'DEAD_LETTER', 'CANCELLED')),
  -- 1: may be claimed now; 0: waits for not_before, for an earlier step, or is over. Ready and scheduled are kept apart so that a claim never scans the waiting ones.
  ready           INTEGER NOT NULL CHECK (ready IN (0, 1)),
  not_before      TEXT,
  -- manual (0) before unattended (1)
  priority        INTEGER NOT NULL,
  -- attempts begun so far; the fence of the current one together with boot_id
  attempt         INTEGER NOT NULL DEFAULT 0,
  -- failures so far of the work itself and of phone, session or daemon; each kind has its own budget
  work_failures   INTEGER NOT NULL DEFAULT 0,
  infra_failures  INTEGER NOT NULL DEFAULT 0,
  boot_id         TEXT,
  progress        TEXT CHECK (progress IS NULL OR json_valid(progress)),
  result          TEXT CHECK (result IS NULL OR json_valid(result)),
  error           TEXT CHECK (error IS NULL OR json_valid(error)),
  created_at      TEXT NOT NULL,
  started_at      TEXT,
  finished_at     TEXT,
  UNIQUE (process_id, position),
  CHECK (ready = 0 OR status IN ('QUEUED', 'RETRYABLE'))
) STRICT;
-- claim: the next item of one phone
CREATE INDEX queue_items_ready ON queue_items (phone_id, priority, created_at, queue_item_id) WHERE ready = 1;
-- the earliest item that becomes due
CREATE INDEX queue_items_scheduled ON queue_items (not_before) WHERE not_before IS NOT NULL;
-- what a crash left behind
CREATE INDEX queue_items_held ON queue_items (status) WHERE status IN ('CLAIMED', 'EXECUTING');
-- lists by account or phone, and whether one has unfinished work
CREATE INDEX queue_items_of_account ON queue_items (account_id, process_id);
CREATE INDEX queue_items_of_phone ON queue_items (phone_id, process_id);

-- Every attempt that was handed to a phone; the session is stored before it is used.
CREATE TABLE attempts (
  queue_item_id TEXT NOT NULL REFERENCES queue_items,
  attempt       INTEGER NOT NULL,
  boot_id       TEXT NOT NULL,
  phone_id      TEXT NOT NULL,
  -- WebDriver session and the address of the Appium server that holds it
  session_id    TEXT,
  container     TEXT,
  started_at    TEXT NOT NULL,
  ended_at      TEXT,
  outcome       TEXT,
  error         TEXT CHECK (error IS NULL OR json_valid(error)),
  PRIMARY KEY (queue_item_id, attempt)
) STRICT;
CREATE INDEX attempts_open ON attempts (phone_id) WHERE ended_at IS NULL;

-- Who holds a phone; a phone has one master.
CREATE TABLE leases (
  phone_id      TEXT PRIMARY KEY,
  queue_item_id TEXT NOT NULL REFERENCES queue_items,
  attempt       INTEGER NOT NULL,
  boot_id       TEXT NOT NULL,
  taken_at      TEXT NOT NULL
) STRICT;

-- What happened to a process, for people.
CREATE TABLE timeline (
  event_id      INTEGER PRIMARY KEY,
  process_id    TEXT NOT NULL REFERENCES processes,
  at            TEXT NOT NULL,
  event         TEXT NOT NULL,
  queue_item_id TEXT,
  attempt       INTEGER,
  phone_id      TEXT,
  detail        TEXT
) STRICT;
CREATE INDEX timeline_of_process ON timeline (process_id, event_id);

-- The outbox: one row a message, written with the milestone it announces; its body never changes.
CREATE TABLE callbacks (
  delivery_id  TEXT PRIMARY KEY,
  process_id   TEXT NOT NULL REFERENCES processes,
  sequence     INTEGER NOT NULL,
  milestone    TEXT NOT NULL,
  url          TEXT NOT NULL,
  -- scheme and host of url: what a receiver is, for limits and fair turns
  origin       TEXT GENERATED ALWAYS AS (lower(substr(url, 1,
    instr(substr(replace(replace(replace(url, '?', '/'), '#', '/'), '\', '/'), 9) || '/', '/') + 7))) VIRTUAL,
  body         TEXT NOT NULL,
  status       TEXT NOT NULL CHECK (status IN ('pending', 'delivered', 'exhausted')),
  tries        INTEGER NOT NULL DEFAULT 0,
  next_try_at  TEXT,
  emitted_at   TEXT NOT NULL,
  delivered_at TEXT,
  last_error   TEXT,
  UNIQUE (process_id, sequence),
  CHECK ((status = 'pending') = (next_try_at IS NOT NULL))
) STRICT;
-- the due messages of one receiver, so that the backlog of a dead one is never walked through for the others
CREATE INDEX callbacks_pending ON callbacks (origin, next_try_at, process_id, sequence) WHERE status = 'pending';
CREATE INDEX callbacks_pending_of_process ON callbacks (process_id, sequence) WHERE status = 'pending';

-- The account's strategy and personality as last synced, and the last 20 before it.
CREATE TABLE runtime_snapshots (
  account_id         TEXT PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  snapshot_id        TEXT NOT NULL,
  strategy_version   INTEGER NOT NULL,
  strategy_synced_at TEXT NOT NULL,
  body               TEXT NOT NULL CHECK (json_valid(body)),
  stored_at          TEXT NOT NULL
) STRICT;
CREATE TABLE runtime_snapshot_history (
  history_id         INTEGER PRIMARY KEY,
  account_id         TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
  snapshot_id        TEXT NOT NULL,
  strategy_version   INTEGER NOT NULL,
  strategy_synced_at TEXT NOT NULL,
  body               TEXT NOT NULL CHECK (json_valid(body)),
  stored_at          TEXT NOT NULL
) STRICT;
CREATE INDEX runtime_snapshot_history_of_account ON runtime_snapshot_history (account_id, history_id);
