import type { Logger } from 'pino'
import { runAction } from './actions/run-action.ts'
import type { Devices } from './devices/devices.ts'
import type { Clock } from './domain/clock.ts'
import { RunError } from './domain/errors.ts'
import type { Judge } from './domain/judge.ts'
import { driveApp } from './driving/drive-app.ts'
import type { Pack } from './driving/pack.ts'
import { supportsVersion } from './driving/supports-version.ts'
import type { Execute, Run } from './scheduler/run.ts'

export interface RunOnPhoneDeps {
  devices: Pick<Devices, 'probe' | 'sessions'>
  packs: ReadonlyMap<string, Pack>
  judge: Judge
  /** The adb serial of a registered phone, undefined when there is no such phone any more. */
  serialOf: (phoneId: string) => string | undefined
  /** The version of an app on a phone as last seen, undefined when it is not known. */
  appVersionOf: (phoneId: string, packageName: string) => string | undefined
  clock: Clock
  log: Logger
}

/** What a run is on a phone: health gate, session, the app's driver, the action; the session is always closed. */
export function createRunOnPhone(deps: RunOnPhoneDeps): Execute {
  return async (run) => {
    const { item, account, signal } = run
    const pack = deps.packs.get(account.app)
    if (!pack) throw new RunError('internal', `no driver for the app ${account.app}`)
    const serial = deps.serialOf(item.phone_id)
    if (serial === undefined) throw new RunError('device', `phone ${item.phone_id} is not registered`)
    const health = await deps.devices.probe(serial, signal)
    if (!health.healthy) throw new RunError('device', health.reason)

    warnOfVersion(deps, run, pack)

    const session = await deps.devices.sessions.open(
      { phone_id: item.phone_id, serial, app: pack.target, onCreated: run.onSession },
      signal,
    )
    try {
      run.onTerminate(async () => {
        if (!(await session.abort()))
          throw new RunError('session', `phone ${item.phone_id} did not confirm that its session is gone`)
      })
      return await act(deps, run, pack, session)
    } finally {
      await session.close()
    }
  }
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

type Session = Awaited<ReturnType<Devices['sessions']['open']>>

function act({ judge, clock, log }: RunOnPhoneDeps, run: Run, pack: Pack, session: Session) {
  const { item, account, snapshot, progress, saveProgress, signal } = run
  const runLog = log.child({
    process_id: item.process_id,
    queue_item_id: item.queue_item_id,
    attempt: run.attempt,
  })
  const driver = driveApp({ pack, session, clock, log: runLog })
  return runAction(
    {
      driver,
      judge,
      clock,
      log: runLog,
      action: item.action,
      account,
      snapshot,
      progress,
      saveProgress,
      packHash: pack.hash,
    },
    signal,
  )
}
