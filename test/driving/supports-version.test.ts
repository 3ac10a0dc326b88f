import assert from 'node:assert/strict'
import { test } from 'node:test'
import { supportsVersion } from '../../src/driving/supports-version.ts'

const pack = { versions: { from: '1.2', below: '2.0' } }

const VERSIONS: readonly [version: string, supported: boolean][] = [
  ['1.1.9', false],
  ['1.2', true],
  ['1.2.0', true],
  ['1.10.3', true],
  ['1.99.0-beta2', true],
  ['2.0', false],
  ['2.0.0', false],
  ['unknown', false],
]

for (const [version, supported] of VERSIONS) {
  test(`a pack from 1.2 to below 2.0 ${supported ? 'supports' : 'does not support'} ${version}`, () => {
    assert.equal(supportsVersion(pack, version), supported)
  })
}
