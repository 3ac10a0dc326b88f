-- The serial that the hardware itself tells (`ro.serialno`), learned at the first contact: one phone on USB and on Wi-Fi has one.
ALTER TABLE phones ADD COLUMN hardware_serial TEXT;

-- What will happen next about the state, for people.
ALTER TABLE phones ADD COLUMN next TEXT;

-- What the phone told of itself at the last look (domain/phone-facts.ts): screen, storage, keyguard, developer settings.
ALTER TABLE phones ADD COLUMN facts TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(facts));

-- Every state that a phone has been in.
CREATE TABLE phone_states (
  phone_state_id INTEGER PRIMARY KEY,
  phone_id       TEXT NOT NULL REFERENCES phones ON DELETE CASCADE,
  state          TEXT NOT NULL,
  reason         TEXT,
  next           TEXT,
  at             TEXT NOT NULL
) STRICT;
CREATE INDEX phone_states_of_phone ON phone_states (phone_id, phone_state_id);
-- Oldest first, for pruning.
CREATE INDEX phone_states_by_age ON phone_states (at);

-- What is wrong with one phone, a whole hub, or all of the host's phones at once.
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

-- Every rung of the recovery ladder that was tried on a phone.
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
-- What is under way, and the quarantines.
CREATE INDEX recoveries_open ON recoveries (phone_id) WHERE ended_at IS NULL;
CREATE INDEX recoveries_of_incident ON recoveries (incident_id);
-- Oldest first, for pruning.
CREATE INDEX recoveries_by_age ON recoveries (began_at);

-- Battery and heat over time; null where the phone does not tell.
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
-- Oldest first, for pruning.
CREATE INDEX phone_samples_by_age ON phone_samples (at);

-- How a phone was set up before a run changed it; there from before the first change until everything is as it was again.
CREATE TABLE phone_setups (
  phone_id TEXT PRIMARY KEY REFERENCES phones ON DELETE CASCADE,
  -- the device that was asked: another one behind the same phone_id has a setup of its own
  serial   TEXT NOT NULL,
  -- JSON: setting by name, null where it was not set
  setup    TEXT NOT NULL CHECK (json_valid(setup)),
  at       TEXT NOT NULL
) STRICT;

-- What a person has to do for an account before its work goes on, and what they did.
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
-- An account waits for one thing at a time.
CREATE UNIQUE INDEX hand_overs_open ON hand_overs (account_id) WHERE closed_at IS NULL;
CREATE INDEX hand_overs_of_account ON hand_overs (account_id, opened_at);

-- Evidence of attempts. The bytes are in a file that is named after its hash; a missing piece has a row that says why.
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
-- Oldest first, for pruning.
CREATE INDEX artifacts_by_age ON artifacts (at, artifact_id) WHERE sha256 IS NOT NULL;

-- Work may wait for a person as well. A column's CHECK cannot be changed, so the column is made anew.
DROP INDEX queue_items_held_back;
ALTER TABLE queue_items RENAME COLUMN held_for TO held_before;
ALTER TABLE queue_items ADD COLUMN held_for TEXT CHECK (held_for IN ('quiet_hours', 'daily_budget', 'clock', 'person'));
UPDATE queue_items SET held_for = held_before WHERE held_before IS NOT NULL;
ALTER TABLE queue_items DROP COLUMN held_before;
CREATE INDEX queue_items_held_back ON queue_items (account_id) WHERE held_for IS NOT NULL;

-- Items that wait for another attempt: they go on at once when their phone was recovered.
CREATE INDEX queue_items_retrying ON queue_items (phone_id) WHERE status = 'RETRYABLE';
