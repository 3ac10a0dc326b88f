-- What judges were given beside the videos, each text once: an account's snapshot and a caller's prompt serve many attempts. JSON.
CREATE TABLE judge_context_parts (
  sha256 TEXT PRIMARY KEY,
  part   TEXT NOT NULL CHECK (json_valid(part))
) STRICT;

-- What the judge of an attempt was given beside the videos (domain/decision.ts).
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

-- Every decision of a judge, so that it can be looked at and made again by another judge or prompt.
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

-- Answers of the model, so that the same question costs nothing the second time.
CREATE TABLE model_answers (
  -- SHA-256 of all that the answer depends on
  question TEXT PRIMARY KEY,
  answer   TEXT NOT NULL CHECK (json_valid(answer)),
  at       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX model_answers_by_age ON model_answers (at);

-- What the model has cost, against the budget of a day (the host's, UTC).
CREATE TABLE model_usage (
  day               TEXT PRIMARY KEY,
  calls             INTEGER NOT NULL DEFAULT 0,
  prompt_tokens     INTEGER NOT NULL DEFAULT 0,
  completion_tokens INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Runs that count for or against a capability of an app: what `live_verified` is earned and lost by.
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

-- What is known of a capability on this farm; none is not verified yet.
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

-- Attempts of an account by its local day; seconds are in account_usage.
CREATE TABLE account_days (
  account_id TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
  day        TEXT NOT NULL,
  runs       INTEGER NOT NULL DEFAULT 0,
  completed  INTEGER NOT NULL DEFAULT 0,
  failed     INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id, day)
) STRICT, WITHOUT ROWID;

-- The same over all days, also those that are forgotten.
CREATE TABLE account_totals (
  account_id TEXT PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  runs       INTEGER NOT NULL,
  completed  INTEGER NOT NULL,
  failed     INTEGER NOT NULL,
  seconds    INTEGER NOT NULL,
  -- when the first attempt was counted
  since      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The account as the app itself showed it last, before a run touched anything. It outlives the process that saw it.
CREATE TABLE account_identities (
  account_id  TEXT PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  username    TEXT NOT NULL,
  verified_at TEXT NOT NULL,
  process_id  TEXT REFERENCES processes ON DELETE SET NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX account_identities_of_process ON account_identities (process_id);

-- The last run that met another account than its own, and ended there.
CREATE TABLE account_mismatches (
  account_id TEXT PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
  message    TEXT NOT NULL,
  at         TEXT NOT NULL,
  process_id TEXT REFERENCES processes ON DELETE SET NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX account_mismatches_of_process ON account_mismatches (process_id);

-- What a snapshot changed, as a JSON list of lines for people; null for an account's first one and for those stored before this release.
ALTER TABLE runtime_snapshots ADD COLUMN content_hash TEXT;
ALTER TABLE runtime_snapshots ADD COLUMN changes TEXT CHECK (changes IS NULL OR json_valid(changes));
UPDATE runtime_snapshots SET content_hash = body ->> '$.content_hash';
ALTER TABLE runtime_snapshot_history ADD COLUMN content_hash TEXT;
ALTER TABLE runtime_snapshot_history ADD COLUMN changes TEXT CHECK (changes IS NULL OR json_valid(changes));
UPDATE runtime_snapshot_history SET content_hash = body ->> '$.content_hash';
