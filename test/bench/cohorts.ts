/**
 * How fast a cohort answers while somebody builds it: `npm run --silent bench:cohorts FOLDER [people]`. FOLDER holds people of
 * `populus sample`; their records are repeated until there are so many people (200,000 unless said otherwise). For each step of
 * each cohort of `cohort-cases.ts`: the first answer, answers after the step was changed to other amounts (months, days, counts), limits of
 * values or codes, and one when nothing changed; in milliseconds of processor time. `prepare`: what is read once per population. `longest`:
 * of all steps. Prints one JSON object.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { CohortDefinition, CohortNode } from '#engine/cohorts/definition/cohort-definition.ts'
import { funnelOf } from '#engine/cohorts/evaluate/funnel.ts'
import { createCohorts, type Cohorts } from '#engine/cohorts/members/cohorts.ts'
import { cohortWarmUps } from '#engine/cohorts/evaluate/warm-up.ts'
import { resultFactor } from '#engine/cql/elm/units/result-units.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { countColumnsAsAlive } from '../../src-main/host/threads/heap-size.ts'
import { loadFiles } from '../support/load-store.ts'
import { shippedRegistries } from '../unit/registries/shipped-registries.ts'
import { cohortCases, otherAmounts, otherCodes, otherValues } from './cohort-cases.ts'
import { repeatStore } from './repeat-store.ts'
import { allPeople } from '#engine/population/people/all-people.ts'

// As commands do with a population in memory.
countColumnsAsAlive()
const [folder = '', wanted = '200000'] = process.argv.slice(2)
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.ndjson'))
  .map((name) => ({ name, content: new Uint8Array(readFileSync(join(folder, name))) }))
const small = await loadFiles(files)
const store = repeatStore(small, Math.ceil(Number(wanted) / small.patients))
const asOf = Math.floor(Date.UTC(2026, 9, 31) / 86_400_000)
const milliseconds = (work: () => unknown): number => {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return Number(((user + system) / 1000).toFixed(1))
}

let cohorts!: Cohorts
const prepare = milliseconds(() => {
  cohorts = createCohorts(allPeople(populationOf(store, shippedRegistries)), () => ({ unitFactor: resultFactor }))
  for (const warmUp of cohortWarmUps) warmUp(store)
})
const ask = (definition: CohortDefinition): number => {
  let people = 0
  const time = milliseconds(() => (people = funnelOf(cohorts.evaluator.evaluate(definition, asOf)).people))
  if (people < 0) throw new Error('no people')
  return time
}

const changes = { amounts: otherAmounts, values: otherValues, codes: otherCodes }

/** The answers after changes that change something, by what they are. */
function afterChanges(
  template: CohortDefinition,
  before: readonly CohortNode[],
  step: CohortNode
): Record<string, number> {
  const different = Object.entries(changes).flatMap(([name, change]) => {
    const changed = change(step)
    return JSON.stringify(changed) === JSON.stringify(step) ? [] : [{ name, changed }]
  })
  return Object.fromEntries(
    different.map(({ name, changed }) => [name, ask({ ...template, steps: [...before, changed] })])
  )
}

const cohortTimes = cohortCases.map((template) => ({
  title: template.title,
  steps: template.steps.map((step, index) => {
    const before = template.steps.slice(0, index)
    const first = ask({ ...template, steps: [...before, step] })
    const changed = afterChanges(template, before, step)
    return { first, changed, again: ask({ ...template, steps: [...before, step] }) }
  })
}))
const all = cohortTimes.flatMap(({ steps }) => steps)
const longest = {
  first: Math.max(...all.map(({ first }) => first)),
  ...Object.fromEntries(
    Object.keys(changes).map((name) => [name, Math.max(...all.map(({ changed }) => changed[name] ?? 0))])
  ),
  again: Math.max(...all.map(({ again }) => again))
}
const observations = store.tables.get('observation')?.rows ?? 0
console.log(
  JSON.stringify({ people: store.patients, observations, prepare, longest, cohorts: cohortTimes }, undefined, 1)
)
