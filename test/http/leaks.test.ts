import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recordedProcesses } from './support/recorded-processes.ts'
import { type Asked, KEY, startedHttp } from './support/started-http.ts'

/** Where a request can carry a secret, each with its canary. The log of these tests scrubs nothing: what is not written cannot leak. */
const PLANTED: readonly (readonly [where: string, path: string, asked: Asked])[] = [
  ['a wrong key', '/processes', { headers: { authorization: 'Bearer canary-01' } }],
  ['another scheme', '/processes', { headers: { authorization: 'Basic canary-02' } }],
  ['a cookie', '/processes', { headers: { cookie: 'session=canary-03' } }],
  ['a header of somebody else', '/processes', { headers: { 'x-api-key': 'canary-04' } }],
  ['a query', '/processes?api_key=canary-05', {}],
  ['a query without a key', '/processes?api_key=canary-06', { headers: { authorization: '' } }],
  ['a broken body', '/capability-requests/enqueue', { method: 'POST', body: '{"password":"canary-07"' }],
  [
    'a member that nobody knows',
    '/capability-requests/enqueue',
    { method: 'POST', body: { callback: { url: 'https://user:canary-08@receiver.example/?t=canary-08' } } },
  ],
  ['a request id', '/processes', { headers: { 'x-request-id': 'canary 09' } }],
  [
    'a proxy header',
    '/processes',
    { headers: { 'x-forwarded-for': 'canary-10', forwarded: 'for=canary-10' } },
  ],
  [
    'an agent and where it comes from',
    '/processes',
    { headers: { 'user-agent': 'canary-11', referer: 'https://canary-11/' } },
  ],
]

for (const [where, path, asked] of PLANTED) {
  test(`what a request carries in ${where} is neither logged nor answered`, async (t) => {
    const { processes } = recordedProcesses()
    const { ask, logged } = await startedHttp(t, { processes })

    const { text, headers } = await ask(path, asked)

    const told = JSON.stringify([logged, text, [...headers]])
    assert.equal(told.includes('canary'), false, told)
    assert.equal(told.includes(KEY), false, told)
    assert.ok(logged.length > 0)
  })
}
