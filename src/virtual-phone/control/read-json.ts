import type { IncomingMessage } from 'node:http'
import { FarmError } from '../../domain/errors.ts'

const LARGEST_BODY_BYTES = 1024 * 1024

/** A request's JSON body. @throws FarmError unsupported_media_type, body_too_large or invalid_json */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type'] ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new FarmError('unsupported_media_type', 'the body must be application/json')
  }
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request) {
    const bytes = Buffer.from(piece)
    size += bytes.length
    if (size > LARGEST_BODY_BYTES) throw new FarmError('body_too_large', 'the body is larger than 1 MiB')
    pieces.push(bytes)
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'))
  } catch (error) {
    throw new FarmError('invalid_json', 'the body is not JSON', { cause: error })
  }
}
