import { feedItemOf } from '../../domain/decision.ts'
import type { JudgeContext } from '../../domain/judge.ts'
import { printable } from '../drivers/printable.ts'
import { printJson, type Shown } from '../print.ts'
import { chooseJudge, type JudgeKind } from './chosen-judge.ts'
import { readPrompt } from './prompt-file.ts'
import { ask } from './replay.ts'

export interface TryOptions extends Shown {
  caption: string
  author: string
  hashtags: string
  sound: string
  language?: string
  keyword?: string
  interests?: string
  prompt?: string
  judge: JudgeKind
}

/** The judge's answer does not fit the prompt's contract: a run would end there. */
const EXIT_UNFIT = 1

/** `phonefarm judge try`. */
export async function tryCommand(options: TryOptions): Promise<void> {
  const { caption, author, sound, language } = options
  const context = await contextOf(options)
  const judge = chooseJudge(options.judge)
  const item = feedItemOf({
    author,
    caption,
    hashtags: listOf(options.hashtags).map((hashtag) => hashtag.replace(/^#/, '')),
    sound,
    ...(language !== undefined && { language }),
  })
  const run = { process_id: 'try', queue_item_id: 'try', attempt: 1, picture: () => Promise.resolve(null) }
  const answer = await ask(judge.openJudge(run), item, context, new AbortController().signal)
  await judge.stop()
  if (answer.problem !== null) process.exitCode = EXIT_UNFIT
  if (options.json) return printJson(answer)
  if (answer.judgement !== null) {
    const { decision, relevance, confidence, judge: decidedBy, fallback, reason } = answer.judgement
    const numbers = `relevance ${relevance.toFixed(2)}, confidence ${confidence.toFixed(2)}`
    console.log(`${decision}: ${numbers}, by the ${decidedBy} judge`)
    console.log(printable(reason, 1000))
    if (fallback !== null) console.log(`not by the judge that was asked: ${printable(fallback, 1000)}`)
  }
  if (answer.problem !== null) console.log(`a run would end here: ${printable(answer.problem, 1000)}`)
}

async function contextOf({ prompt, keyword, interests }: TryOptions): Promise<JudgeContext> {
  const words = listOf(interests ?? '')
  return {
    capability: keyword === undefined ? 'fyp_warmup' : 'keyword_warmup',
    inputs: {},
    keyword: keyword ?? null,
    snapshot:
      interests === undefined
        ? null
        : {
            snapshot_id: 'try',
            strategy_version: 1,
            stage: null,
            active_action: null,
            interests: words,
            personality: { interests: words },
          },
    prompt: prompt === undefined ? null : await readPrompt(prompt),
  }
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}
