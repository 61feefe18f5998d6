import { describe, expect, it } from 'vitest'
import { openCache } from '#engine/store/cache/cache-read.ts'
import { writeCache } from '#engine/store/cache/cache-write.ts'
import type { FileAccount } from '#engine/store/model/chunk.ts'
import { createIngest } from '#engine/ingest/ingest.ts'
import { planTables, type ReleaseViews } from '#engine/store/model/plan.ts'
import { planRebuild, type Rebuild } from '#engine/store/cache/rebuild.ts'
import type { Store } from '#engine/store/model/store.ts'
import { createTableRebuilder } from '#engine/store/cache/table-rebuilder.ts'
import { viewMarks } from '#engine/store/model/view-marks.ts'
import type { ViewDefinition } from '#engine/views/view-definition.ts'
import { budgeted, fc } from '../../support/property.ts'
import { createSamplePopulation } from '../../../src-main/sample/population/population.ts'
import { bytesOf, streamOf } from '../../support/byte-stream.ts'
import { canonicalViews } from '../../support/canonical-views.ts'
import { loadFiles } from '../../support/load-store.ts'
import { storeContent } from '../../support/store-content.ts'
import { anyChange, type ViewChange } from './any-view-change.ts'
import { mixedPopulation } from './mixed-population.ts'

interface Bytes {
  readonly name: string
  readonly content: Uint8Array
}

interface Rebuilt {
  readonly store: Store
  readonly rebuild: Rebuild
}

/** Keeps a population by some views, and opens it by others. */
async function reopened(files: readonly Bytes[], before: ReleaseViews, after: ReleaseViews): Promise<Rebuilt> {
  const kept = writeCache(await loadFiles(files, { views: before }), await viewMarks(before))
  const plan = planTables(after)
  const opened = (await openCache(streamOf(Array.from(kept)), plan))!
  await opened.whole
  const rebuild = planRebuild(plan, opened.views, await viewMarks(after), opened.store.report)!
  const rebuilder = createTableRebuilder(plan, opened.store, rebuild)
  const ingest = createIngest(plan, (chunk) => rebuilder.add(chunk))
  const accounts: FileAccount[] = []
  for (const file of rebuild.files)
    accounts.push(await ingest.read({ file, open: async () => streamOf([files[file]!.content]) }))
  return { store: rebuilder.finish(accounts), rebuild }
}

const r4 = canonicalViews('r4')
const some = [
  'condition',
  'condition-coding',
  'coverage',
  'coverage-contained',
  'encounter',
  'explanation-of-benefit',
  'observation',
  'observation-coding',
  'observation-component',
  'patient',
  'practitioner'
].map((name) => r4.get(`${name}.json`)!)

function viewsWith(changes: readonly ViewChange[], views: readonly ViewDefinition[]): ReleaseViews {
  return { r4: views.flatMap((view, index) => changes[index]?.(view) ?? [view]), r5: [] }
}

describe('columns of other views', () => {
  it('become those that all files would give, where views were changed, added and removed', async () => {
    const changes = fc.array(anyChange, { minLength: some.length, maxLength: some.length })
    await fc.assert(
      fc.asyncProperty(mixedPopulation, changes, changes, async (files, before, after) => {
        const [old, now] = [viewsWith(before, some), viewsWith(after, some)]
        const content = files.map(({ name, lines }) => ({
          name,
          content: bytesOf(lines.map((line) => `${line}\n`).join(''))
        }))
        const { store } = await reopened(content, old, now)
        expect(storeContent(store)).toEqual(storeContent(await loadFiles(content, { views: now })))
      }),
      { numRuns: budgeted(40) }
    )
  })

  it('are read from the files of the changed type alone', async () => {
    const population = createSamplePopulation({ patients: 20 })
    const files = await Promise.all(
      population.files.map(async ({ name }) => ({
        name,
        content: new Uint8Array(await new Response(population.stream(name)).arrayBuffer())
      }))
    )
    const all = Array.from(r4.values())
    const shipped: ReleaseViews = { r4: all, r5: [] }
    const whole = await loadFiles(files, { views: shipped })
    const without = (name: string): ReleaseViews => ({ r4: all.filter((view) => view.name !== name), r5: [] })
    for (const [name, types, tables] of [
      ['observation_component', ['Observation'], ['observation', 'observation_component']],
      ['immunization', ['Immunization'], ['immunization']],
      ['condition_coding', ['Condition'], ['condition']],
      ['coverage_contained', ['Coverage', 'ExplanationOfBenefit'], ['coverage', 'explanation_of_benefit']]
    ] as const) {
      const { store, rebuild } = await reopened(files, without(name), shipped)
      expect(storeContent(store), name).toEqual(storeContent(whole))
      expect(Array.from(rebuild.types).sort(), name).toEqual(types)
      expect(Array.from(rebuild.tables), name).toEqual(expect.arrayContaining([...tables]))
      expect(Array.from(rebuild.files, (file) => files[file]!.name).sort(), name).toEqual(
        files.flatMap((file) => (types.some((type) => file.name.startsWith(`${type}.`)) ? [file.name] : [])).sort()
      )
    }
    const { store, rebuild } = await reopened(files, shipped, without('immunization'))
    expect(storeContent(store)).toEqual(storeContent(await loadFiles(files, { views: without('immunization') })))
    expect(rebuild.tables.size).toBe(0)
  })

  it('are refused when the files are others', async () => {
    const file = (id: string): Bytes => ({
      name: 'Patient.ndjson',
      content: bytesOf(`${JSON.stringify({ resourceType: 'Patient', id })}\n`)
    })
    const views: ReleaseViews = { r4: some, r5: [] }
    const kept = writeCache(await loadFiles([file('a')], { views }), [])
    const plan = planTables(views)
    const opened = (await openCache(streamOf(Array.from(kept)), plan))!
    await opened.whole
    const rebuild = planRebuild(plan, opened.views, await viewMarks(views), opened.store.report)!
    const rebuilder = createTableRebuilder(plan, opened.store, rebuild)
    const ingest = createIngest(plan, (chunk) => rebuilder.add(chunk))
    const account = await ingest.read({ file: 0, open: async () => streamOf([file('b').content]) })
    expect(() => rebuilder.finish([account])).toThrow('do not fit')
  })

  it('are made as a whole when the report lists only some of what was found', async () => {
    const views: ReleaseViews = { r4: some, r5: [] }
    const { report } = await loadFiles([{ name: 'a.ndjson', content: ['7', '8'] }], { views })
    const plan = planTables(views)
    const marks = await viewMarks(views)
    expect(planRebuild(plan, [], marks, { ...report, rejectsKept: 1 })).toBeUndefined()
    expect(planRebuild(plan, marks, marks, { ...report, rejectsKept: 1 })?.types.size).toBe(0)
  })
})
