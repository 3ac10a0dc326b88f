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
, hardware_serial TEXT, next TEXT, facts TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(facts))) STRICT;

CREATE TABLE accounts (
  account_id TEXT PRIMARY KEY,
  phone_id   TEXT NOT NULL REFERENCES phones,
  app        TEXT NOT NULL,
  username   TEXT NOT NULL,
  status     TEXT NOT NULL CHECK (status IN ('active', 'inactive')),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
, settings TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(settings))) STRICT;

CREATE INDEX accounts_of_phone ON accounts (phone_id);

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
  finished_at         TEXT, owner TEXT,
  UNIQUE (process_type, system, request_id),
  CHECK ((finished_at IS NULL) = (status NOT IN ('DONE', 'PARTIAL', 'DEAD_LETTER', 'CANCELLED')))
) STRICT;

CREATE INDEX processes_of_status ON processes (status, process_id);

CREATE INDEX processes_to_force ON processes (force_at) WHERE force_at IS NOT NULL;

CREATE TABLE actions (
  action_id  INTEGER PRIMARY KEY,
  process_id TEXT NOT NULL REFERENCES processes,
  action     TEXT NOT NULL CHECK (json_valid(action))
) STRICT;

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
  finished_at     TEXT, turn INTEGER NOT NULL DEFAULT 0, held_for TEXT CHECK (held_for IN ('quiet_hours', 'daily_budget', 'clock', 'person')),
  UNIQUE (process_id, position),
  CHECK (ready = 0 OR status IN ('QUEUED', 'RETRYABLE'))
) STRICT;

CREATE INDEX queue_items_scheduled ON queue_items (not_before) WHERE not_before IS NOT NULL;

CREATE INDEX queue_items_held ON queue_items (status) WHERE status IN ('CLAIMED', 'EXECUTING');

CREATE INDEX queue_items_of_account ON queue_items (account_id, process_id);

CREATE INDEX queue_items_of_phone ON queue_items (phone_id, process_id);

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
  error         TEXT CHECK (error IS NULL OR json_valid(error)), reported_at TEXT, progressed INTEGER NOT NULL DEFAULT 0 CHECK (progressed IN (0, 1)),
  PRIMARY KEY (queue_item_id, attempt)
) STRICT;

CREATE INDEX attempts_open ON attempts (phone_id) WHERE ended_at IS NULL;

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
  last_error   TEXT, tries_before INTEGER NOT NULL DEFAULT 0,
  UNIQUE (process_id, sequence),
  CHECK ((status = 'pending') = (next_try_at IS NOT NULL))
) STRICT;

CREATE INDEX callbacks_pending ON callbacks (origin, next_try_at, process_id, sequence) WHERE status = 'pending';

CREATE TABLE runtime_snapshots (
  account_id         TEXT PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  snapshot_id        TEXT NOT NULL,
  strategy_version   INTEGER NOT NULL,
  strategy_synced_at TEXT NOT NULL,
  body               TEXT NOT NULL CHECK (json_valid(body)),
  stored_at          TEXT NOT NULL
, content_hash TEXT, changes TEXT CHECK (changes IS NULL OR json_valid(changes))) STRICT;

CREATE TABLE runtime_snapshot_history (
  history_id         INTEGER PRIMARY KEY,
  account_id         TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
  snapshot_id        TEXT NOT NULL,
  strategy_version   INTEGER NOT NULL,
  strategy_synced_at TEXT NOT NULL,
  body               TEXT NOT NULL CHECK (json_valid(body)),
  stored_at          TEXT NOT NULL
, content_hash TEXT, changes TEXT CHECK (changes IS NULL OR json_valid(changes))) STRICT;

CREATE INDEX runtime_snapshot_history_of_account ON runtime_snapshot_history (account_id, history_id);

CREATE TABLE leases (
  lease_id      INTEGER PRIMARY KEY,
  phone_id      TEXT NOT NULL,
  kind          TEXT NOT NULL CHECK (kind IN ('run', 'person', 'maintenance')),
  -- of a run: its attempt
  queue_item_id TEXT,
  attempt       INTEGER,
  -- of a person or a maintenance: who holds the phone, or what for
  holder        TEXT,
  -- the daemon's boot that must prove its holder's end; null for a person, who outlives it
  boot_id       TEXT,
  taken_at      TEXT NOT NULL,
  -- when a person's hold ends by itself; null for the others
  until         TEXT,
  released_at   TEXT,
  CHECK ((kind = 'run') = (queue_item_id IS NOT NULL AND attempt IS NOT NULL)),
  CHECK ((kind = 'run') = (holder IS NULL)),
  CHECK ((kind = 'person') = (boot_id IS NULL))
) STRICT;

CREATE UNIQUE INDEX leases_held ON leases (phone_id) WHERE released_at IS NULL;

CREATE INDEX leases_of_phone ON leases (phone_id, lease_id);

CREATE INDEX leases_ending ON leases (until) WHERE until IS NOT NULL AND released_at IS NULL;

CREATE INDEX actions_of_process ON actions (process_id);

CREATE INDEX queue_items_of_action ON queue_items (action_id);

CREATE INDEX queue_items_ready ON queue_items (phone_id, priority, turn, created_at, queue_item_id) WHERE ready = 1;

CREATE TABLE turns (
  phone_id TEXT NOT NULL,
  priority INTEGER NOT NULL,
  system   TEXT NOT NULL,
  turn     INTEGER NOT NULL,
  PRIMARY KEY (phone_id, priority, system)
) STRICT, WITHOUT ROWID;

CREATE TABLE account_usage (
  account_id TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
  day        TEXT NOT NULL,
  seconds    INTEGER NOT NULL,
  PRIMARY KEY (account_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE status_counts (
  kind   TEXT NOT NULL CHECK (kind IN ('processes', 'queue_items', 'callbacks')),
  status TEXT NOT NULL,
  count  INTEGER NOT NULL,
  PRIMARY KEY (kind, status)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER processes_added AFTER INSERT ON processes BEGIN
  INSERT INTO status_counts VALUES ('processes', new.status, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER processes_moved AFTER UPDATE OF status ON processes WHEN new.status <> old.status BEGIN
  UPDATE status_counts SET count = count - 1 WHERE kind = 'processes' AND status = old.status;
  INSERT INTO status_counts VALUES ('processes', new.status, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER processes_removed AFTER DELETE ON processes BEGIN
  UPDATE status_counts SET count = count - 1 WHERE kind = 'processes' AND status = old.status;
END;

CREATE TRIGGER queue_items_added AFTER INSERT ON queue_items BEGIN
  INSERT INTO status_counts VALUES ('queue_items', new.status, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER queue_items_moved AFTER UPDATE OF status ON queue_items WHEN new.status <> old.status BEGIN
  UPDATE status_counts SET count = count - 1 WHERE kind = 'queue_items' AND status = old.status;
  INSERT INTO status_counts VALUES ('queue_items', new.status, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER queue_items_removed AFTER DELETE ON queue_items BEGIN
  UPDATE status_counts SET count = count - 1 WHERE kind = 'queue_items' AND status = old.status;
END;

CREATE TRIGGER callbacks_added AFTER INSERT ON callbacks BEGIN
  INSERT INTO status_counts VALUES ('callbacks', new.status, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER callbacks_moved AFTER UPDATE OF status ON callbacks WHEN new.status <> old.status BEGIN
  UPDATE status_counts SET count = count - 1 WHERE kind = 'callbacks' AND status = old.status;
  INSERT INTO status_counts VALUES ('callbacks', new.status, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER callbacks_removed AFTER DELETE ON callbacks BEGIN
  UPDATE status_counts SET count = count - 1 WHERE kind = 'callbacks' AND status = old.status;
END;

CREATE TABLE phone_states (
  phone_state_id INTEGER PRIMARY KEY,
  phone_id       TEXT NOT NULL REFERENCES phones ON DELETE CASCADE,
  state          TEXT NOT NULL,
  reason         TEXT,
  next           TEXT,
  at             TEXT NOT NULL
) STRICT;

CREATE INDEX phone_states_of_phone ON phone_states (phone_id, phone_state_id);

CREATE INDEX phone_states_by_age ON phone_states (at);

CREATE TABLE incidents (
  incident_id TEXT PRIMARY KEY,
  scope       TEXT NOT NULL CHECK (scope IN ('phone', 'hub', 'host')),
  -- the phone's id, the hub's address on the bus, or the host's part that failed
  subject     TEXT NOT NULL,
  symptom     TEXT NOT NULL,
  reason      TEXT NOT NULL,
  -- JSON list of phone ids
  phones      TEXT NOT NULL CHECK (json_valid(phones)),
  began_at    TEXT NOT NULL,
  ended_at    TEXT,
  -- how it ended: recovered, quarantined, went away by itself
  outcome     TEXT
) STRICT;

CREATE INDEX incidents_open ON incidents (scope, subject) WHERE ended_at IS NULL;

CREATE INDEX incidents_began ON incidents (began_at, incident_id);

CREATE TABLE recoveries (
  recovery_id INTEGER PRIMARY KEY,
  phone_id    TEXT NOT NULL REFERENCES phones ON DELETE CASCADE,
  incident_id TEXT REFERENCES incidents,
  symptom     TEXT NOT NULL,
  rung        TEXT NOT NULL,
  boot_id     TEXT NOT NULL,
  began_at    TEXT NOT NULL,
  ended_at    TEXT,
  -- helped, did_not_help, not_possible, interrupted
  outcome     TEXT,
  detail      TEXT
) STRICT;

CREATE INDEX recoveries_of_phone ON recoveries (phone_id, recovery_id);

CREATE INDEX recoveries_open ON recoveries (phone_id) WHERE ended_at IS NULL;

CREATE INDEX recoveries_of_incident ON recoveries (incident_id);

CREATE INDEX recoveries_by_age ON recoveries (began_at);

CREATE TABLE phone_samples (
  phone_id      TEXT NOT NULL REFERENCES phones ON DELETE CASCADE,
  at            TEXT NOT NULL,
  level         INTEGER,
  temperature_c REAL,
  -- as `dumpsys battery` words it: charging, discharging, full, not_charging, unknown
  status        TEXT,
  health        TEXT,
  voltage_mv    INTEGER,
  charge_uah    INTEGER,
  -- what the battery held when it was new
  design_uah    INTEGER,
  cycles        INTEGER,
  free_mb       INTEGER,
  -- something held the phone
  working       INTEGER NOT NULL CHECK (working IN (0, 1)),
  PRIMARY KEY (phone_id, at)
) STRICT, WITHOUT ROWID;

CREATE INDEX phone_samples_by_age ON phone_samples (at);

CREATE TABLE phone_setups (
  phone_id TEXT PRIMARY KEY REFERENCES phones ON DELETE CASCADE,
  -- the device that was asked: another one behind the same phone_id has a setup of its own
  serial   TEXT NOT NULL,
  -- JSON: setting by name, null where it was not set
  setup    TEXT NOT NULL CHECK (json_valid(setup)),
  at       TEXT NOT NULL
) STRICT;

CREATE TABLE hand_overs (
  hand_over_id  TEXT PRIMARY KEY,
  account_id    TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
  phone_id      TEXT NOT NULL,
  process_id    TEXT,
  queue_item_id TEXT,
  reason        TEXT NOT NULL,
  -- what the person must do, a sentence
  needed        TEXT NOT NULL,
  opened_at     TEXT NOT NULL,
  closed_at     TEXT,
  closed_by     TEXT,
  note          TEXT
) STRICT;

CREATE UNIQUE INDEX hand_overs_open ON hand_overs (account_id) WHERE closed_at IS NULL;

CREATE INDEX hand_overs_of_account ON hand_overs (account_id, opened_at);

CREATE TABLE artifacts (
  artifact_id   TEXT PRIMARY KEY,
  process_id    TEXT NOT NULL,
  queue_item_id TEXT NOT NULL,
  attempt       INTEGER NOT NULL,
  kind          TEXT NOT NULL,
  -- file name for people, as it stands in a bundle
  name          TEXT NOT NULL,
  content_type  TEXT NOT NULL,
  sha256        TEXT,
  bytes         INTEGER NOT NULL,
  at            TEXT NOT NULL,
  -- JSON: what the picture or text belongs to (video, step, dialog …)
  detail        TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail)),
  -- why there are no bytes: not_taken, failed, no_room, pruned, lost
  missing       TEXT,
  CHECK ((sha256 IS NULL) = (missing IS NOT NULL))
) STRICT;

CREATE INDEX artifacts_of_process ON artifacts (process_id, artifact_id);

CREATE INDEX artifacts_by_hash ON artifacts (sha256) WHERE sha256 IS NOT NULL;

CREATE INDEX artifacts_by_age ON artifacts (at, artifact_id) WHERE sha256 IS NOT NULL;

CREATE INDEX queue_items_held_back ON queue_items (account_id) WHERE held_for IS NOT NULL;

CREATE INDEX queue_items_retrying ON queue_items (phone_id) WHERE status = 'RETRYABLE';

CREATE TABLE judge_context_parts (
  sha256 TEXT PRIMARY KEY,
  part   TEXT NOT NULL CHECK (json_valid(part))
) STRICT;

CREATE TABLE judge_contexts (
  queue_item_id TEXT NOT NULL,
  attempt       INTEGER NOT NULL,
  process_id    TEXT NOT NULL,
  -- capability, inputs, prompt
  task          TEXT NOT NULL REFERENCES judge_context_parts,
  -- the runtime snapshot; null when none was synced
  snapshot      TEXT REFERENCES judge_context_parts,
  PRIMARY KEY (queue_item_id, attempt)
) STRICT;

CREATE INDEX judge_contexts_of_process ON judge_contexts (process_id, queue_item_id, attempt);

CREATE INDEX judge_contexts_by_task ON judge_contexts (task);

CREATE INDEX judge_contexts_by_snapshot ON judge_contexts (snapshot) WHERE snapshot IS NOT NULL;

CREATE TABLE decisions (
  decision_id    INTEGER PRIMARY KEY,
  process_id     TEXT NOT NULL,
  queue_item_id  TEXT NOT NULL,
  attempt        INTEGER NOT NULL,
  at             TEXT NOT NULL,
  -- null on the feed
  keyword        TEXT,
  -- JSON: the video as the app showed it
  item           TEXT NOT NULL CHECK (json_valid(item)),
  -- JSON: decision, relevance, confidence, reason, judge, fallback, cost
  judgement      TEXT NOT NULL CHECK (json_valid(judgement)),
  prompt_id      TEXT,
  -- JSON: a string or an integer, as the caller gave it; null without a prompt
  prompt_version TEXT CHECK (prompt_version IS NULL OR json_valid(prompt_version)),
  -- how long the judge took
  ms             INTEGER NOT NULL
) STRICT;

CREATE INDEX decisions_of_process ON decisions (process_id, decision_id);

CREATE TABLE model_answers (
  -- SHA-256 of all that the answer depends on
  question TEXT PRIMARY KEY,
  answer   TEXT NOT NULL CHECK (json_valid(answer)),
  at       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX model_answers_by_age ON model_answers (at);

CREATE TABLE model_usage (
  day               TEXT PRIMARY KEY,
  calls             INTEGER NOT NULL DEFAULT 0,
  prompt_tokens     INTEGER NOT NULL DEFAULT 0,
  completion_tokens INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE capability_runs (
  capability_run_id INTEGER PRIMARY KEY,
  capability        TEXT NOT NULL,
  app               TEXT NOT NULL,
  app_version       TEXT NOT NULL,
  pack_hash         TEXT NOT NULL,
  -- completed: every effect proven; drifted: completed with elements found by later candidates only; failed: the app was not as the pack says
  outcome           TEXT NOT NULL CHECK (outcome IN ('completed', 'drifted', 'failed')),
  phone_id          TEXT NOT NULL,
  process_id        TEXT NOT NULL,
  queue_item_id     TEXT NOT NULL,
  attempt           INTEGER NOT NULL,
  at                TEXT NOT NULL,
  -- JSON: the elements that drifted, the message of a failure
  detail            TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail)),
  -- 1: this run earned or lost the verification; what comes after it is counted anew
  turned            INTEGER NOT NULL DEFAULT 0 CHECK (turned IN (0, 1))
) STRICT;

CREATE INDEX capability_runs_of_pack ON capability_runs (capability, app, app_version, pack_hash, capability_run_id);

CREATE INDEX capability_runs_of_process ON capability_runs (process_id);

CREATE TABLE verifications (
  capability  TEXT NOT NULL,
  app         TEXT NOT NULL,
  app_version TEXT NOT NULL,
  pack_hash   TEXT NOT NULL,
  status      TEXT NOT NULL CHECK (status IN ('verified', 'withdrawn')),
  since       TEXT NOT NULL,
  reason      TEXT NOT NULL,
  -- JSON: the runs by which it was earned or lost, oldest first
  runs        TEXT NOT NULL CHECK (json_valid(runs)),
  PRIMARY KEY (capability, app, app_version, pack_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE account_days (
  account_id TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
  day        TEXT NOT NULL,
  runs       INTEGER NOT NULL DEFAULT 0,
  completed  INTEGER NOT NULL DEFAULT 0,
  failed     INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE account_totals (
  account_id TEXT PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  runs       INTEGER NOT NULL,
  completed  INTEGER NOT NULL,
  failed     INTEGER NOT NULL,
  seconds    INTEGER NOT NULL,
  -- when the first attempt was counted
  since      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE account_identities (
  account_id  TEXT PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  username    TEXT NOT NULL,
  verified_at TEXT NOT NULL,
  process_id  TEXT REFERENCES processes ON DELETE SET NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX account_identities_of_process ON account_identities (process_id);

CREATE TABLE account_mismatches (
  account_id TEXT PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  message    TEXT NOT NULL,
  at         TEXT NOT NULL,
  process_id TEXT REFERENCES processes ON DELETE SET NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX account_mismatches_of_process ON account_mismatches (process_id);

CREATE TABLE api_keys (
  -- the public part of the key: pfk_<key_id>_<secret>
  key_id       TEXT PRIMARY KEY,
  -- keys that were made from each other by rotation share it; processes remember it
  owner        TEXT NOT NULL,
  name         TEXT NOT NULL,
  -- SHA-256 of the whole key, hexadecimal
  hash         TEXT NOT NULL UNIQUE,
  scopes       TEXT NOT NULL CHECK (json_valid(scopes)),
  -- the only requested_by.system that it may name; null: any
  system       TEXT,
  own_only     INTEGER NOT NULL CHECK (own_only IN (0, 1)),
  -- JSON {per_second, burst}; null: not limited
  rate         TEXT CHECK (rate IS NULL OR json_valid(rate)),
  created_at   TEXT NOT NULL,
  expires_at   TEXT,
  -- since a rotation: from when on only the new key is accepted
  retires_at   TEXT,
  revoked_at   TEXT,
  -- to the day
  last_used_on TEXT
) STRICT;

CREATE INDEX api_keys_of_owner ON api_keys (owner, created_at);

CREATE INDEX processes_of_owner ON processes (owner, process_id) WHERE owner IS NOT NULL;

CREATE INDEX callbacks_exhausted ON callbacks (delivery_id) WHERE status = 'exhausted';

CREATE TABLE failing_receivers (
  -- as callbacks.origin
  origin        TEXT PRIMARY KEY,
  -- tries that failed in a row, over all of its messages
  failures      INTEGER NOT NULL,
  -- the first of them
  failing_since TEXT NOT NULL,
  -- the last of them
  failed_at     TEXT NOT NULL,
  last_error    TEXT NOT NULL,
  -- probes that failed since the breaker opened
  probes        INTEGER NOT NULL,
  -- its messages wait until then, and then one is tried; null: the breaker is closed
  probe_at      TEXT
) STRICT;

CREATE INDEX failing_receivers_by_age ON failing_receivers (failed_at);

CREATE INDEX failing_receivers_open ON failing_receivers (origin) WHERE probe_at IS NOT NULL;

CREATE TABLE delivery_tries (
  delivery_id TEXT NOT NULL REFERENCES callbacks ON DELETE CASCADE,
  -- counts from 1
  try         INTEGER NOT NULL,
  at          TEXT NOT NULL,
  -- of the answer; null when there was none
  status      INTEGER,
  -- what kept the answer away, or was wrong with it; null when it was delivered
  error       TEXT,
  ms          INTEGER NOT NULL,
  PRIMARY KEY (delivery_id, try)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  event_id      INTEGER PRIMARY KEY AUTOINCREMENT,
  at            TEXT NOT NULL,
  kind          TEXT NOT NULL CHECK (kind IN ('process', 'progress', 'phone')),
  -- of 'process': the timeline's event; of 'phone': the state
  event         TEXT NOT NULL,
  process_id    TEXT,
  queue_item_id TEXT,
  attempt       INTEGER,
  phone_id      TEXT,
  -- of the process, at that moment
  status        TEXT,
  -- of 'progress': units of work done, and those that were asked for
  done          INTEGER,
  planned       INTEGER,
  -- a sentence for people; of 'phone': the reason
  detail        TEXT
) STRICT;

CREATE INDEX events_of_process ON events (process_id) WHERE process_id IS NOT NULL;

CREATE TRIGGER timeline_told AFTER INSERT ON timeline WHEN new.event <> 'planned' BEGIN
  INSERT INTO events (at, kind, event, process_id, queue_item_id, attempt, phone_id, status, detail)
  VALUES (new.at, 'process', new.event, new.process_id, new.queue_item_id, new.attempt, new.phone_id,
    (SELECT status FROM processes WHERE process_id = new.process_id), new.detail);
END;

CREATE TRIGGER phone_states_told AFTER INSERT ON phone_states BEGIN
  INSERT INTO events (at, kind, event, phone_id, detail) VALUES (new.at, 'phone', new.state, new.phone_id, new.reason);
END;

CREATE TABLE event_epoch (
  epoch TEXT NOT NULL
) STRICT;
