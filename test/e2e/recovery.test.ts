import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { Phone } from '../../src/http/answer-schemas.ts'
import { RecoveryPage } from '../../src/http/recovery-schemas.ts'
import { startFarm, type Place } from './support/farm.ts'
import { ENQUEUE, requestsOf } from './support/requests.ts'
import { until } from './support/until.ts'

/** Ladders that open several sessions on a busy machine. */
const LADDER_MS = 600_000

let farm: Place
let requests: ReturnType<typeof requestsOf>
before(async () => {
  farm = await startFarm(8)
  requests = requestsOf(farm.receiver.url)
})
after(() => farm.stop())

const nameOf = (number: number) => `phone_virtual_0${number}`
const twoVideos = (number: number) =>
  farm.client.submit(
    ENQUEUE,
    requests.keywordWarmup(`account_virtual_0${number}`, { keywords: ['travel'], videos_per_keyword: 2 }),
  )
const phone = (number: number) => farm.client.expect(200, Phone, 'GET', `/phones/${nameOf(number)}`)

/** `reboot helped` of what was tried on a phone, oldest first. */
async function rungs(number: number): Promise<string[]> {
  const page = await farm.client.expect(200, RecoveryPage, 'GET', `/phones/${nameOf(number)}/recoveries`)
  return page.recoveries.map(({ rung, outcome }) => `${rung} ${outcome}`).toReversed()
}

async function completed(id: string, number: number): Promise<void> {
  await until(
    `${id} to be completed`,
    async () => (await farm.client.read(id)).status === 'completed',
    LADDER_MS,
    async () => [await farm.client.read(id), await rungs(number), await phone(number)],
  )
}

// Half of the phones stay well, so that nobody takes the others' troubles for one of the host.
suite('the ladder on real Appium', { concurrency: 3 }, () => {
  test('a server that crashes at each launch is installed anew, and the work goes on', async () => {
    const id = await twoVideos(1)
    await farm.client.done(id, 1) // by then Appium has installed it

    await farm.phones.fault(1, { fault: 'broken_server' })

    await completed(id, 1)

    const tried = await rungs(1)
    assert.equal(tried.at(-1), 'reinstall_server helped', tried.join())
    assert.equal((await phone(1)).recovery, null)
  })

  test('a server that freezes in the middle of a run is opened anew', async () => {
    const id = await twoVideos(2)
    await farm.client.done(id, 1)

    await farm.phones.fault(2, { fault: 'freeze_server' })

    await completed(id, 2)
    assert.match((await rungs(2)).at(-1) ?? '', /^(reopen_session|restart_server) helped$/)
  })

  test('a phone whose server nothing brings back is given up with a reason, and a person readmits it', async () => {
    await farm.phones.fault(3, { fault: 'dead', what: 'server' })
    const id = await twoVideos(3)

    const given = await until(
      'phone 3 to be given up',
      async () => {
        const seen = await phone(3)
        return seen.state === 'quarantined' && seen
      },
      LADDER_MS,
      () => rungs(3),
    )
    assert.equal(given.recovery?.rung, 'quarantine')
    assert.match(
      given.reason ?? '',
      /nothing helped: restart_server, reinstall_server, .*reboot: open a session on /,
    )
    const waiting = await farm.client.ask('GET', `/processes/${id}/explain`)
    assert.match(JSON.stringify(waiting.json), /phone_quarantined/)
    await farm.phones.fault(3, { fault: 'clear' })
    await farm.client.expect(200, Phone, 'POST', `/phones/${nameOf(3)}/readmit`)

    await completed(id, 3)
    assert.equal((await farm.client.ask('POST', `/phones/${nameOf(3)}/readmit`)).status, 409)
  })
})
