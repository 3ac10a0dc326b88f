import { CHANGES, type ChangeName } from '../../src/store/changes.ts'

/** What the daemon does to the world outside of its store; each can be died at, failed or hung before it begins and after it is over. */
const EFFECTS = {
  devices_start: 'adb and Appium are started',
  devices_stop: 'sessions, Appium and the watching are ended',
  probe: 'the health gate asks the phone',
  session_open: 'a session is opened: Appium, the on-phone server, the app',
  session_created: 'the id of a session that Appium has just opened is stored',
  session_close: 'a session is ended in good order',
  session_abort: 'a session is ended by force: app and on-phone server are stopped',
  close_orphan: 'a session of a dead boot is closed on the phone',
  read_screen: 'the screen is read',
  tap: 'the screen is tapped',
  swipe: 'a finger moves over the screen',
  press_key: 'a key is pressed',
  set_text: 'a text is typed',
  restart_app: 'the app is started anew',
  hide_keyboard: 'the keyboard is hidden',
  callback_post: 'a callback is sent',
} as const

export type EffectName = keyof typeof EFFECTS
export type CommitPoint = `${ChangeName}:${'before_commit' | 'after_commit'}`
export type EffectPoint = `${EffectName}:${'before' | 'after'}`
export type FailpointName = CommitPoint | EffectPoint

const ACTIONS = ['kill', 'error', 'hang', 'exit'] as const
/** `kill`: SIGKILL to itself; `exit`: as a bug that ends the process; `error`: it throws; `hang`: it never answers. */
export type FailpointAction = (typeof ACTIONS)[number]

/** One failpoint that is switched on. */
export interface ArmedFailpoint {
  name: FailpointName
  /** Only what happens to this phone counts; null for every phone. Commits have no phone. */
  phoneId: string | null
  /** Fires when it is reached for the n-th time, once. */
  nth: number
  action: FailpointAction
}

export interface ListedFailpoint {
  name: FailpointName
  /** When it is reached, in words. */
  when: string
}

/** Every failpoint there is: before and after every commit and every effect. */
export function listFailpoints(): ListedFailpoint[] {
  const commits = CHANGES.flatMap((change): ListedFailpoint[] => [
    { name: `${change}:before_commit`, when: `\`${change}\` is written and not yet committed` },
    { name: `${change}:after_commit`, when: `\`${change}\` is on the disk, nobody knows yet` },
  ])
  const effects = effectNames().flatMap((effect): ListedFailpoint[] => [
    { name: `${effect}:before`, when: `before ${EFFECTS[effect]}` },
    { name: `${effect}:after`, when: `after ${EFFECTS[effect]}` },
  ])
  return [...commits, ...effects]
}

export function effectNames(): EffectName[] {
  return Object.keys(EFFECTS).filter((name): name is EffectName => name in EFFECTS)
}

/** `<name>[/<phone_id>][@<nth>][=<action>]` */
const SPEC = /^(?<name>[a-z_]+:[a-z_]+)(?:\/(?<phone>[\w-]+))?(?:@(?<nth>[1-9]\d*))?(?:=(?<action>[a-z]+))?$/

/** The value of PHONEFARM_FAILPOINT: failpoints with commas between them. @throws Error that names the one that is wrong */
export function parseFailpoints(text: string): ArmedFailpoint[] {
  return text
    .split(',')
    .map((spec) => spec.trim())
    .filter((spec) => spec !== '')
    .map(parseOne)
}

function parseOne(spec: string): ArmedFailpoint {
  const parts = SPEC.exec(spec)?.groups ?? {}
  const name = listFailpoints().find((listed) => listed.name === parts['name'])?.name
  if (name === undefined) throw new Error(`no failpoint ${spec}: --list-failpoints names them all`)
  const action = ACTIONS.find((known) => known === (parts['action'] ?? 'kill'))
  if (action === undefined) throw new Error(`failpoint ${spec}: the action is one of ${ACTIONS.join(', ')}`)
  return { name, phoneId: parts['phone'] ?? null, nth: Number(parts['nth'] ?? 1), action }
}

/** Where something happens, for those who armed a failpoint there. */
export interface Place {
  phoneId?: string
  /** Ends a hang, as it would end the real thing. */
  signal?: AbortSignal
}

/** The failpoints of one life of the daemon. */
export interface Failpoints {
  /** Reached where one may wait. After death it never resolves: the dead have no further effect. */
  reach: (name: EffectPoint | CommitPoint, place?: Place) => Promise<void>
  /** Reached inside of a transaction, which the throw undoes. @throws also for a hang, see `standsStill` */
  reachNow: (name: CommitPoint) => void
  /** Whether what `reachNow` threw means that nobody ever hears of it again: a death or a hang. */
  standsStill: (thrown: unknown) => boolean
  isDead: () => boolean
  /** Ends this life from outside. */
  die: () => void
  /** How often each was reached. */
  reached: ReadonlyMap<FailpointName, number>
  /** Those that have fired. */
  fired: readonly ArmedFailpoint[]
}

export interface FailpointDeps {
  armed: readonly ArmedFailpoint[]
  /** Ends the life: the real process, or nothing at all where death is only played. */
  end: (how: 'kill' | 'exit') => void
}

/** The words of every error that a failpoint throws. */
export const FAILPOINT_ERROR = 'failpoint'

/** Thrown inside of a transaction so that it is undone, by those who will never answer. */
class Silence extends Error {}

export function createFailpoints({ armed, end }: FailpointDeps): Failpoints {
  const reached = new Map<FailpointName, number>()
  const counts = new Map<ArmedFailpoint, number>()
  const fired: ArmedFailpoint[] = []
  let dead = false

  function take(name: FailpointName, phoneId: string | undefined): FailpointAction | undefined {
    reached.set(name, (reached.get(name) ?? 0) + 1)
    for (const point of armed) {
      if (point.name !== name || (point.phoneId !== null && point.phoneId !== phoneId)) continue
      const count = (counts.get(point) ?? 0) + 1
      counts.set(point, count)
      if (count !== point.nth) continue
      fired.push(point)
      return point.action
    }
    return undefined
  }

  function die(how: 'kill' | 'exit'): void {
    dead = true
    end(how)
  }

  return {
    async reach(name, { phoneId, signal } = {}) {
      if (dead) await never()
      const action = take(name, phoneId)
      if (action === 'error') throw new Error(`${FAILPOINT_ERROR} ${name}`)
      if (action === 'hang') await never(signal)
      else if (action !== undefined) {
        die(action)
        await never()
      }
    },
    reachNow(name) {
      if (dead) throw new Silence(name)
      const action = take(name, undefined)
      if (action === 'error') throw new Error(`${FAILPOINT_ERROR} ${name}`)
      if (action === undefined) return
      if (action !== 'hang') die(action)
      throw new Silence(name)
    },
    standsStill: (thrown) => dead || thrown instanceof Silence,
    isDead: () => dead,
    die: () => die('kill'),
    reached,
    fired,
  }
}

/** Rejects with the signal's reason when that aborts. */
function never(signal?: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal?.aborted) reject(signal.reason)
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
