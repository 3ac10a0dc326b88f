import type { Readable } from 'node:stream'
import type { Caller } from '../../domain/caller.ts'
import type { Processes } from '../../processes/processes.ts'
import { ArtifactPage } from '../artifact-schemas.ts'
import type { Answer, Route, RouteRequest } from '../route.ts'
import { PAGE_QUERY } from './query-schemas.ts'

/** A process with all that its caller may know of it in one archive. @throws FarmError 'process_not_found', 'rate_limited', 'unavailable' */
export type BundleProcess = (processId: string, caller?: Caller) => { name: string; stream: Readable }

const PATH = '/processes/:process_id/artifacts'

/** Shown where they are; everything else is only to be saved. */
const PICTURES: readonly string[] = ['image/webp', 'image/png']

/** Even as a page of its own nothing of it may run, load or be framed. */
const HARMLESS = "default-src 'none'; sandbox; frame-ancestors 'none'"

/** What is kept of a process's attempts. */
export function artifactRoutes(processes: Processes, bundle: BundleProcess): Route[] {
  return [
    {
      method: 'GET',
      path: PATH,
      summary: 'List the evidence of a process, newest first',
      scope: 'read',
      about: 'process',
      body: null,
      query: PAGE_QUERY,
      answers: { 200: { description: 'A page of artifacts.', schema: ArtifactPage } },
      errors: ['process_not_found'],
      answer: ({ params: { process_id = '' }, query }) => ({
        status: 200,
        json: processes.listArtifacts(process_id, query),
      }),
    },
    {
      method: 'GET',
      path: `${PATH}/:artifact_id`,
      summary: 'Read one piece of evidence',
      scope: 'read',
      about: 'process',
      body: null,
      query: {},
      answers: {
        200: {
          description: 'Its bytes. Pictures are shown, everything else is an attachment.',
          media: [...PICTURES, 'application/xml', 'application/json', 'application/x-ndjson', 'text/plain'],
        },
        304: { description: 'Still the same: `If-None-Match` has its ETag.' },
      },
      errors: ['process_not_found', 'artifact_not_found', 'artifact_missing'],
      answer: (request) => artifactAnswer(processes, request),
    },
    {
      method: 'GET',
      path: '/processes/:process_id/bundle',
      summary: 'Read everything that is known of a process in one archive',
      scope: 'read',
      about: 'process',
      body: null,
      query: {},
      answers: {
        200: {
          description:
            'A .tar.gz with record, timeline, explanation, callbacks, evidence and log lines, without secrets; SHA256SUMS has the hash of each file.',
          media: ['application/gzip'],
        },
      },
      errors: ['process_not_found', 'rate_limited', 'unavailable'],
      answer: ({ params: { process_id = '' }, caller }) => {
        const { name, stream } = bundle(process_id, caller)
        const headers = { 'Content-Disposition': `attachment; filename="${name}"` }
        return { status: 200, stream, contentType: 'application/gzip', headers }
      },
    },
  ]
}

async function artifactAnswer(processes: Processes, { params, header }: RouteRequest): Promise<Answer> {
  const { process_id = '', artifact_id = '' } = params
  const { artifact, sha256, content } = await processes.readArtifact(process_id, artifact_id)
  const { content_type, name } = artifact
  const shown = PICTURES.includes(content_type) ? 'inline' : 'attachment'
  // May be kept by the caller's own cache, but not used without asking: it is pruned some day.
  const headers = { ETag: `"${sha256}"`, 'Cache-Control': 'private, no-cache' }
  const known = (header('if-none-match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  if (known.includes(headers.ETag)) return { status: 304, headers }
  return {
    status: 200,
    bytes: content,
    contentType: content_type,
    headers: {
      ...headers,
      'Content-Disposition': `${shown}; filename="${name}"`,
      'Content-Security-Policy': HARMLESS,
    },
  }
}
