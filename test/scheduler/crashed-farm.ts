import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { openStore, type Store } from '../../src/store/store.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'
import { addProcess, openFarm } from '../support/farm.ts'
import { schedulerOn } from './farm-scheduler.ts'
import { scriptedExecute, type HeldRun } from './scripted-execute.ts'

/** A boot that can be killed: its file is closed in mid-work and nothing of it is told to stop. */
export interface Boot {
  file: string
  clock: FakeClock
  store: Store
}

/** The farm of `boot-1`, in a file. */
export async function firstBoot(t: TestContext, phones: readonly string[] = ['phone_01']): Promise<Boot> {
  const folder = mkdtempSync(path.join(tmpdir(), 'phonefarm-rescue-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'farm.sqlite')
  const clock = createFakeClock()
  return { file, clock, store: await openFarm(clock, { file, phones }) }
}

/** Runs item `i1` until the test's moment, then kills the daemon. */
export async function crashWhile(
  { store, clock }: Boot,
  bootId: string,
  until: (held: HeldRun) => Promise<void>,
): Promise<void> {
  const script = scriptedExecute()
  const scheduler = schedulerOn(store, clock, { execute: script.execute, bootId })
  await scheduler.start()
  await until(await script.nth(0))
  await store.close()
}

/** The same farm after the death of a boot. */
export function reopened(boot: Boot): Boot {
  return { ...boot, store: openStore({ file: boot.file }) }
}

export const noWork = async () => undefined

/** `i1` died on phone_01 with its daemon; `i2` waits for phone_02 and `i3` for phone_01. */
export async function deadOnOnePhone(t: TestContext): Promise<Boot> {
  const boot = await firstBoot(t, ['phone_01', 'phone_02'])
  await addProcess(boot.store, boot.clock, { process_id: 'p1', items: [{ queue_item_id: 'i1' }] })
  await crashWhile(boot, 'boot-1', noWork)
  const next = reopened(boot)
  await addProcess(next.store, next.clock, {
    process_id: 'p2',
    items: [{ queue_item_id: 'i2', phone_id: 'phone_02' }, { queue_item_id: 'i3' }],
  })
  return next
}

export const statusOf = (store: Store, queueItemId: string) => store.read.queueItems.find(queueItemId)?.status
