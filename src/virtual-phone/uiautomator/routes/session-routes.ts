import { randomUUID } from 'node:crypto'
import type { Automation } from '../automation.ts'
import { requiredText, type Body } from '../body.ts'
import { createScheduledActions } from '../scheduled-actions.ts'
import { applyCapabilities, capabilitiesOf } from '../session.ts'
import { unknownMethod } from '../wd-errors.ts'
import { get, post, type Route } from './route.ts'

/** The server stops itself this long after the session was deleted (source: research/fidelity.md 1.2). */
const QUIT_DELAY_MS = 15

/** `POST /session`: replaces an open session without a word. @throws WdError 'session not created' */
export function openSession(
  automation: Automation,
  body: Body,
): { sessionId: string; capabilities: unknown } {
  const { settings, elements, phone } = automation
  const capabilities = capabilitiesOf(body)
  settings.reset()
  applyCapabilities(settings, capabilities)
  closeSession(automation)
  elements.clear()
  const session = { id: randomUUID(), capabilities }
  automation.setSession(session)
  phone.journal.opened(session.id)
  return { sessionId: session.id, capabilities }
}

/** Notes the end of the open session, if there is one. */
export function closeSession({ session, setSession, phone }: Automation): void {
  const open = session()
  if (!open) return
  setSession(null)
  phone.journal.closed(open.id)
}

/** Routes of the session itself. `onQuit` is called once the reply to its deletion is on its way. */
export function createSessionRoutes(onQuit: () => void): readonly Route[] {
  const scheduled = createScheduledActions()
  return [
    get('', () => ({ lastScrollData: null })),
    {
      method: 'DELETE',
      path: '',
      handle: (automation) => {
        closeSession(automation)
        automation.phone.clock.after(QUIT_DELAY_MS, onQuit)
        return null
      },
    },
    post('/url', () => {
      throw unknownMethod()
    }),
    post('/appium/schedule_action', (automation, { body }) => {
      scheduled.add(automation, body)
      return null
    }),
    post('/appium/action_history', (_automation, { body }) => scheduled.history(requiredText(body, 'name'))),
    post('/appium/unschedule_action', (_automation, { body }) => {
      scheduled.remove(requiredText(body, 'name'))
      return null
    }),
  ]
}
