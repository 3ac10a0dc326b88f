import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, suite, test } from 'node:test'
import { DecisionPage } from '../../src/http/decision-schemas.ts'
import { command } from './support/command.ts'
import { startFarm, type Place } from './support/farm.ts'
import { COOKING, ENQUEUE, requestsOf } from './support/requests.ts'
import { warmupsOf } from './support/told.ts'

const VIDEOS = 6

suite('what was decided about the videos of a phone can be decided again', () => {
  let farm: Place
  let folder: string
  let processId: string
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'phonefarm-replay-'))
    farm = await startFarm(1)
    const { fypWarmup } = requestsOf(farm.receiver.url)
    processId = await farm.client.submit(ENQUEUE, fypWarmup(['account_virtual_01'], { videos: VIDEOS }))
    await farm.client.ended(processId)
  })
  after(async () => {
    await farm.stop()
    rmSync(folder, { recursive: true })
  })

  test('every video that was counted has its decision, and the result says who decided', async () => {
    const told = await farm.client.read(processId)
    const { decisions } = await farm.client.expect(
      200,
      DecisionPage,
      'GET',
      `/processes/${processId}/decisions`,
    )

    const [item] = warmupsOf(told)
    assert.equal(told.status, 'completed')
    assert.equal(decisions.length, VIDEOS)
    assert.equal(decisions.filter(({ decision }) => decision === 'watch').length, item?.videos_watched)
    assert.ok(
      decisions.every(({ prompt_id, item: { caption } }) => prompt_id === 'cooking' && caption !== ''),
    )
    assert.deepEqual(
      told.result.items?.map((one) => 'decided_by' in one && one.decided_by),
      [{ embedded: VIDEOS }],
    )
  })

  test('replayed with the same judge and prompt, nothing is decided otherwise', async () => {
    const replayed = await command(farm, 'judge', 'replay', processId)

    assert.deepEqual([replayed.code, replayed.err], [0, ''])
    assert.match(
      replayed.out,
      new RegExp(`^0 of ${VIDEOS} decided otherwise; watch time about (\\d+) s → \\1 s$`, 'm'),
    )
  })

  test('another prompt is shown side by side with what was decided, from the daemon and from an archive', async () => {
    const prompt = path.join(folder, 'prompt.json')
    const bundle = path.join(folder, 'bundle.tar.gz')
    writeFileSync(
      prompt,
      JSON.stringify({ ...COOKING, version: 4, task_prompt: 'Skip everything about cooking and recipes.' }),
    )
    const saved = await command(farm, 'process', 'bundle', processId, '-o', bundle)

    const asked = await command(farm, 'judge', 'replay', processId, '--prompt', prompt, '--json')
    const read = await command(farm, 'judge', 'replay', '--bundle', bundle, '--prompt', prompt, '--json')

    const { decisions, summary, prompt: named } = JSON.parse(asked.out)
    assert.deepEqual([saved.code, asked.code, read.code], [0, 0, 0])
    assert.deepEqual(named, { prompt_id: 'cooking', version: 4 })
    assert.ok(summary.changed > 0, asked.out)
    assert.equal(summary.changed, decisions.filter(({ changed }: { changed: boolean }) => changed).length)
    assert.deepEqual(JSON.parse(read.out).decisions, decisions)
  })
})
