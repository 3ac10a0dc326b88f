import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createScene } from './support/mini-scene.ts'

const VERA = { display_name: 'Vera', username: 'vera', bio: '' }
const OTTO = { display_name: 'Otto', username: 'otto', bio: 'hi' }

test('the signed-in username comes from the profile', async () => {
  const { driver, signal } = createScene({ accounts: [OTTO] })

  assert.equal(await driver.signedInUsername(signal), 'otto')
})

test('the switcher signs another account in', async () => {
  const { driver, signal } = createScene({ accounts: [VERA, OTTO] })

  await driver.switchAccount('otto', signal)

  assert.equal(await driver.signedInUsername(signal), 'otto')
})

test('an account that the switcher does not offer is a mismatch', async () => {
  const { driver, signal } = createScene({ accounts: [VERA, OTTO] })

  await assert.rejects(driver.switchAccount('nina', signal), {
    category: 'account_mismatch',
    message: 'Mini does not offer nina: it offers vera, otto',
  })
})

test('an empty field reads as empty, not as its hint', async () => {
  const { driver, signal } = createScene()

  assert.equal(await driver.readProfileField('bio', signal), '')
  assert.equal(await driver.readProfileField('display_name', signal), 'Vera')
})

test('a field is saved and reads back', async () => {
  const { driver, app, signal } = createScene()

  await driver.saveProfileField('bio', 'quick dinners 🍝', signal)

  assert.equal(app.accounts[0]?.bio, 'quick dinners 🍝')
  assert.equal(await driver.readProfileField('bio', signal), 'quick dinners 🍝')
})

test('a field can be emptied', async () => {
  const { driver, app, signal } = createScene({ accounts: [OTTO] })

  await driver.saveProfileField('bio', '', signal)

  assert.equal(app.accounts[0]?.bio, '')
})

test('the keyboard is hidden before a button that it may cover', async () => {
  const { driver, app, session, signal } = createScene()
  session.onRead = () => {
    if (app.screen === 'edit_bio') app.keyboard = true
  }
  const { hideKeyboard } = session
  session.hideKeyboard = async (stop) => {
    session.onRead = () => undefined
    await hideKeyboard(stop)
  }

  await driver.saveProfileField('bio', 'new', signal)

  assert.equal(app.accounts[0]?.bio, 'new')
})

test('a taken username is refused in the words of the app', async () => {
  const { driver, app, signal } = createScene({ taken: ['official'] })
  app.faults.checkMs = 1500

  await assert.rejects(driver.saveProfileField('username', 'official', signal), {
    category: 'input',
    message: 'Mini refuses the username: @official is taken',
  })
  assert.equal(app.accounts[0]?.username, 'vera')
})

test('a refusal that comes after saving is found too', async () => {
  const { driver, signal } = createScene()

  await assert.rejects(driver.saveProfileField('bio', 'forbidden', signal), {
    category: 'input',
    message: 'Mini refuses the bio: Choose other words',
  })
})

test('a username that the app checks for a while is saved after that', async () => {
  const { driver, app, signal } = createScene({ taken: ['official'] })
  app.faults.checkMs = 4000

  await driver.saveProfileField('username', 'vera.2', signal)

  assert.equal(app.accounts[0]?.username, 'vera.2')
})

test('after a refusal the typed value is given up and the app can be used', async () => {
  const { driver, signal } = createScene()
  await assert.rejects(driver.saveProfileField('bio', 'forbidden', signal))

  assert.equal(await driver.readProfileField('bio', signal), '')
})

test('a value that is too long for the app is refused before anything is touched', async () => {
  const { driver, session, signal } = createScene()

  await assert.rejects(driver.saveProfileField('display_name', 'x'.repeat(31), signal), {
    category: 'input',
    message: 'display_name has 31 characters, Mini takes 30',
  })
  assert.deepEqual(session.touches, [])
})

test('a field that has no room for the text ends as wrong input, and nothing is saved', async () => {
  const { driver, app, signal } = createScene()
  app.faults.fieldLimit = 5

  await assert.rejects(driver.saveProfileField('bio', 'quick dinners', signal), {
    category: 'input',
    message: 'the field input has room for 5 characters only: it holds "quick"',
  })
  assert.equal(app.accounts[0]?.bio, '')
})

test('what is already so is not saved again', async () => {
  const { driver, session, signal } = createScene({ accounts: [OTTO] })

  await driver.saveProfileField('bio', 'hi', signal)

  assert.ok(!session.touches.includes('tap save'))
})
