import Type, { type Static } from 'typebox'
import type { ErrorDetail } from './error-details.ts'
import { FarmError, type Problem } from './errors.ts'
import { Id } from './text.ts'

export const Routing = Type.Enum(['direct', 'queue', 'group'])
export type Routing = Static<typeof Routing>

const idOrNull = () => Type.Union([Id, Type.Null()], { default: null })
const idsOrNull = () => Type.Union([Type.Array(Id), Type.Null()], { default: null })

/** `target` of a request (source: seeds/capability-requests). Absent fields become null, which means the same. */
export const Target = Type.Object(
  {
    routing: Routing,
    phone_id: idOrNull(),
    account_id: idOrNull(),
    phone_group: Type.Unknown({ default: null }),
    account_group: Type.Unknown({ default: null }),
    phone_ids: idsOrNull(),
    account_ids: idsOrNull(),
  },
  { additionalProperties: false },
)
export type Target = Static<typeof Target>

export type TargetField = Exclude<keyof Target, 'routing'>

/** At most so many accounts or phones in one group (source: contract, "Target rules"). */
const GROUP_LIMIT = 500

const RESERVED = ['phone_group', 'account_group'] as const

const UNUSED = {
  direct: ['phone_ids', 'account_ids'],
  queue: ['phone_ids', 'account_ids'],
  group: ['phone_id', 'account_id'],
} as const satisfies Record<Routing, readonly TargetField[]>

const NEEDED = {
  direct: ['phone_id', 'account_id'],
  queue: ['account_id'],
  group: [],
} as const satisfies Record<Routing, readonly TargetField[]>

/**
 * Checks which fields a routing wants, before anybody looks whether they exist.
 * @throws FarmError 'reserved_field' (named in its detail) and 'invalid_target' (`phone_id_required`, `phone_ids_not_used`,
 *   `account_ids_or_phone_ids_required`, `account_ids_empty`, `account_ids_repeated`, `account_ids_too_many`, and so on)
 */
export function checkTargetShape(target: Target): void {
  const reserved = RESERVED.filter((name) => target[name] !== null)
  if (reserved[0] !== undefined)
    throw new FarmError('reserved_field', `target.${reserved[0]} is reserved and must be null`, {
      detail: reserved[0],
      problems: reserved.map((name) => ({
        path: `/target/${name}`,
        message: 'is reserved and must be null',
      })),
    })
  const [first, ...others] = shapeProblems(target)
  if (!first) return
  throw new FarmError('invalid_target', `${first.problem.path} ${first.problem.message}`, {
    detail: first.why,
    problems: [first, ...others].map(({ problem }) => problem),
  })
}

interface ShapeProblem {
  why: ErrorDetail<'invalid_target'>
  problem: Problem
}

function shapeProblems(target: Target): ShapeProblem[] {
  const { routing } = target
  const problems: ShapeProblem[] = []
  const add = (field: TargetField, why: ShapeProblem['why'], message: string) =>
    problems.push({ why, problem: { path: `/target/${field}`, message } })

  for (const field of NEEDED[routing])
    if (target[field] === null) add(field, `${field}_required`, `is required with routing ${routing}`)
  for (const field of UNUSED[routing])
    if (target[field] !== null)
      add(field, `${field}_not_used`, `is not used with routing ${routing} and must be null`)
  if (routing !== 'group') return problems

  const { account_ids, phone_ids } = target
  if (account_ids === null && phone_ids === null) {
    const message = 'needs account_ids or phone_ids with routing group'
    problems.push({ why: 'account_ids_or_phone_ids_required', problem: { path: '/target', message } })
  }
  for (const field of ['account_ids', 'phone_ids'] as const) {
    const ids = target[field]
    if (ids === null) continue
    if (ids.length === 0) add(field, `${field}_empty`, 'must name at least one')
    if (ids.length > GROUP_LIMIT) add(field, `${field}_too_many`, `must name at most ${GROUP_LIMIT}`)
    if (new Set(ids).size < ids.length) add(field, `${field}_repeated`, 'must not repeat an id')
  }
  return problems
}
