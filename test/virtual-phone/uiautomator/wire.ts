import type { View } from '../../../src/virtual-phone/android/view.ts'
import { createAutomation, type Automation } from '../../../src/virtual-phone/uiautomator/automation.ts'
import { createRouter } from '../../../src/virtual-phone/uiautomator/routes.ts'
import { WdError } from '../../../src/virtual-phone/uiautomator/wd-errors.ts'
import { createFakePhone, type FakePhone } from './fake-phone.ts'

// What a route answers is JSON of its own shape each time; a test that reads it wrongly fails.
// oxlint-disable-next-line typescript/no-explicit-any
export type Answered = any

export interface Wire extends FakePhone {
  automation: Automation
  /** Answers of a route below the open session: the value, or `status error: message`. Runs the clock as far as needed. */
  call: (method: string, path: string, body?: unknown) => Promise<Answered>
  /** The id of the only or first match. */
  find: (strategy: string, selector: string, context?: string) => Promise<string>
  /** Texts of all matches. */
  texts: (strategy: string, selector: string) => Promise<string[]>
  quits: () => number
  /** Milliseconds that the last call took. */
  took: () => number
}

/** The server's routes on a fake phone, with an open session and no HTTP around them. */
export async function openWire(
  root: () => View | null,
  capabilities: Record<string, unknown> = { appPackage: 'com.example.app' },
): Promise<Wire> {
  const fake = createFakePhone(root)
  const automation = createAutomation(fake.phone, new AbortController().signal)
  let quits = 0
  let tookMs = 0
  const router = createRouter(automation, () => quits++)
  const opening = { capabilities: { alwaysMatch: {}, firstMatch: [capabilities] } }
  await router.answer({ method: 'POST', path: '/session', text: JSON.stringify(opening) })

  async function call(method: string, path: string, body: unknown = {}): Promise<Answered> {
    const full = `/session/${automation.session()?.id ?? 'none'}${path}`
    return settled(router.answer({ method, path: full, text: JSON.stringify(body) }))
  }

  async function settled(running: Promise<{ value: unknown }>): Promise<Answered> {
    const progress = { done: false }
    const startMs = fake.clock.monotonicMs()
    const result = running
      .then(({ value }) => value)
      .catch((error: unknown) => {
        if (error instanceof WdError) return `${error.status} ${error.error}: ${error.message}`
        throw error
      })
      .finally(() => {
        progress.done = true
        tookMs = fake.clock.monotonicMs() - startMs
      })
    await fake.clock.advance(0)
    while (!progress.done) await fake.clock.advance(500)
    return result
  }

  const find = async (strategy: string, selector: string, context?: string) => {
    const element = await call('POST', '/element', { strategy, selector, context, multiple: false })
    return element.ELEMENT ?? element
  }
  const texts = async (strategy: string, selector: string) => {
    const found = await call('POST', '/elements', { strategy, selector, multiple: true })
    if (typeof found === 'string') return [found]
    const texts: string[] = []
    for (const { ELEMENT } of found) texts.push(await call('GET', `/element/${ELEMENT}/text`))
    return texts
  }
  return Object.assign(fake, { automation, call, find, texts, quits: () => quits, took: () => tookMs })
}
