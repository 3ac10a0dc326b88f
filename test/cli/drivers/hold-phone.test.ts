import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Static, TSchema } from 'typebox'
import Value from 'typebox/value'
import { DaemonRefused, type DaemonCall, type DaemonClient } from '../../../src/cli/daemon-client.ts'
import { holdPhone } from '../../../src/cli/drivers/hold-phone.ts'
import { whoAmI } from '../../../src/cli/who.ts'

/** A daemon with one phone, and what it was asked. */
function daemonWith(lease: { kind: string; holder: string | null } | null, refuses = false) {
  const asked: { path: string; body?: unknown }[] = []
  const client: DaemonClient = {
    async json<S extends TSchema>(path: string, schema: S, call: DaemonCall = {}): Promise<Static<S>> {
      await Promise.resolve()
      asked.push({ path, ...(call.body !== undefined && { body: call.body }) })
      if (refuses && path.endsWith('/take'))
        throw new DaemonRefused('conflict:phone_held: …', { status: 409 })
      return Value.Parse(schema, { phone_id: 'phone_01', serial: 'S1', lease })
    },
    stream: () => Promise.reject(new Error('nothing is streamed here')),
  }
  return { client, asked }
}

const HOLDER = `${whoAmI()}: drivers check (process ${process.pid})`

test('a free phone is taken for this command, for half an hour at most, and given back once', async () => {
  const { client, asked } = daemonWith(null)

  const phone = await holdPhone(client, 'phone_01', 'drivers check')
  await phone.release()
  await phone.release()

  assert.equal(phone.serial, 'S1')
  assert.deepEqual(asked, [
    { path: '/phones/phone_01' },
    { path: '/phones/phone_01/take', body: { holder: HOLDER, minutes: 30 } },
    { path: '/phones/phone_01/release', body: { holder: HOLDER } },
  ])
})

test('a phone that this person holds already is used, and stays held', async () => {
  const { client, asked } = daemonWith({ kind: 'person', holder: whoAmI() })

  const phone = await holdPhone(client, 'phone_01', 'drivers check')
  await phone.release()

  assert.deepEqual(asked, [{ path: '/phones/phone_01' }])
})

test('a phone on which a run is going on is refused in the words of the daemon', async () => {
  const { client } = daemonWith({ kind: 'run', holder: null }, true)

  await assert.rejects(holdPhone(client, 'phone_01', 'drivers check'), { name: 'DaemonRefused', status: 409 })
})
