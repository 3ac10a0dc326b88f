import { COMPONENTS } from './components.ts'
import { exampleComponents, exampleReferences } from './openapi-examples.ts'
import { HEADERS } from './openapi-headers.ts'
import { inlined, type Json, referred } from './openapi-json.ts'
import { operation } from './openapi-operation.ts'
import { type Tag, tagOf, TAGS } from './operation-names.ts'
import type { Route } from './route.ts'
import { ProcessUpdated } from './webhook-schema.ts'

const DESCRIPTION = `Queues work for real Android phones and tells what became of it.

- Every request but the probes and these documents needs a key: \`Authorization: Bearer <key>\`.
- Times are ISO-8601 UTC with milliseconds.
- A field or query parameter that is not described here is refused, so that a typo never does nothing.
- A request may be repeated with the same \`request_id\`: nothing is done twice.
- Refusals have the shape \`ErrorBody\`; their \`error\` is a code, or a code and a detail behind a colon.
- Every answer has an \`X-Request-Id\`, which the daemon's log has too.`

/** The OpenAPI 3.1 description of the routes of one door, made from the schemas that check requests. */
export function openApi(routes: readonly Route[], version: string): { [name: string]: Json } {
  const listed = routes.filter(({ unlisted }) => !unlisted)
  const paths: Record<string, Record<string, Json>> = {}
  for (const route of listed) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  const webhooks = { 'process.updated': { post: processUpdated() } }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Phonefarm',
      version,
      description: DESCRIPTION,
      license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
    },
    // Relative to where the document was read, so that it is right behind a tunnel that takes a part of the path away.
    servers: [{ url: '.', description: 'Where this was read.' }],
    tags: tags(listed),
    security: [{ key: [] }],
    paths,
    webhooks,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'A key that the operator has made for you.' },
      },
      ...usedComponents([paths, webhooks], {
        headers: HEADERS,
        examples: exampleComponents(),
        schemas: Object.fromEntries(
          Object.entries(COMPONENTS).map(([name, schema]) => [name, inlined(schema)]),
        ),
      }),
    },
  }
}

type Components = Readonly<Record<string, Readonly<Record<string, Json>>>>

/** Those that somebody refers to: what only another door has is not told here. */
function usedComponents(told: Json, all: Components): Record<string, Json> {
  const used = new Set<string>()
  const open = [told]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const [, kind = '', name = ''] of JSON.stringify(at).matchAll(REFERENCE)) {
      const component = all[kind]?.[name]
      if (component === undefined || used.has(`${kind}/${name}`)) continue
      used.add(`${kind}/${name}`)
      open.push(component)
    }
  }
  const kept = (kind: string, of: Components[string]) =>
    Object.fromEntries(Object.entries(of).filter(([name]) => used.has(`${kind}/${name}`)))
  return Object.fromEntries(Object.entries(all).map(([kind, of]) => [kind, kept(kind, of)]))
}

const REFERENCE = /"#\/components\/(\w+)\/([\w.-]+)"/g

/** Those that the routes need, and the callbacks' own. */
function tags(routes: readonly Route[]): Json[] {
  const needed = new Set<Tag>([...routes.map(tagOf), 'callbacks'])
  return Object.entries(TAGS).flatMap(([name, description]) =>
    [...needed].some((tag) => tag === name) ? [{ name, description }] : [],
  )
}

/** Headers that only a farm with a secret sends. */
const SIGNATURE_HEADERS = [
  ['X-PhoneFarm-Timestamp', 'Unix seconds of this try.', '1774168200'],
  [
    'X-PhoneFarm-Signature',
    'Lower-case hex HMAC-SHA256 of `<timestamp>.<raw body>` with the newest secret.',
    'a3f1c5…',
  ],
  [
    'webhook-id',
    'The `delivery_id`; the same over the tries of one message.',
    '01960000-0000-7000-8000-000000000003',
  ],
  ['webhook-timestamp', 'As `X-PhoneFarm-Timestamp` (Standard Webhooks).', '1774168200'],
  [
    'webhook-signature',
    '`v1,` and base64 of the HMAC-SHA256 of `<id>.<timestamp>.<raw body>`, for each live secret, separated by spaces.',
    'v1,o/HF…',
  ],
] as const

/** What we send to the address that a request names. */
function processUpdated(): Json {
  return {
    operationId: 'processUpdated',
    tags: ['callbacks'],
    summary: 'A process has reached a milestone',
    description:
      'Sent to `callback.url` in order per process and at least once; tried again on anything but 2xx, with growing pauses. Look at the ' +
      'signature before the body, and at `delivery_id` for what you have had already. `GET /processes/{process_id}` stays the source of truth.',
    security: [],
    parameters: SIGNATURE_HEADERS.map(([name, description, example]) => ({
      name,
      in: 'header',
      required: false,
      description,
      schema: { type: 'string' },
      example,
    })),
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: referred(ProcessUpdated), ...exampleReferences(ProcessUpdated) },
      },
    },
    responses: {
      '2XX': { description: 'Taken. The body is not looked at.' },
      410: { description: 'No more of this, please: the message is not tried again.' },
      default: { description: 'Not taken: it is tried again later. Redirects are not followed.' },
    },
  }
}
