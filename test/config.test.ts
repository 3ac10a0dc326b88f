import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { ConfigError, loadConfig } from '../src/config.ts'

const problemsOf = (variables: Record<string, string>) => {
  try {
    loadConfig(variables)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

test('an empty environment gives the defaults of the contract', () => {
  const { config, warnings } = loadConfig({})

  assert.deepEqual(config, {
    host: '127.0.0.1',
    port: 8787,
    adminListen: { host: '127.0.0.1', port: 8788, or_any_free: true },
    publicScopes: ['submit', 'read', 'operate', 'admin'],
    hosts: [],
    proxyTrust: { proxies: [], header: 'x-forwarded-for' },
    dataDir: './var',
    driversDir: fileURLToPath(new URL('drivers', import.meta.resolve('#package.json'))),
    apiKey: null,
    rate: { per_second: 200, burst: 1000 },
    webhookSecrets: [],
    callbackAllow: [],
    callbackCa: new Map(),
    adbServerPort: 5037,
    sessions: 26,
    appiumServers: 16,
    appiumPhonesPerServer: 4,
    appiumPortFirst: null,
    appiumLongestAgeMs: 86_400_000,
    appiumMostBytes: 805_306_368,
    onPhoneLongestAgeMs: 86_400_000,
    onPhoneMostBytes: 268_435_456,
    retryBaseMs: 10_000,
    stopMs: 30_000,
    backupEveryMs: 86_400_000,
    keepDays: 90,
    live: { streams: 8, framesPerSecond: 5, width: 540, ms: 1_800_000 },
    ocrLanguages: 'eng',
    holdPhoneMs: 600_000,
    evidence: { quotaBytes: 2_147_483_648, keepDays: 14, mostPictures: 20 },
    restMs: 0,
    screenOffMs: 30_000,
    verifyRuns: 3,
    unattended: { permitted: ['keyword_warmup'], unverified: ['keyword_warmup'] },
    judge: null,
    logLevel: 'info',
    toolEnvironment: {},
  })
  assert.deepEqual(warnings, [])
})

test('every setting can be given, and an empty one counts as not set', () => {
  const { config } = loadConfig({
    PHONEFARM_HOST: '::1',
    PHONEFARM_PORT: '0',
    PHONEFARM_DATA_DIR: '/data/farm',
    PHONEFARM_DRIVERS_DIR: ' /data/drivers ',
    PHONEFARM_API_KEY: 'a-key-of-16-characters',
    PHONE_FARM_WEBHOOK_SECRET: 'newest-secret, oldest-secret',
    PHONEFARM_CALLBACK_ALLOW: 'receiver.test:8080',
    PHONEFARM_ADB_SERVER_PORT: ' 5099 ',
    PHONEFARM_APPIUM_PHONES_PER_SERVER: '',
    PHONEFARM_RETRY_BASE_MS: '50',
    PHONEFARM_LOG_LEVEL: 'debug',
  })

  assert.equal(config.host, '::1')
  assert.equal(config.port, 0)
  assert.equal(config.dataDir, '/data/farm')
  assert.equal(config.driversDir, '/data/drivers')
  assert.equal(config.apiKey, 'a-key-of-16-characters')
  assert.deepEqual(config.webhookSecrets, ['newest-secret', 'oldest-secret'])
  assert.deepEqual(config.callbackAllow, [{ host: 'receiver.test', port: 8080 }])
  assert.equal(config.adbServerPort, 5099)
  assert.equal(config.appiumPhonesPerServer, 4)
  assert.equal(config.retryBaseMs, 50)
  assert.equal(config.logLevel, 'debug')
})

test('every wrong setting is named at once, without its value', () => {
  const problems = problemsOf({
    PHONEFARM_PORT: '87x7',
    PHONEFARM_ADB_SERVER_PORT: '0',
    PHONEFARM_API_KEY: 'has space',
    PHONEFARM_LOG_LEVEL: 'loud',
    PHONEFARM_CALLBACK_ALLOW: 'http://receiver.test/',
    PHONE_FARM_WEBHOOK_SECRET: 'one,two,three',
  })

  assert.deepEqual(
    problems.map(({ name }) => name),
    [
      'PHONEFARM_PORT',
      'PHONEFARM_API_KEY',
      'PHONEFARM_ADB_SERVER_PORT',
      'PHONEFARM_LOG_LEVEL',
      'PHONEFARM_CALLBACK_ALLOW',
      'PHONE_FARM_WEBHOOK_SECRET',
    ],
  )
  assert.ok(!JSON.stringify(problems).includes('has space'))
})

for (const languages of ['english', 'eng,deu', '../eng', 'eng+']) {
  test(`pictures cannot be read in ${languages}, and what is expected is said`, () => {
    assert.deepEqual(problemsOf({ PHONEFARM_OCR_LANGUAGES: languages }), [
      {
        name: 'PHONEFARM_OCR_LANGUAGES',
        message: 'must be languages of three letters, joined by +: eng+deu',
      },
    ])
  })
}

test('the message of a wrong choice lists the choices', () => {
  const [problem] = problemsOf({ PHONEFARM_LOG_LEVEL: 'loud' })

  assert.match(problem?.message ?? '', /trace, debug, info, warn, error, fatal, silent/)
})

for (const host of ['0.0.0.0', '::', '192.168.1.10', 'farm.example.com', '127.evil.example']) {
  test(`listening on ${host} needs a key in the environment`, () => {
    assert.deepEqual(
      problemsOf({ PHONEFARM_HOST: host }).map(({ name }) => name),
      ['PHONEFARM_API_KEY'],
    )
    assert.deepEqual(problemsOf({ PHONEFARM_HOST: host, PHONEFARM_API_KEY: 'a-key-of-16-characters' }), [])
  })
}

for (const host of ['127.0.0.1', '127.0.0.2', '::1', 'localhost']) {
  test(`listening on ${host} needs none`, () => {
    assert.deepEqual(problemsOf({ PHONEFARM_HOST: host }), [])
  })
}

test('an unknown setting is warned about with the name that was meant', () => {
  const { warnings } = loadConfig({
    PHONEFARM_PROT: '1',
    PHONE_FARM_API_KEY: 'x',
    PHONEFARM_SOMETHING_ELSE_ENTIRELY: '1',
    OTHER_PORT: '1',
  })

  assert.deepEqual(warnings, [
    'PHONEFARM_PROT is not a setting; did you mean PHONEFARM_PORT?',
    'PHONE_FARM_API_KEY is not a setting; did you mean PHONEFARM_API_KEY?',
    'PHONEFARM_SOMETHING_ELSE_ENTIRELY is not a setting',
  ])
})

test('a short key is accepted and warned about', () => {
  assert.deepEqual(loadConfig({ PHONEFARM_API_KEY: 'short' }).warnings, [
    'PHONEFARM_API_KEY is shorter than 16 characters',
  ])
})

test('programs that we start get the environment without our settings', () => {
  const { config } = loadConfig({
    PATH: '/usr/bin',
    ANDROID_HOME: '/opt/sdk',
    PHONEFARM_API_KEY: 'a-key-of-16-characters',
    PHONE_FARM_WEBHOOK_SECRET: 's3cret-for-callbacks',
  })

  assert.deepEqual(config.toolEnvironment, { PATH: '/usr/bin', ANDROID_HOME: '/opt/sdk' })
})

test('a whole number out of its range is told its range', () => {
  assert.deepEqual(problemsOf({ PHONEFARM_PORT: '-1', PHONEFARM_STOP_MS: '600001' }), [
    { name: 'PHONEFARM_PORT', message: 'must be a whole number from 0 to 65535' },
    { name: 'PHONEFARM_STOP_MS', message: 'must be a whole number from 0 to 600000' },
  ])
})

for (const secret of ['whsec_', 'whsec_***', 'newest-secret,whsec_not base64']) {
  test(`the webhook secret ${secret} is refused, because it would sign with another key than it says`, () => {
    assert.deepEqual(problemsOf({ PHONE_FARM_WEBHOOK_SECRET: secret }), [
      { name: 'PHONE_FARM_WEBHOOK_SECRET', message: 'must have base64 after whsec_' },
    ])
  })
}

test('an authority of a receiver whose file is missing is told as the setting it is', () => {
  assert.throws(() => loadConfig({ PHONEFARM_CALLBACK_CA: 'receiver.test=/nonexistent/ca.pem' }), {
    message:
      'configuration: PHONEFARM_CALLBACK_CA names a file for receiver.test that cannot be read (ENOENT): /nonexistent/ca.pem',
  })
})

test('that certificates are not to be checked is told to have no effect', () => {
  assert.deepEqual(loadConfig({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }).warnings, [
    'NODE_TLS_REJECT_UNAUTHORIZED has no effect; a receiver is trusted by PHONEFARM_CALLBACK_CA',
  ])
})
