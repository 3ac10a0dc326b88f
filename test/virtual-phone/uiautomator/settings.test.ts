import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSettings, settingNamed } from '../../../src/virtual-phone/uiautomator/settings.ts'
import { WdError } from '../../../src/virtual-phone/uiautomator/wd-errors.ts'

const DEFAULTS: readonly [string, unknown][] = [
  ['waitForIdleTimeout', 10_000],
  ['waitForSelectorTimeout', 10_000],
  ['actionAcknowledgmentTimeout', 3000],
  ['scrollAcknowledgmentTimeout', 200],
  ['keyInjectionDelay', 0],
  ['allowInvisibleElements', false],
  ['ignoreUnimportantViews', false],
  ['snapshotMaxDepth', 70],
  ['alwaysTraversableViewClasses', ''],
  ['enableMultiWindows', false],
  ['currentDisplayId', 0],
  ['limitXPathContextScope', true],
  ['enforceXPath1', false],
  ['shouldUseCompactResponses', true],
  ['elementResponseAttributes', 'name,text'],
  ['enableNotificationListener', true],
  ['shutdownOnPowerDisconnect', true],
  ['serverPort', 6790],
  ['mjpegServerPort', 7810],
  ['mjpegServerFramerate', 10],
  ['wakeLockTimeout', 86_400_000],
]

for (const [name, value] of DEFAULTS) {
  test(`${name} is ${JSON.stringify(value)} at first`, () => {
    assert.deepEqual(createSettings().all()[name], value)
  })
}

const WRONG_TYPES: readonly [string, unknown, string][] = [
  ['waitForIdleTimeout', '0', 'Got: java.lang.String. Expected: java.lang.Long.'],
  ['allowInvisibleElements', 1, 'Got: java.lang.Integer. Expected: java.lang.Boolean.'],
  ['snapshotMaxDepth', true, 'Got: java.lang.Boolean. Expected: java.lang.Integer.'],
  ['elementResponseAttributes', 1.5, 'Got: java.lang.Double. Expected: java.lang.String.'],
  ['waitForSelectorTimeout', null, 'Got: null. Expected: java.lang.Long.'],
]

for (const [name, value, words] of WRONG_TYPES) {
  test(`${name} refuses ${JSON.stringify(value)}`, () => {
    assert.throws(
      () => createSettings().update({ [name]: value }),
      new WdError(400, 'invalid argument', `Invalid '${name}' setting value type. ${words}`),
    )
  })
}

const OUT_OF_RANGE: readonly [string, number, number][] = [
  ['snapshotMaxDepth', 501, 70],
  ['snapshotMaxDepth', 0, 70],
  ['serverPort', 80, 6790],
  ['mjpegServerFramerate', 61, 10],
  ['currentDisplayId', 7, 0],
]

for (const [name, value, kept] of OUT_OF_RANGE) {
  test(`${name} ${value} is out of range and changes nothing, without an error`, () => {
    const settings = createSettings()

    settings.update({ [name]: value })

    assert.equal(settings.all()[name], kept)
  })
}

test('unknown names are skipped and the known ones beside them are set', () => {
  const settings = createSettings()

  settings.update({ nonsense: 1, waitForIdleTimeout: 100 })

  assert.equal(settings.number('waitForIdleTimeout'), 100)
  assert.equal('nonsense' in settings.all(), false)
})

test('a reset returns settings to their defaults but for those that outlive sessions', () => {
  const settings = createSettings()
  settings.update({
    waitForIdleTimeout: 0,
    enableMultiWindows: true,
    mjpegScalingFactor: 25,
    wakeLockTimeout: 1000,
  })

  settings.reset()

  assert.equal(settings.number('waitForIdleTimeout'), 10_000)
  assert.equal(settings.flag('enableMultiWindows'), false)
  assert.equal(settings.number('mjpegScalingFactor'), 25)
  assert.equal(settings.number('wakeLockTimeout'), 1000)
})

test('a setting is known by its name in any case', () => {
  assert.equal(settingNamed('WAITFORIDLETIMEOUT'), 'waitForIdleTimeout')
  assert.equal(settingNamed('nonsense'), undefined)
})
