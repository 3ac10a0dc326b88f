import type { Evidence, EvidenceDetail, EvidenceKind } from '../domain/evidence.ts'
import { scrubText } from '../domain/scrub.ts'
import { shrinkPicture } from './shrink-picture.ts'
import { trimHierarchy } from './trim-hierarchy.ts'

/** How a kind is stored. */
interface Form {
  content_type: string
  extension: string
}

const FORMS = {
  screenshot: { content_type: 'image/png', extension: 'png' },
  hierarchy: { content_type: 'application/xml', extension: 'xml' },
  commands: { content_type: 'application/x-ndjson', extension: 'jsonl' },
  logcat: { content_type: 'text/plain; charset=utf-8', extension: 'txt' },
  versions: { content_type: 'application/json', extension: 'json' },
  judgement: { content_type: 'application/json', extension: 'json' },
  failure: { content_type: 'application/json', extension: 'json' },
  drift: { content_type: 'application/json', extension: 'json' },
  proposal: { content_type: 'application/json', extension: 'json' },
} as const satisfies Record<EvidenceKind, Form>

/** The longest text that is kept, in characters; of a longer one its end, where the failure is. */
const LONGEST_TEXT = 256 * 1024

/** Texts of a detail are for a list, not for reading. */
const LONGEST_DETAIL = 300

/** A piece that may be stored and shown. */
export interface Readied extends Form {
  /** Without secrets. */
  detail: EvidenceDetail
  /** Worked out when its turn comes: pictures take a while. */
  content: () => Promise<Form & { bytes: Buffer }>
}

/** Scrubs, trims and shrinks a piece. */
export function readied({ kind, detail, content }: Evidence, secrets: ReadonlySet<string>): Readied {
  const form = FORMS[kind]
  return { ...form, detail: shortDetail(detail, secrets), content: () => formed(kind, content, secrets) }
}

async function formed(
  kind: EvidenceKind,
  content: Buffer | string,
  secrets: ReadonlySet<string>,
): Promise<Form & { bytes: Buffer }> {
  if (kind === 'screenshot' && typeof content !== 'string') {
    const shrunk = await shrinkPicture(content)
    return {
      bytes: shrunk.content,
      content_type: shrunk.content_type,
      extension: shrunk.content_type === 'image/webp' ? 'webp' : 'png',
    }
  }
  const text = content.toString()
  const whole = kind === 'hierarchy' ? trimHierarchy(text) : lastPart(text)
  return { ...FORMS[kind], bytes: Buffer.from(scrubText(whole, secrets)) }
}

function lastPart(text: string): string {
  if (text.length <= LONGEST_TEXT) return text
  const end = text.slice(-LONGEST_TEXT)
  return end.slice(end.indexOf('\n') + 1)
}

function shortDetail(detail: EvidenceDetail, secrets: ReadonlySet<string>): EvidenceDetail {
  return Object.fromEntries(
    Object.entries(detail).map(([name, value]) => [
      name,
      typeof value === 'string' ? scrubText(value, secrets).slice(0, LONGEST_DETAIL) : value,
    ]),
  )
}
