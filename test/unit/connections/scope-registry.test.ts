import { beforeAll, describe, expect, it } from 'vitest'
import { dataRequirements } from '#engine/measures/definition/data-requirements.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { loadRegistries } from '#engine/population/registries/load-registries.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { openRisk, runRiskPanel } from '#engine/risk/panels/run-risk-panel.ts'
import type { Store, Table } from '#engine/store/model/store.ts'
import { fedTable } from '#engine/store/model/view-tags.ts'
import { typesOfRules } from '#shared/consent/record-rules.ts'
import { roleMap } from '#shared/rights/role-map.ts'
import { scopeNeeds, typesNeededBy, type ScopeTitle } from '#shared/rights/scope-needs.ts'
import { readRegistries } from '../../../src-main/services/population/read-registries.ts'
import { createSamplePopulation } from '../../../src-main/sample/population/population.ts'
import { canonicalViews } from '../../support/canonical-views.ts'
import { loadFiles } from '../../support/load-store.ts'
import { packContent } from '../../support/measure-input.ts'
import { shippedRisk } from '../../support/risk-definitions.ts'

const typesOf = (title: string): readonly string[] =>
  scopeNeeds().flatMap(({ type, neededBy }) => (neededBy.includes(title) ? [type] : []))

let store: Store

beforeAll(async () => {
  const population = createSamplePopulation({ patients: 6 })
  const files = population.files.map(async ({ name }) => ({
    name,
    content: await new Response(population.stream(name)).text()
  }))
  store = await loadFiles(await Promise.all(files))
})

/** A store that notes of which types columns are read. */
function noting(noted: Set<string>): Store {
  const watch = (table: Table): Table => {
    const note = <T>(value: T): T => {
      noted.add(table.resourceType)
      return value
    }
    const columns = new Map(table.columns)
    columns.get = (name) => note(table.columns.get(name))
    return { ...table, columns, column: (name, kind) => note(table.column(name, kind)) }
  }
  const tables = new Map(Array.from(store.tables, ([name, table]) => [name, watch(table)]))
  const watchedStore: Store = {
    ...store,
    tables,
    table: (name) => tables.get(name) ?? store.table(name),
    inPopulation: (_, partial) => partial(watchedStore)
  }
  return watchedStore
}

describe('the types that are asked for', () => {
  it('for measures are those that the built-in measures retrieve, no more and no fewer', () => {
    const read = packContent().flatMap(({ content }) =>
      content.measures.flatMap((measure) => dataRequirements(measure, content.libraries, false).map(({ type }) => type))
    )
    expect(typesOf('Measures')).toEqual([...new Set(['Patient', ...read])].sort())
  })

  it('are none that no screen reads', () => {
    const asked = scopeNeeds().map(({ type }) => type)
    for (const type of ['Goal', 'CareTeam', 'Task']) expect(asked).not.toContain(type)
  })

  it('are each read by a table of the program, or by measures alone', () => {
    const viewed = new Set([...canonicalViews('r4').values()].map(({ resource }) => resource))
    expect(scopeNeeds(typesOfRules({ consents: 'followed' })).filter(({ type }) => !viewed.has(type))).toEqual([
      { type: 'DeviceRequest', neededBy: ['Measures'] },
      { type: 'ServiceRequest', neededBy: ['Measures'] }
    ])
  })

  it('hold every type that registries, filters, panels and lists of risk read', async () => {
    const registries = loadRegistries(await readRegistries(`${process.cwd()}/resources`))
    const context = { asOf: 20_757, filters: [] }
    const base = typesNeededBy('Filters and registries')
    const readBy = async (ask: (watched: Store) => unknown): Promise<string[]> => {
      const noted = new Set<string>()
      ask(noting(noted))
      return [...noted]
    }
    const panel = (title: ScopeTitle, ask: (watched: Store) => unknown) => ({ title, ask })
    const asked = [
      panel('Overview', (watched) => runPanel(watched, registries, 'overview', context, {})),
      panel('Overview', (watched) => runPanel(watched, registries, 'signals', context, {})),
      panel('Overview', (watched) => runPanel(watched, registries, 'registry', context, { id: 'diabetes' })),
      panel('Cost and use', (watched) => runPanel(watched, registries, 'cost', context, { basis: 'paid' })),
      panel('Patients', (watched) => runPanel(watched, registries, 'patient', context, { patient: 1, revealed: true })),
      panel('Cohorts and risk', (watched) =>
        runRiskPanel(openRisk(populationOf(watched, registries), shippedRisk), 'summary', context, {})
      )
    ]
    const unasked: string[] = []
    for (const { title, ask } of asked) {
      const wanted = new Set<string>([...base, ...typesNeededBy(title)])
      for (const type of await readBy(ask)) if (!wanted.has(type)) unasked.push(`${title} reads ${type}`)
    }
    expect(unasked).toEqual([])
  })
})

describe('what each role reaches', () => {
  const map = roleMap(
    [...canonicalViews('r4').values()].map((view) => ({ resource: view.resource, table: fedTable(view) }))
  )
  const of = (role: string) => map.find((each) => each.role === role)!

  it('is nothing of people for an auditor, and no list for a viewer or an admin', () => {
    expect(of('auditor')).toMatchObject({ people: 'none', screens: ['start', 'audit', 'settings'], types: [] })
    for (const role of ['viewer', 'admin']) {
      expect(of(role).people).toBe('figures')
      for (const screen of ['patients', 'patient', 'gaps', 'sql', 'views'])
        expect(of(role).screens).not.toContain(screen)
    }
  })

  it('names scopes and tables of each type', () => {
    expect(of('care-manager').types.find(({ type }) => type === 'Condition')).toEqual({
      type: 'Condition',
      scope: 'system/Condition.rs',
      tables: ['condition']
    })
    expect(of('payer-analyst').people).toBe('masked')
    expect(of('quality-analyst').people).toBe('named')
  })
})
