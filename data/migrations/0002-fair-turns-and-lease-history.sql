-- One table for everything that may hold a phone, with its history: a run, a person, a maintenance of ours.
ALTER TABLE leases RENAME TO leases_of_runs;

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

-- One master per phone.
CREATE UNIQUE INDEX leases_held ON leases (phone_id) WHERE released_at IS NULL;

CREATE INDEX leases_of_phone ON leases (phone_id, lease_id);

-- The holds of persons that end by themselves.
CREATE INDEX leases_ending ON leases (until) WHERE until IS NOT NULL AND released_at IS NULL;

INSERT INTO leases (phone_id, kind, queue_item_id, attempt, boot_id, taken_at)
SELECT phone_id, 'run', queue_item_id, attempt, boot_id, taken_at FROM leases_of_runs;

DROP TABLE leases_of_runs;

-- UNIQUE (process_id, sequence) finds the few messages of a process as well, and need not be kept up with their status.
DROP INDEX callbacks_pending_of_process;

-- For removing finished processes with all that is theirs.
CREATE INDEX actions_of_process ON actions (process_id);

-- Removing an action looks for the items that refer to it.
CREATE INDEX queue_items_of_action ON queue_items (action_id);

-- Who is served next on a phone: a caller that floods it takes turns with the others (start-time fair queuing).
ALTER TABLE queue_items ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;

-- Why a scheduled item waits: null for the pause before another attempt.
ALTER TABLE queue_items ADD COLUMN held_for TEXT CHECK (held_for IN ('quiet_hours', 'daily_budget', 'clock'));

DROP INDEX queue_items_ready;

CREATE INDEX queue_items_ready ON queue_items (phone_id, priority, turn, created_at, queue_item_id) WHERE ready = 1;

CREATE INDEX queue_items_held_back ON queue_items (account_id) WHERE held_for IS NOT NULL;

-- The last turn that was given to a system's items on a phone; the empty system is the phone's own clock, the highest turn it has served.
-- Each priority has its own: a flood of manual work must not push the clock of unattended work ahead.
CREATE TABLE turns (
  phone_id TEXT NOT NULL,
  priority INTEGER NOT NULL,
  system   TEXT NOT NULL,
  turn     INTEGER NOT NULL,
  PRIMARY KEY (phone_id, priority, system)
) STRICT, WITHOUT ROWID;

-- Time zone, quiet hours and daily minutes of an account (domain/account-settings.ts).
ALTER TABLE accounts ADD COLUMN settings TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(settings));

-- Seconds that runs have worked for an account, by its local day.
CREATE TABLE account_usage (
  account_id TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
  day        TEXT NOT NULL,
  seconds    INTEGER NOT NULL,
  PRIMARY KEY (account_id, day)
) STRICT, WITHOUT ROWID;

-- When the attempt was last heard of: what an interrupted one has used of its account's day.
ALTER TABLE attempts ADD COLUMN reported_at TEXT;

-- 1 once it has got further than the attempt before it: whatever killed the daemon afterwards, this item may be innocent.
ALTER TABLE attempts ADD COLUMN progressed INTEGER NOT NULL DEFAULT 0 CHECK (progressed IN (0, 1));

-- How many rows have which status, kept by triggers: a million rows are too many to count while callers wait.
CREATE TABLE status_counts (
  kind   TEXT NOT NULL CHECK (kind IN ('processes', 'queue_items', 'callbacks')),
  status TEXT NOT NULL,
  count  INTEGER NOT NULL,
  PRIMARY KEY (kind, status)
) STRICT, WITHOUT ROWID;

INSERT INTO status_counts SELECT 'processes', status, count(*) FROM processes GROUP BY status;
INSERT INTO status_counts SELECT 'queue_items', status, count(*) FROM queue_items GROUP BY status;
INSERT INTO status_counts SELECT 'callbacks', status, count(*) FROM callbacks GROUP BY status;

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
