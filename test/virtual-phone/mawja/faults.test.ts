import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import { describe } from '../../../src/virtual-phone/control/describe-phone.ts'
import { activeFaults, applyFault, parseFault } from '../../../src/virtual-phone/control/faults.ts'
import { makePhone } from '../make-phone.ts'

const AppTold = Type.Object({
  signed_in: Type.Union([Type.String(), Type.Null()]),
  screen: Type.Union([Type.String(), Type.Null()]),
  language: Type.Optional(Type.String()),
})
const Told = Type.Object({
  signed_in: Type.Union([Type.String(), Type.Null()]),
  apps: Type.Object({ clips: AppTold, mawja: AppTold }),
})

function phoneOf(t: TestContext, options: Parameters<typeof makePhone>[0] = {}) {
  const virtual = makePhone(options)
  t.after(() => virtual.stop())
  return {
    virtual,
    /** `signed_in` and, by app, who is signed in there, what it shows and what it speaks. */
    tell: () => {
      const { signed_in, apps } = Value.Parse(Told, JSON.parse(JSON.stringify(describe(virtual))))
      const short = ({ signed_in: user, screen, language }: Static<typeof AppTold>) => [
        user,
        screen,
        language ?? null,
      ]
      return { signed_in, apps: { clips: short(apps.clips), mawja: short(apps.mawja) } }
    },
    fault: (body: object) => applyFault(virtual, parseFault(body)),
  }
}

test('each app of a phone tells its own story', (t) => {
  const { tell } = phoneOf(t)

  assert.deepEqual(tell().apps, {
    clips: ['clips_user01', null, null],
    mawja: ['mawja_user01', null, 'ar'],
  })
})

test('a fault says whose it is, and is the first app’s when it does not', async (t) => {
  const { virtual, tell, fault } = phoneOf(t)

  await fault({ fault: 'sign_out', app: 'mawja' })
  await fault({ fault: 'network', app: 'mawja', state: 'offline' })
  await fault({ fault: 'network', state: 'slow' })

  assert.deepEqual([tell().signed_in, tell().apps.mawja], ['clips_user01', [null, null, 'ar']])
  assert.deepEqual(
    activeFaults(virtual).filter((found) => 'state' in found),
    [
      { fault: 'network', state: 'slow' },
      { fault: 'network', app: 'mawja', state: 'offline' },
    ],
  )
})

test('clear takes back what was done to any app, but not what it speaks', async (t) => {
  const { virtual, tell, fault } = phoneOf(t)
  await fault({ fault: 'app_language', app: 'mawja', language: 'fr' })
  await fault({ fault: 'sign_out', app: 'mawja' })
  await fault({ fault: 'feed_runs_dry', app: 'mawja', videos_left: 3 })

  await fault({ fault: 'clear' })

  assert.deepEqual(activeFaults(virtual), [])
  assert.deepEqual(tell().apps.mawja, ['mawja_user01', null, 'fr'])
})

test('what an app keeps survives a restart of the simulation, also one that knew it not', async (t) => {
  const before = phoneOf(t)
  await before.fault({ fault: 'app_language', app: 'mawja', language: 'en' })
  const saved = before.virtual.save()

  const after = phoneOf(t, { saved })
  const { clips } = Value.Parse(Type.Object({ clips: Type.Unknown() }), saved.screen)
  const older = phoneOf(t, { saved: { ...saved, screen: { clips } } })

  assert.deepEqual(after.tell().apps.mawja, ['mawja_user01', null, 'en'])
  assert.deepEqual(older.tell().apps.mawja, ['mawja_user01', null, 'ar'])
})
