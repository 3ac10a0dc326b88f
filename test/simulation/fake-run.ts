import type { ItemResult, WarmupProgress } from '../../src/domain/action.ts'
import type { Clock } from '../../src/domain/clock.ts'
import { countJudgement, NO_JUDGING, type JudgingCounts } from '../../src/domain/decision.ts'
import { between, type Random } from '../../src/domain/random.ts'
import type { Execute, Run } from '../../src/scheduler/run.ts'
import { decisionOf } from '../support/decisions.ts'
import type { FakePhones } from './fake-phones.ts'
import type { Life } from './mortal.ts'

export interface FakeRunDeps {
  phones: FakePhones
  clock: Clock
  life: Life
  random: Random
  violation: (text: string) => void
  /** Told of each run, to look for what it left behind. */
  onRun: (run: Run) => void
}

const MOST_STEPS = 5
const LONGEST_STEP_MS = 20_000

/** What a run does on a phone, as far as the scheduler can tell it from the real one: session, steps, progress, end. */
export function createFakeExecute(deps: FakeRunDeps): Execute {
  return (run) => deps.life.while(execute(deps, run))
}

async function execute(deps: FakeRunDeps, run: Run): Promise<ItemResult> {
  const { phones, life } = deps
  const { phone_id, queue_item_id } = run.item
  const session = `${run.bootId}/${queue_item_id}/${run.attempt}`
  const caller = { signal: run.signal, isDead: life.isOver }
  // Force and the end of a run are not for giving up: the phone is free when its session is gone.
  const close = () => phones.close(phone_id, session, { ...caller, signal: new AbortController().signal })
  deps.onRun(run)
  run.onTerminate(() => life.while(close()))
  await life.while(phones.open(phone_id, session, caller))
  try {
    await run.onSession({ session_id: session, container: 'http://127.0.0.1:4723' })
    await run.onIdentity(run.account.username)
    return await steps(deps, run, () => life.while(phones.command(phone_id, session, caller)))
  } finally {
    // A phone that is gone has ended its session itself.
    await life.while(close()).catch(() => undefined)
  }
}

async function steps(deps: FakeRunDeps, run: Run, command: () => Promise<void>): Promise<ItemResult> {
  const { clock, random } = deps
  const wanted = 1 + (run.item.queue_item_id.charCodeAt(35) % MOST_STEPS)
  let done = stepsBefore(run)
  let judging = judgingBefore(run)
  while (done < wanted) {
    if (run.item.action.name !== 'edit_profile') {
      const decision = decisionOf()
      judging = countJudgement(judging, decision.judgement)
      run.decided(decision, progressOf(done, judging))
    }
    await clock.sleep(between(random, 1, LONGEST_STEP_MS), run.signal)
    await command()
    done++
    if (run.item.action.name !== 'edit_profile') await run.saveProgress(progressOf(done, judging))
  }
  return { steps: done }
}

function stepsBefore({ progress }: Run): number {
  return progress?.kind === 'warmup' ? progress.videos_seen : 0
}

function judgingBefore({ progress }: Run): JudgingCounts {
  return (progress?.kind === 'warmup' && progress.judging) || NO_JUDGING
}

function progressOf(seen: number, judging: JudgingCounts): WarmupProgress {
  return {
    kind: 'warmup',
    videos_seen: seen,
    videos_watched: seen,
    videos_skipped: 0,
    seconds_watched: seen,
    worked_ms: seen,
    keywords: [],
    fingerprints: [],
    judging,
  }
}
