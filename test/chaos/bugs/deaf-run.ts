import type { PhoneSession } from '../../../src/domain/phone-session.ts'
import { syncProcess } from '../../../src/processes/sync-process.ts'
import { NO_SEAMS, type Seams } from '../../../src/seams.ts'
import { v7 as newId } from 'uuid'

const NEVER = new AbortController().signal

/** A cancel that ignores the running step: the rows say `cancelled` at once, and the run goes on tapping until it notices. */
export const deafRun: Seams = {
  ...NO_SEAMS,
  store: (store) => ({
    ...store,
    write: (name, change) =>
      store.write(name, (tables) => {
        const before = name === 'cancel' ? cancelledNow(tables) : null
        const answer = change(before?.tables ?? tables)
        for (const processId of before?.processes ?? []) endInRows(tables, processId)
        return answer
      }),
  }),
  devices: (devices) => ({
    ...devices,
    sessions: {
      open: async (options, signal) => deaf(await devices.sessions.open(options, signal)),
    },
  }),
}

type Tables = Parameters<Parameters<Parameters<Seams['store']>[0]['write']>[1]>[0]

/** Notes which process the change marks. */
function cancelledNow(tables: Tables): { tables: Tables; processes: string[] } {
  const processes: string[] = []
  const markCancel: Tables['processes']['markCancel'] = (mark) => {
    processes.push(mark.process_id)
    return tables.processes.markCancel(mark)
  }
  return { processes, tables: { ...tables, processes: { ...tables.processes, markCancel } } }
}

function endInRows(tables: Tables, processId: string): void {
  const now = new Date()
  for (const item of tables.queueItems.ofProcess(processId)) {
    const { queue_item_id, attempt, boot_id } = item
    if (item.status !== 'EXECUTING' || boot_id === null) continue
    const error = { message: 'cancelled', category: 'cancelled' } as const
    tables.claims.end(
      { queue_item_id, attempt, boot_id },
      { from: 'EXECUTING', to: 'CANCELLED', at: now.toISOString(), error },
    )
  }
  syncProcess(tables, processId, now, newId)
}

/** Goes on whatever it is told. */
function deaf(session: PhoneSession): PhoneSession {
  return {
    ...session,
    readScreen: () => session.readScreen(NEVER),
    tap: (at) => session.tap(at, NEVER),
    swipe: (swipe) => session.swipe(swipe, NEVER),
    pressKey: (code) => session.pressKey(code, NEVER),
    setText: (field, text) => session.setText(field, text, NEVER),
    restartApp: () => session.restartApp(NEVER),
    editorAction: (action) => session.editorAction(action, NEVER),
    hideKeyboard: () => session.hideKeyboard(NEVER),
    abort: async () => true,
  }
}
