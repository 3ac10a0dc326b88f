import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import type { TObject } from 'typebox'
import { AccountDayRow, AccountTotalsRow } from '../../src/store/account-days.ts'
import { AccountIdentityRow, AccountMismatchRow } from '../../src/store/account-identities.ts'
import { AccountRow } from '../../src/store/accounts.ts'
import { ApiKeyRow } from '../../src/store/api-keys.ts'
import { ArtifactRow } from '../../src/store/artifacts.ts'
import { AttemptRow } from '../../src/store/attempts.ts'
import { CallbackRow } from '../../src/store/callbacks.ts'
import { CapabilityRunRow } from '../../src/store/capability-runs.ts'
import { openDatabase } from '../../src/store/database.ts'
import { DecisionRow } from '../../src/store/decisions.ts'
import { EventEpochRow, EventRow } from '../../src/store/events.ts'
import { DeliveryTryRow } from '../../src/store/delivery-tries.ts'
import { FailingReceiverRow } from '../../src/store/failing-receivers.ts'
import { IncidentRow } from '../../src/store/incidents.ts'
import { JudgeContextPartRow, JudgeContextRow } from '../../src/store/judge-contexts.ts'
import { ModelAnswerRow } from '../../src/store/model-answers.ts'
import { ModelUsageRow } from '../../src/store/model-usage.ts'
import { PhoneSampleRow } from '../../src/store/phone-samples.ts'
import { PhoneSetupRow } from '../../src/store/phone-setups.ts'
import { PhoneStateRow } from '../../src/store/phone-states.ts'
import { PhoneRow } from '../../src/store/phones.ts'
import { ProcessRow } from '../../src/store/processes.ts'
import { QueueItemRow } from '../../src/store/queue-items.ts'
import { RecoveryRow } from '../../src/store/recoveries.ts'
import { RuntimeSnapshotRow, SnapshotHistoryRow } from '../../src/store/runtime-snapshots.ts'
import { StatusCountRow } from '../../src/store/status-counts.ts'
import { openStore } from '../../src/store/store.ts'
import { TimelineRow } from '../../src/store/timeline.ts'
import { VerificationRow } from '../../src/store/verifications.ts'

const ROWS: Record<string, TObject> = {
  account_days: AccountDayRow,
  account_identities: AccountIdentityRow,
  account_mismatches: AccountMismatchRow,
  account_totals: AccountTotalsRow,
  accounts: AccountRow,
  api_keys: ApiKeyRow,
  artifacts: ArtifactRow,
  attempts: AttemptRow,
  callbacks: CallbackRow,
  capability_runs: CapabilityRunRow,
  decisions: DecisionRow,
  delivery_tries: DeliveryTryRow,
  event_epoch: EventEpochRow,
  events: EventRow,
  failing_receivers: FailingReceiverRow,
  incidents: IncidentRow,
  judge_contexts: JudgeContextRow,
  judge_context_parts: JudgeContextPartRow,
  model_answers: ModelAnswerRow,
  model_usage: ModelUsageRow,
  phones: PhoneRow,
  phone_samples: PhoneSampleRow,
  phone_setups: PhoneSetupRow,
  phone_states: PhoneStateRow,
  processes: ProcessRow,
  queue_items: QueueItemRow,
  recoveries: RecoveryRow,
  runtime_snapshots: RuntimeSnapshotRow,
  runtime_snapshot_history: SnapshotHistoryRow,
  status_counts: StatusCountRow,
  timeline: TimelineRow,
  verifications: VerificationRow,
}

for (const [table, row] of Object.entries(ROWS)) {
  test(`the row schema of ${table} has exactly its columns`, () => {
    const db = openDatabase(':memory:')
    const columns = db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table)
    assert.deepEqual(Object.keys(row.properties), columns)
  })
}

test('what was acknowledged is there after the process was killed', async (t) => {
  const directory = mkdtempSync(path.join(tmpdir(), 'phonefarm-store-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const file = path.join(directory, 'phonefarm.db')
  const program = `
    import { openStore } from '${new URL('../../src/store/store.js', import.meta.url).href}'
    const store = openStore({ file: process.argv[1] })
    for (let number = 1; ; number++) {
      const phone = { phone_id: 'phone_' + number, serial: 'serial-' + number, name: null, app_versions: '{}' }
      await store.write('put_phone', (tables) => tables.phones.put(phone, new Date(0)))
      console.log(phone.phone_id)
    }`
  const writer = spawn(process.execPath, ['--input-type=module', '-e', program, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const acknowledged: string[] = []
  for await (const line of createInterface({ input: writer.stdout })) {
    acknowledged.push(line)
    if (acknowledged.length === 20) writer.kill('SIGKILL')
  }
  if (writer.signalCode === null) await once(writer, 'exit')

  const store = openStore({ file })
  t.after(() => store.close())
  assert.equal(writer.signalCode, 'SIGKILL')
  assert.ok(acknowledged.length >= 20)
  assert.deepEqual(
    acknowledged.filter((phoneId) => !store.read.phones.find(phoneId)),
    [],
  )
})

test('closing twice is harmless', async () => {
  const store = openStore({ file: ':memory:' })
  await store.close()
  await store.close()
})
