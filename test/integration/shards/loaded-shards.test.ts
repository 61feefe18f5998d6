import { openAsBlob, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ShardPartWriter } from '#engine/shards/part-bytes.ts'
import { runChecks } from '#engine/population/checks/run-checks.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { PopulationShard } from '#engine/shards/shard.ts'
import { bytesOf, streamOf } from '../../support/byte-stream.ts'
import {
  loadShards,
  readChunks,
  sampleFiles,
  type LoadedFile,
  type ReadChunks
} from '../../support/loaded-population.ts'
import { memoryShardFiles } from '../../support/memory-shard-files.ts'
import { panelAnswers } from '../../support/panel-answers.ts'
import { expectFound, tablesOf } from '../../support/population-tables.ts'
import { testData } from '../../support/test-data.ts'
import { shippedRegistries } from '../../unit/registries/shipped-registries.ts'
import { day } from '../../unit/selection/plain-store.ts'

function fileOf(name: string, resources: readonly unknown[]): LoadedFile {
  const text = resources.map((resource) => `${typeof resource === 'string' ? resource : JSON.stringify(resource)}\n`)
  return { name, open: () => Promise.resolve(streamOf([bytesOf(text.join(''))])) }
}

const person = (index: number): string => `person-${index}`
const reference = (type: string, id: string): object => ({ reference: `${type}/${id}` })

/** Records in place of which another one is to be used: a chain, one side or the other, a circle, and one that leads to nobody. */
const links: Readonly<Record<number, readonly [type: string, other: string]>> = {
  1: ['replaced-by', person(2)],
  2: ['replaced-by', person(7)],
  3: ['replaces', person(4)],
  5: ['replaced-by', 'gone'],
  6: ['seealso', person(7)],
  8: ['replaced-by', person(9)],
  9: ['replaced-by', person(8)]
}

function linkOf(index: number): object {
  const [type, other] = links[index] ?? []
  return type === undefined ? {} : { link: [{ type, other: reference('Patient', other ?? '') }] }
}

/** People in several shards with everything that may go wrong between them. */
const planted: readonly LoadedFile[] = [
  fileOf('Patient.ndjson', [
    ...Array.from({ length: 12 }, (_, index) => ({
      resourceType: 'Patient',
      id: person(index),
      birthDate: `19${50 + index}-02-03`,
      identifier: [{ system: 'urn:member', value: `m${index}` }],
      ...linkOf(index)
    })),
    'no resource'
  ]),
  fileOf('Coverage.ndjson', [
    { resourceType: 'Coverage', id: 'family', status: 'active', beneficiary: reference('Patient', person(3)) }
  ]),
  fileOf('ExplanationOfBenefit.ndjson', [
    // The coverage is that of somebody else.
    ...Array.from({ length: 6 }, (_, index) => ({
      resourceType: 'ExplanationOfBenefit',
      id: `claim-${index}`,
      status: 'active',
      patient: reference('Patient', person(index)),
      insurance: [{ focal: true, coverage: reference('Coverage', 'family') }]
    }))
  ]),
  fileOf('Condition.ndjson', [
    ...Array.from({ length: 12 }, (_, index) => ({
      resourceType: 'Condition',
      id: `condition-${index}`,
      subject: reference('Patient', person(index)),
      encounter: reference('Encounter', `visit-${(index * 5) % 12}`),
      code: {
        coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: `E1${index % 3}`, display: `Code ${index % 3}` }]
      },
      recordedDate: `20${10 + index}-01-01`
    })),
    // The same id for two people, one of them newer.
    ...[1, 2].map((index) => ({
      resourceType: 'Condition',
      id: 'twice',
      meta: { lastUpdated: `2020-01-0${index}T00:00:00Z` },
      subject: reference('Patient', person(index)),
      code: { text: `Of ${index}` }
    })),
    { resourceType: 'Condition', id: 'of-nobody', subject: reference('Patient', 'unknown') },
    { resourceType: 'Condition', id: 'of-nobody-else', subject: reference('Patient', 'unknown-2'), onsetDateTime: 'x' },
    // What the scanner leaves to the closures stands in the same chunk as what it does not.
    { resourceType: 'Condition', id: 'odd', subject: reference('Patient', person(5)), onsetDateTime: 'x' },
    { resourceType: 'Condition', id: 'by-identifier', subject: { reference: 'Patient?identifier=urn:member|m4' } },
    { resourceType: 'Condition', id: 'by-nothing', encounter: reference('Encounter', 'nowhere') }
  ]),
  fileOf('Encounter.ndjson', [
    ...Array.from({ length: 12 }, (_, index) => ({
      resourceType: 'Encounter',
      id: `visit-${index}`,
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      subject: reference('Patient', person(index)),
      serviceProvider: reference('Organization', 'clinic'),
      period: { start: `201${index % 10}-05-05` }
    }))
  ]),
  fileOf('Organization.ndjson', [{ resourceType: 'Organization', id: 'clinic', name: 'Clinic' }]),
  fileOf('Bundle.json', [
    {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        {
          fullUrl: 'urn:uuid:11111111-2222-4333-8444-555555555555',
          resource: { resourceType: 'Patient', id: 'of-bundle', gender: 'female' }
        },
        {
          fullUrl: 'urn:uuid:11111111-2222-4333-8444-666666666666',
          resource: {
            resourceType: 'Observation',
            id: 'result',
            status: 'final',
            code: { coding: [{ system: 'http://loinc.org', code: '4548-4' }] },
            subject: { reference: 'urn:uuid:11111111-2222-4333-8444-555555555555' },
            valueQuantity: { value: 7.1, unit: '%' }
          }
        }
      ]
    }
  ])
]

async function expectSame(read: ReadChunks, counts: readonly number[], asOf: number, panels: boolean): Promise<void> {
  const undivided = await loadShards(read, 1, { budget: Number.POSITIVE_INFINITY })
  const context = { asOf, filters: [] }
  const tables = tablesOf(undivided, asOf)
  const { store } = undivided[0]!
  const answers = panels ? panelAnswers(store, undivided, shippedRegistries, context) : undefined
  for (const count of counts) {
    // Without any memory everything would be derived again each time somebody asks; with a little some of it.
    const shards = await loadShards(read, count, { budget: count === counts[0] ? 8_000_000 : Number.POSITIVE_INFINITY })
    for (const [name, rows] of tablesOf(shards, asOf)) expect(rows, `${name} of ${count} shards`).toBe(tables.get(name))
    expect(shards[0]!.store.report, `${count} shards`).toEqual(store.report)
    expectFound(shards, store)
    if (panels) expect(panelAnswers(store, shards, shippedRegistries, context), `${count} shards`).toEqual(answers)
  }
}

const folder = testData('data/synthea-100')

describe('a population that is loaded into shards on the disk equals one in memory', () => {
  it('where records refer to other people, repeat each other, or are of nobody', async () => {
    await expectSame(await readChunks(planted), [2, 7], day('2021-06-30'), true)
  })

  it('in the records of people that others replace, whichever shard has these', async () => {
    const read = await readChunks(planted)
    for (const count of [1, 2, 7, 64]) {
      const shards = await loadShards(read, count, { budget: Number.POSITIVE_INFINITY })
      const failed = new Map([...runChecks(shards)].map((outcome) => [outcome.check.id, outcome.failed]))
      expect([failed.get('replaced/patient'), failed.get('replaced/survivor')], `${count} shards`).toEqual([6, 3])
      const context = { asOf: day('2021-06-30'), filters: [] }
      const { keyFigures } = runPanel(shards, shippedRegistries, 'overview', context, {})
      expect(keyFigures.find(({ id }) => id === 'people')?.note, `${count} shards`).toMatch('; 3 of them are records')
    }
  })

  it('for sample people', async () => {
    await expectSame(await readChunks(sampleFiles(12)), [5], day('2026-10-31'), true)
  })

  it.skipIf(folder === undefined)('for 100 people of Synthea', async () => {
    const names = readdirSync(folder!).filter((name) => /\.ndjson(\.gz)?$/.test(name))
    const files = names.sort().map((name): LoadedFile => ({
      name,
      open: async () => (await openAsBlob(join(folder!, name))).stream()
    }))
    await expectSame(await readChunks(files), [7], day('2021-06-30'), false)
  })
})

/** Bytes of everything that a thread has to hold of shards, next to what they have in common and what was found while loading. */
function directoryBytes(shards: readonly PopulationShard[]): number {
  const writer = new ShardPartWriter()
  return shards[0]!.disk!.places.shards.reduce(
    (sum, { directory }) => sum + writer.write({ ...directory, concepts: [], report: [] }).length,
    0
  )
}

describe('what was divided', () => {
  it('stays in memory as long as there is room, and goes to the files where it is for a later load', async () => {
    const read = await readChunks(sampleFiles(6))
    const loaded = async (manner: { readonly pieceBytes: number; readonly keepsPieces?: boolean }) => {
      const files = memoryShardFiles()
      let bytes = 0
      const append: typeof files.append = (list, item) => {
        bytes += item.length
        return files.append(list, item)
      }
      const shards = await loadShards(read, 3, { ...manner, batchBytes: 30_000, files: { ...files, append } })
      // The first files have what the shards are made of.
      return { bytes, shards: [...files.files].filter(([name]) => name.startsWith('shard-')), count: shards.length }
    }
    const [none, some, all] = await Promise.all([0, 50_000, 1_000_000_000].map((pieceBytes) => loaded({ pieceBytes })))
    const forLater = await loaded({ pieceBytes: 1_000_000_000, keepsPieces: true })
    expect([some!.bytes > 0, some!.bytes < none!.bytes, all!.bytes]).toEqual([true, true, 0])
    expect(forLater.bytes).toBe(none!.bytes)
    for (const each of [some!, all!, forLater]) expect(each.shards).toEqual(none!.shards)
  })
})

describe('what is held of a population on the disk, next to the memory that columns are given', () => {
  it('does not grow with people, whatever texts their records have', async () => {
    const [few, many] = await Promise.all(
      [8, 40].map(async (people) => loadShards(await readChunks(sampleFiles(people)), 3))
    )
    const claims = ({ store }: PopulationShard): number => store.table('explanation_of_benefit').rows
    const sum = (shards: readonly PopulationShard[]): number => shards.reduce((all, each) => all + claims(each), 0)
    expect(sum(many!)).toBeGreaterThan(3 * sum(few!))
    expect(directoryBytes(many!) / directoryBytes(few!)).toBeLessThan(1.05)
  })
})
