import { engineMeasuresMessages as m } from '#messages/engine/measures.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import { codeSystemName } from '../../base/codes/code-systems.ts'
import type { Store } from '../../store/model/store.ts'
import { dataRequirements } from '../definition/data-requirements.ts'
import type { MeasureContent } from '../definition/measure-content.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'
import { askedValueSets } from './asked-value-sets.ts'
import { partlyHiddenOf } from './hidden-by-classes.ts'
import { unreadOf } from './unread-evidence.ts'

/** From this share of unreadable records on it is said. */
const WORTH_SAYING = 0.05
/** Populations that a rate rests on. */
const restsOn: ReadonlySet<string> = new Set(['initial-population', 'denominator', 'numerator', 'measure-population'])
const count = new Intl.NumberFormat(activeLocale)

/**
 * What of the records that rates read is in codes that no installed list knows, by group id: the rates can be computed, but
 * evidence may be missing from them. So may stays and visits where some classes of encounters do not tell what they are.
 * @returns only groups with a share of such records that is worth saying
 */
export function partlyReadRates(
  definition: MeasureDefinition,
  { libraries, valueSets }: Pick<MeasureContent, 'libraries' | 'valueSets'>,
  store: Store
): Readonly<Record<string, string>> {
  if (definition.composition !== undefined) return {}
  return Object.fromEntries(
    definition.groups.flatMap((group) => {
      const populations = group.populations.filter(({ code }) => restsOn.has(code))
      const about = { ...definition, groups: [{ ...group, populations, stratifiers: [] }], supplementalData: [] }
      const read = dataRequirements(about, libraries)
      const asked = [...askedValueSets(about, libraries)].map(([url]) => url)
      const { systems, readable } = unreadOf({ missing: read, asked, read }, valueSets, store)
      const unread = systems.reduce((sum, { records }) => sum + records, 0)
      const share = unread / (unread + readable)
      const named = systems
        .map(({ system, records }) => `${codeSystemName(system)}, ${count.format(records)}`)
        .join('; ')
      const said = [
        readable > 0 && share >= WORTH_SAYING ? m.ofTheRecordsOfTheKinds(Math.round(share * 100), named) : undefined,
        partlyHiddenOf(group, definition, libraries, store, WORTH_SAYING)
      ].filter((each) => each !== undefined)
      return said.length === 0 ? [] : [[group.id, said.join(' ')]]
    })
  )
}
