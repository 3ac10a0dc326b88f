import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHostAllowList } from '../../src/http/host-allow-list.ts'
import { recordedProcesses } from './support/recorded-processes.ts'
import { KEY, startedHttp } from './support/started-http.ts'

const NAMES = ['farm.example.com', '*.Tail.example', 'box_1', 'dotted.example.']

const OURS = [
  'localhost',
  'LOCALHOST:8787',
  'localhost.',
  '127.0.0.1',
  '127.0.0.1:8787',
  '192.168.1.20:80',
  '[::1]',
  '[::1]:8787',
  '[2001:DB8::1]:443',
  'farm.example.com',
  'Farm.Example.COM:443',
  'farm.example.com.',
  'farm.example.com.:8787',
  'farm.example.com:',
  'a.tail.example',
  'a.b.tail.example:80',
  'box_1',
  'dotted.example',
]
const STRANGE = [
  'evil.example',
  'evil.example:8787',
  'farm.example.com.evil.example',
  'evilfarm.example.com',
  'a.farm.example.com',
  'tail.example',
  '.tail.example',
  'eviltail.example',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  '2130706433',
  '0x7f.1',
  '127.1',
  'xn--frm-ula.example.com',
]
const NO_HOST = [
  '',
  ' ',
  'farm example.com',
  'user@farm.example.com',
  'http://farm.example.com',
  'farm.example.com/',
  'farm.example.com:80:80',
  'farm.example.com:http',
  '::1',
  '[::1',
  '[farm.example.com]',
  '[::1]evil.example',
  'fårm.example.com',
  'farm.example.com\u0000',
  'farm.example.com,evil.example',
  'x'.repeat(254),
]

for (const host of OURS) {
  test(`a request for ${host} passes`, () => createHostAllowList(NAMES).check(host))
}

for (const host of STRANGE) {
  test(`a request for ${host} is misdirected`, () => {
    assert.throws(() => createHostAllowList(NAMES).check(host), { code: 'host_not_allowed' })
  })
}

for (const host of NO_HOST) {
  test(`${JSON.stringify(host)} is no host`, () => {
    assert.throws(() => createHostAllowList(NAMES).check(host), { name: 'MalformedRequest' })
  })
}

const head = (line: string, host: string) =>
  `${line} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${KEY}\r\nConnection: close\r\n\r\n`

for (const door of [undefined, 'admin'] as const) {
  test(`another host is refused at the ${door ?? 'public'} door before the key, on every path and with every method`, async (t) => {
    const { processes, calls } = recordedProcesses()
    const { raw } = await startedHttp(t, { processes })

    for (const line of [
      'GET /processes',
      'GET /healthz',
      'GET /openapi.json',
      'GET /metrics',
      'GET /nothing',
      'POST /capability-requests/enqueue',
      'OPTIONS /processes',
      'NONSENSE /processes',
      'CONNECT evil.example:443',
    ]) {
      const told = await raw(head(line, 'rebound.example:8787'), 5000, door)
      assert.match(told, /^HTTP\/1\.1 421 Misdirected Request\r\n/, line)
      assert.match(told, /"error":"host_not_allowed"/, line)
      assert.doesNotMatch(told, /401|www-authenticate/i, line)
    }
    assert.deepEqual(calls, [])
  })
}

test('who names another host learns nothing of whether its key is right', async (t) => {
  const { processes } = recordedProcesses()
  const { raw } = await startedHttp(t, { processes })
  const withoutId = (text: string) => text.replaceAll(/(x-request-id|date): .*/gi, '')

  const right = await raw(head('GET /processes', 'rebound.example'))
  const wrong = await raw(head('GET /processes', 'rebound.example').replace(KEY, 'another-key'))

  assert.equal(withoutId(wrong), withoutId(right))
})
