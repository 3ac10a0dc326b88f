import type { Automation } from './automation.ts'
import { isRecord, optionalNumber, optionalText, requiredText, type Body } from './body.ts'
import { GESTURE_NAMES, isGesture, performGesture } from './gestures.ts'
import { invalidArgument, WdError } from './wd-errors.ts'

interface StepResult {
  name: string | undefined
  type: string
  timestamp: number
  passed: boolean
  result: unknown
  exception: { name: string; message: string; stacktrace: string } | null
}

interface Scheduled {
  steps: readonly Body[]
  times: number
  intervalMs: number
  maxPass: number
  maxFail: number
  maxHistoryItems: number
  history: { repeats: number; stepResults: StepResult[][] }
}

/** Gestures that the server repeats by itself, of `mobile: scheduleAction`. */
export interface ScheduledActions {
  add: (automation: Automation, body: Body) => void
  /** Null for a name that is not scheduled. */
  history: (name: string) => Scheduled['history'] | null
  remove: (name: string) => void
}

export function createScheduledActions(): ScheduledActions {
  const scheduled = new Map<string, Scheduled>()

  async function run(name: string, action: Scheduled, automation: Automation): Promise<void> {
    for (let repeat = 0; repeat < action.times && scheduled.get(name) === action; repeat++) {
      const results = await runSteps(action.steps, automation)
      action.history.repeats++
      action.history.stepResults.unshift(results)
      action.history.stepResults.length = Math.min(action.history.stepResults.length, action.maxHistoryItems)
      if (isOver(action)) return
      await automation.phone.clock.sleep(action.intervalMs, automation.signal)
    }
  }

  return {
    add(automation, body) {
      const name = requiredText(body, 'name')
      const action = readAction(body)
      if (name.trim() === '') throw invalidArgument('Action name must not be blank')
      if (scheduled.has(name)) {
        throw invalidArgument(
          `The action with the same name '${name}' has been already scheduled. Please remove it first`,
        )
      }
      scheduled.set(name, action)
      // Runs beside the requests; it ends early only when the server does, which needs no report.
      void run(name, action, automation).catch(() => undefined)
    },
    history: (name) => scheduled.get(name)?.history ?? null,
    remove: (name) => void scheduled.delete(name),
  }
}

function readAction(body: Body): Scheduled {
  const intervalMs = optionalNumber(body, 'intervalMs') ?? 1000
  if (intervalMs < 0) {
    throw invalidArgument(
      `The scheduled action interval must not be negative. You have provided ${intervalMs}`,
    )
  }
  const steps = Array.isArray(body['steps']) ? body['steps'].filter(isRecord) : []
  if (steps.length === 0)
    throw invalidArgument('The amount of provided action steps must be greater than zero')
  return {
    steps,
    intervalMs,
    times: optionalNumber(body, 'times') ?? 1,
    maxPass: optionalNumber(body, 'maxPass') ?? -1,
    maxFail: optionalNumber(body, 'maxFail') ?? -1,
    maxHistoryItems: optionalNumber(body, 'maxHistoryItems') ?? 20,
    history: { repeats: 0, stepResults: [] },
  }
}

function isOver({ history, maxPass, maxFail }: Scheduled): boolean {
  const runs = history.stepResults
  const passed = runs.filter((results) => results.every((result) => result.passed)).length
  return (maxPass >= 0 && passed >= maxPass) || (maxFail >= 0 && runs.length - passed >= maxFail)
}

async function runSteps(steps: readonly Body[], automation: Automation): Promise<StepResult[]> {
  const results: StepResult[] = []
  for (const step of steps) {
    const base = {
      name: optionalText(step, 'name'),
      type: optionalText(step, 'type') ?? '',
      timestamp: automation.phone.clock.now().getTime(),
    }
    try {
      results.push({ ...base, passed: true, result: await runStep(step, automation), exception: null })
    } catch (cause) {
      if (!(cause instanceof WdError)) throw cause
      const exception = { name: cause.error, message: cause.message, stacktrace: '' }
      results.push({ ...base, passed: false, result: null, exception })
    }
  }
  return results
}

/** `doubleClick` of the step is `double_click` of the route. */
const routeName = (subtype: string) => subtype.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

async function runStep(step: Body, automation: Automation): Promise<unknown> {
  const payload = isRecord(step['payload']) ? step['payload'] : {}
  const subtype = routeName(optionalText(payload, 'subtype') ?? '')
  if (step['type'] === 'gesture' && isGesture(subtype))
    return performGesture(subtype, automation, gestureBody(payload))
  throw invalidArgument(
    `The step type '${String(step['type'])}' is not known. Only gestures are supported: [${GESTURE_NAMES.join(', ')}]`,
  )
}

/** Steps name the element and the point flatly, the routes in objects. */
function gestureBody(payload: Body): Body {
  const { elementId, x, y } = payload
  const origin = typeof elementId === 'string' ? { ELEMENT: elementId } : undefined
  const offset = typeof x === 'number' && typeof y === 'number' ? { x, y } : undefined
  return { ...payload, origin, offset }
}
