import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { etagMatches } from '../etag.ts'
import type { Route } from '../route.ts'

/**
 * What the page may do: load from where it came, ask there, and nothing else. A key that is typed in could be sent nowhere else even if
 * the page's script wanted to.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

interface PageFile {
  contentType: string
  /** Where it stands. Every file is named here: no part of a request ever becomes a path. */
  url: () => URL
}

const ours = (name: string) => () => new URL(`data/docs-page/${name}`, import.meta.resolve('#package.json'))
const swaggers = (name: string) => () => new URL(import.meta.resolve(`swagger-ui-dist/${name}`))

const FILES: Readonly<Record<string, PageFile>> = {
  '/docs/page.js': { contentType: 'text/javascript; charset=utf-8', url: ours('page.js') },
  '/docs/page.css': { contentType: 'text/css; charset=utf-8', url: ours('page.css') },
  '/docs/swagger-ui-bundle.js': {
    contentType: 'text/javascript; charset=utf-8',
    url: swaggers('swagger-ui-bundle.js'),
  },
  '/docs/swagger-ui.css': { contentType: 'text/css; charset=utf-8', url: swaggers('swagger-ui.css') },
  '/docs/favicon-32x32.png': { contentType: 'image/png', url: swaggers('favicon-32x32.png') },
}

/** GET /docs: the description of the API as a page, and the files that the page loads. */
export function docsRoutes(): Route[] {
  return [
    {
      ...fileRoute('/docs', { contentType: 'text/html; charset=utf-8', url: ours('index.html') }),
      summary: 'Read the API reference as a page',
      description:
        'Shows `/openapi.json` and lets requests be tried. It asks no other host for anything, and a key that is typed in stays in the memory of the page.',
    },
    ...Object.entries(FILES).map(([path, file]): Route => ({ ...fileRoute(path, file), unlisted: true })),
  ]
}

/** One file, read when it is first asked for and kept. */
function fileRoute(path: string, { contentType, url }: PageFile): Route {
  let kept: { bytes: Uint8Array; etag: string } | undefined
  return {
    method: 'GET',
    path,
    summary: 'Read a file of the API reference',
    requestHeaders: { 'If-None-Match': 'The `ETag` of what the caller has.' },
    scope: null,
    about: 'nothing',
    body: null,
    query: {},
    answers: {
      200: {
        description: 'The file.',
        media: [contentType.split(';')[0] ?? contentType],
        headers: ['ETag'],
      },
      304: { description: 'It is what `If-None-Match` names.' },
    },
    errors: [],
    async answer(request) {
      const { bytes, etag } = (kept ??= await tagged(url()))
      const headers = { ETag: etag, 'Cache-Control': 'no-cache', 'Content-Security-Policy': POLICY }
      if (etagMatches(request, etag)) return { status: 304, headers }
      return { status: 200, bytes, contentType, headers }
    },
  }
}

async function tagged(url: URL): Promise<{ bytes: Uint8Array; etag: string }> {
  const bytes = await readFile(url)
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` }
}
