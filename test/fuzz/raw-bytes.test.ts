import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sendMutilated, zzufMissing } from './raw-bytes.ts'

test(
  'a daemon that is sent mutilated requests answers them and every proper one after them (scripts/soak --raw sends more)',
  { skip: zzufMissing() ?? false },
  async (t) => {
    const { sent, answered, crashes } = await sendMutilated({ requests: 1600, seed: 7 }, (line) =>
      t.diagnostic(line),
    )

    assert.deepEqual([sent, crashes], [1600, []])
    assert.ok(answered > sent / 2, `${answered} of ${sent} answered`)
  },
)
