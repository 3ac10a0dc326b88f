import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ModelMemory, Remembered } from '../../../src/judging/model/model-memory.ts'
import { createSaver } from '../../../src/judging/model/saver.ts'
import { recordingLog } from '../../support/recording-log.ts'

const NOW = new Date('2026-03-22T08:30:00.000Z')
const VERDICT = { decision: 'skip', confidence: 1, relevance: 0, reason: 'no' } as const
const use = (calls: number) => ({ calls, prompt_tokens: calls * 10, completion_tokens: calls })

function openSaver(keep: (remembered: Remembered) => Promise<void>, given: Partial<ModelMemory> = {}) {
  const { log, lines } = recordingLog()
  return {
    lines,
    saver: createSaver({ memory: { find: () => null, useOf: () => use(5), keep, ...given }, log }),
  }
}

test('an answer is stored with what was spent until then', async () => {
  const kept: Remembered[] = []
  const { saver } = openSaver(async (remembered) => void kept.push(remembered))
  saver.spent({ day: '2026-03-21', use: use(1) })
  saver.spent({ day: '2026-03-21', use: use(2) })
  saver.spent({ day: '2026-03-22', use: use(4) })
  saver.save({ question: 'q', verdict: VERDICT }, NOW)
  saver.save(null, NOW)
  await saver.settled()

  assert.deepEqual(kept, [
    { day: '2026-03-21', use: use(3), answer: { question: 'q', verdict: VERDICT } },
    { day: '2026-03-22', use: use(4), answer: null },
  ])
})

test('what a full disk refuses still counts, is told once and stored with the next answer', async () => {
  const kept: Remembered[] = []
  let isFull = true
  const { saver, lines } = openSaver(async (remembered) => {
    if (isFull) throw new Error('disk full')
    kept.push(remembered)
  })
  for (let time = 0; time < 2; time++) {
    saver.spent({ day: '2026-03-22', use: use(1) })
    saver.save({ question: 'q', verdict: VERDICT }, NOW)
    await saver.settled()
  }
  assert.deepEqual(saver.useOf('2026-03-22'), use(7))
  assert.equal(lines.length, 1)

  isFull = false
  saver.save(null, NOW)
  await saver.settled()
  assert.deepEqual(kept, [{ day: '2026-03-22', use: use(2), answer: null }])
})

test('a memory that cannot be read knows nothing', () => {
  const find = () => {
    throw new Error('disk broken')
  }
  const { saver, lines } = openSaver(() => Promise.resolve(), { find })

  assert.equal(saver.find('q'), null)
  assert.equal(lines[0]?.msg, 'what the model said before could not be read')
})
