import { beforeAll, describe, expect, it } from 'vitest'
import { emptyBitset, hasBit, setBit } from '#engine/base/kernels/bitset.ts'
import { effectiveRules, noRecordRules } from '#shared/consent/record-rules.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { limitToScopes, type PeopleLimits } from '#engine/population/scope/limit-to-scopes.ts'
import { peopleInScope } from '#engine/population/scope/people-in-scope.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { limitStore } from '#engine/store/limit/limit-store.ts'
import { idAt } from '#engine/store/model/id-column.ts'
import type { Store } from '#engine/store/model/store.ts'
import { readViewTable } from '#engine/tables/saved-views/view-table.ts'
import { readRegistries } from '../../../src-main/services/population/read-registries.ts'
import { createSamplePopulation } from '../../../src-main/sample/population/population.ts'
import { loadFiles, type TextFile } from '../../support/load-store.ts'
import { rowsOf } from '../../support/rows-of.ts'

const noRules = effectiveRules(noRecordRules, true)
const nobodyOut: PeopleLimits = { scopes: undefined, optOuts: [], rules: noRules }
const resources = `${process.cwd()}/resources`
let files: TextFile[]
let all: Store

beforeAll(async () => {
  const population = createSamplePopulation({ patients: 24 })
  files = []
  for (const { name } of population.files)
    files.push({ name, content: await new Response(population.stream(name)).text() })
  all = await loadFiles(files)
})

const idOf = (store: Store, ordinal: number): string => idAt(store.table('patient').column('id', 'id'), ordinal)!

/** The same files without the lines of other people. */
function filesOf(people: ReadonlySet<string>): TextFile[] {
  return files.map(({ name, content }) => ({
    name,
    content: String(content)
      .split('\n')
      .filter((line) => line !== '' && isOf(JSON.parse(line) as Line, people))
      .map((line) => `${line}\n`)
      .join('')
  }))
}

interface Line {
  readonly resourceType: string
  readonly id: string
  readonly subject?: { readonly reference?: string }
  readonly patient?: { readonly reference?: string }
  readonly beneficiary?: { readonly reference?: string }
  readonly participant?: readonly { readonly actor?: { readonly reference?: string } }[]
}

function isOf(line: Line, people: ReadonlySet<string>): boolean {
  if (line.resourceType === 'Patient') return people.has(line.id)
  const actors = (line.participant ?? []).map(({ actor }) => actor?.reference)
  const named = [line.subject?.reference, line.patient?.reference, line.beneficiary?.reference, ...actors].find(
    (each) => each?.startsWith('Patient/')
  )
  return named === undefined || people.has(named.slice('Patient/'.length))
}

/** Rows without displays: of several for one code, the first of all files stands for it. */
function codedRows(store: Store, name: string): object[] {
  return rowsOf(store, name).map((row) =>
    Object.fromEntries(Object.entries(row).filter(([column]) => !column.endsWith('display')))
  )
}

describe('a store of some people', () => {
  it.each([[[0, 3, 7, 8, 20]], [[23]], [[]]])('is as if nobody but %j had been loaded', async (ordinals) => {
    const people = emptyBitset(all.patients)
    for (const ordinal of ordinals) setBit(people, ordinal)
    const limited = limitStore(all, { people })
    const alone = await loadFiles(filesOf(new Set(ordinals.map((ordinal) => idOf(all, ordinal)))))
    expect(limited.patients).toBe(ordinals.length)
    expect(limited.leftOut).toBe(all.patients - ordinals.length)
    for (const name of all.tables.keys()) expect(codedRows(limited, name), name).toEqual(codedRows(alone, name))
    for (const [type, index] of limited.resources) {
      const same = alone.resources.get(type)
      expect(index.count, type).toBe(same?.count ?? 0)
      expect(
        Array.from({ length: index.count }, (_, place) => [idAt(index.ids, place), index.patient[place]]),
        type
      ).toEqual(Array.from({ length: index.count }, (_, index) => [idAt(same!.ids, index), same!.patient[index]]))
    }
    for (const [name, { offsets, ids }] of limited.codings) {
      const same = alone.codings.get(name)!
      expect(offsets, name).toEqual(same.offsets)
      expect(Array.from(ids, (id) => limited.concepts.codes[id])).toEqual(
        Array.from(same.ids, (id) => alone.concepts.codes[id])
      )
    }
  })

  it('has no id and no text of the others', () => {
    const people = emptyBitset(all.patients)
    setBit(people, 5)
    const limited = limitStore(all, { people })
    const others = Array.from({ length: all.patients }, (_, ordinal) => ordinal).filter((ordinal) => ordinal !== 5)
    const text = JSON.stringify([...limited.table('patient').columns.values()], (_, value: unknown) =>
      value instanceof Map ? [...value] : ArrayBuffer.isView(value) ? Buffer.from(value.buffer).toString('hex') : value
    )
    const names = all.table('patient').column('family', 'dictionary')
    const family = names.values[names.codes[5]!]
    for (const ordinal of others) {
      const name = names.values[names.codes[ordinal]!]!
      if (name !== family) expect(text).not.toContain(JSON.stringify(name))
    }
    expect(text).toContain(JSON.stringify(family))
  })

  it('keeps where what stays is in its file', () => {
    const people = emptyBitset(all.patients)
    setBit(people, 2)
    const limited = limitStore(all, { people })
    const { file, offset, length, ids } = limited.resources.get('Patient')!
    const content = Buffer.from(String(files[file[0]!]!.content))
    const line = JSON.parse(content.subarray(offset[0], offset[0]! + length[0]!).toString()) as { id: string }
    expect(line.id).toBe(idAt(ids, 0))
    expect(line.id).toBe(idOf(all, 2))
  })

  it('gives a view of one’s own these people alone', async () => {
    const people = emptyBitset(all.patients)
    setBit(people, 2)
    setBit(people, 9)
    const limited = limitStore(all, { people })
    const definition = {
      resource: 'Patient',
      status: 'active' as const,
      select: [{ column: [{ name: 'id', path: 'id' }] }]
    }
    const open = (file: number) => async () => new Blob([String(files[file]!.content)]).stream()
    const { source, resources: read } = await readViewTable(definition, limited, open)
    expect([source.rows, read]).toEqual([2, 2])
  })

  it('is without those who opted out, by id or record number, who are counted', async () => {
    const number = String(rowsOf(all, 'patient')[4]!['record_number'])
    const list = [idOf(all, 1).toUpperCase(), number, 'nobody of these']
    const limited = limitToScopes(all, [], { ...nobodyOut, optOuts: list })
    expect(limited.patients).toBe(all.patients - 2)
    expect(limited.report.optedOut).toBe(2)
    const ids = rowsOf(limited, 'patient').map(({ id }) => id)
    for (const ordinal of [1, 4]) expect(ids).not.toContain(idOf(all, ordinal))
    expect(limitToScopes(all, [], { ...nobodyOut, optOuts: ['nobody of these'] })).toBe(all)
  })
})

describe('the people of a role', () => {
  it('fit every kind of one of its scopes, by name or id', async () => {
    const registries = loadRegistries(await readRegistries(resources))
    const asOf = 20_757
    const view = populationOf(all, registries)
    const payers = view.dimension('payer').values.filter(({ value }) => value !== '')
    const codes = view.codes('payer', asOf)
    const label = payers[0]!.label
    const byPayer = peopleInScope(all, registries, [{ payers: [label.toUpperCase()] }], asOf)
    for (let person = 0; person < all.patients; person++) expect(hasBit(byPayer, person)).toBe(codes[person] === 0)
    const members = view.codes('registry:hypertension', asOf)
    const both = peopleInScope(all, registries, [{ payers: [label], registries: ['hypertension'] }], asOf)
    const either = peopleInScope(all, registries, [{ payers: [label] }, { registries: ['hypertension'] }], asOf)
    for (let person = 0; person < all.patients; person++) {
      expect(hasBit(both, person)).toBe(codes[person] === 0 && members[person] === 1)
      expect(hasBit(either, person)).toBe(codes[person] === 0 || members[person] === 1)
    }
  })

  it('are those whose Patient names the practice, by the name or the id of its Organization', async () => {
    const registries = loadRegistries(await readRegistries(resources))
    const asOf = 20_757
    interface Named {
      readonly id: string
      readonly name?: string
      readonly managingOrganization?: { readonly reference: string }
    }
    const linesOf = (type: string): Named[] =>
      files
        .filter(({ name }) => name.startsWith(`${type}.`))
        .flatMap(({ content }) => String(content).split('\n'))
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Named)
    const practiceOf = new Map(
      linesOf('Patient').map(({ id, managingOrganization }) => [id, managingOrganization?.reference.split('/')[1]])
    )
    const practices = linesOf('Organization').filter(({ id }) => [...practiceOf.values()].includes(id))
    expect(practices.length).toBeGreaterThan(1)
    const members = populationOf(all, registries).codes('registry:hypertension', asOf)
    for (const { id, name } of practices)
      for (const named of [id, ` ${name!.toUpperCase()} `]) {
        const shown = peopleInScope(all, registries, [{ practices: [named] }], asOf)
        const ofProgram = peopleInScope(all, registries, [{ practices: [named], registries: ['hypertension'] }], asOf)
        for (let person = 0; person < all.patients; person++) {
          const isTheirs = practiceOf.get(idOf(all, person)) === id
          expect(hasBit(shown, person)).toBe(isTheirs)
          expect(hasBit(ofProgram, person)).toBe(isTheirs && members[person] === 1)
        }
      }
  })

  it('are nobody for a name that the data do not have, and everybody without scopes', async () => {
    const registries = loadRegistries(await readRegistries(resources))
    for (const scope of [{ payers: ['Nowhere Health'] }, { practices: [] }, { registries: ['no-such-registry'] }])
      expect(limitToScopes(all, registries, { ...nobodyOut, scopes: [scope] }).patients).toBe(0)
    expect(limitToScopes(all, registries, nobodyOut)).toBe(all)
  })
})
