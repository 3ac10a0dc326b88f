import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../src/devices/free-port.ts'
import { createClient } from '../e2e/support/client.ts'
import { createPlace } from '../e2e/support/farm.ts'
import { runMain, type MainProcess } from '../e2e/support/main-process.ts'
import { until } from '../e2e/support/until.ts'
import { straceMissing } from './strace-sweep.ts'

const DAEMON = fileURLToPath(new URL('daemon.js', import.meta.url))
const WAIT_MS = 60_000

/** From now on every flush of the process's main thread fails. @returns when strace has taken hold of it */
async function failFlushes({ pid }: MainProcess): Promise<{ over: Promise<unknown> }> {
  const inject = ['fsync', 'fdatasync'].flatMap((call) => ['-e', `inject=${call}:error=EIO`])
  const args = ['-qq', '-o', '/dev/null', '-p', String(pid), '-e', 'trace=fsync,fdatasync', ...inject]
  const over = once(spawn('strace', args, { stdio: 'ignore' }), 'exit')
  const isHeld = () => /^TracerPid:\t[1-9]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  await until('strace to hold the daemon', isHeld, WAIT_MS)
  return { over }
}

const skip = straceMissing() ?? false

test(
  'a daemon whose disk fails acknowledges nothing and ends with 74; the next one works on',
  { skip },
  async () => {
    const port = await freePort()
    const place = await createPlace({
      PHONEFARM_PORT: String(port),
      PHONEFARM_ADMIN_LISTEN: '127.0.0.1:0',
      PHONEFARM_CHAOS_APPIUM: 'direct',
    })
    const client = createClient(() => `http://127.0.0.1:${port}`, place.env['PHONEFARM_API_KEY'] ?? '')
    const put = (phoneId: string) => client.ask('PUT', `/phones/${phoneId}`, { serial: `serial-${phoneId}` })
    const ready = async () => {
      const daemon = runMain([], place.env, DAEMON)
      await until(
        'the daemon to be ready',
        () => daemon.log.some(({ msg }) => msg === 'ready'),
        WAIT_MS,
        daemon.words,
      )
      return daemon
    }
    try {
      const first = await ready()
      const before = await put('phone_01')
      assert.equal(before.status, 201)
      const { over } = await failFlushes(first)

      // It may be answered that it failed, or not at all.
      const during = await put('phone_02').catch(() => null)
      let end: number | string | undefined
      void first.exited.then((ended) => (end = ended)) // it never rejects
      await until('the daemon to end', () => end !== undefined, WAIT_MS)
      await over
      const second = await ready()
      const kept = await client.ask('GET', '/phones/phone_01')
      const after = await put('phone_03')
      const stopped = await second.stop()

      assert.equal(before.status, 201)
      assert.ok(during === null || during.status === 503, JSON.stringify(during))
      assert.equal(end, 74, first.words())
      assert.deepEqual([kept.status, after.status, stopped], [200, 201, 0])
    } finally {
      await place.stop()
    }
  },
)
