import { createEmbeddedJudge } from '../src/judging/embedded-judge.ts'
import { LANGUAGES, TOPICS } from '../test/judging/labelled/asked.ts'
import { FRESH_TOPIC_NAMES, freshCaptions } from '../test/judging/labelled/fresh-captions.ts'
import { labelledCaptions } from '../test/judging/labelled/labelled-captions.ts'
import { judgeAll, qualityOf, type Judged } from '../test/judging/labelled/quality.ts'

// Precision and recall of the embedded judge: npx tsx bench/judge-quality.ts [--fresh] [--building] [--wrong]
// `--fresh` takes the set of the other author.
// `--wrong` lists what it got wrong in the building part; the held-out part is never listed, or it would be tuned on.

/** Whoever builds looks at the building part only: `--building`. */
const PARTS = process.argv.includes('--building')
  ? (['building'] as const)
  : (['building', 'held-out'] as const)

const FRESH = process.argv.includes('--fresh')
const NAMES = FRESH ? FRESH_TOPIC_NAMES : TOPICS

const judged = await judgeAll(createEmbeddedJudge(), FRESH ? freshCaptions() : labelledCaptions())

if (FRESH && PARTS.length > 1) printFigures('whole set', judged)

for (const part of PARTS) {
  printFigures(
    `${part} part`,
    judged.filter(({ labelled }) => labelled.part === part),
  )
}

if (process.argv.includes('--wrong')) {
  const wrong = judged.filter(
    ({ labelled, decision }) => labelled.part === 'building' && decision !== labelled.label,
  )
  for (const { labelled, decision, reason } of wrong) {
    print(`${labelled.topic} ${labelled.language} ${decision} | ${labelled.item.caption} | ${reason}`)
  }
}

function printFigures(title: string, of: readonly Judged[]): void {
  print(title)
  row('all', of)
  row(
    'all but en',
    of.filter(({ labelled }) => labelled.language !== 'en'),
  )
  for (const language of LANGUAGES)
    row(
      language,
      of.filter(({ labelled }) => labelled.language === language),
    )
  for (const topic of NAMES)
    row(
      topic,
      of.filter(({ labelled }) => labelled.topic === topic),
    )
  for (const topic of NAMES) {
    row(
      `${topic}, en`,
      of.filter(({ labelled }) => labelled.topic === topic && labelled.language === 'en'),
    )
  }
  print('')
}

function row(name: string, of: readonly Judged[]): void {
  if (of.length === 0) return
  const { captions, precision, recall } = qualityOf(of)
  const cells = [String(captions), precision.toFixed(3), recall.toFixed(3)].map((cell) => cell.padStart(9))
  print(`${name.padEnd(24)}${cells.join('')}`)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
