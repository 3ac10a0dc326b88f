import { ENQUEUE, MAINTENANCE, COOKING } from '../e2e/support/requests.ts'
import type { Chance } from './chance.ts'
import type { RequestTold, WantedEdit } from './history.ts'

/** A phone of the run with the accounts that live on it. */
export interface PhoneOfRun {
  phone_id: string
  accounts: readonly string[]
}

/** A request that a caller sends, perhaps several times. */
export interface Work {
  route: string
  body: Record<string, unknown>
  /** Another body under the same key: must change nothing. */
  mismatching: Record<string, unknown>
  told: RequestTold
}

export interface WorkDeps {
  chance: Chance
  phones: readonly PhoneOfRun[]
  callbackUrl: string
}

const SYSTEMS = ['tracker', 'studio'] as const
const KINDS = { edit: 45, two_edits: 8, rename: 6, keyword: 24, keyword_unattended: 7, group: 10 } as const
const KEYWORDS = ['travel', 'cooking', 'football', 'meal prep'] as const
/** Zero: a video that is in front has been watched. What is proven here is that each counts once, not for how long. */
const WATCH_SECONDS = { min: 0, max: 0 }

/** Makes one random request after another, each under a key of its own. Every wanted value is another one, so that the phone's log tells whose it is. */
export function createWork({ chance, phones, callbackUrl }: WorkDeps): () => Work {
  let count = 0

  function next(): Work {
    count++
    const kind = chance.weighted(KINDS)
    const phone = chance.pick(phones)
    const account_id = chance.pick(phone.accounts)
    const system = chance.pick(SYSTEMS)
    const request_id = `chaos-${count}`
    const caller = {
      requested_by: { system },
      callback: { url: callbackUrl, metadata: { count } },
      request_id,
    }
    if (kind === 'edit')
      return maintenance(caller, account_id, [params(chance.pick(['display_name', 'bio', 'both']))])
    // One after the other on purpose: the second step waits for the first.
    if (kind === 'two_edits') return maintenance(caller, account_id, [params('display_name'), params('bio')])
    if (kind === 'rename')
      return maintenance(caller, account_id, [{ username: `u${count}.${chance.whole(0, 999)}` }])
    const routing = chance.pick(['direct', 'queue'])
    const target = { routing, account_id, ...(routing === 'direct' && { phone_id: phone.phone_id }) }
    if (kind === 'group') return fyp(caller)
    return keyword(caller, target, kind === 'keyword_unattended' ? 'unattended' : 'manual')
  }

  function params(which: string): Record<string, string> {
    return {
      ...(which !== 'bio' && { display_name: `name ${count}` }),
      ...(which !== 'display_name' && { bio: `bio ${count} ${chance.whole(0, 999)}` }),
    }
  }

  function maintenance(caller: Caller, account_id: string, steps: Record<string, string>[]): Work {
    const toSteps = (all: Record<string, string>[]) =>
      all.map((params) => ({ action: 'edit_profile', params }))
    const inputs = { steps: toSteps(steps) }
    // Both routes create the same process under the same key.
    const viaCapability = chance.happens(0.3)
    const target = viaCapability
      ? { capability: 'maintenance', mode: 'manual', target: { routing: 'queue', account_id } }
      : { account_id }
    return {
      route: viaCapability ? ENQUEUE : MAINTENANCE,
      body: { ...caller, ...target, inputs },
      mismatching: { ...caller, ...target, inputs: { steps: toSteps([{ bio: 'never to be seen' }]) } },
      told: told(
        'maintenance',
        caller,
        'manual',
        steps.flatMap((step) => editsOf(account_id, step)),
      ),
    }
  }

  function keyword(caller: Caller, target: object, mode: 'manual' | 'unattended'): Work {
    const capability = 'keyword_warmup'
    const inputs = {
      keywords: [chance.pick(KEYWORDS)],
      videos_per_keyword: chance.whole(1, 3),
      watch_seconds: WATCH_SECONDS,
    }
    const body = { ...caller, capability, mode, target, inputs }
    const mismatching = { ...body, inputs: { ...inputs, keywords: ['never to be searched'] } }
    return { route: ENQUEUE, body, mismatching, told: told(capability, caller, mode, []) }
  }

  function fyp(caller: Caller): Work {
    const capability = 'fyp_warmup'
    const target = { routing: 'group', account_ids: phones.map(({ accounts }) => chance.pick(accounts)) }
    const inputs = { videos: chance.whole(1, 3), watch_seconds: WATCH_SECONDS, fyp_judge_prompt: COOKING }
    const body = { ...caller, capability, mode: 'manual', target, inputs }
    const mismatching = { ...body, inputs: { ...inputs, videos: 200 } }
    return { route: ENQUEUE, body, mismatching, told: told(capability, caller, 'manual', []) }
  }

  return next
}

interface Caller {
  requested_by: { system: string }
  callback: object
  request_id: string
}

function told(type: string, caller: Caller, mode: RequestTold['mode'], edits: WantedEdit[]): RequestTold {
  const { system } = caller.requested_by
  return { key: `${type}/${system}/${caller.request_id}`, system, mode, edits, answers: [] }
}

function editsOf(account_id: string, params: Record<string, string>): WantedEdit[] {
  const fields = ['username', 'display_name', 'bio'] as const
  return fields.flatMap((field) => {
    const value = params[field]
    return value === undefined ? [] : [{ account_id, field, value }]
  })
}
