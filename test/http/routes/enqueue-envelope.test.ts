import { callback, changed, fypWarmup, keywordWarmup, maintenance } from '../support/requests.ts'
import { type Refusal, testRefusals } from '../support/refusals.ts'

const KW = keywordWarmup()
const FYP = fypWarmup()
const MAINT = {
  ...keywordWarmup(),
  capability: 'maintenance',
  target: { routing: 'queue', account_id: 'account_01' },
  inputs: maintenance().inputs,
}
const target = (given: object) => ({ ...KW, target: given })

const REFUSED: readonly Refusal[] = [
  // Schema of the envelope: every problem, in document order; what is missing comes after what is there.
  [
    'nothing',
    {},
    422,
    'invalid_request',
    ['/request_id', '/capability', '/mode', '/target', '/inputs', '/callback', '/requested_by'],
  ],
  [
    'several wrong fields',
    { ...KW, mode: 'auto', request_id: '', extra: 1 },
    422,
    'invalid_request',
    ['/request_id', '/mode', '/extra'],
  ],
  ['an unknown field', { ...KW, priority: 1 }, 422, 'invalid_request', ['/priority']],
  ['an unknown field with a slash', { ...KW, 'a/b~': 1 }, 422, 'invalid_request', ['/a~1b~0']],
  [
    'an unknown field of the target',
    target({ ...KW.target, phone: 'x' }),
    422,
    'invalid_request',
    ['/target/phone'],
  ],
  [
    'a request id that is too long',
    { ...KW, request_id: 'x'.repeat(201) },
    422,
    'invalid_request',
    ['/request_id'],
  ],
  ['a request id with NUL', { ...KW, request_id: 'a\0b' }, 422, 'invalid_request', ['/request_id']],
  [
    'a request id with half a character',
    { ...KW, request_id: 'a\uD800' },
    422,
    'invalid_request',
    ['/request_id'],
  ],
  ['a request id of null', { ...KW, request_id: null }, 422, 'invalid_request', ['/request_id']],
  ['inputs that are a list', { ...KW, inputs: [] }, 422, 'invalid_request', ['/inputs']],
  ['no system', changed(KW, '/requested_by/system'), 422, 'invalid_request', ['/requested_by/system']],
  [
    'an unknown field of requested_by',
    changed(KW, '/requested_by/role', 'x'),
    422,
    'invalid_request',
    ['/requested_by/role'],
  ],
  ['a callback that is null', { ...KW, callback: null }, 422, 'invalid_request', ['/callback']],
  [
    'a callback that is no URL',
    changed(KW, '/callback/url', 'caller.example'),
    422,
    'invalid_request',
    ['/callback/url'],
  ],
  [
    'a callback to a file',
    changed(KW, '/callback/url', 'file:///etc/passwd'),
    422,
    'invalid_request',
    ['/callback/url'],
  ],
  [
    'an unknown routing',
    target({ routing: 'any', account_id: 'account_01' }),
    422,
    'invalid_request',
    ['/target/routing'],
  ],
  // Addresses that no callback may reach.
  ...['127.0.0.1', '10.1.2.3', '169.254.169.254', '[::1]', '[::ffff:10.0.0.1]', '0x7f.1', '2130706433'].map(
    (host) =>
      [
        `a callback to ${host}`,
        { ...KW, callback: { ...callback(), url: `http://${host}/` } },
        422,
        'callback_url_not_allowed',
        ['/callback/url'],
      ] as const,
  ),
  [
    'a callback with a password',
    changed(KW, '/callback/url', 'https://a:b@caller.example/'),
    422,
    'callback_url_not_allowed',
    ['/callback/url'],
  ],
  // Capability, routing, mode: in this order.
  [
    'an unknown capability',
    { ...KW, capability: 'post_video', mode: 'unattended', inputs: { x: 1 } },
    422,
    'unknown_capability',
    ['/capability'],
  ],
  [
    'maintenance routed direct',
    { ...MAINT, mode: 'unattended', target: KW.target },
    422,
    'routing_not_supported:maintenance:direct',
    ['/target/routing'],
  ],
  [
    'maintenance routed to a group',
    { ...MAINT, target: FYP.target },
    422,
    'routing_not_supported:maintenance:group',
    ['/target/routing'],
  ],
  [
    'maintenance unattended',
    { ...MAINT, mode: 'unattended', inputs: {} },
    422,
    'unattended_not_permitted:maintenance',
    ['/mode'],
  ],
  [
    'fyp_warmup unattended',
    { ...FYP, mode: 'unattended', inputs: {} },
    422,
    'capability_not_live_verified:fyp_warmup',
    ['/mode'],
  ],
]

testRefusals('POST', '/capability-requests/enqueue', REFUSED)
