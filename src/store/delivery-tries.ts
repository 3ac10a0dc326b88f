import Type, { type Static } from 'typebox'
import type { Database } from './database.ts'
import { nullable } from './row.ts'

/** A row of `delivery_tries`: one try to deliver a message. */
export const DeliveryTryRow = Type.Object({
  delivery_id: Type.String(),
  try: Type.Integer(),
  at: Type.String(),
  status: nullable(Type.Integer()),
  error: nullable(Type.String()),
  ms: Type.Integer(),
})
export type DeliveryTryRow = Static<typeof DeliveryTryRow>

/** A message that is asked for anew again and again keeps this many. */
const KEPT = 100

const ADD = `
  INSERT INTO delivery_tries (delivery_id, try, at, status, error, ms) VALUES (@delivery_id, @try, @at, @status, @error, @ms)
  ON CONFLICT DO NOTHING`

const FORGET = 'DELETE FROM delivery_tries WHERE delivery_id = @delivery_id AND try <= @try'

const OF_DELIVERY = 'SELECT * FROM delivery_tries WHERE delivery_id = ? ORDER BY try'

/** What became of every try. Every change wants a transaction around it. */
export function deliveryTriesTable(db: Database) {
  const add = db.prepare<DeliveryTryRow>(ADD)
  const forget = db.prepare<Pick<DeliveryTryRow, 'delivery_id' | 'try'>>(FORGET)
  const ofDelivery = db.prepare<[string], DeliveryTryRow>(OF_DELIVERY)
  return {
    /** Call it in the transaction of the try's ending. */
    add(row: DeliveryTryRow): void {
      add.run(row)
      if (row.try > KEPT) forget.run({ delivery_id: row.delivery_id, try: row.try - KEPT })
    },
    /** Oldest first, at most the last 100. */
    ofDelivery: (deliveryId: string) => ofDelivery.all(deliveryId),
  }
}
