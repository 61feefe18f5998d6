import { describe, expect, test } from 'vitest'
import { createScanningBuilder } from '#engine/ingest/scanning-builder.ts'
import { releaseVotes } from '#engine/base/fhir/fhir-release.ts'
import type { StoreChunk } from '#engine/store/model/chunk.ts'
import { bytesOf } from '../../support/byte-stream.ts'
import { createRandom } from '../../property/scanner/random.ts'
import { shippedPlan } from '../../support/load-store.ts'

const plan = shippedPlan()

interface Scanned {
  readonly taken: number
  /** Numbers of the lines that were left to the general path. */
  readonly refused: readonly number[]
  readonly chunk: StoreChunk | undefined
}

function scan(text: string | Uint8Array, limit = 1 << 24): Scanned {
  const builder = createScanningBuilder(plan)!
  builder.begin(0, releaseVotes())
  const refused: number[] = []
  const taken = builder.lines!(typeof text === 'string' ? bytesOf(text) : text, 1, 0, limit, (_from, _to, line) =>
    refused.push(line)
  )
  return { taken, refused, chunk: builder.take() }
}

/** Arrays of one column of a table. */
function column(chunk: StoreChunk | undefined, table: string, name: string) {
  const index = plan.tables.findIndex((each) => each.name === table)
  const place = plan.tables[index]!.columns.findIndex(({ name: columnName }) => columnName === name)
  return chunk!.tables.find((each) => each.table === index)!.columns[place]!
}

function texts(chunk: StoreChunk | undefined, table: string, name: string): (string | undefined)[] {
  const found = column(chunk, table, name)
  if (found.kind !== 'dictionary') throw new Error('no text column')
  return Array.from(found.codes, (code) => found.values[code])
}

const observation = (members: string, id = 'a') =>
  `{"resourceType":"Observation","id":"${id}"${members === '' ? '' : `,${members}`}}\n`

describe('lines that are taken', () => {
  test('give one code to equal texts in different spellings', () => {
    const { chunk, refused } = scan(
      observation('"status":"final"') +
        observation('"status":"fin\\u0061l"') +
        observation('"valueString":"a\\/\\u00e9\\ud83d\\ude00\\n"') +
        observation('"valueString":"a/é😀\\u000a"')
    )
    expect(refused).toEqual([])
    const status = column(chunk, 'observation', 'status')
    expect(status).toEqual({ kind: 'dictionary', codes: Int32Array.of(0, 0, -1, -1), values: ['final'] })
    expect(texts(chunk, 'observation', 'value_text')).toEqual([undefined, undefined, 'a/é😀\n', 'a/é😀\n'])
    expect(column(chunk, 'observation', 'value_text')).toMatchObject({ values: ['a/é😀\n'] })
  })

  test('may have any white space and order of members', () => {
    const line = ' \t{ "status" :\t"final" ,"id": "b","resourceType":"Observation" }  \r'
    const { taken, chunk } = scan(`${observation('')}${line}\r\n`)
    expect(taken).toBe(2)
    expect(texts(chunk, 'observation', 'status')).toEqual([undefined, 'final'])
    expect(Array.from(chunk!.resources.length)).toEqual([observation('').length - 1, line.length])
  })

  test.each([
    '0',
    '-0',
    '1.50',
    '77.40000000000001',
    '179.04219836183917',
    '9007199254740993',
    '5e-324',
    '1e23',
    '2.2250738585072011e-308',
    '123456789012345678901234567890'
  ])('read the number %s as JSON.parse does', (written) => {
    const { chunk } = scan(observation(`"valueQuantity":{"value":${written}}`))
    const found = column(chunk, 'observation', 'value')
    expect(found.kind === 'number' && Object.is(found.values[0], JSON.parse(written))).toBe(true)
  })

  test('read decimals of any length and place of the point as JSON.parse does', () => {
    const random = createRandom(7)
    const digits = (count: number) => Array.from({ length: count }, () => random.below(10)).join('')
    const written = Array.from({ length: 20_000 }, () => {
      const whole = random.chance(0.4) ? '0' : `${1 + random.below(9)}${digits(random.below(18))}`
      const zeros = '0'.repeat(random.below(24))
      const exponent = random.chance(0.3) ? `e${random.below(80) - 40}` : ''
      return `${random.chance(0.2) ? '-' : ''}${whole}${random.chance(0.8) ? `.${zeros}${1 + random.below(9)}${digits(random.below(18))}` : ''}${exponent}`
    })
    const { chunk } = scan(written.map((number) => observation(`"valueQuantity":{"value":${number}}`)).join(''))
    const found = column(chunk, 'observation', 'value')
    expect(found).toEqual({
      kind: 'number',
      values: Float64Array.from(written, (number) => JSON.parse(number) as number)
    })
  })

  test('make a row for each component and each coding', () => {
    const coding = (code: string) => `{"system":"http://loinc.org","code":"${code}"}`
    const { chunk } = scan(
      observation(
        `"code":{"coding":[${coding('1')},${coding('2')}]},"component":[{"code":{"coding":[${coding('3')}]},"valueQuantity":{"value":1}},{"code":{"text":"x"},"valueInteger":2}]`
      )
    )
    expect(column(chunk, 'observation_component', 'value')).toEqual({ kind: 'number', values: Float64Array.of(1, 2) })
    const codings = chunk!.codings.find(({ coding: index }) => plan.codings[index] === 'observation')!
    expect(Array.from(codings.concept, (place) => chunk!.concepts.codes[place])).toEqual(['1', '2'])
  })
})

describe('lines that are left to the general path', () => {
  test.each([
    ['a member that comes twice', observation('"status":"final","status":"amended"')],
    ['a date that is none', observation('"issued":"2020-13-01T00:00:00Z"')],
    ['a number in a text', observation('"valueQuantity":{"value":"1"}')],
    ['an array where one value is meant', observation('"status":["final","amended"]')],
    ['half a surrogate pair', observation('"status":"\\ud800"')],
    ['an escaped name', observation('"st\\u0061tus":"final"')],
    ['a number too large for a double', observation('"valueQuantity":{"value":1e400}')],
    ['an id that is none', observation('', 'a b')],
    ['another type', '{"resourceType":"Bundle","type":"collection"}\n'],
    ['a blank line', '\n'],
    ['what is not JSON', observation('"status":final')],
    ['a comma too many', observation('"status":"final",')],
    ['a leading zero', observation('"unknown":01')],
    ['a control character', observation('"unknown":"\t"')],
    ['two values', `${observation('').trim()}{}\n`],
    ['too many levels', observation(`"unknown":${'['.repeat(100)}${']'.repeat(100)}`)],
    ['what only R5 has', '{"resourceType":"Encounter","id":"a","class":[{"coding":[]}]}\n']
  ])('%s', (_name, line) => {
    expect(scan(observation('') + line + observation(''))).toMatchObject({ taken: 2, refused: [2] })
  })

  test('bytes that are not UTF-8, anywhere in the line', () => {
    for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], [0x80]]) {
      const before = bytesOf('{"resourceType":"Observation","id":"a","unknown":"')
      const line = Uint8Array.from([...before, ...bytes, ...bytesOf('"}\n')])
      expect(scan(line)).toMatchObject({ taken: 0, refused: [1] })
    }
  })

  test('lines longer than the limit', () => {
    expect(scan(observation('"status":"final"') + observation(''), 45)).toMatchObject({ taken: 1, refused: [1] })
  })

  test('every way of cutting a line short', () => {
    const line = observation(
      '"status":"fin\\u0061l","valueQuantity":{"value":1.5e3,"code":"mg"},"component":[{"valueBoolean":true}]'
    ).trim()
    const cut = Array.from({ length: line.length }, (_, length) => line.slice(0, length))
    const { taken, refused } = scan(`${cut.join('\n')}\n${line}\n`)
    expect(taken).toBe(1)
    expect(refused).toEqual(cut.map((_, i) => i + 1))
  })
})

test('a line longer than the room for lines does not stop those after it', () => {
  const long = observation(`"unknown":"${'x'.repeat(3 << 20)}"`)
  expect(scan(observation('') + long + observation(''))).toMatchObject({ taken: 2, refused: [2] })
})

test('chunks start over', () => {
  const builder = createScanningBuilder(plan)!
  builder.begin(0, releaseVotes())
  const line = bytesOf(observation('"status":"final","subject":{"reference":"Patient/p"}'))
  const chunks = [1, 2, 3].map(() => {
    builder.lines!(line, 1, 0, 1 << 20, () => undefined)
    return builder.take()
  })
  expect(chunks[1]).toEqual(chunks[0])
  expect(chunks[2]).toEqual(chunks[0])
  expect(builder.take()).toBeUndefined()
})
