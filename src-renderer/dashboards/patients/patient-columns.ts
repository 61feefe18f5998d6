import type { PatientRow } from '#engine/panels/patient-result.ts'
import type { Sort } from '#engine/panels/shapes.ts'
import type { Format } from '../../ui/format/use-format.ts'
import type { VirtualColumn } from '../../ui/table/virtual-column.ts'
import { ageText } from './age-text.ts'

/** The order in which people are listed at first. */
export const lastSeenFirst: Sort = { column: 'lastEncounter', descending: true }

/** Columns of the list of people. Their ids are the columns that the panel sorts by. */
export function patientColumns(format: Format): VirtualColumn<PatientRow>[] {
  return [
    {
      id: 'name',
      label: 'Person',
      width: 126,
      sortable: true,
      text: ({ name, deceased }) => (deceased ? `${name} (died)` : name)
    },
    { id: 'age', label: 'Age', width: 58, numeric: true, sortable: true, text: ({ age }) => ageText(age) },
    { id: 'sex', label: 'Sex', width: 78, sortable: true, text: ({ sex }) => sex || '–' },
    { id: 'payer', label: 'Payer', width: 186, sortable: true, priority: 2, text: ({ payer }) => payer || '–' },
    {
      id: 'practice',
      label: 'Practice',
      width: 214,
      sortable: true,
      priority: 3,
      text: ({ practice }) => practice || '–'
    },
    {
      id: 'registries',
      label: 'Registries',
      width: 160,
      grow: true,
      sortable: true,
      priority: 4,
      text: ({ registries }) => registries.join(', ') || '–'
    },
    {
      id: 'encounters12m',
      label: 'Encounters, 12 months',
      width: 158,
      numeric: true,
      sortable: true,
      priority: 5,
      text: ({ encounters12m }) => format.count(encounters12m)
    },
    {
      id: 'lastEncounter',
      label: 'Last encounter',
      width: 118,
      numeric: true,
      sortable: true,
      priority: 1,
      text: ({ lastEncounter }) => (lastEncounter === undefined ? '–' : format.day(lastEncounter))
    }
  ]
}
