import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { createSigner } from '../../src/callbacks/sign.ts'
import { CallbackError, verifyCallback } from '../../clients/typescript/src/verify-callback.ts'
import {
  type Arrived,
  FAMILIES,
  type Family,
  isCalledGenuine,
  isInstalled,
  VERIFIER_FOLDER,
  VERIFIERS,
} from './support/verifiers.ts'

const NOW_MS = Math.floor(Date.now() / 1000) * 1000
const OLD = 'the-old-secret-0123456789'
const NEW = 'whsec_bmV3LXNlY3JldC1vZi10aGUtdGVzdHMtMDEyMzQ1Njc4OQ=='
const ID = '01960000-0000-7000-8000-000000000003'
const BODY = JSON.stringify({
  event_type: 'process.updated',
  delivery_id: ID,
  process: { note: 'Küche — 料理' },
})

interface Case {
  what: string
  /** The farm's, newest first. */
  signedWith: readonly string[]
  /** The receiver's. */
  known: readonly string[]
  ageSeconds?: number
  /** What becomes of the message on its way. */
  change?: (sent: { body: string; headers: Record<string, string> }) => {
    body: string
    headers: Record<string, string>
  }
  genuine: (family: Family) => boolean
}

const changed =
  (names: readonly string[], change: (value: string) => string): NonNullable<Case['change']> =>
  ({ body, headers }) => ({
    body,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, names.includes(name) ? change(value) : value]),
    ),
  })
const SIGNATURES = ['X-PhoneFarm-Signature', 'webhook-signature']
const TIMESTAMPS = ['X-PhoneFarm-Timestamp', 'webhook-timestamp']

const CASES: readonly Case[] = [
  { what: 'a message of now', signedWith: [OLD], known: [OLD], genuine: () => true },
  { what: 'a message signed with a whsec_ secret', signedWith: [NEW], known: [NEW], genuine: () => true },
  {
    what: 'a message of four minutes ago',
    signedWith: [OLD],
    known: [OLD],
    ageSeconds: 240,
    genuine: () => true,
  },
  {
    what: 'a message of six minutes ago',
    signedWith: [OLD],
    known: [OLD],
    ageSeconds: 360,
    genuine: () => false,
  },
  {
    what: 'a message of the future',
    signedWith: [OLD],
    known: [OLD],
    ageSeconds: -360,
    genuine: () => false,
  },
  { what: 'a message of somebody else', signedWith: ['another'], known: [OLD], genuine: () => false },
  { what: 'any message when no secret is known', signedWith: [''], known: [''], genuine: () => false },
  {
    what: 'a rotating farm by a receiver that knows both secrets',
    signedWith: [NEW, OLD],
    known: [OLD, NEW],
    genuine: () => true,
  },
  {
    what: 'a rotating farm by a receiver that knows the old secret only: the first family has one signature',
    signedWith: [NEW, OLD],
    known: [OLD],
    genuine: (family) => family === 'Standard Webhooks',
  },
  {
    what: 'a body that was changed on its way',
    signedWith: [OLD],
    known: [OLD],
    change: ({ body, headers }) => ({ body: body.replace('料理', '料里'), headers }),
    genuine: () => false,
  },
  {
    what: 'an old message with a new timestamp',
    signedWith: [OLD],
    known: [OLD],
    ageSeconds: 3600,
    change: changed(TIMESTAMPS, () => String(NOW_MS / 1000)),
    genuine: () => false,
  },
  {
    what: 'a timestamp that is no number',
    signedWith: [OLD],
    known: [OLD],
    change: changed(TIMESTAMPS, (value) => `${value}abc`),
    genuine: () => false,
  },
  {
    what: 'a signature that is cut',
    signedWith: [OLD],
    known: [OLD],
    change: changed(SIGNATURES, (value) => value.slice(0, -1)),
    genuine: () => false,
  },
  {
    what: 'an empty signature',
    signedWith: [OLD],
    known: [OLD],
    change: changed(SIGNATURES, () => ''),
    genuine: () => false,
  },
]

function sentBy({ signedWith, ageSeconds = 0, change }: Case) {
  const at = new Date(NOW_MS - ageSeconds * 1000)
  const sent = { body: BODY, headers: createSigner(signedWith)({ delivery_id: ID, at, body: BODY }) }
  return change?.(sent) ?? sent
}

/** As it arrives: Node has the names of headers in lower case. */
function arrivedFrom(one: Case): Arrived {
  const { body, headers } = sentBy(one)
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  return { body, headers: Object.fromEntries(lower) }
}

for (const verifier of VERIFIERS) {
  const [program, file] = verifier
  test(
    `${file} tells genuine callbacks from others`,
    { skip: !isInstalled(program) && `no ${program} here` },
    async () => {
      for (const one of CASES) {
        for (const family of FAMILIES) {
          const called = await isCalledGenuine(verifier, arrivedFrom(one), family, one.known)
          assert.equal(called, one.genuine(family), `${family}: ${one.what}`)
        }
      }
    },
  )
}

for (const one of CASES) {
  test(`the client's verifier judges right: ${one.what}`, async () => {
    const { body, headers } = sentBy(one)
    for (const family of FAMILIES) {
      const prefix = family === 'X-PhoneFarm' ? 'x-phonefarm-' : 'webhook-'
      const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
      const own = Object.fromEntries(lower.filter(([name = '']) => name.startsWith(prefix))) as Record<
        string,
        string
      >
      const verified = verifyCallback(Buffer.from(body), own, one.known, { now: () => NOW_MS })
      if (one.genuine(family)) assert.deepEqual(await verified, JSON.parse(body))
      else await assert.rejects(verified, CallbackError, `${family}: ${one.what}`)
    }
  })
}

test('a callback without signature, or with one that came twice, is not believed', async () => {
  const { headers } = sentBy(CASES[0] as Case)
  const twice = {
    'x-phonefarm-timestamp': headers['X-PhoneFarm-Timestamp'],
    'x-phonefarm-signature': ['a', 'b'],
  }

  await assert.rejects(verifyCallback(BODY, {}, OLD), { code: 'no_signature' })
  await assert.rejects(verifyCallback(BODY, new Headers(), OLD), { code: 'no_signature' })
  await assert.rejects(verifyCallback(BODY, twice, OLD), { code: 'no_signature' })
})

test('docs/verifying-callbacks.md prints the verifiers as they stand', () => {
  const page = readFileSync(
    new URL('docs/verifying-callbacks.md', import.meta.resolve('#package.json')),
    'utf8',
  )
  for (const [, file] of VERIFIERS) {
    assert.ok(page.includes(readFileSync(new URL(file, VERIFIER_FOLDER), 'utf8').trim()), file)
  }
})
