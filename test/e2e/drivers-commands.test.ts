import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import Type from 'typebox'
import Value from 'typebox/value'
import { command } from './support/command.ts'
import { startFarm, type Place } from './support/farm.ts'

const PHONE = 'phone_virtual_01'
const Told = Type.Object({ lease: Type.Union([Type.Null(), Type.Object({ holder: Type.String() })]) })

let farm: Place
let folder: string

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phonefarm-drivers-'))
  farm = await startFarm(1)
})
after(async () => {
  await farm.stop()
  await rm(folder, { recursive: true, force: true })
})

async function holderOf(): Promise<string | null> {
  const { json } = await farm.client.ask('GET', `/phones/${PHONE}`)
  return Value.Parse(Told, json).lease?.holder ?? null
}

test('a check walks every screen of a pack, changes nothing, and leaves a report and a free phone', async () => {
  const accounts = (await farm.phones.read(1)).accounts
  const out = join(folder, 'check')

  const {
    code,
    out: words,
    err,
  } = await command(farm, 'drivers', 'check', 'clips', '--phone', PHONE, '--out', out)

  assert.equal(code, 0, `${words}\n${err}`)
  assert.match(words, /clips \w+ on [\d.]+: everything found/)
  const files = await readdir(out)
  assert.ok(files.includes('report.html') && files.includes('01-feed.png') && files.includes('10-player.xml'))
  assert.match(await readFile(join(out, 'report.html'), 'utf8'), /clips: everything found/)
  assert.deepEqual((await farm.phones.read(1)).accounts, accounts)
  assert.equal(await holderOf(), null)
})

test('an inspection shows the screen as it is, with what its pack takes it for and locators that fit one node each', async () => {
  const picture = join(folder, 'screen.png')
  const { code, out, err } = await command(
    farm,
    'drivers',
    'inspect',
    '--phone',
    PHONE,
    '--json',
    '-o',
    picture,
  )

  assert.equal(code, 0, err)
  const Inspection = Type.Object({
    package: Type.String(),
    screen: Type.String(),
    elements: Type.Array(Type.Object({ proposals: Type.Array(Type.Unknown()) })),
  })
  const { package: inFront, screen, elements } = Value.Parse(Inspection, JSON.parse(out))
  // Where the check before has ended: nothing was started.
  assert.deepEqual({ inFront, screen }, { inFront: 'com.phonefarm.clips', screen: 'player' })
  assert.ok(elements.length > 10 && elements.every(({ proposals }) => proposals.length > 0))
  assert.equal((await readFile(picture)).subarray(1, 4).toString(), 'PNG')
})

test('a phone that somebody else holds is refused in words, and stays theirs', async () => {
  await farm.client.ask('POST', `/phones/${PHONE}/take`, { holder: 'somebody else' })

  const { code, err } = await command(farm, 'drivers', 'check', 'clips', '--phone', PHONE)

  assert.equal(code, 69)
  assert.match(err, /phone phone_virtual_01 is held by somebody else/)
  assert.equal(await holderOf(), 'somebody else')
  await farm.client.ask('POST', `/phones/${PHONE}/release`, { holder: 'somebody else' })
})
