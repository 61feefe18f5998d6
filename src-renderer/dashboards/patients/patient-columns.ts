import type { PatientRow } from '#engine/panels/panel.ts'
import type { Format } from '../../ui/format/use-format.ts'
import type { VirtualColumn } from '../../ui/table/virtual-column.ts'
import { ageText } from './age-text.ts'

/** Columns of the list of people. */
export function patientColumns(format: Format, registryTitle: (id: string) => string): VirtualColumn<PatientRow>[] {
  return [
    {
      id: 'name',
      label: 'Person',
      width: 190,
      sortable: true,
      text: ({ name, deceased }) => (deceased ? `${name} (died)` : name)
    },
    { id: 'age', label: 'Age', width: 64, numeric: true, sortable: true, text: ({ age }) => ageText(age) },
    { id: 'sex', label: 'Sex', width: 78, sortable: true, text: ({ sex }) => sex || '–' },
    { id: 'payer', label: 'Payer', width: 150, sortable: true, priority: 3, text: ({ payer }) => payer || '–' },
    {
      id: 'practice',
      label: 'Practice',
      width: 190,
      sortable: true,
      priority: 2,
      text: ({ practice }) => practice || '–'
    },
    {
      id: 'registries',
      label: 'Registries',
      width: 200,
      grow: true,
      sortable: true,
      priority: 1,
      text: ({ registries }) => registries.map(registryTitle).join(', ') || '–'
    },
    {
      id: 'encounters12m',
      label: 'Encounters, 12 months',
      width: 158,
      numeric: true,
      sortable: true,
      priority: 4,
      text: ({ encounters12m }) => format.count(encounters12m)
    },
    {
      id: 'lastEncounter',
      label: 'Last encounter',
      width: 124,
      numeric: true,
      sortable: true,
      text: ({ lastEncounter }) => (lastEncounter === undefined ? '–' : format.day(lastEncounter))
    }
  ]
}
