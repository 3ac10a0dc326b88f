/** Where an event stands in the order of all events. */
export interface EventId {
  /** Of the database: changes when a backup takes its place, after which the same numbers name other events. */
  epoch: string
  number: number
}

const EVENT_ID = /^([0-9a-f]{8})-(0|[1-9]\d{0,14})$/

/** `3f9c01ab-1542`; callers are told to read nothing into it. */
export function eventIdText({ epoch, number }: EventId): string {
  return `${epoch}-${number}`
}

/** @returns null for what no `eventIdText` made */
export function parseEventId(text: string): EventId | null {
  const [, epoch, number] = EVENT_ID.exec(text) ?? []
  return epoch === undefined || number === undefined ? null : { epoch, number: Number(number) }
}
