import type { SessionTag } from '../domain/phone-session.ts'

/** A capability of ours: WebDriver passes names with a vendor's prefix on as they are, down to the server on the phone. */
export const TAG_CAPABILITY = 'phonefarm:run'

/** `BOOT/ITEM/ATTEMPT`; ids are UUIDs or what callers may name, neither of which has a slash. */
export function tagText({ boot_id, queue_item_id, attempt }: SessionTag): string {
  return [boot_id, queue_item_id, attempt].join('/')
}

/** The tag among a session's capabilities; null for a session that is not ours. */
export function readTag(capabilities: unknown): SessionTag | null {
  if (typeof capabilities !== 'object' || capabilities === null || !(TAG_CAPABILITY in capabilities))
    return null
  const text = capabilities[TAG_CAPABILITY]
  const [, boot_id, queue_item_id, attempt] =
    typeof text === 'string' ? (/^([^/]+)\/([^/]+)\/(\d+)$/.exec(text) ?? []) : []
  if (boot_id === undefined || queue_item_id === undefined || attempt === undefined) return null
  return { boot_id, queue_item_id, attempt: Number(attempt) }
}
