import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { readCallbackCa } from '../src/callback-ca-setting.ts'
import { makeAuthority } from './callbacks/certificates.ts'

const AUTHORITY = makeAuthority().cert.trim()

function file(t: TestContext, content: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'phonefarm-ca-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const name = path.join(folder, 'ca.pem')
  writeFileSync(name, content)
  return name
}

function messages(setting: string): string[] {
  return readCallbackCa(setting).problems.map(({ name, message }) => `${name} ${message}`)
}

test('without the setting no receiver has authorities of its own', () => {
  assert.deepEqual(readCallbackCa(''), { ca: new Map(), problems: [] })
})

test('each host has the certificates of its file', (t) => {
  const pem = file(t, `a remark\n${AUTHORITY}\n${AUTHORITY}\n`)

  const { ca, problems } = readCallbackCa(`Receiver.Example.=${pem}, [FD00::7]=${pem},10.0.0.7=${pem}`)

  assert.deepEqual(problems, [])
  assert.deepEqual([...ca.keys()], ['receiver.example', 'fd00::7', '10.0.0.7'])
  assert.equal(ca.get('10.0.0.7')?.match(/BEGIN CERTIFICATE/g)?.length, 2)
})

for (const entry of [
  'receiver.example',
  '=/ca.pem',
  'receiver.example=',
  'https://a.example=/ca.pem',
  'a:1=/x',
]) {
  test(`the entry "${entry}" is told`, () => {
    assert.deepEqual(messages(entry), [
      `PHONEFARM_CALLBACK_CA must be host=/path/to/ca.pem, separated by commas, not "${entry}"`,
    ])
  })
}

test('files that cannot be used are all told, each with its host', (t) => {
  const empty = file(t, 'nothing')
  const broken = file(t, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')

  assert.deepEqual(messages(`a.example=/nonexistent/ca.pem,b.example=${empty},c.example=${broken}`), [
    'PHONEFARM_CALLBACK_CA names a file for a.example that cannot be read (ENOENT): /nonexistent/ca.pem',
    `PHONEFARM_CALLBACK_CA names a file without a certificate (PEM) for b.example: ${empty}`,
    `PHONEFARM_CALLBACK_CA names a file for c.example that holds a certificate that is broken: ${broken}`,
  ])
})

test('a host that is named twice is told', (t) => {
  const pem = file(t, AUTHORITY)

  assert.deepEqual(messages(`a.example=${pem},A.example=${pem}`), [
    'PHONEFARM_CALLBACK_CA names a.example twice',
  ])
})
