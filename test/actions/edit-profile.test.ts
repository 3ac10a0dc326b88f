import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runAction } from '../../src/actions/run-action.ts'
import type { Action } from '../../src/domain/action.ts'
import { createScene } from '../driving/support/mini-scene.ts'
import { lastEdit, setUp } from './support.ts'

type EditProfile = Extract<Action, { name: 'edit_profile' }>

function edit(params: EditProfile['params']): EditProfile {
  return { name: 'edit_profile', params }
}

test('each field tells what it was and what it became', async () => {
  const scene = createScene()
  const { deps } = setUp(
    scene,
    edit({ display_name: 'weekday meals', bio: 'quick dinners', username: 'vera.2' }),
  )

  const result = await runAction(deps, scene.signal)

  assert.deepEqual(result, {
    fields: {
      username: { before: 'vera', after: 'vera.2', changed: true, verified: true },
      display_name: { before: 'Vera', after: 'weekday meals', changed: true, verified: true },
      bio: { before: '', after: 'quick dinners', changed: true, verified: true },
    },
    pack_hash: 'abc123abc123',
  })
  assert.deepEqual(scene.app.accounts, [
    { display_name: 'weekday meals', username: 'vera.2', bio: 'quick dinners' },
  ])
})

test('what is already so is verified and not written', async () => {
  const scene = createScene()
  const { deps } = setUp(scene, edit({ display_name: 'Vera' }))

  const result = await runAction(deps, scene.signal)

  assert.deepEqual(result.fields, {
    display_name: { before: 'Vera', after: 'Vera', changed: false, verified: true },
  })
  assert.ok(!scene.session.touches.some((touch) => touch.startsWith('type')))
})

test('a value that the app forgets is never reported as success', async () => {
  const scene = createScene()
  scene.app.faults.lostSaves = 1
  const { deps, saved } = setUp(scene, edit({ bio: 'quick dinners' }))

  await assert.rejects(runAction(deps, scene.signal), {
    category: 'app_changed',
    message: 'bio still reads "" after "quick dinners" was saved',
  })
  assert.deepEqual(lastEdit(saved).fields, {
    bio: { before: '', after: '', changed: false, verified: false },
  })
})

test('a value that the app changes on its own is the fault of the value', async () => {
  const scene = createScene()
  scene.app.faults.mangle = (value) => value.toUpperCase()
  const { deps, saved } = setUp(scene, edit({ bio: 'quick' }))

  await assert.rejects(runAction(deps, scene.signal), {
    category: 'input',
    message: 'the app made "QUICK" of the bio "quick"',
  })
  assert.deepEqual(lastEdit(saved).fields, {
    bio: { before: '', after: 'QUICK', changed: true, verified: false },
  })
})

test('a refused username leaves the other fields alone', async () => {
  const scene = createScene({ taken: ['official'] })
  const { deps, saved } = setUp(scene, edit({ username: 'official', bio: 'new' }))

  await assert.rejects(runAction(deps, scene.signal), { category: 'input' })

  assert.deepEqual(scene.app.accounts, [{ display_name: 'Vera', username: 'vera', bio: '' }])
  assert.deepEqual(lastEdit(saved).fields, {
    username: { before: 'vera', after: 'vera', changed: false, verified: false },
  })
})

test('what was saved before a refusal is in the progress', async () => {
  const scene = createScene()
  const { deps, saved } = setUp(scene, edit({ display_name: 'New', bio: 'forbidden' }))

  await assert.rejects(runAction(deps, scene.signal), { category: 'input' })

  assert.deepEqual(lastEdit(saved).fields, {
    display_name: { before: 'Vera', after: 'New', changed: true, verified: true },
    bio: { before: '', after: '', changed: false, verified: false },
  })
})

test('after a crash the first reading stays the value before, and nothing is written twice', async () => {
  const scene = createScene()
  scene.app.accounts[0] = { display_name: 'Vera', username: 'vera', bio: 'quick dinners' }
  const progress = {
    kind: 'edit_profile' as const,
    fields: { bio: { before: 'old', after: 'old', changed: false, verified: false } },
  }
  const { deps } = setUp(scene, edit({ bio: 'quick dinners' }), { progress })

  const result = await runAction(deps, scene.signal)

  assert.deepEqual(result.fields, {
    bio: { before: 'old', after: 'quick dinners', changed: true, verified: true },
  })
  assert.ok(!scene.session.touches.includes('tap save'))
})

test('after a crash between saving and telling, the new username is still the account', async () => {
  const scene = createScene({ accounts: [{ display_name: 'Vera', username: 'vera.2', bio: '' }] })
  const progress = {
    kind: 'edit_profile' as const,
    fields: { username: { before: 'vera', after: 'vera', changed: false, verified: false } },
  }
  const { deps } = setUp(scene, edit({ username: 'vera.2' }), { progress })

  const result = await runAction(deps, scene.signal)

  assert.deepEqual(result.fields, {
    username: { before: 'vera', after: 'vera.2', changed: true, verified: true },
  })
})

test('whoever bears the wanted username while the old one is still offered is somebody else', async () => {
  const accounts = [
    { display_name: 'Other', username: 'vera.2', bio: '' },
    { display_name: 'Vera', username: 'vera', bio: '' },
  ]
  const scene = createScene({ accounts, taken: ['vera.2'] })
  const progress = {
    kind: 'edit_profile' as const,
    fields: { username: { before: 'vera', after: 'vera', changed: false, verified: false } },
  }
  const { deps } = setUp(scene, edit({ username: 'vera.2' }), { progress })

  await assert.rejects(runAction(deps, scene.signal), { category: 'input' })

  assert.equal(scene.app.signedIn, 1)
})

const TWO = [
  { display_name: 'Vera', username: 'vera', bio: '' },
  { display_name: 'Otto', username: 'otto', bio: 'mine' },
]

test('an account that comes to the front between the reading and the save of a field is not edited', async () => {
  const scene = createScene({ accounts: TWO })
  const { driver } = scene
  const read: typeof driver.readProfileField = async (field, signal) => {
    const value = await driver.readProfileField(field, signal)
    scene.app.signedIn = 1
    return value
  }
  const { deps } = setUp(scene, edit({ bio: 'quick dinners' }), {
    driver: { ...driver, readProfileField: read },
  })

  await assert.rejects(runAction(deps, scene.signal), {
    category: 'account_mismatch',
    message: 'the app acts as otto by now, not as vera any more',
  })
  assert.deepEqual(scene.app.accounts, TWO)
})

test('values that were found as wanted are not told as verified when another account is in front by then', async () => {
  const scene = createScene({ accounts: TWO })
  const { deps } = setUp(scene, edit({ bio: 'mine' }), {
    onIdentity: async () => void (scene.app.signedIn = 1),
  })

  await assert.rejects(runAction(deps, scene.signal), { category: 'account_mismatch' })
})

test('the identity is told before anything is touched, and under the new name after a crash behind a rename', async () => {
  const scene = createScene({ accounts: [{ display_name: 'Vera', username: 'vera.2', bio: '' }] })
  const renamed = { before: 'vera', after: 'vera', changed: false, verified: false }
  const told: [string, string[]][] = []
  const { deps } = setUp(scene, edit({ username: 'vera.2', bio: 'new' }), {
    progress: { kind: 'edit_profile', fields: { username: renamed } },
    onIdentity: async (username) => {
      told.push([username, scene.session.touches.filter((touch) => touch.startsWith('type'))])
    },
  })

  await runAction(deps, scene.signal)

  assert.deepEqual(told, [['vera.2', []]])
})

test('an identity that cannot be stored ends the run before anything is touched', async () => {
  const scene = createScene()
  const { deps } = setUp(scene, edit({ bio: 'new' }), {
    onIdentity: () => Promise.reject(new Error('this attempt no longer owns its queue item')),
  })

  await assert.rejects(runAction(deps, scene.signal), {
    message: 'this attempt no longer owns its queue item',
  })

  assert.deepEqual(scene.app.accounts, [{ display_name: 'Vera', username: 'vera', bio: '' }])
})
