import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { verifyCallback } from '../../clients/typescript/src/verify-callback.ts'
import { systemClock } from '../../src/domain/clock.ts'
import {
  type Arrived,
  FAMILIES,
  type Family,
  isCalledGenuine,
  isInstalled,
  VERIFIERS,
} from '../clients/support/verifiers.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { addProcess, openFarm } from '../support/farm.ts'
import { senderOn } from './outbox.ts'
import { startReceiver } from './receiver.ts'

const NEW = 'whsec_bmV3LXNlY3JldC1vZi10aGUtd2lyZS0wMTIzNDU2Nzg5QUI='
const OLD = 'the-old-secret-of-the-wire-0123'
const ANOTHER = 'whsec_YW5vdGhlci1zZWNyZXQtb2YtdGhlLXdpcmUtMDEyMzQ1Njc='

/** What a message is by the farm's secrets (newest first) and those that the receiver knows. */
const CASES: readonly {
  what: string
  farm: readonly string[]
  known: string
  genuine: (family: Family) => boolean
}[] = [
  { what: 'one secret', farm: [NEW], known: NEW, genuine: () => true },
  { what: 'one secret that is plain text', farm: [OLD], known: OLD, genuine: () => true },
  { what: 'the new one of two secrets', farm: [NEW, OLD], known: NEW, genuine: () => true },
  {
    what: 'the old one of two secrets: X-PhoneFarm-Signature is made with the new one',
    farm: [NEW, OLD],
    known: OLD,
    genuine: (family) => family === 'Standard Webhooks',
  },
  { what: 'a wrong secret', farm: [NEW, OLD], known: ANOTHER, genuine: () => false },
]

/** What came over a connection when a farm with these secrets has sent a message, signed now. */
async function arrivedFrom(t: TestContext, secrets: readonly string[]): Promise<Arrived> {
  // Stands still at the real time: receivers refuse what is old.
  const clock = createFakeClock(systemClock.now().toISOString())
  const farm = { clock, store: await openFarm(clock) }
  const receiver = await startReceiver(t)
  const process = { process_id: 'p1', url: receiver.url, system: 'Küche — 料理' }
  await addProcess(farm.store, clock, { ...process, items: [{ queue_item_id: 'item' }] })
  const sender = senderOn(t, farm, { secrets })
  sender.start()
  await sender.idle()
  const [message] = receiver.received
  assert.ok(message)
  return message
}

/** Without the headers of the other family. */
function onlyOf(family: Family, { body, headers }: Arrived): Arrived {
  const prefix = family === 'X-PhoneFarm' ? 'x-phonefarm-' : 'webhook-'
  const own = Object.entries(headers).filter(([name]) => name.startsWith(prefix))
  return { body, headers: Object.fromEntries(own) }
}

async function isAccepted(verify: () => unknown): Promise<boolean> {
  try {
    await verify()
    return true
  } catch {
    return false // each verifier throws for every reason not to accept a message
  }
}

function packageOf(secret: string): Webhook {
  return secret.startsWith('whsec_')
    ? new Webhook(secret)
    : new Webhook(Buffer.from(secret), { format: 'raw' })
}

for (const { what, farm, known, genuine } of CASES) {
  test(`a message off the wire is judged right by every verifier that knows ${what}`, async (t) => {
    const arrived = await arrivedFrom(t, farm)

    const { body } = arrived
    const standard = Object.entries(onlyOf('Standard Webhooks', arrived).headers)
    const headers = Object.fromEntries(standard.map(([name, value]) => [name, String(value)]))
    const byPackage = await isAccepted(() => packageOf(known).verify(body, headers))
    assert.equal(byPackage, genuine('Standard Webhooks'), 'standardwebhooks')
    for (const family of FAMILIES) {
      const byClient = await isAccepted(() => verifyCallback(body, onlyOf(family, arrived).headers, known))
      assert.equal(byClient, genuine(family), `clients/typescript: ${family}`)
      for (const verifier of VERIFIERS.filter(([program]) => isInstalled(program))) {
        const called = await isCalledGenuine(verifier, arrived, family, [known])
        assert.equal(called, genuine(family), `${verifier[1]}: ${family}`)
      }
    }
  })
}

test('a receiver gets the body byte for byte as it was signed, with one signature for each secret', async (t) => {
  const { body, headers } = await arrivedFrom(t, [NEW, OLD])

  assert.equal(JSON.parse(body).process.requested_by.system, 'Küche — 料理')
  assert.equal(String(headers['webhook-signature']).split(' ').length, 2)
  assert.equal(headers['webhook-timestamp'], headers['x-phonefarm-timestamp'])
})
