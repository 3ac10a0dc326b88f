import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proveAccount, proveStill } from '../../src/actions/prove-account.ts'
import type { AppDriver } from '../../src/domain/app-driver.ts'
import { RunError } from '../../src/domain/errors.ts'
import { createScene } from '../driving/support/mini-scene.ts'

const VERA = { display_name: 'Vera', username: 'vera', bio: '' }
const OTTO = { display_name: 'Otto', username: 'otto', bio: '' }
const account = { account_id: 'account_1', app: 'mini', username: 'vera' }

test('the signed-in account is left as it is', async () => {
  const { driver, session, signal } = createScene({ accounts: [VERA, OTTO] })

  assert.equal(await proveAccount({ driver, account, renamedTo: null }, signal), 'vera')

  assert.ok(!session.touches.includes('tap switch'))
})

test('another account that is signed in is switched away from', async () => {
  const { driver, app, signal } = createScene({ accounts: [OTTO, VERA] })

  assert.equal(await proveAccount({ driver, account, renamedTo: null }, signal), 'vera')

  assert.equal(app.signedIn, 1)
})

test('an account that the app does not offer is a mismatch', async () => {
  const { driver, signal } = createScene({ accounts: [OTTO] })

  await assert.rejects(proveAccount({ driver, account, renamedTo: null }, signal), {
    category: 'account_mismatch',
    message: 'Mini does not offer vera: it offers otto',
  })
})

test('a switch without effect is a mismatch', async () => {
  const { driver, signal } = createScene({ accounts: [OTTO, VERA] })
  const deaf: AppDriver = { ...driver, switchAccount: () => Promise.resolve() }

  await assert.rejects(proveAccount({ driver: deaf, account, renamedTo: null }, signal), {
    category: 'account_mismatch',
    message: 'the app acts as otto after a switch to vera',
  })
})

test('a phone that fails during the switch is not taken for a mismatch', async () => {
  const { driver, signal } = createScene({ accounts: [OTTO, VERA] })
  const failing: AppDriver = {
    ...driver,
    switchAccount: () => Promise.reject(new RunError('device', 'phone is gone')),
  }

  await assert.rejects(proveAccount({ driver: failing, account, renamedTo: 'otto' }, signal), {
    category: 'device',
  })
})

test('an account that is still the one is proven again without a switch', async () => {
  const { driver, session, signal } = createScene({ accounts: [VERA, OTTO] })

  await proveStill(driver, 'vera', signal)

  assert.ok(!session.touches.includes('tap switch'))
})

test('another account that has come to the front meanwhile is a mismatch, and stays there', async () => {
  const { driver, app, signal } = createScene({ accounts: [VERA, OTTO] })
  app.signedIn = 1

  await assert.rejects(proveStill(driver, 'vera', signal), {
    category: 'account_mismatch',
    message: 'the app acts as otto by now, not as vera any more',
  })
  assert.equal(app.signedIn, 1)
})
