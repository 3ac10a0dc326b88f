import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import type { Evidence } from '../domain/evidence.ts'
import { KEY, type PhoneSession, type Screen } from '../domain/phone-session.ts'
import { allNodes } from '../domain/selector.ts'
import { summarize } from './find.ts'
import type { Pack } from './pack.ts'
import type { Sight } from './recognize.ts'
import { RUN_LIMITS } from './run-limits.ts'
import { sketchOf } from './sketch-screen.ts'

/** Between two screens of an app, and while apps start, there are moments that no rule describes. */
const FOREIGN_MS = 1_500
const OWN_MS = 5_000

/** Takes what nobody expected on the screen; part of domain/evidence.ts. Neither call throws. */
export interface SightRecorder {
  keep: (piece: Evidence) => Promise<void>
  /** Of the screen as it is now. */
  picture: (detail: Evidence['detail']) => Promise<void>
}

/** Looks at what no rule of the pack knows: keeps what it saw, and tries at most one thing that cannot do harm. */
export interface UnknownWindows {
  /** @returns whether something was tried just now: then it needs a moment to show */
  see: (sight: Sight, signal: AbortSignal) => Promise<boolean>
}

export function createUnknownWindows(deps: {
  pack: Pack
  session: PhoneSession
  clock: Clock
  log: Pick<Logger, 'warn'>
  evidence: SightRecorder
}): UnknownWindows {
  const { pack, session, clock, log, evidence } = deps
  const kept = new Set<string>()
  let backs = 0
  let present: { name: string; sinceMs: number; tried: boolean } | null = null

  async function see({ screen, is }: Sight, signal: AbortSignal): Promise<boolean> {
    const name = is.kind === 'unknown' ? nameOf(screen) : null
    if (name === null) {
      present = null
      return false
    }
    const nowMs = clock.monotonicMs()
    if (present?.name !== name) present = { name, sinceMs: nowMs, tried: false }
    const isForeign = screen.package_name !== pack.target.package_name
    if (nowMs - present.sinceMs < (isForeign ? FOREIGN_MS : OWN_MS)) return false
    await keep(name, screen)
    if (!pack.mayPressBackIn(screen.package_name)) return false
    if (present.tried || backs >= RUN_LIMITS.backs) return false
    present.tried = true
    backs += 1
    log.warn({ package: screen.package_name, seen: summarize(screen) }, 'unknown window, back pressed once')
    await session.pressKey(KEY.back, signal)
    return true
  }

  async function keep(name: string, screen: Screen): Promise<void> {
    if (kept.has(name) || kept.size >= RUN_LIMITS.unknownKept) return
    kept.add(name)
    const detail = { moment: 'unknown_screen', package: screen.package_name, seen: summarize(screen) }
    log.warn(detail, 'unknown screen')
    await evidence.keep({ kind: 'hierarchy', detail, content: sketchOf(screen) })
    await evidence.picture(detail)
  }

  return { see }
}

/** One screen's name in this run; null for what has no window or says nothing: splash screens, and moments between two windows. */
function nameOf(screen: Screen): string | null {
  if (screen.package_name === '') return null
  for (const { text, content_desc } of allNodes(screen.root)) {
    if (text.trim() !== '' || (content_desc ?? '').trim() !== '') return summarize(screen)
  }
  return null
}
