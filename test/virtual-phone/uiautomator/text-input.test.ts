import assert from 'node:assert/strict'
import { test } from 'node:test'
import { view } from './fake-phone.ts'
import { openWire } from './wire.ts'

type Spec = Parameters<typeof view>[0]

/** A field that keeps what is set, and a label beside it. */
async function openField(spec: Spec = {}) {
  const state = { text: 'old', sets: [] as string[], progress: 0 }
  const wire = await openWire(() =>
    view({ key: 'root' }, [
      view({
        id: 'field',
        className: 'android.widget.EditText',
        text: state.text,
        onSetText: (text) => {
          state.text = text
          state.sets.push(text)
        },
        ...spec,
      }),
      view({ id: 'label', text: 'a label' }),
      view({
        id: 'bar',
        className: 'android.widget.SeekBar',
        range: { min: 0, max: 100, current: state.progress },
        onSetProgress: (value) => void (state.progress = value),
      }),
    ]),
  )
  const into = async (id: string, body: unknown) =>
    wire.call('POST', `/element/${await wire.find('id', id)}/value`, body)
  return { wire, state, into }
}

test('value appends to what the field holds', async () => {
  const { state, into, wire } = await openField()

  assert.equal(await into('field', { text: ' and new' }), null)
  assert.deepEqual(state.sets, ['', 'old and new'])
  assert.deepEqual(wire.inputs, [])
})

test('replace sets the text at once', async () => {
  const { state, into } = await openField()

  await into('field', { text: 'new', replace: true })
  assert.deepEqual(state.sets, ['new'])
})

test('what is left after clearing is taken for the hint', async () => {
  const { state, into } = await openField({ hint: 'Your name' })

  await into('field', { text: 'new' })
  assert.equal(state.text, 'new')
})

test('a field that shows only its hint keeps nothing of it', async () => {
  const { state, into } = await openField({ text: '', hint: 'Your name' })

  await into('field', { text: 'new' })
  assert.equal(state.text, 'new')
})

test('unicode, emoji and right-to-left text need no keys', async () => {
  const { state, into } = await openField()

  await into('field', { text: 'naïve 🍝 مرحبا', replace: true })
  assert.equal(state.text, 'naïve 🍝 مرحبا')
})

test('the text is cut to the length of the field', async () => {
  const { state, into } = await openField({ maxTextLength: 5 })

  await into('field', { text: 'too long', replace: true })
  assert.equal(state.text, 'too l')
})

test('a newline at the end is text: nothing is pressed', async () => {
  const { state, into, wire } = await openField()

  await into('field', { text: 'pasta\n', replace: true })
  assert.equal(state.text, 'pasta\n')
  assert.deepEqual(wire.inputs, [])
})

test('backslash and n at the end press Enter and stay in the field', async () => {
  const { state, into, wire } = await openField()

  await into('field', { text: String.raw`pasta\n`, replace: true })
  assert.equal(state.text, String.raw`pasta\n`)
  assert.deepEqual(wire.inputs, ['key 66 @0'])
})

test('a label refuses text', async () => {
  const { into } = await openField()

  assert.equal(
    await into('label', { text: 'x', replace: true }),
    "400 invalid element state: Cannot set the element to 'x'. Did you interact with the correct element?",
  )
})

test('a disabled field refuses text', async () => {
  const { state, into } = await openField({ enabled: false })

  assert.match(await into('field', { text: 'x', replace: true }), /^400 invalid element state/)
  assert.deepEqual(state.sets, [])
})

test('clear empties a field and never fails, not even on a label', async () => {
  const { state, wire } = await openField()

  assert.equal(await wire.call('POST', `/element/${await wire.find('id', 'field')}/clear`), null)
  assert.equal(await wire.call('POST', `/element/${await wire.find('id', 'label')}/clear`), null)
  assert.deepEqual(state.sets, [''])
})

test('a slider takes a number, clamped to its range', async () => {
  const { state, into } = await openField()

  await into('bar', { text: '33.5' })
  assert.equal(state.progress, 33.5)
  await into('bar', { text: '500' })
  assert.equal(state.progress, 100)
})

test('a slider refuses what is no number', async () => {
  const { into } = await openField()

  assert.match(
    await into('bar', { text: 'half' }),
    /^400 invalid argument: .*Cannot convert 'half' to float$/,
  )
})

test('keys without an element go to the focused view as SET_TEXT', async () => {
  const { state, wire } = await openField({ focused: true })

  assert.equal(await wire.call('POST', '/keys', { text: '!' }), null)
  assert.equal(state.text, 'old!')
  assert.deepEqual(wire.inputs, [])
})

test('keys without any focused view find no element', async () => {
  const { wire } = await openField()

  assert.match(await wire.call('POST', '/keys', { text: '!' }), /^404 no such element/)
})

test('value without text is a NullPointerException', async () => {
  const { into } = await openField()

  assert.match(await into('field', {}), /^500 unknown error: java\.lang\.NullPointerException/)
})
