import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { pino } from 'pino'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { readTemplate } from '../../src/cli/drivers/new-pack.ts'
import { isProblem } from '../../src/driving/look-for-elements.ts'
import { readPack } from '../../src/driving/load-packs.ts'
import type { Pack } from '../../src/driving/pack.ts'
import { recognize } from '../../src/driving/recognize.ts'
import { nameOf } from '../../src/driving/check-fixtures.ts'
import { walkScreens, type WalkedScreen } from '../../src/driving/walk-screens.ts'
import { driveApp } from '../../src/driving/drive-app.ts'
import { createAppScene } from './support/app-scene.ts'

// The pack that docs/drivers.md has the reader write, put together as it says.

const ROOT = import.meta.resolve('#package.json')
const log = pino({ level: 'silent' })
const Part = Compile(
  Type.Object({
    elements: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    texts: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    dialogs: Type.Optional(Type.Array(Type.Unknown())),
  }),
)

async function writtenPack(): Promise<Pack> {
  const text = await readFile(new URL('docs/drivers.md', ROOT), 'utf8')
  const parts = [...text.matchAll(/^```json\n([\s\S]*?)^```$/gm)].map(([, json = '']) =>
    Part.Parse(JSON.parse(json)),
  )
  const template = await readTemplate()
  const begun = {
    ...template,
    app: 'mawja',
    package: 'com.phonefarm.mawja',
    activity: '.ui.HostActivity',
    versions: { from: '3.4', below: '4' },
  }
  const document = parts.reduce<Record<string, unknown>>(
    (before, part) => ({
      ...before,
      ...part,
      elements: { ...Part.Parse(before).elements, ...part.elements },
      texts: { ...Part.Parse(before).texts, ...part.texts },
      dialogs: [...(part.dialogs ?? []), ...(Part.Parse(before).dialogs ?? [])],
    }),
    begun,
  )
  return readPack(Buffer.from(JSON.stringify(document)), 'mawja/driver.json')
}

test('the pack of docs/drivers.md finds every screen and element of the app that it is written for', async () => {
  const pack = await writtenPack()
  const { session, clock, signal } = await createAppScene('mawja')

  const walked: WalkedScreen[] = []
  for await (const screen of walkScreens({ pack, session, clock, log, words: 'travel' }, signal))
    walked.push(screen)

  assert.deepEqual(
    walked.filter(({ outcome }) => outcome !== 'recognized').map(({ screen, why }) => `${screen}: ${why}`),
    [],
  )
  assert.deepEqual(
    walked.flatMap(({ screen, elements }) =>
      elements.filter(isProblem).map(({ element, status }) => `${screen} ${element} ${status}`),
    ),
    [],
  )
})

test('with the pack of docs/drivers.md a profile is edited, and a taken username is refused in the words of the app', async () => {
  const pack = await writtenPack()
  const { session, clock, signal, screen } = await createAppScene('mawja')
  const driver = driveApp({ pack, session, clock, log })

  await driver.saveProfileField('bio', 'quick dinners', signal)

  assert.equal(screen.apps.mawja.accounts()[0]?.bio, 'quick dinners')
  await assert.rejects(driver.saveProfileField('username', 'official', signal), {
    category: 'input',
    message: /^Mawja refuses the username: \S/,
  })
})

for (const [kind, name] of [
  ['rate_us', 'rate_us'],
  ['login_required', 'login_required'],
  ['challenge', 'challenge'],
] as const) {
  test(`the pack of docs/drivers.md knows the dialog ${name}`, async () => {
    const pack = await writtenPack()
    const { session, signal, screen } = await createAppScene('mawja')

    screen.apps.mawja.scheduleDialog(kind)
    await screen.clock.advance(2_000)

    assert.equal(nameOf(recognize(pack, await session.readScreen(signal))), name)
  })
}

test('words without results are told as such by the pack of docs/drivers.md', async () => {
  const pack = await writtenPack()
  const { session, clock, signal } = await createAppScene('mawja')
  const driver = driveApp({ pack, session, clock, log })

  assert.equal(await driver.search('zzqqzz', signal), false)
})
