import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { constants, deflateRawSync, gzipSync } from 'node:zlib'
import { TextReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'

const json = (value: unknown): string => JSON.stringify(value)
const patient = (id: string, more: object = {}): string =>
  json({ resourceType: 'Patient', id, gender: 'female', ...more })
const condition = (id: string, person: string, more: object = {}): string =>
  json({
    resourceType: 'Condition',
    id,
    subject: { reference: `Patient/${person}` },
    code: { coding: [{ system: 's', code: 'c' }] },
    ...more
  })

/** 40 good people, 20 of them in the file whose end is cut off. */
export const goodPatients = Array.from({ length: 40 }, (_, n) => `person-${String(n).padStart(2, '0')}`)

/**
 * Writes a folder that holds every kind of bad input the program knows, among good rows.
 * @returns what must be counted, by reason
 */
export async function writeBadInput(folder: string): Promise<Record<string, number>> {
  const write = (name: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  const [a, b, c, d, e, f, g, h, i, j] = goodPatients as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string
  ]

  // Good rows in every form: byte order mark, CRLF, blank lines, no final line end, nested, mixed types.
  write('nested/deep/Patient.ndjson', `\ufeff${patient(a)}\r\n\r\n   \r\n${patient(b)}\r\n${condition('good-1', a)}`)
  write(
    'Patient.jsonl',
    `${patient(c, { name: [{ family: 'Ærøskøbing 漢字 😀' }] })}\n${patient(c, { name: [{ family: 'Ærøskøbing 漢字 😀' }] })}\n`
  )
  write('pretty.json', JSON.stringify(JSON.parse(patient(d)), undefined, 2))
  write(
    'bundle.json',
    json({ resourceType: 'Bundle', type: 'collection', entry: [{ resource: JSON.parse(patient(e)) as unknown }] })
  )
  write(
    'bundles.json',
    `[${[f, g].map((id) => json({ resourceType: 'Bundle', entry: [{ fullUrl: `urn:uuid:${id}`, resource: JSON.parse(patient(id)) as unknown }] })).join(',\n')}]`
  )
  write('export', `${patient(h)}\n`)
  const zip = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false })
  await zip.add('in/zip/Patient.ndjson', new TextReader(`${patient(i)}\n`))
  await zip.add('secret.ndjson', new TextReader('{}'), { password: 'secret' })
  write('archive.zip', await zip.close())
  write(
    'several-members.ndjson.gz',
    Buffer.concat([gzipSync(`${patient(j)}\n`), gzipSync(`${patient(goodPatients[10]!)}\n`)])
  )

  // Lines that cannot be stored, with good ones between them.
  write(
    'lines.ndjson',
    Buffer.concat([
      Buffer.from('{"resourceType":"Patient","id":"cut\n'),
      Buffer.from(`${patient(goodPatients[11]!)}\n`),
      Buffer.from('[1,2]\n"text"\nnull\n{}\n{"resourceType":7}\n'),
      Buffer.from(
        '{"resourceType":"Patient"}\n{"resourceType":"Patient","id":"not an id"}\n{"resourceType":"Patient","id":7}\n'
      ),
      Buffer.from('{"resourceType":"Starship","id":"x"}\n'),
      Buffer.from('{"resourceType":"Patient","id":"latin1","name":[{"family":"M\u00fcller"}]}\n', 'latin1'),
      Buffer.from(`${patient(goodPatients[12]!)}\n`),
      Buffer.from(`{"resourceType":"Patient","id":"huge","text":{"div":"${'x'.repeat(64 * 1024 * 1024)}"}}\n`),
      Buffer.from(`${patient(goodPatients[13]!)}\n`),
      Buffer.from('{"resourceType":"Patient","id":"no-end"')
    ])
  )
  // Values that cannot be taken; their resources stay.
  write(
    'values.ndjson',
    [
      patient(goodPatients[14]!, { birthDate: '31.12.1950' }),
      condition('bad-date', a, { onsetDateTime: '2020-13-01' }),
      json({
        resourceType: 'Observation',
        id: 'bad-number',
        subject: { reference: `Patient/${a}` },
        valueQuantity: { value: '7,5' }
      }),
      condition('wrong-type', a, { code: 'diabetes' }),
      condition('dangling', 'nobody')
    ].join('\n')
  )
  // Duplicates.
  write(
    'twice.ndjson',
    `${patient(goodPatients[15]!, { meta: { lastUpdated: '2020-01-01T00:00:00Z' } })}\n${patient(goodPatients[15]!, { meta: { lastUpdated: '2021-01-01T00:00:00Z' } })}\n${patient(goodPatients[15]!, { active: true })}\n`
  )
  // Bundles with bad entries: no resource, broken brackets, cut off.
  write(
    'entries.json',
    `{"resourceType":"Bundle","entry":[{"request":{}},{"resource":${patient(goodPatients[16]!)}},{"resource":{"resourceType":"Patient","id":"open","name":[}},{"resource":${patient(goodPatients[17]!)}}]}`
  )
  write(
    'cut.json',
    `{"resourceType":"Bundle","entry":[\n{"resource":${patient(goodPatients[18]!)}},\n{"resource":{"resourceType":"Patient","id":"cut`
  )
  // Files that cannot be read to their end, or at all.
  const late = goodPatients
    .slice(20)
    .map((id) => `${patient(id)}\n`)
    .join('')
  const packed = gzipSync(
    `${late}${Array.from({ length: 3000 }, (_, n) => `${patient(`lost-${(n * 7919) % 3001}`, { n })}\n`).join('')}`
  )
  const between = gzipSync(`${patient('lost-between')}\n`).fill(0, 0, 2)
  write('damaged-part.ndjson.gz', Buffer.concat([gzipSync(late), between, gzipSync(late)]))
  write('cut.ndjson.gz', packed.subarray(0, Math.floor(packed.length / 2)))
  // A thousand times less than it unpacks to: lines of blanks.
  const blankLines = deflateRawSync(Buffer.alloc(16 * 1024 * 1024, `${' '.repeat(1024 * 1024 - 1)}\n`), {
    finishFlush: constants.Z_FULL_FLUSH
  })
  const gzipHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])
  write('bomb.ndjson.gz', Buffer.concat([gzipHeader, ...Array.from({ length: 17 }, () => blankLines)]))
  write('damaged.zip', 'PK\u0003\u0004 but no archive')
  write('utf-16.ndjson', Buffer.from(`\ufeff${patient('utf-16')}\n`, 'utf16le'))
  write(`Patient.ndjson`, `${patient(goodPatients[19]!)}\n`)
  // Nothing for us.
  write('README.md', '# notes')
  write('.hidden.ndjson', 'x')
  write('manifest.json', '{"request":"https://ehr.example/$export","output":[]}')
  return {
    'not-json': 3,
    'not-a-resource': 6,
    'missing-id': 3,
    'unknown-resource-type': 1,
    'not-utf8': 2,
    'line-too-long': 1,
    'bad-date': 2,
    'bad-number': 1,
    'wrong-type': 1,
    'dangling-reference': 1,
    'duplicate-different': 1,
    superseded: 1,
    'truncated-file': 2,
    'unreadable-file': 1,
    'unpacks-too-far': 1,
    'damaged-part': 1
  }
}
