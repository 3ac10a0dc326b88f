import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forJudges, isStale, parseRuntimeSnapshot } from '../../src/domain/runtime-snapshot.ts'
import { refusalOf } from '../support/refusal.ts'
import { runtimeSnapshot } from '../support/requests.ts'

test('optional fields are filled in and the timestamp is brought to UTC with milliseconds', () => {
  const body = {
    account_id: 'account_01',
    ugc_account_id: 'ugc_123',
    snapshot_id: 'snapshot-1',
    strategy_version: 1,
    content_hash: 'sha256:abc123',
    strategy_synced_at: '2026-03-22T10:30:00+02:00',
    personality: {},
  }
  assert.deepEqual(parseRuntimeSnapshot(body), {
    ...body,
    strategy_synced_at: '2026-03-22T08:30:00.000Z',
    stage: null,
    active_action: null,
    active_skills: [],
  })
})

const REFUSED: [name: string, fields: Record<string, unknown>, paths: string[]][] = [
  ['version 0', { strategy_version: 0 }, ['/strategy_version']],
  ['version 1.5', { strategy_version: 1.5 }, ['/strategy_version']],
  ['a version as text', { strategy_version: '7' }, ['/strategy_version']],
  ['a version that a number cannot hold', { strategy_version: 2 ** 53 }, ['/strategy_version']],
  ['a date without time', { strategy_synced_at: '2026-03-22' }, ['/strategy_synced_at']],
  ['a timestamp as a number', { strategy_synced_at: 1_774_168_200 }, ['/strategy_synced_at']],
  ['skills that are no texts', { active_skills: ['a', 1] }, ['/active_skills/1']],
  ['skills of null', { active_skills: null }, ['/active_skills']],
  ['a stage that is no text', { stage: 1 }, ['/stage']],
  ['a personality that is a list', { personality: [] }, ['/personality']],
  ['an unknown field', { persona: {} }, ['/persona']],
]

for (const [name, fields, paths] of REFUSED) {
  test(`${name}: refused at ${paths.join(', ')}`, async () => {
    assert.deepEqual(await refusalOf(() => parseRuntimeSnapshot(runtimeSnapshot(fields))), {
      error: 'invalid_request',
      paths,
    })
  })
}

test('every missing field is named', async () => {
  const { paths } = await refusalOf(() => parseRuntimeSnapshot({}))
  assert.deepEqual(paths, [
    '/account_id',
    '/ugc_account_id',
    '/snapshot_id',
    '/strategy_version',
    '/content_hash',
    '/strategy_synced_at',
    '/personality',
  ])
})

const EARLY = '2026-03-22T08:30:00.000Z'
const LATE = '2026-03-22T08:30:00.001Z'

const STALE: [stored: [number, string], incoming: [number, string], stale: boolean][] = [
  [[7, EARLY], [6, LATE], true],
  [[7, LATE], [7, EARLY], true],
  [[7, EARLY], [7, EARLY], false],
  [[7, EARLY], [7, LATE], false],
  [[7, LATE], [8, EARLY], false],
]

for (const [stored, incoming, stale] of STALE) {
  test(`version ${incoming.join(' of ')} after ${stored.join(' of ')} is ${stale ? 'stale' : 'applied'}`, () => {
    const synced = ([strategy_version, strategy_synced_at]: [number, string]) => ({
      strategy_version,
      strategy_synced_at,
    })
    assert.equal(isStale(synced(incoming), synced(stored)), stale)
  })
}

test('judges are given what the snapshot says, but for skills', () => {
  const personality = { interests: ['meal prep'], comment_style: 'casual', unknown: { deep: [1] } }

  assert.deepEqual(forJudges(parseRuntimeSnapshot(runtimeSnapshot({ personality }))), {
    snapshot: {
      snapshot_id: 'snapshot-2026-03-22-001',
      strategy_version: 7,
      stage: 'warmup',
      active_action: 'keyword_warmup',
      interests: ['meal prep'],
      personality,
    },
    tooBig: [],
  })
})

const INTERESTS: [name: string, interests: unknown, understood: number][] = [
  ['a list with other things in it', ['meal prep', 7, null, ['x'], { a: 1 }, '', '  '], 1],
  ['a text', 'meal prep', 0],
  ['5,000 words', Array.from({ length: 5_000 }, (_, index) => `interest ${index}`), 200],
  ['5,000 texts of 10,000 characters', Array.from({ length: 5_000 }, () => 'x'.repeat(10_000)), 0],
]

for (const [name, interests, understood] of INTERESTS) {
  test(`of interests that are ${name}, judges are given ${understood}`, () => {
    const { snapshot } = forJudges(parseRuntimeSnapshot(runtimeSnapshot({ personality: { interests } })))

    assert.equal(snapshot.interests.length, understood)
  })
}

test('a personality of 900,000 characters reaches no judge whole: what does not fit is passed over key by key', () => {
  const personality = { before: 'kept', text: 'x'.repeat(900_000), after: { kept: true } }

  const { snapshot, tooBig } = forJudges(parseRuntimeSnapshot(runtimeSnapshot({ personality })))

  assert.deepEqual(snapshot.personality, { before: 'kept', after: { kept: true } })
  assert.deepEqual(tooBig, ['text'])
})

test('ten thousand keys reach no judge whole', () => {
  const personality = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`key_${index}`, 'x']))

  const { snapshot } = forJudges(parseRuntimeSnapshot(runtimeSnapshot({ personality })))

  assert.ok(JSON.stringify(snapshot.personality).length <= 32_768)
})

test('a key of the language stays a key', () => {
  const personality: unknown = JSON.parse(`{"__proto__":{"interests":["x"]},"text":"${'x'.repeat(40_000)}"}`)

  const { snapshot } = forJudges(parseRuntimeSnapshot(runtimeSnapshot({ personality })))

  assert.deepEqual(Object.keys(snapshot.personality), ['__proto__'])
  assert.deepEqual(snapshot.interests, [])
})
