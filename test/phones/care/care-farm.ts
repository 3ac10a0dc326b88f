import type { TestContext } from 'node:test'
import { AdbError } from '../../../src/devices/adb-protocol.ts'
import { createBoard, type Board } from '../../../src/phones/board.ts'
import { createCare, type Care, type CareDeps } from '../../../src/phones/care/care.ts'
import { applyFault, parseFault } from '../../../src/virtual-phone/control/faults.ts'
import { createFakeAdb } from '../../devices/fake-adb.ts'
import { silentLog } from '../../support/farm.ts'
import { openOffice } from '../../support/store.ts'
import { phoneShell } from '../../virtual-phone/make-phone.ts'

/** How long a test looks for something: turns of the event loop, with a second of the fake clock between them. */
const MOST_TURNS = 400

/** One virtual phone as phone_01, its shell behind a fake adb, and the care for it on a store of its own. */
export async function startCare(t: TestContext, overrides: Partial<CareDeps> = {}) {
  const { store, clock } = await openOffice(t, { phones: 1 })
  const shell = phoneShell()
  t.after(() => shell.virtual.stop())
  const serial = store.read.phones.find('phone_01')?.serial ?? ''
  const commands: string[] = []
  const interrupted: string[] = []
  const woken: string[] = []
  const state = { word: 'device', answers: true }
  const board: Board = createBoard({
    record: () => Promise.resolve(true),
    onReady: () => undefined,
    log: silentLog,
  })
  const adb = {
    ...createFakeAdb({}),
    async shell(_serial: string, command: string) {
      commands.push(command)
      if (!state.answers) throw new AdbError('refused', 'device offline')
      const { out, err, code } = await shell.run(command)
      return { stdout: out, stderr: err, exitCode: code }
    },
  }
  const care: Care = createCare({
    store,
    devices: {
      adb,
      watcher: {
        start: () => Promise.resolve(),
        stop: () => Promise.resolve(),
        watch: () => undefined,
        stateOf: () => state.word,
        listed: () => [],
        identify: () => Promise.resolve(),
        waysTo: () => [],
        ownerOf: () => null,
        refresh: () => Promise.resolve(),
        readInfo: () => Promise.reject(new Error('not asked for')),
        onChange: () => () => undefined,
      },
    },
    board,
    usb: null,
    interrupt: (phoneId, reason) => void interrupted.push(`${phoneId}: ${reason}`),
    wake: (phoneIds) => void woken.push(phoneIds?.join(' ') ?? 'all'),
    restMs: 0,
    screenOffMs: 30_000,
    clock,
    log: silentLog,
    ...overrides,
  })
  t.after(async () => {
    const stopping = care.stop()
    await clock.advance(60_000)
    await stopping
  })

  /** Lets time pass until it is so. @throws Error when that does not come */
  async function until(isSo: () => boolean, what: string): Promise<void> {
    for (let turns = 0; turns < MOST_TURNS && !isSo(); turns++) await clock.advance(1000)
    if (!isSo()) throw new Error(`never came: ${what}`)
  }

  return {
    store,
    clock,
    care,
    board,
    serial,
    /** The phone's side. */
    virtual: shell.virtual,
    /** Runs a line on the phone, as a person with adb does. */
    run: shell.run,
    fault: (body: object) => applyFault(shell.virtual, parseFault(body)),
    /** What was asked of the phone, oldest first. */
    commands,
    interrupted,
    woken,
    /** adb's word for the phone, and whether its shell answers. */
    state,
    until,
    /** Runs `work` on the phone as a run does; resolves when the phone is tidied up. */
    work: async (
      work: () => Promise<void> = () => Promise.resolve(),
      signal = new AbortController().signal,
    ) => {
      const watched = care.watchRuns(async (_run: { item: { phone_id: string }; signal: AbortSignal }) =>
        work(),
      )
      const progress = { ended: false }
      const running = watched({ item: { phone_id: 'phone_01' }, signal }).finally(
        () => (progress.ended = true),
      )
      const settled = running.then(
        () => null,
        (error: unknown) => error,
      )
      for (let turns = 0; turns < MOST_TURNS && !progress.ended; turns++) await clock.advance(20)
      return await settled
    },
  }
}
