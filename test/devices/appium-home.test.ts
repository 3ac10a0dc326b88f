import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { prepareAppiumHome } from '../../src/devices/appium-home.ts'

function place(t: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), 'phonefarm-home-'))
  t.after(() => rmSync(made, { recursive: true, force: true }))
  return made
}

test('a home has the driver, and a configuration that switches nothing on', async (t) => {
  const home = join(place(t), 'appium', '0')

  const { config } = await prepareAppiumHome(home)

  const driver = join(home, 'node_modules', 'appium-uiautomator2-driver', 'package.json')
  assert.match(readFileSync(driver, 'utf8'), /"name": "appium-uiautomator2-driver"/)
  assert.deepEqual(JSON.parse(readFileSync(config, 'utf8')), {
    server: { address: '127.0.0.1', 'allow-insecure': [], 'relaxed-security': false },
  })
})

test('a home that is broken is made anew', async (t) => {
  const home = join(place(t), '0')
  writeFileSync(home, 'a file where the folder belongs')

  await prepareAppiumHome(home)
  rmSync(join(home, 'node_modules'), { recursive: true })
  writeFileSync(join(home, 'node_modules'), 'and another one')
  await prepareAppiumHome(home)

  assert.match(readFileSync(join(home, 'package.json'), 'utf8'), /phonefarm-appium-home/)
})

test('a home that cannot be made is told with what is in the way, and blames no phone', async (t) => {
  const file = join(place(t), 'file')
  writeFileSync(file, '')
  mkdirSync(join(place(t), 'other'))

  await assert.rejects(prepareAppiumHome(join(file, 'appium', '0')), {
    category: 'session',
    rung: 'none',
    message: /^the APPIUM_HOME .* cannot be made: ENOTDIR/,
  })
})
