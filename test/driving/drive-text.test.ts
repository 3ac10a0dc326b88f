import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createScene, videos } from './support/mini-scene.ts'

const VERA = { display_name: 'Vera', username: 'vera', bio: '' }

test('a field that composes accents has kept the text', async () => {
  const { driver, app, session, signal } = createScene()
  app.faults.normalizes = true

  await driver.saveProfileField('display_name', 'Cafe\u0301', signal)

  assert.equal(app.accounts[0]?.display_name, 'Caf\u00e9')
  assert.equal(session.touches.filter((touch) => touch.startsWith('type')).length, 1)
})

test('a value that differs only in how its accents are written is not saved again', async () => {
  const { driver, session, signal } = createScene({ accounts: [{ ...VERA, bio: 'Caf\u00e9' }] })

  await driver.saveProfileField('bio', 'Cafe\u0301', signal)

  assert.ok(!session.touches.includes('tap save'))
})

test('a text that ends with backslash and n arrives without Enter being pressed', async () => {
  const { driver, app, session, signal } = createScene()

  await driver.saveProfileField('bio', String.raw`tips\n`, signal)

  assert.equal(app.accounts[0]?.bio, String.raw`tips\n`)
  assert.deepEqual(
    session.touches.filter((touch) => touch.startsWith('type') || touch.startsWith('key')),
    ['type "tips\\"', 'key 123', 'key 42'],
  )
})

test('a search that neither a tap nor Enter starts is submitted by the action of the keyboard', async () => {
  const { driver, app, session, signal } = createScene({ results: { pasta: videos('pasta', 2) } })
  app.faults.deafEnter = true
  session.onRead = () => {
    app.faults.deafTaps = session.touches.at(-1) === 'type "pasta"' ? 1 : 0
  }

  assert.equal(await driver.search('pasta', signal), true)

  assert.ok(session.touches.includes('key 66'))
  assert.ok(session.touches.includes('action search'))
})
