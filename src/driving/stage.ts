import type { Logger } from 'pino'
import type { Clock } from '../domain/clock.ts'
import { RunError } from '../domain/errors.ts'
import type { PhoneSession } from '../domain/phone-session.ts'
import { centerOf, type NodeSelector, type ScreenNode } from '../domain/selector.ts'
import { createDialogAnswers } from './answer-dialog.ts'
import { findElement, summarize } from './find.ts'
import type { LocatorJournal } from './locator-journal.ts'
import type { Element, Pack } from './pack.ts'
import { isByPicture, recognize, type Sight } from './recognize.ts'
import type { Repairs } from './repairs.ts'
import type { Restarts } from './restarts.ts'
import { createUnknownWindows, type SightRecorder } from './unknown-window.ts'

/** Between two readings; a reading itself takes 20 ms on a virtual phone, up to 500 ms on a real one, and transitions 300-600 ms. */
const POLL_MS = 100

/** How long a screen, an element or a video may take to appear; a cold start with splash can take 10 s on an old phone. */
export const APPEAR_MS = 20_000

/** A phone that takes seconds for every answer gets this many looks at least, whatever the time. */
const LEAST_LOOKS = 3

/** What was tried about an unknown window shows within this time. */
const TRIED_MS = 2_000

export interface StageDeps {
  pack: Pack
  session: PhoneSession
  clock: Clock
  log: Pick<Logger, 'debug' | 'info' | 'warn'>
  evidence: SightRecorder
  restarts: Restarts
  /** Told of every reading. */
  journal?: Pick<LocatorJournal, 'reads'>
  /** Asked for proposals when something expected never comes. */
  repairs?: Repairs
}

/** How long a wait may take. */
export interface Limit {
  /** Default APPEAR_MS; 0 is one look. */
  withinMs?: number
  /** A value is typed and not saved yet: dialogs that ask about leaving are answered with "stay". */
  editing?: boolean
}

export interface Wait extends Limit {
  /** What is waited for, as error messages say it: `the search screen`. */
  what: string
  /** What has to be there for that: when it never comes, these are looked for anew, for a proposal of how to mend the pack. */
  expects?: Expected
}

/** Elements and screens of the pack. */
export interface Expected {
  elements?: readonly string[]
  screens?: readonly string[]
}

/** An element on the screen that has come to rest. */
export interface Target {
  selector: NodeSelector
  node: ScreenNode
}

/** Sees and touches one app on one session; knows the pack's words for what it sees. */
export interface Stage {
  /**
   * Reads the screen until `check` gives something other than undefined; dialogs are answered by their policy on the way.
   * @throws RunError 'app_changed' after the time is over ('timeout' if the app still shows a spinner or splash, or the phone does not tell
   *   its hierarchy and its picture is not enough),
   *   'account_action_needed' when a dialog asks for a person, 'device' when the app cannot reach its servers; AppRestarted
   */
  until: <T>(wait: Wait, check: (sight: Sight) => T | undefined, signal: AbortSignal) => Promise<T>
  /** As `until`, but undefined instead of an error when the time is over. */
  within: <T>(
    limit: Limit,
    check: (sight: Sight) => T | undefined,
    signal: AbortSignal,
  ) => Promise<T | undefined>
  /** Waits until the element is there, enabled and does not move any more. */
  settled: (name: string, wait: Limit, signal: AbortSignal) => Promise<Target>
  /** Dialogs answered so far. */
  dialogsAnswered: () => number
  /** Taps an element in its middle, found anew; the keyboard is hidden first where it may cover the element. */
  tap: (name: string, wait: Limit, signal: AbortSignal) => Promise<void>
  /**
   * Taps an edit field and waits until it has the focus: keys go wherever that is.
   * @returns false when it did not get it; then no key may be pressed
   */
  focus: (name: string, limit: Limit, signal: AbortSignal) => Promise<boolean>
}

export function createStage(deps: StageDeps): Stage {
  const { pack, session, clock, log, evidence, restarts, journal, repairs } = deps
  const dialogs = createDialogAnswers({ pack, session, clock, log, restarts, look })
  const unknown = createUnknownWindows({ pack, session, clock, log, evidence })

  async function look(signal: AbortSignal): Promise<Sight> {
    signal.throwIfAborted()
    const screen = await session.readScreen(signal)
    const sight = { screen, is: recognize(pack, screen) }
    journal?.reads(sight)
    return sight
  }

  /** Reads until `check` is content or the time is over; then the last sight. */
  async function watch<T>(
    { withinMs = APPEAR_MS, editing = false }: Limit,
    check: (sight: Sight) => T | undefined,
    signal: AbortSignal,
  ): Promise<{ value: T } | { last: Sight }> {
    const met = new Map<string, number>()
    let patienceMs = clock.monotonicMs() + Math.max(withinMs, APPEAR_MS)
    let deadlineMs = clock.monotonicMs() + withinMs
    for (let looks = 1; ; looks++) {
      const sight = await look(signal)
      if (sight.is.kind === 'dialog') {
        const startedMs = clock.monotonicMs()
        await dialogs.answer({ sight, dialog: sight.is.dialog, before: met, editing }, signal)
        const answeredMs = clock.monotonicMs() - startedMs
        deadlineMs += answeredMs // the app was not at fault while its dialog was in the way
        patienceMs += answeredMs
        continue
      }
      const value = check(sight)
      if (value !== undefined) return { value }
      // What is not among the words on a picture may be there all the same, so nothing is concluded from that and nothing tried.
      const isPartial = isByPicture(sight.screen)
      if (!isPartial && (await unknown.see(sight, signal)))
        deadlineMs = Math.max(deadlineMs, clock.monotonicMs() + TRIED_MS)
      const limitMs = sight.is.kind === 'waiting' || isPartial ? patienceMs : deadlineMs
      const looked = looks >= LEAST_LOOKS || withinMs === 0
      if (looked && clock.monotonicMs() >= limitMs) {
        if (isPartial) throw notTold(sight)
        return { last: sight }
      }
      await clock.sleep(POLL_MS, signal)
    }
  }

  /** The phone's fault, not the app's. */
  function notTold({ screen }: Sight): RunError {
    const seen = summarize(screen)
    return new RunError(
      'timeout',
      `the phone does not tell the hierarchy of ${pack.name}, and its picture is not enough: ${seen}`,
      { rung: 'restart_server' },
    )
  }

  async function until<T>(
    wait: Wait,
    check: (sight: Sight) => T | undefined,
    signal: AbortSignal,
  ): Promise<T> {
    const outcome = await watch(wait, check, signal)
    if ('value' in outcome) return outcome.value
    const { screen, is } = outcome.last
    const seconds = Math.round((wait.withinMs ?? APPEAR_MS) / 1000)
    if (is.kind === 'waiting') {
      throw new RunError('timeout', `expected ${wait.what}, but ${pack.name} shows nothing but ${is.name}`)
    }
    const name = is.kind === 'screen' ? `the screen ${is.name}` : unknownName(screen)
    if (wait.expects) await repairs?.propose(wait.expects, outcome.last)
    throw new RunError(
      'app_changed',
      `expected ${wait.what} within ${seconds} s, but there is ${name}: ${summarize(screen)}`,
    )
  }

  function unknownName({ package_name }: Sight['screen']): string {
    const isForeign = package_name !== '' && package_name !== pack.target.package_name
    return isForeign ? `a window of another app over ${pack.name}` : 'an unknown screen'
  }

  async function settled(name: string, wait: Limit, signal: AbortSignal): Promise<Target> {
    const element = pack.element(name)
    const atRest = restWatcher()
    return until(
      { ...wait, what: `the element ${name}`, expects: { elements: [name] } },
      ({ screen }) => {
        const target = tappable(screen.root, element)
        return atRest(target?.node) ? target : undefined
      },
      signal,
    )
  }

  async function tap(name: string, wait: Limit, signal: AbortSignal): Promise<void> {
    if (pack.element(name).keyboardMayCover) await session.hideKeyboard(signal)
    const { node } = await settled(name, wait, signal)
    await session.tap(centerOf(node.bounds), signal)
  }

  return {
    dialogsAnswered: dialogs.count,
    until,
    settled,
    async within(limit, check, signal) {
      const outcome = await watch(limit, check, signal)
      return 'value' in outcome ? outcome.value : undefined
    },
    tap,
    async focus(name, limit, signal) {
      await tap(name, limit, signal)
      const outcome = await watch(
        limit,
        ({ screen }) => (tappable(screen.root, pack.element(name))?.node.focused ? true : undefined),
        signal,
      )
      return 'value' in outcome
    },
  }
}

/** Tells whether a node is where the reading before had it: what moves must not be tapped, the finger would land beside it. */
export function restWatcher(): (node: ScreenNode | undefined) => boolean {
  let before: string | undefined
  return (node) => {
    const place = node && JSON.stringify(node.bounds)
    const rests = place !== undefined && place === before
    before = place
    return rests
  }
}

function tappable(root: ScreenNode, element: Element): Target | undefined {
  const found = findElement(root, element)
  const node = found?.nodes.find(({ enabled }) => enabled)
  return found && node && { selector: found.selector, node }
}
