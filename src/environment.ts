import Type, { type Static } from 'typebox'
import { CALLBACK_CA_SETTING } from './callback-ca-setting.ts'
import { DEFAULT_DATA_DIR } from './data-directory-setting.ts'
import { DOOR_SETTINGS } from './door-settings.ts'
import { JudgeEnvironment } from './judge-settings.ts'
import { RATE_SETTING } from './rate-setting.ts'
import { UNATTENDED_SETTINGS } from './unattended-settings.ts'

const Port = Type.Integer({ minimum: 1, maximum: 65_535 })

/** A header value travels unchanged only when it is visible ASCII without spaces. */
const Key = Type.String({ pattern: '^[\\x21-\\x7e]+$' })

/** Every setting of the daemon as it stands in the environment; README shows the same table. */
export const Environment = Type.Object({
  ...DOOR_SETTINGS,
  PHONEFARM_DATA_DIR: Type.String({ default: DEFAULT_DATA_DIR }),
  /** Driver packs, watched; those that come with Phonefarm when not given. */
  PHONEFARM_DRIVERS_DIR: Type.Optional(Type.String()),
  PHONEFARM_API_KEY: Type.Optional(Key),
  ...RATE_SETTING,
  /** One, or two while one is rotated: newest first, separated by a comma. */
  PHONE_FARM_WEBHOOK_SECRET: Type.Optional(Type.String()),
  PHONEFARM_CALLBACK_ALLOW: Type.String({ default: '' }),
  ...CALLBACK_CA_SETTING,
  PHONEFARM_ADB_SERVER_PORT: Type.Integer({ ...Port, default: 5037 }),
  /** Phones at work at the same time; Kobiton, who run such farms, advise 26 per host (docs/decisions/0008-scheduling.md). */
  PHONEFARM_SESSIONS: Type.Integer({ minimum: 1, maximum: 1000, default: 26 }),
  /** At most; started as the phones at work need them. */
  PHONEFARM_APPIUM_SERVERS: Type.Integer({ minimum: 1, maximum: 64, default: 16 }),
  PHONEFARM_APPIUM_PHONES_PER_SERVER: Type.Integer({ minimum: 1, maximum: 32, default: 4 }),
  /** Where their ports are looked for, upwards; 0: any free ones. */
  PHONEFARM_APPIUM_PORT_FIRST: Type.Integer({ minimum: 0, maximum: 65_000, default: 0 }),
  /** One that is older takes no more phones and is replaced when its last one has left; 0: never. */
  PHONEFARM_APPIUM_HOURS: Type.Integer({ minimum: 0, maximum: 8760, default: 24 }),
  /** Likewise for one that holds more memory: 150 MiB when new, 300 at work with 8 phones. 0: never. */
  PHONEFARM_APPIUM_MB: Type.Integer({ minimum: 0, maximum: 65_536, default: 768 }),
  /** Appium's settings app on a phone is ended between items when it is older, or holds more memory; 0: never. */
  PHONEFARM_ON_PHONE_HOURS: Type.Integer({ minimum: 0, maximum: 8760, default: 24 }),
  PHONEFARM_ON_PHONE_MB: Type.Integer({ minimum: 0, maximum: 65_536, default: 256 }),
  /** Unit of every pause between attempts (domain/retry.ts). */
  PHONEFARM_RETRY_BASE_MS: Type.Integer({ minimum: 0, maximum: 3_600_000, default: 10_000 }),
  /** What running work is given to come to rest when the daemon stops; systemd kills after 45 s. */
  PHONEFARM_STOP_MS: Type.Integer({ minimum: 0, maximum: 600_000, default: 30_000 }),
  /** 0 makes none. */
  PHONEFARM_BACKUP_HOURS: Type.Integer({ minimum: 0, maximum: 8760, default: 24 }),
  /** 0 keeps finished processes for ever. */
  PHONEFARM_KEEP_DAYS: Type.Integer({ minimum: 0, maximum: 36_500, default: 90 }),
  /** Viewers of phones' screens at the same time; each costs a quarter of a core at most (docs/decisions/0018). 0: none. */
  PHONEFARM_STREAMS: Type.Integer({ minimum: 0, maximum: 200, default: 8 }),
  /** Pictures a second that a viewer gets at most. */
  PHONEFARM_STREAM_FPS: Type.Integer({ minimum: 1, maximum: 30, default: 5 }),
  /** Pixels. */
  PHONEFARM_STREAM_WIDTH: Type.Integer({ minimum: 32, maximum: 4096, default: 540 }),
  PHONEFARM_STREAM_MINUTES: Type.Integer({ minimum: 1, maximum: 1440, default: 30 }),
  /** Of which `@tesseract.js-data/…` is installed, joined by `+`: what the words on a picture are read as. */
  PHONEFARM_OCR_LANGUAGES: Type.String({
    pattern: '^[a-z]{3}(_[a-z]+)?(\\+[a-z]{3}(_[a-z]+)?)*$',
    default: 'eng',
  }),
  /** How long a phone stays as it is when its app asks for a person; 0: not at all. */
  PHONEFARM_HOLD_PHONE_MINUTES: Type.Integer({ minimum: 0, maximum: 1440, default: 10 }),
  /** Disk that evidence of attempts may take; 0 takes none. */
  PHONEFARM_EVIDENCE_MB: Type.Integer({ minimum: 0, maximum: 1_000_000, default: 2048 }),
  PHONEFARM_EVIDENCE_DAYS: Type.Integer({ minimum: 1, maximum: 36_500, default: 14 }),
  /** Pictures of decisions that are kept of an attempt that succeeded. */
  PHONEFARM_EVIDENCE_PICTURES: Type.Integer({ minimum: 0, maximum: 1000, default: 20 }),
  /** Between two items of one phone. */
  PHONEFARM_REST_SECONDS: Type.Integer({ minimum: 0, maximum: 86_400, default: 0 }),
  /** After the last run on a phone its screen goes off; 0: screens are left as they are. */
  PHONEFARM_SCREEN_OFF_SECONDS: Type.Integer({ minimum: 0, maximum: 86_400, default: 30 }),
  ...UNATTENDED_SETTINGS,
  ...JudgeEnvironment.properties,
  PHONEFARM_LOG_LEVEL: Type.Enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
    default: 'info',
  }),
})
export type Environment = Static<typeof Environment>
