import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startedApi } from '../support/started-api.ts'
import { startedHttp } from '../support/started-http.ts'
import { recordedProcesses } from '../support/recorded-processes.ts'

const NO_KEY = { headers: { authorization: '' } }

const FILES = [
  ['/docs', 'text/html; charset=utf-8'],
  ['/docs/page.js', 'text/javascript; charset=utf-8'],
  ['/docs/page.css', 'text/css; charset=utf-8'],
  ['/docs/swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['/docs/swagger-ui.css', 'text/css; charset=utf-8'],
  ['/docs/favicon-32x32.png', 'image/png'],
] as const

for (const [file, type] of FILES) {
  test(`${file} is there without a key, may run scripts of its own place only, and is sent once`, async (t) => {
    const { ask } = await startedHttp(t, recordedProcesses())

    const told = await ask(file, NO_KEY)
    const again = await ask(file, {
      headers: { authorization: '', 'if-none-match': told.headers.get('etag') ?? '' },
    })

    assert.deepEqual([told.status, told.headers.get('content-type')], [200, type])
    assert.match(
      told.headers.get('content-security-policy') ?? '',
      /^default-src 'none'; script-src 'self'; style-src 'self'; /,
    )
    assert.equal(told.headers.get('cache-control'), 'no-cache')
    assert.deepEqual([again.status, again.text], [304, ''])
  })
}

test('the page loads nothing but files that are there, by addresses relative to it, and has no script inside', async (t) => {
  const { ask } = await startedHttp(t, recordedProcesses())
  const { text } = await ask('/docs', NO_KEY)

  const addresses = [...text.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address = '']) => address)

  assert.deepEqual(addresses, [
    'docs/favicon-32x32.png',
    'docs/swagger-ui.css',
    'docs/page.css',
    'openapi.json',
    'docs/swagger-ui-bundle.js',
    'docs/page.js',
  ])
  for (const address of addresses) assert.equal((await ask(`/${address}`, NO_KEY)).status, 200, address)
  assert.doesNotMatch(text, /<script>|<style|\sstyle=|\son\w+=/)
})

const PATHS = [
  '/docs/',
  '/docs/package.json',
  '/docs/swagger-ui.css.map',
  '/docs/../package.json',
  '/docs/%2e%2e/package.json',
  '/docs/..%2fpackage.json',
  '/docs/..%5cpackage.json',
  '/docs//etc/passwd',
  '/docs/page.js%00.css',
  '/docs/page.js/',
  '/DOCS/page.js',
]

test('nothing else is to be had below /docs, however it is spelled', async (t) => {
  const { raw } = await startedHttp(t, recordedProcesses())

  for (const path of PATHS) {
    const told = await raw(`GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`)
    assert.match(told, /^HTTP\/1\.1 (401|400) /, path)
  }
})

test('the description is sent once as well, and tells of the page but not of its files', async (t) => {
  const { ask } = await startedApi(t)
  const told = await ask('/openapi.json', NO_KEY)

  const again = await ask('/openapi.json', {
    headers: { authorization: '', 'if-none-match': `W/${told.headers.get('etag')}` },
  })

  assert.deepEqual([again.status, again.text], [304, ''])
  const paths = Object.keys(told.json['paths'] as object)
  assert.ok(paths.includes('/docs'))
  for (const [file] of FILES.slice(1)) assert.ok(!paths.includes(file), file)
})
