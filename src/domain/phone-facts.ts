import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Text = nullable(Type.String())
const Whole = nullable(Type.Integer())
const YesNo = nullable(Type.Boolean())

/** What a phone told of itself at the last look; null is what it did not tell. Stored in `phones.facts`. */
export const PhoneFacts = Type.Object(
  {
    /** When it was read, ISO-8601 UTC. */
    read_at: Type.String(),
    manufacturer: Text,
    /** API level. */
    sdk: Whole,
    build: Text,
    security_patch: Text,
    /** Of the hardware itself, the same over USB and Wi-Fi. */
    hardware_serial: Text,
    /** Pixels, upright; `density` in dpi. */
    screen: Type.Object({ width: Whole, height: Whole, density: Whole }, { additionalProperties: false }),
    /** Of /data, MiB. */
    storage: Type.Object({ free_mb: Whole, total_mb: Whole }, { additionalProperties: false }),
    keyguard: Type.Object(
      {
        showing: YesNo,
        /** It asks for a PIN, pattern or password. */
        secure: YesNo,
        /** Since the last start: before that most apps cannot run. */
        user_unlocked: YesNo,
      },
      { additionalProperties: false },
    ),
    developer_settings: Type.Object(
      {
        development_settings_enabled: YesNo,
        adb_enabled: YesNo,
        /** Bits: 1 at the mains, 2 at USB, 4 wireless. */
        stay_on_while_plugged_in: Whole,
        screen_off_timeout_ms: Whole,
        window_animation_scale: nullable(Type.Number()),
        transition_animation_scale: nullable(Type.Number()),
        animator_duration_scale: nullable(Type.Number()),
        default_input_method: Text,
      },
      { additionalProperties: false },
    ),
    /** The ways on which adb reached it. */
    transports: Type.Array(
      Type.Object(
        { serial: Type.String(), state: Type.String(), usb: Text },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)
export type PhoneFacts = Static<typeof PhoneFacts>

const facts = Compile(PhoneFacts)

/** Of what is stored; null before the first look, and for what another release has stored in another shape. */
export function parseFacts(stored: string): PhoneFacts | null {
  const value: unknown = JSON.parse(stored)
  return facts.Check(value) ? value : null
}
