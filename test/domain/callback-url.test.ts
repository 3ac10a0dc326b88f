import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkCallbackUrl, isHttpUrl, mayConnect, parseAllowList } from '../../src/domain/callback-url.ts'
import { refusalOf } from '../support/refusal.ts'

const REFUSED_HOSTS = [
  'localhost',
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0x7f.0.0.1',
  '017700000001',
  '0177.0.0.01',
  '127.0.0.1.',
  '１２７.0.0.1',
  '0.0.0.0',
  '0',
  '10.1.2.3',
  '100.64.0.1',
  '100.127.255.255',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.8',
  '192.168.1.1',
  '198.18.0.1',
  '198.19.255.255',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '[::]',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:8.8.8.8]',
  '[::127.0.0.1]',
  '[::8.8.8.8]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::1]',
  '[2002:7f00:1::]',
  '[fc00::1]',
  '[fdff::1]',
  '[fe80::1]',
  '[febf::1]',
  '[fec0::1]',
  '[ff02::1]',
]

for (const host of REFUSED_HOSTS) {
  test(`a callback to ${host} is refused`, async () => {
    assert.deepEqual(await refusalOf(() => checkCallbackUrl(`http://${host}:8080/x`, [])), {
      error: 'callback_url_not_allowed',
      paths: ['/callback/url'],
    })
  })
}

const TAKEN_HOSTS = [
  'receiver.example',
  'localhost.example',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.0.1.0',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '[2606:4700:4700::1111]',
  '[2001:4860:4860::8888]',
]

for (const host of TAKEN_HOSTS) {
  test(`a callback to ${host} is taken when the URL is read`, () => {
    assert.doesNotThrow(() => checkCallbackUrl(`https://${host}/x`, []))
  })
}

for (const url of ['https://user@receiver.example/', 'https://:secret@receiver.example/']) {
  test(`user information is refused in ${url}`, async () => {
    const refusal = await refusalOf(() => checkCallbackUrl(url, parseAllowList('receiver.example')))
    assert.equal(refusal.error, 'callback_url_not_allowed')
  })
}

const ALLOWED: [allow: string, url: string, allowed: boolean][] = [
  ['127.0.0.1', 'http://127.0.0.1:9000/', true],
  ['127.0.0.1', 'http://0x7f.1/', true],
  ['127.0.0.1', 'http://[::ffff:127.0.0.1]/', true],
  ['127.0.0.1', 'http://127.0.0.2/', false],
  ['127.0.0.1:9000', 'http://127.0.0.1:9000/', true],
  ['127.0.0.1:9000', 'http://127.0.0.1:9001/', false],
  ['127.0.0.1:80', 'http://127.0.0.1/', true],
  ['127.0.0.1:443', 'https://127.0.0.1/', true],
  ['10.0.0.0/8, 192.168.0.0/16', 'http://192.168.7.7/', true],
  ['10.0.0.0/8', 'http://11.0.0.1/', true],
  ['10.0.0.0/8', 'http://192.168.7.7/', false],
  ['::1', 'http://[::1]/', true],
  ['[::1]', 'http://[::1]:1234/', true],
  ['[::1]:1234', 'http://[::1]:1234/', true],
  ['[::1]:1234', 'http://[::1]:1235/', false],
  ['fd00::/8', 'http://[fd12::1]/', true],
  ['0.0.0.0/0', 'http://[::ffff:10.0.0.1]/', true],
  ['0.0.0.0/0', 'http://[::1]/', false],
  ['localhost', 'http://127.0.0.1/', true],
  ['localhost:9000', 'http://[::1]:9000/', true],
  ['localhost:9000', 'http://[::1]:9001/', false],
]

for (const [allow, url, allowed] of ALLOWED) {
  test(`with ${allow} allowed, ${url} is ${allowed ? 'taken' : 'refused'}`, () => {
    const check = () => checkCallbackUrl(url, parseAllowList(allow))
    if (allowed) assert.doesNotThrow(check)
    else assert.throws(check, { code: 'callback_url_not_allowed' })
  })
}

const CONNECTIONS: [allow: string, host: string, port: number, address: string, allowed: boolean][] = [
  ['', 'receiver.example', 443, '93.184.216.34', true],
  ['', 'receiver.example', 443, '10.0.0.1', false],
  ['', 'localhost', 80, '127.0.0.1', false],
  ['', 'receiver.example', 443, 'fe80::1%eth0', false],
  ['', 'receiver.example', 443, 'not an address', false],
  ['receiver.example', 'RECEIVER.example.', 443, '10.0.0.1', true],
  ['Receiver.Example:443', 'receiver.example', 443, '10.0.0.1', true],
  ['receiver.example:443', 'receiver.example', 80, '10.0.0.1', false],
  ['other.example', 'receiver.example', 443, '10.0.0.1', false],
  ['10.0.0.0/24', 'receiver.example', 443, '10.0.0.1', true],
  ['10.0.0.0/24', 'receiver.example', 443, '::ffff:10.0.0.1', true],
  ['10.0.0.0/24', 'receiver.example', 443, '10.0.1.1', false],
  ['localhost', 'localhost', 8080, '::1', true],
]

for (const [allow, host, port, address, allowed] of CONNECTIONS) {
  test(`with "${allow}" allowed, a connection to ${host}:${port} at ${address} is ${allowed ? 'made' : 'refused'}`, () => {
    assert.equal(mayConnect(parseAllowList(allow), { host, port, address }), allowed)
  })
}

for (const entry of ['http://receiver.example', '10.0.0.0/33', 'a b', 'host:99999', '10.0.0.1/8/8', '[::1']) {
  test(`the entry "${entry}" of an allow list is refused by name`, () => {
    assert.throws(() => parseAllowList(`127.0.0.1,${entry}`), {
      message: `"${entry}" is neither a host, host:port nor a CIDR`,
    })
  })
}

const URLS: [url: string, valid: boolean][] = [
  ['https://receiver.example/x?y=z#w', true],
  ['HTTP://receiver.example', true],
  ['http://[::1]:8080/', true],
  ['ftp://receiver.example', false],
  ['https:receiver.example', false],
  ['//receiver.example', false],
  ['https://', false],
  ['https://receiver.example/a b', false],
  ['ht\ntps://receiver.example', false],
  [' https://receiver.example', false],
  ['https://receiver.example:99999/', false],
  ['javascript:alert(1)', false],
]

for (const [url, valid] of URLS) {
  test(`${JSON.stringify(url)} is ${valid ? 'an' : 'no'} http(s) URL`, () => {
    assert.equal(isHttpUrl(url), valid)
  })
}
