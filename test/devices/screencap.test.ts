import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { takeScreencap } from '../../src/devices/screencap.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { pngOf } from './pictures.ts'
import { fail, startScriptedAdbServer } from './scripted-adb-server.ts'

const NEVER = new AbortController().signal

/** What the phone sends for a picture, byte by byte. */
async function captured(t: TestContext, sent: string | Buffer): Promise<Buffer> {
  const server = await startScriptedAdbServer(
    {
      'host:transport:P1': 'OKAY',
      'exec:screencap -p': Buffer.concat([Buffer.from('OKAY'), Buffer.from(sent)]),
    },
    64,
  )
  t.after(server.close)
  return takeScreencap({ port: server.port, transportOf, clock: createFakeClock() }, 'P1', NEVER)
}

const transportOf = (serial: string) => serial

test('a picture comes as the phone sends it', async (t) => {
  const png = await pngOf('#123456')

  assert.ok((await captured(t, png)).equals(png))
})

test('a warning before the picture is passed over', async (t) => {
  const png = await pngOf('#123456')
  const warning = Buffer.from('[Warning] Multiple displays were found, but no display id was specified!\n')

  assert.ok((await captured(t, Buffer.concat([warning, png]))).equals(png))
})

for (const [sent, message] of [
  ['', 'P1 sent no picture'],
  [
    'Failed to take screenshot. Status: -1\n',
    'P1 sent no picture, but: Failed to take screenshot. Status: -1',
  ],
] as const) {
  test(`a phone that sends ${JSON.stringify(sent)} has given no picture`, async (t) => {
    await assert.rejects(captured(t, sent), { kind: 'broken', message })
  })
}

test('a picture that is cut off is none', async (t) => {
  const png = await pngOf('#123456')

  await assert.rejects(captured(t, png.subarray(0, -4)), {
    kind: 'broken',
    message: 'P1 sent no whole picture',
  })
})

test('a phone that adb does not have is told in adb’s words', async (t) => {
  const server = await startScriptedAdbServer({ 'host:transport:P1': fail("device 'P1' not found") })
  t.after(server.close)

  await assert.rejects(
    takeScreencap({ port: server.port, transportOf, clock: createFakeClock() }, 'P1', NEVER),
    {
      kind: 'refused',
      message: "device 'P1' not found",
    },
  )
})
