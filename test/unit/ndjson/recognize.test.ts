import { describe, expect, it } from 'vitest'
import { recognizeForm } from '#engine/base/ndjson/recognize.ts'
import { bytesOf } from '../../support/byte-stream.ts'

const cases: readonly (readonly [string, string, ReturnType<typeof recognizeForm>])[] = [
  ['two lines', '{"resourceType":"Patient"}\n{"resourceType":"Patient"}\n', 'lines'],
  ['one line', '{"resourceType":"Patient"}', 'lines'],
  ['blank lines first', '\r\n\n{"resourceType":"Patient"}\n', 'lines'],
  ['nothing', '', 'lines'],
  ['only blanks', ' \n\n', 'lines'],
  ['a first line cut inside a text', '{"resourceType":"Patient","id":"1\n{"resourceType":"Patient"}\n', 'lines'],
  ['a first line cut after a comma', '{"resourceType":"Patient",\n{"resourceType":"Patient"}\n', 'lines'],
  ['a first line cut after a colon', '{"resourceType":\n{"resourceType":"Patient"}\n', 'lines'],
  ['a first line cut after a bracket', '{"resourceType":"Patient","name":[\n{"resourceType":"Patient"}\n', 'lines'],
  ['a first line of rubbish', 'xyz\n{"resourceType":"Patient"}\n', 'lines'],
  ['a line beyond the prefix', `{"resourceType":"Patient","text":"${'x'.repeat(100)}`, 'lines'],
  ['a List on one line', '{"resourceType":"List","entry":[{"item":{}}]}\n', 'lines'],
  ['Bundles on lines', '{"resourceType":"Bundle","entry":[]}\n{"resourceType":"Bundle","entry":[]}\n', 'lines'],
  ['one Bundle on one line', '{"resourceType":"Bundle","entry":[]}\n', 'document'],
  ['the start of a Bundle on one line', '{"resourceType":"Bundle","entry":[{"resource":', 'document'],
  ['the start of a Bundle, type last', '{"entry":[{"resource":', 'document'],
  ['a pretty resource', '{\n  "resourceType": "Patient"\n}', 'document'],
  ['a pretty resource without indentation', '{\n"resourceType": "Patient",\n"id": "1"\n}', 'document'],
  ['a pretty Bundle', '{ "resourceType": "Bundle",\r\n  "entry": [\r\n    {', 'document'],
  ['a Bundle with an entry per line', '{"resourceType":"Bundle","entry":[\n{"resource":', 'document'],
  [
    'a Bundle line that is cut',
    '{"resourceType":"Bundle","entry":[{"resource":{"id":"1\n{"resourceType":"Patient"}',
    'lines'
  ],
  ['an array', '\ufeff [{"resourceType":"Patient"}]', 'document'],
  ['an empty pretty object', '{\n}', 'document']
]

describe('recognizeForm', () => {
  it.each(cases)('%s', (_, text, form) => {
    expect(recognizeForm(bytesOf(text))).toBe(form)
  })
  it('refuses UTF-16 and binary content', () => {
    expect(recognizeForm(Uint8Array.of(0xff, 0xfe, 0x7b, 0))).toBe('not-text')
    expect(recognizeForm(Uint8Array.of(0xfe, 0xff, 0, 0x7b))).toBe('not-text')
    expect(recognizeForm(Uint8Array.of(0x50, 0x41, 0x52, 0x31, 0, 1, 2))).toBe('not-text')
  })
})
