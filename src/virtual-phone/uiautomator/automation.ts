import type { Phone } from '../android/phone.ts'
import { createElements, type Elements } from './elements.ts'
import { createFinder, type Finder } from './find.ts'
import { createIdle, type Idle } from './idle.ts'
import { createScreen, type Screen } from './screen.ts'
import { appPackageOf, type Session } from './session.ts'
import { createSettings, type Settings } from './settings.ts'
import { createTouch, type Touch } from './touch.ts'

/** Everything that the server's handlers share. */
export interface Automation {
  readonly phone: Phone
  readonly settings: Settings
  readonly idle: Idle
  readonly screen: Screen
  readonly elements: Elements
  readonly finder: Finder
  readonly touch: Touch
  /** Aborts when the server's process ends; a client that went away does not stop what the phone is doing. */
  readonly signal: AbortSignal
  readonly oneAtATime: <T>(run: () => Promise<T>) => Promise<T>
  session: () => Session | null
  setSession: (session: Session | null) => void
}

export function createAutomation(phone: Phone, signal: AbortSignal): Automation {
  const settings = createSettings()
  const idle = createIdle({ accessibility: phone.accessibility, settings, signal })
  const screen = createScreen({ phone, settings, signal })
  const oneAtATime = createQueue()
  let session: Session | null = null
  const shared = { phone, idle, screen, settings, signal }
  const finder = createFinder({
    ...shared,
    elements: () => elements,
    appPackage: () => appPackageOf(session),
    oneAtATime,
  })
  const elements = createElements({ ...shared, findAgain: finder.again })
  return {
    ...shared,
    finder,
    elements,
    touch: createTouch({ phone, signal }),
    oneAtATime,
    session: () => session,
    setSession: (next) => {
      session = next
    },
  }
}

/** Runs what it is given one after the other, in order of asking. */
function createQueue(): Automation['oneAtATime'] {
  let last: Promise<unknown> = Promise.resolve()
  return async (run) => {
    const result = last.then(run, run)
    last = result
    return result
  }
}
