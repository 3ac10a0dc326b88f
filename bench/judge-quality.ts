import { createEmbeddedJudge } from '../src/judging/embedded-judge.ts'
import { LANGUAGES, TOPICS } from '../test/judging/labelled/asked.ts'
import { labelledCaptions } from '../test/judging/labelled/labelled-captions.ts'
import { judgeAll, qualityOf, type Judged } from '../test/judging/labelled/quality.ts'

// Precision and recall of the embedded judge: npx tsx bench/judge-quality.ts [--wrong]
// `--wrong` lists what it got wrong in the building part; the held-out part is never listed, or it would be tuned on.

/** Whoever builds looks at the building part only: `--building`. */
const PARTS = process.argv.includes('--building')
  ? (['building'] as const)
  : (['building', 'held-out'] as const)

const judged = await judgeAll(createEmbeddedJudge(), labelledCaptions())

for (const part of PARTS) {
  const own = judged.filter(({ labelled }) => labelled.part === part)
  print(`${part} part`)
  row('all', own)
  row(
    'all but en',
    own.filter(({ labelled }) => labelled.language !== 'en'),
  )
  for (const language of LANGUAGES)
    row(
      language,
      own.filter(({ labelled }) => labelled.language === language),
    )
  for (const topic of TOPICS)
    row(
      topic,
      own.filter(({ labelled }) => labelled.topic === topic),
    )
  for (const topic of TOPICS) {
    row(
      `${topic}, en`,
      own.filter(({ labelled }) => labelled.topic === topic && labelled.language === 'en'),
    )
  }
  print('')
}

if (process.argv.includes('--wrong')) {
  const wrong = judged.filter(
    ({ labelled, decision }) => labelled.part === 'building' && decision !== labelled.label,
  )
  for (const { labelled, decision, reason } of wrong) {
    print(`${labelled.topic} ${labelled.language} ${decision} | ${labelled.item.caption} | ${reason}`)
  }
}

function row(name: string, of: readonly Judged[]): void {
  const { captions, precision, recall } = qualityOf(of)
  const cells = [String(captions), precision.toFixed(3), recall.toFixed(3)].map((cell) => cell.padStart(9))
  print(`${name.padEnd(24)}${cells.join('')}`)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
