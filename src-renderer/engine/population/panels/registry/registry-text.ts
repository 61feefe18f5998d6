import { enginePopulationPanelsRegistryMessages as m } from '#messages/engine/population/panels/registry.ts'
import { claimTables } from '../../claims/claim-tables.ts'
import { claimsCriteria } from '../../registries/claims-text.ts'
import { bareCode, icd10cm, snomed } from '../../registries/match-concepts.ts'
import type { CodesBySystem, Registry } from '../../registries/registry-definition.ts'
import type { Store } from '../../../store/model/store.ts'
import type { ConceptTable } from '../../../store/model/concept-table.ts'
import type { RegistryText } from '../results/registry-result.ts'
import { sumCounts, type View } from '../base/view.ts'

const loinc = 'http://loinc.org'

/** Systems in the order that people read them; any other comes last. */
const order = [icd10cm, snomed, loinc]
const placeOf = (system: string): number => (order.includes(system) ? order.indexOf(system) : order.length)

/** How many rows of a table have each concept among their codings. */
function conceptRows(store: Store, name: string): Int32Array {
  const counts = new Int32Array(store.concepts.size)
  const table = store.tables.get(name)
  if (table === undefined) return counts
  const ids = store.codings.get(name)?.ids ?? table.column('code', 'concept').ids
  for (const id of ids) if (id >= 0) counts[id]!++
  return counts
}

function criteria(registry: Registry): string[] {
  const confirmed = m.atLeastOneDiagnosisWithA
  const lasting =
    registry.course === 'chronic-lifelong' ? m.countedFromTheDayFirstRecorded : m.countedFromTheDayFirstRecordedUntil
  return [
    confirmed,
    ...registry.evidence.map((evidence) => `Or: ${evidence.text}`),
    lasting,
    ...claimsCriteria(registry),
    m.theDayFirstRecordedIsThe,
    m.aDiagnosisWithoutADateCounts
  ]
}

/** The concepts of a code system, with their codes as they are compared. */
interface SystemConcepts {
  readonly ids: number[]
  readonly codes: string[]
}

function conceptsBySystem({ size, systems, codes }: ConceptTable): ReadonlyMap<string, SystemConcepts> {
  const found = new Map<string, SystemConcepts>()
  for (let id = 0; id < size; id++) {
    const known = found.get(systems[id]!) ?? { ids: [], codes: [] }
    found.set(systems[id]!, known)
    known.ids.push(id)
    known.codes.push(bareCode(codes[id]!))
  }
  return found
}

/** How many rows of some tables of a shard a code finds. */
function rowsOfCode(
  { store, population }: View,
  system: string,
  code: CodesBySystem[string][number],
  tables: readonly string[]
): number {
  const concepts = population.once('concepts-by-system', () => conceptsBySystem(store.concepts)).get(system)
  if (concepts === undefined) return 0
  const wanted = bareCode(code.code)
  let rows = 0
  for (const [index, found] of concepts.codes.entries()) {
    if (code.match === 'prefix' ? !found.startsWith(wanted) : found !== wanted) continue
    const id = concepts.ids[index]!
    for (const table of tables) rows += population.once(`concept-rows:${table}`, () => conceptRows(store, table))[id]!
  }
  return rows
}

/** The definition of a registry as people read it, with how many rows of these data each code finds. */
export function registryText(view: View, registry: Registry): RegistryText {
  const listed = (codes: CodesBySystem, tables: readonly string[]): RegistryText['codes'][number][] =>
    Object.entries(codes).flatMap(([system, list]) => {
      const rows = sumCounts(view, (shard) => Int32Array.from(list, (code) => rowsOfCode(shard, system, code, tables)))
      return list.map((code, index) => ({
        system,
        code: code.code,
        display: code.display,
        match: code.match ?? 'exact',
        rows: rows[index]!
      }))
    })
  const measurements = new Set([...registry.evidence, ...registry.controls].map((each) => each.measurement))
  const results = [...measurements].flatMap((measurement) =>
    measurement.parts.flatMap((part) => listed(part.codes, ['observation', 'observation_component']))
  )
  const diagnosesOfClaims = [claimTables(view.store)?.diagnoses.name].filter((name) => name !== undefined)
  return {
    id: registry.id,
    version: registry.version,
    title: registry.title,
    text: registry.text,
    sources: [...registry.sources, ...(registry.claims === undefined ? [] : [registry.claims.source])],
    criteria: criteria(registry),
    codes: [...listed(registry.codes, ['condition', ...diagnosesOfClaims]), ...results].sort(
      (left, right) => placeOf(left.system) - placeOf(right.system)
    ),
    controls: registry.controls.map(({ id, title, text }) => ({ id, title, text }))
  }
}
