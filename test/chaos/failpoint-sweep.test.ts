import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Store } from '../../src/store/store.ts'
import type { Tamper } from './failpoint-daemon.ts'
import { playDay } from './failpoint-life.ts'
import type { DeviceEffects } from './failpoint-seams.ts'
import { WORKING_DAY } from './failpoint-work.ts'
import { sweepFailpoints } from './failpoint-sweep.ts'

test('a daemon that is killed at any failpoint, and again while it recovers, keeps every promise', async () => {
  const { passed, failures, unreached } = await sweepFailpoints({ seeds: [1] })

  assert.deepEqual(failures, [])
  assert.ok(passed > 60, `${passed} days`)
  assert.deepEqual(unreached, [])
})

const leavesSessions = (devices: DeviceEffects): DeviceEffects => ({
  ...devices,
  closeOrphan: () => Promise.resolve({ status: 'closed' }),
})

const sendsNothing = () => Promise.resolve({ status: 204 })

/** Answers as if it were stored, and undoes it. */
function forgetsRequests(store: Store): Store {
  class Undone extends Error {}
  return {
    ...store,
    async write(name, change) {
      if (name !== 'accept') return store.write(name, change)
      return new Promise((resolve, reject) => {
        const undone = store.write(name, (tables) => {
          resolve(change(tables))
          throw new Undone()
        })
        undone.catch((error: unknown) => (error instanceof Undone ? undefined : reject(error)))
      })
    },
  }
}

/** Parts that break a promise, and the words in which a day must tell it. */
const BROKEN: readonly [string, Tamper, RegExp][] = [
  ['leaves the session of a dead one open', { devices: leavesSessions }, /opens over life-1/],
  ['acknowledges what is not stored', { store: forgetsRequests }, /was acknowledged and is not there/],
  ['sends no callback', { poster: (poster) => ({ ...poster, post: sendsNothing }) }, /never arrived/],
]
for (const [what, tamper, words] of BROKEN) {
  test(`a daemon that ${what} is found out`, async () => {
    const directory = await mkdtemp(join(tmpdir(), 'phonefarm-broken-'))
    try {
      const file = join(directory, 'broken.db')
      const { violations } = await playDay({ day: WORKING_DAY, seed: 1, point: null, file, tamper })

      assert.match(violations.join('\n'), words)
    } finally {
      await rm(directory, { recursive: true })
    }
  })
}
