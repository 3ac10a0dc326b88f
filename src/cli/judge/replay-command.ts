import { loadConfig } from '../../config.ts'
import type { PromptObject } from '../../domain/judge.ts'
import { BadUsage } from '../bad-usage.ts'
import { createDaemonClient } from '../daemon-client.ts'
import { printable } from '../drivers/printable.ts'
import { printJson, printTable, type Shown } from '../print.ts'
import { chooseJudge, type JudgeKind } from './chosen-judge.ts'
import { readPrompt } from './prompt-file.ts'
import { readFromBundle } from './read-bundle.ts'
import { readFromDaemon, type Recorded } from './recorded.ts'
import { replay, summaryOf, type Replayed, type ReplaySummary } from './replay.ts'

export interface ReplayOptions extends Shown {
  bundle?: string
  prompt?: string
  judge: JudgeKind
  changed?: true
}

/** `phonefarm judge replay`. */
export async function replayCommand(id: string | undefined, options: ReplayOptions): Promise<void> {
  const prompt = options.prompt === undefined ? null : await readPrompt(options.prompt)
  const judge = chooseJudge(options.judge)
  const recorded = await read(id, options.bundle)
  const all = recorded.decisions.length
  const replayed = await replay(recorded, {
    openJudge: judge.openJudge,
    prompt,
    signal: new AbortController().signal, // ended by the user's own ^C
    onJudged: (done) => showProgress(done, all),
  })
  await judge.stop()
  const summary = summaryOf(replayed)
  const shown = options.changed ? replayed.filter(({ changed }) => changed) : replayed
  if (options.json) printJson(documentOf({ id, options, prompt, shown, summary }))
  else print(shown, summary)
}

async function read(id: string | undefined, bundle: string | undefined): Promise<Recorded> {
  if (id !== undefined && bundle === undefined)
    return readFromDaemon(createDaemonClient(loadConfig(process.env).config), id)
  if (id === undefined && bundle !== undefined) return readFromBundle(bundle)
  throw new BadUsage('name either a process or, with --bundle, an archive of one')
}

/** A model may take seconds for each; whoever redirects the output is not bothered. */
function showProgress(done: number, all: number): void {
  if (!process.stderr.isTTY) return
  process.stderr.write(done === all ? '\r\u001B[K' : `\rjudged ${done} of ${all}`)
}

interface Told {
  id: string | undefined
  options: ReplayOptions
  prompt: PromptObject | null
  shown: readonly Replayed[]
  summary: ReplaySummary
}

function documentOf({ id, options, prompt, shown, summary }: Told): object {
  return {
    process_id: id ?? null,
    judge: options.judge,
    /** Null: the recorded one of each decision. */
    prompt: prompt && { prompt_id: prompt.prompt_id, version: prompt.version },
    decisions: shown.map(({ recorded, judgement, problem, changed }) => ({
      ...recorded,
      changed,
      replayed: judgement,
      problem,
    })),
    summary,
  }
}

function print(shown: readonly Replayed[], summary: ReplaySummary): void {
  if (shown.length > 0) {
    printTable(
      ['', 'VIDEO', 'SEARCHED', 'RECORDED', 'NOW', 'WHY RECORDED', 'WHY NOW'],
      shown.map(({ recorded, judgement, problem, changed }) => [
        changed ? '*' : '',
        `@${printable(recorded.item.author, 20)} ${printable(recorded.item.caption, 40)}`,
        recorded.keyword === null ? null : printable(recorded.keyword, 20),
        verdictOf(recorded),
        judgement === null ? 'not judged' : verdictOf(judgement),
        whyOf(recorded),
        problem === null && judgement !== null ? whyOf(judgement) : printable(problem, 70),
      ]),
    )
  }
  for (const line of summaryLines(summary)) console.log(line)
}

function verdictOf(of: { decision: string; relevance: number; judge: string }): string {
  return `${of.decision} ${of.relevance.toFixed(2)} ${of.judge}`
}

function whyOf({ reason, fallback }: { reason: string; fallback: string | null }): string {
  return printable(fallback === null ? reason : `(${fallback}) ${reason}`, 70)
}

/** For people: what another judge or prompt would have changed. */
export function summaryLines(summary: ReplaySummary): string[] {
  const { decisions, changed, watch_to_skip, skip_to_watch, problems, watch_seconds } = summary
  if (decisions === 0) return ['nothing was decided in this process']
  const ways = [
    ...(watch_to_skip > 0 ? [`${watch_to_skip} watch→skip`] : []),
    ...(skip_to_watch > 0 ? [`${skip_to_watch} skip→watch`] : []),
  ]
  const which = ways.length > 0 ? `: ${ways.join(', ')}` : ''
  const { recorded, replayed } = watch_seconds
  return [
    `${changed} of ${decisions} decided otherwise${which}; watch time about ${recorded} s → ${replayed} s`,
    ...(problems > 0 ? [`${problems} of ${decisions} would have ended a run: see WHY NOW`] : []),
  ]
}
