import assert from 'node:assert/strict'
import { appendFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { systemClock } from '../../src/domain/clock.ts'
import { type FleetOptions, startFleet } from '../../src/virtual-phone/fleet.ts'
import { freePort } from '../../src/devices/free-port.ts'

const OPTIONS: FleetOptions = { count: 1, adbPortBase: 0, controlPort: 0, seed: 1, clock: systemClock }

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'phonefarm-state-'))
  t.after(() => rm(path, { recursive: true }))
  return path
}

async function phone(controlUrl: string): Promise<{ signed_in: string | null; commands: unknown[] }> {
  return JSON.parse(await (await fetch(`${controlUrl}/phones/vp-01`)).text())
}

const COMMAND = { at: '2026-03-22T08:30:00.000Z', session_id: null, method: 'GET', path: '/status' }

test('phones have their serials and ports in order', async (t) => {
  const first = await freePort()
  const fleet = await startFleet({ ...OPTIONS, adbPortBase: first })
  t.after(() => fleet.stop())

  assert.deepEqual(fleet.phones, [{ serial: 'vp-01', number: 1, adb: `127.0.0.1:${first}` }])
})

test('a port that is taken is an error that leaves nothing running', async (t) => {
  const taken = createServer()
  t.after(() => taken.close())
  const port = await freePort()
  await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve))
  const adbPort = await freePort()

  await assert.rejects(startFleet({ ...OPTIONS, adbPortBase: adbPort, controlPort: port }), /EADDRINUSE/)

  const again = await startFleet({ ...OPTIONS, adbPortBase: adbPort })
  await again.stop()
})

test('stopping twice is harmless', async () => {
  const fleet = await startFleet(OPTIONS)

  await fleet.stop()
  await fleet.stop()
})

test('state and history survive a restart', async (t) => {
  const stateDir = await folder(t)
  const before = await startFleet({ ...OPTIONS, stateDir })
  await fetch(`${before.controlUrl}/phones/vp-01/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fault: 'sign_out' }),
  })
  await before.stop()
  await appendFile(join(stateDir, 'vp-01.commands.jsonl'), `${JSON.stringify(COMMAND)}\n{"at":"cut o`)

  const after = await startFleet({ ...OPTIONS, stateDir })
  t.after(() => after.stop())

  const { signed_in, commands } = await phone(after.controlUrl)
  assert.equal(signed_in, null)
  assert.deepEqual(commands, [COMMAND])
  assert.deepEqual((await readdir(stateDir)).toSorted(), ['vp-01.commands.jsonl', 'vp-01.json'])
})

test('a state file that cannot be read is named, not overwritten', async (t) => {
  const stateDir = await folder(t)
  await writeFile(join(stateDir, 'vp-01.json'), '{"version":99}')

  await assert.rejects(startFleet({ ...OPTIONS, stateDir }), /vp-01\.json cannot be read: move it away/)
})
