import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { suppressFunnel } from '#engine/cohorts/evaluate/suppress-funnel.ts'
import { runPopulus, type CommandOutcome } from '../../support/populus-command.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const populus = (...words: string[]): Promise<CommandOutcome> => runPopulus(words, { POPULUS_DATA: temporaryFolder() })

const people = ['a', 'b', 'c'].map((id) => ({
  resourceType: 'Patient',
  id,
  gender: id === 'c' ? 'male' : 'female',
  birthDate: '1960-01-01'
}))
const conditions = ['b', 'c'].map((id) => ({
  resourceType: 'Condition',
  id: `x${id}`,
  subject: { reference: `Patient/${id}` },
  code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'E11.9' }] },
  recordedDate: '2026-02-03'
}))
const definition = {
  format: 1,
  title: 'Women with diabetes',
  index: { pick: 'first', event: { domain: 'condition' } },
  steps: [
    { type: 'event', event: { domain: 'condition', codes: { lists: ['https://populus.example/ValueSet/diabetes'] } } },
    { type: 'filter', dimension: 'sex', values: ['female'] },
    { type: 'none', criteria: [{ type: 'event', event: { domain: 'encounter' } }] }
  ]
}

function folderOf(cohort: unknown): { readonly data: string; readonly file: string } {
  const folder = temporaryFolder()
  const data = join(folder, 'data.ndjson')
  writeFileSync(data, [...people, ...conditions].map((each) => JSON.stringify(each)).join('\n'))
  const file = join(folder, 'cohort.json')
  writeFileSync(file, JSON.stringify(cohort))
  return { data, file }
}

describe('populus cohort', () => {
  it('prints counts and the attrition, and writes people only to a file', async () => {
    const { data, file } = folderOf({ ...definition, steps: definition.steps.slice(0, 2) })
    const out = join(temporaryFolder(), 'people.csv')
    const json = await populus('cohort', data, '--definition', file, '--as-of', '2026-10-31', '--json', '--out', out)
    expect([json.code, JSON.parse(json.out)]).toEqual([
      0,
      {
        cohort: 'Women with diabetes',
        asOf: '2026-10-31',
        start: 3,
        index: 'First diagnosis',
        entry: 2,
        steps: [
          { text: 'Diagnosis of Diabetes', left: 2, lost: 0, unknown: 0 },
          { text: 'Sex: Female', left: 1, lost: 1, unknown: 0 }
        ],
        people: 1,
        unknown: 0
      }
    ])
    expect(json.err).toContain('1 person written')
    expect(json.err).toContain('Ids are written as dots (••••); add --identifying with --reason TEXT to have them.\n')
    expect(readFileSync(out, 'utf8')).toMatch(/,••••,2026-02-03/)
    const named = join(temporaryFolder(), 'people.csv')
    const words = ['--out', named, '--identifying', '--reason', 'A test']
    const revealed = await populus('cohort', data, '--definition', file, ...words)
    expect([revealed.code, revealed.err]).toEqual([0, expect.not.stringContaining('dots')])
    // Counts have no ids.
    expect((await populus('cohort', data, '--definition', file)).err).not.toContain('dots')
    expect(readFileSync(named, 'utf8')).toMatch(/\bb,2026-02-03/)
    expect(statSync(out).mode & 0o777).toBe(0o600)
  })
  it('says what cannot be told, and prints a table', async () => {
    const { data, file } = folderOf(definition)
    const { code, out } = await populus('cohort', data, '--definition', file, '--as-of', '2026-10-31')
    expect(code).toBe(0)
    expect(out).toMatch(/3\. None of these: Encounter +0 +0 +1\n/)
    expect(out).toContain('0 people; 1 more cannot be determined')
    const onLastDay = await populus('cohort', data, '--definition', file, '--small-cells', '10')
    expect(onLastDay.out).toContain('suppressed')
    expect(onLastDay.out).toContain('Women with diabetes, 2026-02-03\n')
  })
  it('refuses what is no definition in a sentence', async () => {
    const { data, file } = folderOf({ format: 1, title: 'x', steps: [{ type: 'moon' }] })
    const { code, err } = await populus('cohort', data, '--definition', file)
    expect([code, err.includes('no cohort definition at "steps.0.type"')]).toEqual([2, true])
    expect((await populus('cohort', data)).code).toBe(2)
    const misspelled = folderOf({ ...definition, steps: [{ type: 'registry', registry: 'diabtes' }] })
    const refused = await populus('cohort', misspelled.data, '--definition', misspelled.file)
    expect([refused.code, refused.out]).toEqual([2, ''])
    expect(refused.err).toContain('There is no registry “diabtes”. Did you mean “diabetes”?')
    expect((await populus('cohort', data, '--definition', `${file}x`)).err).toContain('cannot be read')
  })
})

describe('a funnel with small counts', () => {
  const step = (left: number, lost: number, unknown = 0) => ({
    left,
    lost,
    unknown,
    alone: { meets: left, unknown: 0, reason: undefined, nodes: [] }
  })
  const funnel = {
    start: 1000,
    entry: 1000,
    entryReason: undefined,
    steps: [step(600, 400), step(595, 5)],
    people: 595,
    unknown: 0
  }
  it('shows no step from which a small count follows', () => {
    expect(suppressFunnel(funnel, 0)).toMatchObject({ start: 1000, people: 595, steps: [{ left: 600 }, { lost: 5 }] })
    expect(suppressFunnel(funnel, 10)).toMatchObject({
      start: 1000,
      entry: undefined,
      people: 595,
      unknown: undefined,
      steps: [
        { left: undefined, lost: undefined },
        { left: undefined, lost: undefined }
      ]
    })
    expect(suppressFunnel({ ...funnel, people: 995 }, 10).people).toBeUndefined()
    expect(suppressFunnel({ ...funnel, steps: [step(600, 400)], people: 600 }, 10).steps[0]?.left).toBe(600)
  })
})
