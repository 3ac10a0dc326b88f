import { pino } from 'pino'
import type { AppDriver } from '../../../src/domain/app-driver.ts'
import type { FeedItem } from '../../../src/domain/judge.ts'
import type { Evidence } from '../../../src/domain/evidence.ts'
import { driveApp } from '../../../src/driving/drive-app.ts'
import { createAutoClock, type AutoClock } from './auto-clock.ts'
import { createMiniApp, type MiniApp, type MiniOptions } from './mini-app.ts'
import { MINI_DOCUMENT, packOf } from './mini-pack.ts'
import { createMiniSession, type MiniSession } from './mini-session.ts'

export interface MiniScene {
  app: MiniApp
  clock: AutoClock
  session: MiniSession
  driver: AppDriver
  /** What was kept of the run. */
  kept: Evidence[]
  /** Never aborts, unless a test does it. */
  control: AbortController
  signal: AbortSignal
}

/** A started scripted app with a driver on it. */
export function createScene(options: MiniOptions = {}, document: unknown = MINI_DOCUMENT): MiniScene {
  const clock = createAutoClock()
  const app = createMiniApp(clock, { feed: videos('feed', 30), ...options })
  const session = createMiniSession(app, clock)
  const kept: Evidence[] = []
  const driver = driveApp({
    pack: packOf(document),
    session,
    clock,
    log: pino({ level: 'silent' }),
    evidence: {
      keep: async (evidence) => void kept.push(evidence),
      picture: async (detail) => void kept.push({ kind: 'screenshot', detail, content: '' }),
    },
  })
  const control = new AbortController()
  app.start()
  return { app, clock, session, driver, kept, control, signal: control.signal }
}

/** `feed1`, `feed2` … each with a caption about the topic. */
export function videos(topic: string, count: number): FeedItem[] {
  return Array.from({ length: count }, (_, index) => ({
    author: `${topic}${index + 1}`,
    caption: `${topic} number ${index + 1} #${topic}`,
    hashtags: [topic],
    sound: 'original sound',
  }))
}
