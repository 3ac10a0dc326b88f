import type { Processes } from '../../processes/processes.ts'
import { etagMatches } from '../etag.ts'
import { numberSchema, readNumbers } from '../number-query.ts'
import type { Answer, Route, RouteRequest } from '../route.ts'

/** A phone as its picture is asked for. */
export interface PicturedPhone {
  phone_id: string
  serial: string
}

export interface PictureRequest {
  format: 'png' | 'jpeg'
  /** Pixels; null is the phone's own. Never made larger. */
  width: number | null
}

/** A picture of a phone's screen, at most two seconds old. */
export interface Screenshot {
  bytes: Uint8Array
  contentType: string
  takenAt: Date
  /** The same for the same picture. */
  tag: string
  /** Nothing is to be seen: the screen is off, or a window forbids pictures of itself. */
  black: boolean
}

/** Takes a picture of a phone's screen, also while a run works on it. @throws FarmError unavailable:phone_not_reachable */
export type TakeScreenshot = (phone: PicturedPhone, request: PictureRequest) => Promise<Screenshot>

/** Narrower than a thumbnail nobody can see anything, wider is no phone. */
export const WIDTH = { minimum: 32, maximum: 4096 } as const

/** The header that says of a picture that there is nothing on it. */
const SCREEN_HEADER = 'X-Phonefarm-Screen'

/** GET /phones/{phone_id}/screenshot */
export function screenshotRoute(processes: Processes, takeScreenshot: TakeScreenshot): Route {
  return {
    method: 'GET',
    path: '/phones/:phone_id/screenshot',
    summary: "Take a picture of a phone's screen",
    scope: 'read',
    about: 'everyone',
    body: null,
    requestHeaders: { 'If-None-Match': 'The `ETag` of the picture that the caller has.' },
    query: { width: numberSchema(WIDTH, 'Pixels; the picture is made smaller, never larger.') },
    answers: {
      200: {
        description:
          'The picture, at most 2 s old, as PNG or, when `Accept` prefers it, as JPEG. Does not disturb a run. `ETag` names it, `Last-Modified` ' +
          `tells when it was taken. \`${SCREEN_HEADER}: black\`: the screen is off, or its window forbids pictures.`,
        media: ['image/png', 'image/jpeg'],
        headers: ['ETag'],
      },
      304: { description: 'The picture is the one that `If-None-Match` names.' },
    },
    errors: ['phone_not_found', 'unavailable'],
    answer: async (request) => {
      const { phone_id = '' } = request.params
      const { width = null } = readNumbers(request.query, { width: WIDTH })
      const { serial } = processes.readPhone(phone_id)
      const format = request.accepts('image/png', 'image/jpeg') === 'image/jpeg' ? 'jpeg' : 'png'
      return pictureAnswer(request, await takeScreenshot({ phone_id, serial }, { format, width }))
    },
  }
}

function pictureAnswer(
  request: RouteRequest,
  { bytes, contentType, takenAt, tag, black }: Screenshot,
): Answer {
  const etag = `"${tag}"`
  const headers = {
    ETag: etag,
    'Last-Modified': takenAt.toUTCString(),
    Vary: 'Accept',
    [SCREEN_HEADER]: black ? 'black' : 'shown',
  }
  if (etagMatches(request, etag)) return { status: 304, headers }
  return { status: 200, bytes, contentType, headers }
}
