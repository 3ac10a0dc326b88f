/** The full key of every daemon that the bench starts. */
export const BENCH_KEY = 'bench-key-0123456789abcdef'

/** As many phones as the rows speak of, `phone_0001` …, each with the account of its number. */
export const PHONES = 1000

const MARK = '%REQUEST%'

/** A keyword warmup as callers send it, in two halves: the `request_id` goes between them, and the first has `%ACCOUNT%` for the number. */
export function bodyAround(): [before: string, after: string] {
  const body = JSON.stringify(requestOf('account_%ACCOUNT%', 'phone_%ACCOUNT%', MARK))
  const [before = '', after = ''] = body.split(MARK)
  return [before, after]
}

/** The body of POST /capability-requests/enqueue. */
export function requestOf(account_id: string, phone_id: string, request_id: string) {
  return {
    capability: 'keyword_warmup',
    mode: 'manual',
    target: { routing: 'direct', phone_id, account_id },
    inputs: {
      keywords: ['weekday meals', 'meal prep', 'quick dinners'],
      max_minutes: 10,
      videos_per_keyword: 5,
    },
    callback: {
      url: 'https://ugc-tracker.example.com/phonefarm/process-updates',
      metadata: { environment: 'production' },
    },
    requested_by: { system: 'ugc-tracker', user: 'operator@example.com', metadata: {} },
    request_id,
  }
}
