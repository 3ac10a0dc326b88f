-- Keys of callers, beside the full one of the environment or of <data>/api-key.
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

-- Owner of the key that created it; null: the full key.
ALTER TABLE processes ADD COLUMN owner TEXT;
CREATE INDEX processes_of_owner ON processes (owner, process_id) WHERE owner IS NOT NULL;

-- Tries before the message was last asked for anew by a person: its schedule begins after them.
ALTER TABLE callbacks ADD COLUMN tries_before INTEGER NOT NULL DEFAULT 0;
-- What was given up, in the order of its making: for lists, and for those who ask for it anew.
CREATE INDEX callbacks_exhausted ON callbacks (delivery_id) WHERE status = 'exhausted';

-- Receivers whose last try failed, and what their breaker is at.
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

-- Every try to deliver a message.
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

-- What GET /events tells, in one order, written in the transaction that makes it true. Ids are never given twice.
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
-- Removing a process with all that is its own.
CREATE INDEX events_of_process ON events (process_id) WHERE process_id IS NOT NULL;

-- What is planned was accepted a moment before in the same transaction, and every accept would pay for telling it again.
CREATE TRIGGER timeline_told AFTER INSERT ON timeline WHEN new.event <> 'planned' BEGIN
  INSERT INTO events (at, kind, event, process_id, queue_item_id, attempt, phone_id, status, detail)
  VALUES (new.at, 'process', new.event, new.process_id, new.queue_item_id, new.attempt, new.phone_id,
    (SELECT status FROM processes WHERE process_id = new.process_id), new.detail);
END;
CREATE TRIGGER phone_states_told AFTER INSERT ON phone_states BEGIN
  INSERT INTO events (at, kind, event, phone_id, detail) VALUES (new.at, 'phone', new.state, new.phone_id, new.reason);
END;

-- Part of every event's id outside: a database that was restored gives numbers again that others were told by before.
CREATE TABLE event_epoch (
  epoch TEXT NOT NULL
) STRICT;
INSERT INTO event_epoch VALUES (lower(hex(randomblob(4))));
