import type { Logger } from 'pino'
import { runAction } from './actions/run-action.ts'
import type { Devices } from './devices/devices.ts'
import type { Clock } from './domain/clock.ts'
import type { ItemResult } from './domain/action.ts'
import { RunError } from './domain/errors.ts'
import type { AttemptRecorder, EvidenceEnd, StartRecording } from './domain/evidence.ts'
import type { JudgeRun, OpenJudge } from './domain/judge.ts'
import type { SessionTag } from './domain/phone-session.ts'
import { PhoneNotFreed, RunStopped } from './domain/run-control.ts'
import { driveApp } from './driving/drive-app.ts'
import { createLocatorJournal } from './driving/locator-journal.ts'
import type { PackShelf } from './driving/pack-shelf.ts'
import type { Pack } from './driving/pack.ts'
import { supportsVersion } from './driving/supports-version.ts'
import { driftTold } from './tell-drift.ts'
import type { Sightings } from './sightings.ts'
import { startRunWall, type RunWall } from './run-wall.ts'
import type { Execute, Run } from './scheduler/run.ts'

export interface RunOnPhoneDeps {
  devices: Pick<Devices, 'probe' | 'sessions'>
  /** Of what app and version there is a pack; a run keeps the one that it began with. */
  packs: Pick<PackShelf, 'find'>
  openJudge: OpenJudge
  /** The adb serial of a registered phone, undefined when there is no such phone any more. */
  serialOf: (phoneId: string) => string | undefined
  /** The version of an app on a phone as last seen, undefined when it is not known. */
  appVersionOf: (phoneId: string, packageName: string) => string | undefined
  /** Begins to take the evidence of an attempt. */
  record: StartRecording
  /** What elements looked like before; nothing is known or learned without it. */
  sightings?: Sightings
  clock: Clock
  log: Logger
}

/** What a run is on a phone: health gate, session, the app's driver, the action, with a wall around it; the session is always closed. */
export function createRunOnPhone(deps: RunOnPhoneDeps): Execute {
  return async (run) => {
    const wall = startRunWall(deps.clock, run.item.action, run.signal)
    try {
      return await runWithin(deps, run, wall)
    } finally {
      wall.end()
    }
  }
}

async function runWithin(deps: RunOnPhoneDeps, run: Run, wall: RunWall): Promise<ItemResult> {
  const { item, account, attempt, signal } = run
  const { process_id, queue_item_id, phone_id } = item
  const pack = packFor(deps, account.app, phone_id)
  if (!pack) throw new RunError('internal', `no driver for the app ${account.app}`)
  const serial = deps.serialOf(phone_id)
  if (serial === undefined) throw new RunError('device', `phone ${phone_id} is not registered`)
  const { package_name } = pack.target
  const evidence = deps.record({
    process_id,
    queue_item_id,
    phone_id,
    attempt,
    serial,
    package_name,
    pack_hash: pack.hash,
    signal,
  })
  let ended: EvidenceEnd = 'stopped'
  try {
    const result = await runOnSession(deps, run, wall, { pack, serial, evidence })
    ended = 'done'
    return { ...result, pack_version: pack.version }
  } catch (error) {
    if (!signal.aborted) ended = 'failed'
    throw error
  } finally {
    await evidence.end(ended)
  }
}

/** The pack for the app as it is on the phone. */
function packFor({ packs, appVersionOf }: RunOnPhoneDeps, app: string, phoneId: string): Pack | undefined {
  const newest = packs.find(app)
  return newest && packs.find(app, appVersionOf(phoneId, newest.target.package_name))
}

/** What the attempt works with. */
interface Means {
  pack: Pack
  serial: string
  evidence: AttemptRecorder
}

async function runOnSession(
  deps: RunOnPhoneDeps,
  run: Run,
  wall: RunWall,
  means: Means,
): Promise<ItemResult> {
  const { pack, serial, evidence } = means
  const { item } = run
  const session = await withEvidence(run, evidence, async () => {
    const health = await deps.devices.probe(serial, wall.signal)
    if (!health.healthy) throw new RunError('device', health.reason)
    tellDriven(deps, run, pack)
    warnOfVersion(deps, run, pack)
    evidence.begin()
    return await deps.devices.sessions.open(
      {
        phone_id: item.phone_id,
        serial,
        app: pack.target,
        tag: tagOf(run),
        onCreated: run.onSession,
        observer: evidence.observer,
      },
      wall.signal,
    )
  })
  try {
    wall.onForce(session.abort)
    run.onTerminate(async () => {
      if (!(await session.abort()))
        throw new RunError('session', `phone ${item.phone_id} did not confirm that its session is gone`)
    })
    return await withEvidence(run, evidence, () => act(deps, run, means, session, wall.signal))
  } finally {
    await letGo(session, run.signal, serial)
  }
}

/** A failure leaves its evidence while the phone still shows it; not one that comes from being stopped. */
async function withEvidence<T>(run: Run, evidence: AttemptRecorder, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!run.signal.aborted) await evidence.failed(error)
    throw error
  }
}

/**
 * Who cancelled a run is told that it is over when no command of it can reach the phone any more, so this waits until the phone says so or
 * is gone; also for a run that its account's hours or minutes have stopped, because a cancel may still come. A run that only has to make way
 * for the daemon's stop stays held for the next boot, which looks at the phone first.
 * @throws PhoneNotFreed
 */
async function letGo(session: Session, signal: AbortSignal, serial: string): Promise<void> {
  const confirmed = await session.close()
  const reason: unknown = signal.reason // read now: the stop may have come during the close
  if (confirmed || !(reason instanceof RunStopped)) return
  if (reason.causeOfStop === 'daemon_stopping') throw new PhoneNotFreed(serial)
  await session.free()
}

function tellDriven(
  { appVersionOf }: RunOnPhoneDeps,
  { item, onDriven }: Run,
  { app, hash, target }: Pack,
): void {
  const version = appVersionOf(item.phone_id, target.package_name)
  onDriven({ app, app_version: version ?? null, pack_hash: hash })
}

/** A version that the pack was not written for may still work: every effect is proven, so the run is tried and the log says why it may fail. */
function warnOfVersion({ appVersionOf, log }: RunOnPhoneDeps, { item }: Run, pack: Pack): void {
  const version = appVersionOf(item.phone_id, pack.target.package_name)
  if (version === undefined || supportsVersion(pack, version)) return
  log.warn(
    { phone_id: item.phone_id, app: pack.app, version, pack_hash: pack.hash },
    'app version outside of what its driver pack is for',
  )
}

/** A judge can do without it, so a phone that does not give one is no failure of the run. */
function pictureOf(session: Session): JudgeRun['picture'] {
  return async (signal) => {
    try {
      return await session.screenshot(signal)
    } catch {
      signal.throwIfAborted()
      return null
    }
  }
}

function tagOf({ bootId, item, attempt }: Run): SessionTag {
  return { boot_id: bootId, queue_item_id: item.queue_item_id, attempt }
}

type Session = Awaited<ReturnType<Devices['sessions']['open']>>

async function act(
  { openJudge, sightings, clock, log }: RunOnPhoneDeps,
  run: Run,
  { pack, evidence }: Means,
  session: Session,
  signal: AbortSignal,
): Promise<ItemResult> {
  const { item, account, snapshot, defaultsFromSnapshot, progress, onIdentity, saveProgress, decided } = run
  const runLog = log.child({
    process_id: item.process_id,
    queue_item_id: item.queue_item_id,
    attempt: run.attempt,
  })
  const journal = createLocatorJournal()
  const recall = sightings && { recall: sightings.recall }
  const driver = driveApp({ pack, session, clock, log: runLog, evidence, journal, ...recall })
  const result = await driftTold({ journal, evidence, pack }, () =>
    runAction(
      {
        driver,
        judge: openJudge({
          process_id: item.process_id,
          queue_item_id: item.queue_item_id,
          attempt: run.attempt,
          picture: pictureOf(session),
        }),
        clock,
        log: runLog,
        action: item.action,
        account,
        snapshot,
        defaultsFromSnapshot,
        progress,
        onIdentity,
        saveProgress,
        decided,
        packHash: pack.hash,
        evidence,
      },
      signal,
    ),
  )
  sightings?.learn(pack, journal.traces())
  return result
}
