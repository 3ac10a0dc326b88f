import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { createSigner } from '../../src/callbacks/sign.ts'
import { systemClock } from '../../src/domain/clock.ts'

const BODY = '{"event_type":"process.updated","note":"frühling"}'
const AT = new Date('2026-03-22T08:30:00.999Z')

test('nothing is signed without a secret', () => {
  assert.deepEqual(createSigner([])({ delivery_id: 'd1', at: AT, body: BODY }), {})
})

test('our signature is the hex HMAC-SHA256 of timestamp, dot and body with the secret as it stands', () => {
  const headers = createSigner(['whsec_c2VjcmV0'])({ delivery_id: 'd1', at: AT, body: BODY })

  // printf '%s' '1774168200.{"event_type":"process.updated","note":"frühling"}' | openssl dgst -sha256 -hmac 'whsec_c2VjcmV0'
  assert.equal(headers['X-PhoneFarm-Timestamp'], '1774168200')
  assert.equal(
    headers['X-PhoneFarm-Signature'],
    'b009f4ab7565af8b471badbce4cc795580b124ddb81cd95cef607c2391a714bc',
  )
})

// Library, not our own arithmetic: what a receiver would use.
const SECRETS: { name: string; secret: string; receiver: Webhook }[] = [
  {
    name: 'a whsec_ secret',
    secret: 'whsec_c2VjcmV0LW5ldw==',
    receiver: new Webhook('whsec_c2VjcmV0LW5ldw=='),
  },
  {
    name: 'a plain text secret',
    secret: 'plain secret',
    receiver: new Webhook(Buffer.from('plain secret'), { format: 'raw' }),
  },
]

for (const { name, secret, receiver } of SECRETS) {
  test(`the standardwebhooks package verifies what ${name} signed`, () => {
    const headers = createSigner([secret])({ delivery_id: 'd1', at: systemClock.now(), body: BODY })

    assert.deepEqual(receiver.verify(BODY, headers), JSON.parse(BODY))
  })
}

test('while a secret is rotated receivers with the old and with the new one accept the message', () => {
  const secrets = SECRETS.map(({ secret }) => secret)

  const headers = createSigner(secrets)({ delivery_id: 'd1', at: systemClock.now(), body: BODY })

  for (const { receiver } of SECRETS) assert.doesNotThrow(() => receiver.verify(BODY, headers))
})

test('our own signature is made with the newest secret', () => {
  const message = { delivery_id: 'd1', at: AT, body: BODY }

  const both = createSigner(['new', 'old'])(message)

  assert.equal(both['X-PhoneFarm-Signature'], createSigner(['new'])(message)['X-PhoneFarm-Signature'])
})

test('a body that was changed on the way is refused', () => {
  const headers = createSigner(['plain secret'])({
    delivery_id: 'd1',
    at: systemClock.now(),
    body: BODY,
  })
  const receiver = new Webhook(Buffer.from('plain secret'), { format: 'raw' })

  assert.throws(() => receiver.verify(BODY.replace('updated', 'UPDATED'), headers))
})
