import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Phone } from '../../src/http/answer-schemas.ts'
import { createPlace, type Place } from '../e2e/support/farm.ts'
import { installUhubctl } from '../e2e/support/install-uhubctl.ts'
import { ENQUEUE, requestsOf } from '../e2e/support/requests.ts'
import { until } from '../e2e/support/until.ts'

/** A warmup is short, so that a phone meets sessions that open and close as well as those that work. */
const VIDEOS_PER_WARMUP = 12
/** So many warmups wait for a busy phone, that it never runs dry between two looks. */
const WAITING_AT_LEAST = 3
const REFILL_MS = 1_000

/** Phones on USB hubs whose ports can be switched, and a daemon that keeps them at work, for the faults to happen to. */
export interface FaultFarm {
  /** Of the phones, from 1. */
  numbers: readonly number[]
  phoneOf: (number: number) => string
  accountOf: (number: number) => string
  /** The processes that a phone was given, oldest first. */
  processesOf: (number: number) => readonly string[]
  fault: (number: number, fault: object) => Promise<void>
  /** Ends all faults of the phones, and readmits those that were given up. */
  heal: (numbers: readonly number[]) => Promise<void>
  /** Takes the phones out of the registry and in again: what was tried on them counts no more. */
  renew: (numbers: readonly number[]) => Promise<void>
  /** From now on the phone always has work. */
  keepBusy: (number: number) => Promise<void>
  /** The phone is given nothing new. */
  rest: (number: number) => void
  /** Takes the phone's work away; resolves when nothing runs on it. */
  letRest: (number: number) => Promise<void>
  /** Resolves when the phone has begun so many videos since then. @throws after `ms` */
  watches: (number: number, videos: number, since: string, ms: number) => Promise<void>
  get: (path: string) => Promise<unknown>
  post: (path: string, body: object) => Promise<void>
  place: Place
  stop: () => Promise<void>
}

const two = (number: number) => String(number).padStart(2, '0')

export async function startFaultFarm(
  count: number,
  settings: Record<string, string> = {},
): Promise<FaultFarm> {
  const folder = await mkdtemp(join(tmpdir(), 'phonefarm-faults-'))
  const place = await createPlace({ PATH: `${folder}:${process.env['PATH'] ?? ''}`, ...settings })
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  const busy = new Set<number>()
  const given = new Map<number, string[]>(numbers.map((number) => [number, []]))
  const { client } = place
  const phoneOf = (number: number) => `phone_${two(number)}`
  const accountOf = (number: number) => `account_${two(number)}`
  let refilling = Promise.resolve()
  let serials: string[] = []

  async function register(number: number): Promise<void> {
    const phone = await client.ask('PUT', `/phones/${phoneOf(number)}`, { serial: serials[number - 1] })
    const account = await client.ask('PUT', `/accounts/${accountOf(number)}`, {
      phone_id: phoneOf(number),
      app: 'clips',
      username: `clips_user${two(number)}`,
      status: 'active',
    })
    if (phone.status !== 201 || account.status !== 201)
      throw new Error(`not registered: ${JSON.stringify([phone, account])}`)
  }

  async function submit(number: number): Promise<void> {
    const request = requestsOf(place.receiver.url).keywordWarmup(accountOf(number), {
      keywords: ['cooking'],
      videos_per_keyword: VIDEOS_PER_WARMUP,
      watch_seconds: { min: 1, max: 1 },
    })
    given.get(number)?.push(await client.submit(ENQUEUE, request))
  }

  async function unfinished(number: number): Promise<string[]> {
    const processes = await Promise.all((given.get(number) ?? []).slice(-8).map(client.read))
    return processes
      .filter(({ timestamps }) => timestamps.finished_at === null)
      .map(({ process_id }) => process_id)
  }

  async function refill(): Promise<void> {
    for (const number of busy) {
      for (let has = (await unfinished(number)).length; has < WAITING_AT_LEAST; has++) await submit(number)
    }
  }

  const timer = setInterval(() => {
    refilling = refilling.then(refill).catch(() => undefined) // the farm stops; the next look tells otherwise
  }, REFILL_MS)

  const farm: FaultFarm = {
    numbers,
    phoneOf,
    accountOf,
    processesOf: (number) => given.get(number) ?? [],
    fault: place.phones.fault,
    async heal(healed) {
      for (const number of healed) {
        await place.phones.fault(number, { fault: 'clear' })
        const { state } = await client.expect(200, Phone, 'GET', `/phones/${phoneOf(number)}`)
        if (state === 'quarantined') await farm.post(`/phones/${phoneOf(number)}/resume`, {})
      }
    },
    async renew(renewed) {
      for (const number of renewed) {
        await farm.letRest(number)
        for (const path of [`/accounts/${accountOf(number)}`, `/phones/${phoneOf(number)}`])
          await until(`no ${path}`, async () => (await client.ask('DELETE', path)).status === 204, 60_000)
        await register(number)
      }
    },
    async keepBusy(number) {
      busy.add(number)
      if ((await unfinished(number)).length === 0) await submit(number)
    },
    rest: (number) => void busy.delete(number),
    async letRest(number) {
      farm.rest(number)
      await refilling
      for (const processId of await unfinished(number)) await client.cancel(processId, { strategy: 'hard' })
      await until(
        `nothing to run on phone ${number}`,
        async () => (await unfinished(number)).length === 0,
        60_000,
      )
    },
    watches: async (number, videos, since, ms) =>
      void (await until(
        `phone ${number} to watch ${videos} videos`,
        async () => {
          const { watched } = await place.phones.read(number)
          return watched.filter(({ started_at }) => started_at > since).length >= videos
        },
        ms,
      )),
    async get(path) {
      const { status, json } = await client.ask('GET', path)
      if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(json)}`)
      return json
    },
    async post(path, body) {
      const { status, json } = await client.ask('POST', path, body)
      if (status !== 200) throw new Error(`POST ${path}: ${status} ${JSON.stringify(json)}`)
    },
    place,
    async stop() {
      clearInterval(timer)
      busy.clear()
      await refilling
      await place.stop()
      await rm(folder, { recursive: true })
    },
  }

  try {
    serials = await place.startUsbPhones(count)
    await installUhubctl(folder, place.control())
    await place.serve()
    for (const number of numbers) await register(number)
    return farm
  } catch (error) {
    await farm.stop()
    throw error
  }
}
