import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { headlessProgram, runPopulus } from '../../support/populus-command.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const url = 'http://example.org/Measure/M'

const linesOf = (out: string): unknown[] =>
  out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as unknown]))

async function populus(...words: string[]): Promise<{ code: number; lines: unknown[]; err: string }> {
  const { code, out, err } = await runPopulus(words, { POPULUS_DATA: temporaryFolder() })
  return { code, lines: linesOf(out), err }
}

/** The same in a process of its own, which has threads. */
function startedPopulus(...words: string[]): { code: number | null; lines: unknown[]; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [headlessProgram, ...words], { encoding: 'utf8' })
  return { code: status, lines: linesOf(stdout), err: stderr }
}

const coded = (code: string) => ({ coding: [{ code }] })
const retrieve = (type: string) => ({ type: 'Retrieve', localId: '1', dataType: `{http://hl7.org/fhir}${type}` })
const exists = (type: string) => ({ type: 'Exists', localId: '2', operand: retrieve(type) })
const status = { type: 'Property', path: 'status', source: { type: 'SingletonFrom', operand: retrieve('Encounter') } }
const gender = { type: 'Property', path: 'gender', source: { type: 'SingletonFrom', operand: retrieve('Patient') } }

/** A measure of who has an encounter, and of these who has a procedure; several encounters of one patient are an error. */
function bundle(): string {
  const defines = {
    'initial-population': exists('Patient'),
    denominator: { type: 'Not', operand: { type: 'IsNull', operand: status } },
    numerator: exists('Procedure'),
    Sex: gender
  }
  const def = Object.entries(defines).map(([name, expression]) => ({ name, context: 'Patient', expression }))
  const elm = { library: { identifier: { id: 'L' }, statements: { def } } }
  const codes = ['initial-population', 'denominator', 'numerator']
  const measure = {
    resourceType: 'Measure',
    url,
    version: '1',
    library: ['http://example.org/Library/L'],
    scoring: coded('proportion'),
    group: [
      { id: 'g', population: codes.map((code) => ({ id: code, code: coded(code), criteria: { expression: code } })) }
    ],
    supplementalData: [{ id: 'sex', criteria: { expression: 'Sex' } }]
  }
  const data = btoa(JSON.stringify(elm))
  const library = { resourceType: 'Library', name: 'L', content: [{ contentType: 'application/elm+json', data }] }
  const gone = { ...measure, url: `${url}2`, library: ['http://example.org/Library/Gone'] }
  const entry = [measure, library, gone].map((resource) => ({ resource }))
  return JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry })
}

const records = [
  { resourceType: 'Patient', id: 'a', gender: 'female' },
  { resourceType: 'Patient', id: 'b', gender: 'female' },
  { resourceType: 'Patient', id: 'c', gender: 'male' },
  { resourceType: 'Patient', id: 'd' },
  { resourceType: 'Encounter', id: 'e1', status: 'finished', subject: { reference: 'Patient/a' } },
  { resourceType: 'Encounter', id: 'e2', status: 'finished', subject: { reference: 'Patient/b' } },
  { resourceType: 'Encounter', id: 'e3', status: 'finished', subject: { reference: 'Patient/c' } },
  { resourceType: 'Encounter', id: 'e4', status: 'finished', subject: { reference: 'Patient/c' } },
  { resourceType: 'Procedure', id: 'p1', status: 'completed', subject: { reference: 'Patient/b' } }
]

function files(): { readonly content: string; readonly data: string } {
  const [folder, data] = [temporaryFolder(), temporaryFolder()]
  writeFileSync(join(folder, 'bundle.json'), bundle())
  for (const type of new Set(records.map((record) => record.resourceType))) {
    const lines = records.filter((record) => record.resourceType === type).map((record) => JSON.stringify(record))
    writeFileSync(join(data, `${type}.ndjson`), `${lines.join('\n')}\n`)
  }
  return { content: join(folder, 'bundle.json'), data }
}

describe('populus measure', () => {
  it.each(['1', '2'])(
    'evaluates in %s threads, tells of the patient with an error and the measure that cannot run',
    (threads) => {
      const { content, data } = files()
      const { code, lines, err } = startedPopulus(
        'measure',
        content,
        '--data',
        data,
        '--period',
        '2025',
        '--threads',
        threads,
        '--json'
      )
      expect(lines).toHaveLength(1)
      expect(lines[0]).toMatchObject({
        measure: url,
        version: '1',
        patients: 4,
        groups: [{ id: 'g', populations: { 'initial-population': 4, denominator: 2, numerator: 1 }, score: 0.5 }],
        errors: [{ patient: '••••', expression: 'denominator' }]
      })
      expect(err).toContain(`${url}2 cannot be evaluated: The library "Gone"`)
      expect(code).toBe(1)
    }
  )

  it('prints one object with the reason where there are no data, and where no measure can run', async () => {
    const { content, data } = files()
    const common = ['--period', '2025', '--json']
    const empty = await populus('measure', content, '--data', temporaryFolder(), ...common)
    expect([empty.code, empty.lines]).toMatchObject([2, [{ error: { code: 'unreadable-file', exitCode: 2 } }]])
    expect(empty.err).toContain('There are no FHIR data in what was named.')
    writeFileSync(content, bundle().replaceAll('/Library/L"', '/Library/Gone"'))
    const none = await populus('measure', content, '--data', data, ...common)
    expect([none.code, none.lines]).toMatchObject([2, [{ error: { code: 'not-supported', exitCode: 2 } }]])
    expect(none.err).toContain('cannot be evaluated: The library "Gone"')
  })

  it('prints patients, supplemental data, and a trace with what is missing', async () => {
    const { content, data } = files()
    const { lines } = await populus(
      'measure',
      content,
      '--data',
      data,
      '--period',
      '2025',
      '--json',
      '--patients',
      '--supplemental',
      '--trace',
      'a',
      '--identifying',
      '--reason',
      'A test'
    )
    const patients = lines.slice(0, 4)
    expect(patients[1]).toEqual({
      patient: 'b',
      measure: url,
      groups: [{ id: 'g', populations: { 'initial-population': 1, denominator: 1, numerator: 1 } }]
    })
    expect(lines[4]).toMatchObject({
      trace: expect.arrayContaining([expect.objectContaining({ name: 'numerator', outcome: 'false' })]) as unknown
    })
    expect(lines[5]).toMatchObject({ group: 'g', missing: [{ type: 'Procedure', define: 'numerator', present: [] }] })
    expect(lines[6]).toMatchObject({ supplemental: { sex: { female: 2, male: 1 } } })
  })

  it('says that it masks the ids of patients, where it prints them', async () => {
    const { content, data } = files()
    const asked = ['measure', content, '--data', data, '--period', '2025', '--json']
    const masked = await populus(...asked, '--patients')
    expect([masked.lines[0], masked.err]).toEqual([
      expect.objectContaining({ patient: '••••' }),
      expect.stringContaining('Ids are written as dots (••••); add --identifying with --reason TEXT to have them.\n')
    ])
    expect((await populus(...asked, '--patients', '--identifying', '--reason', 'A test')).err).not.toContain('dots')
    expect((await populus(...asked)).err).not.toContain('dots')
  })

  it('ends with 2 for a patient to trace who is not there, and for nothing to evaluate', async () => {
    const { content, data } = files()
    expect((await populus('measure', content, '--data', data, '--trace', 'nobody')).err).toContain('not among the data')
    expect((await populus('measure', content, '--data', data, '--trace', 'nobody')).code).toBe(2)
    expect((await populus('measure', content, '--data', data, '--threads', 'many')).code).toBe(2)
  })
})
