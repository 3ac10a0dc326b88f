import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pino } from 'pino'
import type { Evidence } from '../../src/domain/evidence.ts'
import { RunError } from '../../src/domain/errors.ts'
import { createLocatorJournal } from '../../src/driving/locator-journal.ts'
import type { Proposal } from '../../src/driving/propose-repair.ts'
import { createSightings } from '../../src/sightings.ts'
import type { AppUpdate } from '../../src/virtual-phone/apps/app-updates.ts'
import { createAppScene, type AppScene } from './support/app-scene.ts'

const CLIPS = 'com.phonefarm.clips'
const drivers = new URL('drivers/', import.meta.resolve('#package.json')).pathname

interface Story extends AppScene {
  proposals: () => Proposal[]
  journal: ReturnType<typeof createLocatorJournal>
  update: (update: Partial<AppUpdate>) => void
}

/** A driver whose evidence is at hand, and the recorded screens of its pack. */
async function createStory(): Promise<Story> {
  const kept: Evidence[] = []
  const journal = createLocatorJournal()
  const evidence = {
    keep: (piece: Evidence) => Promise.resolve(void kept.push(piece)),
    picture: () => Promise.resolve(),
  }
  const { recall } = createSightings({ directory: drivers, log: pino({ level: 'silent' }) })
  const scene = await createAppScene('clips', {}, { journal, evidence, recall })
  return {
    ...scene,
    journal,
    proposals: () =>
      kept.filter(({ kind }) => kind === 'proposal').map(({ content }) => JSON.parse(String(content))),
    update: ({ renames = {}, moves = {} }) => scene.screen.updates.set(CLIPS, { renames, moves }),
  }
}

async function fails(work: Promise<unknown>): Promise<RunError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof RunError)
  return error
}

test('on the app that the pack was written for nothing drifts and nothing is proposed', async () => {
  const { driver, signal, journal, proposals } = await createStory()

  await driver.signedInUsername(signal)
  await driver.readProfileField('display_name', signal)
  await driver.saveProfileField('bio', 'quick dinners', signal)
  await driver.openFeed(signal)
  await driver.nextVideo(await driver.currentVideo(signal), signal)
  await driver.search('meal prep', signal)
  await driver.nextVideo(await driver.currentVideo(signal), signal)

  assert.deepEqual(journal.drift(), [])
  assert.deepEqual(proposals(), [])
})

test('an element that only its second candidate finds has drifted', async () => {
  const { driver, signal, journal, update } = await createStory()
  update({ renames: { search_button: 'magnifier' } })

  await driver.openFeed(signal)
  await driver.search('meal prep', signal)

  assert.deepEqual(
    journal.drift().map(({ element, candidate }) => ({ element, candidate })),
    [{ element: 'open_search', candidate: 1 }],
  )
})

test('a renamed id is found by what it is like, and the patch adds it to the pack', async () => {
  const { driver, signal, proposals, update } = await createStory()
  update({ renames: { profile_username: 'profile_user_handle', author_name: 'creator_name' } })

  const error = await fails(driver.openFeed(signal))

  assert.equal(error.category, 'app_changed')
  const [proposal] = proposals()
  assert.equal(proposal?.lost, 'the element author_name')
  const [add] = proposal?.patch ?? []
  assert.deepEqual(add && { op: add.op, path: add.path }, {
    op: 'add',
    path: '/elements/author_name/candidates/1',
  })
  assert.deepEqual(add && 'value' in add && JSON.parse(JSON.stringify(add.value)).find, {
    id: 'com.phonefarm.clips:id/creator_name',
  })
})

test('a screen that can no longer be told is given another mark', async () => {
  const { driver, signal, proposals, update } = await createStory()
  await driver.openFeed(signal)
  update({ renames: { search_input: 'search_field' } })

  await fails(driver.search('meal prep', signal))

  const [proposal] = proposals()
  assert.equal(proposal?.lost, 'the screen search')
  assert.deepEqual(
    proposal?.patch.map(({ op, path }) => ({ op, path })),
    [
      { op: 'add', path: '/screens/8/any' },
      { op: 'remove', path: '/screens/8/all' },
    ],
  )
})

test('an id without anything left of its name is known by its place', async () => {
  const { driver, signal, proposals, update } = await createStory()
  update({ renames: { author_name: 'a1b' } })

  await fails(driver.openFeed(signal))

  const [proposal] = proposals()
  assert.equal(proposal?.node.id, 'com.phonefarm.clips:id/a1b')
})
