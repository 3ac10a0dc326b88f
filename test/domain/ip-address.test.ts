import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ipText, parseIp } from '../../src/domain/ip-address.ts'

/** As it came, and as RFC 5952 writes it. */
const SPELLINGS: readonly (readonly [string, string])[] = [
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::FFFF:c000:201', '192.0.2.1'],
  ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
  ['2001:0db8::0001', '2001:db8::1'],
  ['::', '::'],
  ['0:0:0:0:0:0:0:1', '::1'],
  ['1:0:0:0:0:0:0:0', '1::'],
  ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
  ['1:0:0:2:3:0:0:4', '1::2:3:0:0:4'],
  ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
  ['10:0:0:100:a0:0:0:1', '10::100:a0:0:0:1'],
  ['[fe80::1%eth0]', 'fe80::1'],
]

for (const [given, written] of SPELLINGS) {
  test(`${given} is written ${written}`, () => {
    const ip = parseIp(given)
    assert.ok(ip)
    assert.equal(ipText(ip), written)
  })
}
