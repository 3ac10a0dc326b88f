import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createEmbeddedJudge } from '../../src/judging/embedded-judge.ts'
import { freshCaptions } from './labelled/fresh-captions.ts'
import { labelledCaptions } from './labelled/labelled-captions.ts'
import { judgeAll, qualityOf } from './labelled/quality.ts'

const captions = labelledCaptions()
const judged = await judgeAll(createEmbeddedJudge(), captions)

test('there are at least 300 labelled captions of 6 topics in 5 languages, and a third is held out', () => {
  const heldOut = captions.filter(({ part }) => part === 'held-out').length

  assert.ok(captions.length >= 300)
  assert.equal(new Set(captions.map(({ topic }) => topic)).size, 6)
  assert.ok(new Set(captions.map(({ language }) => language)).size >= 5)
  assert.ok(Math.abs(heldOut / captions.length - 1 / 3) < 0.05, `${heldOut} of ${captions.length}`)
})

test('no caption is labelled twice', () => {
  assert.equal(new Set(captions.map(({ item }) => item.caption)).size, captions.length)
})

for (const part of ['building', 'held-out'] as const) {
  const own = judged.filter(({ labelled }) => labelled.part === part)
  const english = own.filter(({ labelled }) => labelled.language === 'en')

  test(`in the ${part} part precision and recall are at least 0.9 in English and 0.8 over all languages`, () => {
    const inEnglish = qualityOf(english)
    const overall = qualityOf(own)

    assert.ok(inEnglish.precision >= 0.9, `precision in English ${inEnglish.precision}`)
    assert.ok(inEnglish.recall >= 0.9, `recall in English ${inEnglish.recall}`)
    assert.ok(overall.precision >= 0.8, `precision ${overall.precision}`)
    assert.ok(overall.recall >= 0.8, `recall ${overall.recall}`)
  })
}

const fresh = freshCaptions()
const judgedFresh = await judgeAll(createEmbeddedJudge(), fresh)

test('the other author has labelled at least 150 captions, about half of them to be watched, none twice', () => {
  const wanted = fresh.filter(({ label }) => label === 'watch').length

  assert.ok(fresh.length >= 150)
  assert.ok(Math.abs(wanted / fresh.length - 0.5) < 0.05, `${wanted} of ${fresh.length}`)
  assert.equal(new Set(fresh.map(({ item }) => item.caption)).size, fresh.length)
})

// English is not asked for 0.9 here: it does not hold (docs/decisions/0023).
test('in the held-out half of the other author precision and recall are at least 0.8 over all languages', () => {
  const heldOut = qualityOf(judgedFresh.filter(({ labelled }) => labelled.part === 'held-out'))

  assert.ok(heldOut.precision >= 0.8, `precision ${heldOut.precision}`)
  assert.ok(heldOut.recall >= 0.8, `recall ${heldOut.recall}`)
})
