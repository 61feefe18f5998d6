import type { PatientRow, PatientsPanel } from '#engine/population/panels/results/patient-result.ts'
import type { Sort } from '#engine/population/panels/results/shapes.ts'
import { toIsoDay } from '../../ui/format/day.ts'
import type { Format } from '../../ui/format/format.ts'
import type { VirtualColumn } from '../../ui/table/virtual-column.ts'
import { ageText } from './age-text.ts'
import type { OpenGaps } from './open-gaps.ts'

/** The order in which people are listed at first. */
export const lastSeenFirst: Sort = { column: 'lastEncounter', descending: true }

type Column = VirtualColumn<PatientRow>

function personColumns(): Column[] {
  return [
    {
      id: 'name',
      label: 'Person',
      width: 126,
      sortable: true,
      text: ({ name, deceased }) => (deceased ? `${name} (died)` : name)
    },
    { id: 'age', label: 'Age', width: 58, numeric: true, sortable: true, text: ({ age }) => ageText(age) },
    { id: 'sex', label: 'Sex', width: 78, sortable: true, text: ({ sex }) => sex || '–' }
  ]
}

const reasonColumn: Column = {
  id: 'reason',
  label: 'Found by',
  width: 200,
  grow: true,
  text: ({ reason }) => reason || 'Age or sex'
}

function lastEncounter(format: Format): Column {
  return {
    id: 'lastEncounter',
    label: 'Last encounter',
    width: 136,
    numeric: true,
    sortable: true,
    priority: 1,
    text: (row) => (row.lastEncounter === undefined ? '–' : format.day(row.lastEncounter))
  }
}

/** Columns of the list of people. Their ids are the columns that the panel sorts by. @param isSearch says why each is found */
export function patientColumns(format: Format, isSearch = false): Column[] {
  return [
    ...personColumns(),
    ...(isSearch ? [reasonColumn] : []),
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
      width: 170,
      numeric: true,
      sortable: true,
      priority: 5,
      text: ({ encounters12m }) => format.count(encounters12m)
    },
    lastEncounter(format)
  ]
}

/** What the list of a registry's people says besides the people. */
type RegistryList = Pick<PatientsPanel, 'controls' | 'hasSources'>

const sourceColumn: Column = {
  id: 'source',
  label: 'Known from',
  width: 132,
  sortable: true,
  priority: 2,
  text: ({ source }) => source || '–'
}

/**
 * Columns of the people of a registry: the latest result of each control with its day, open care gaps and the PCP.
 */
export function registryColumns(
  format: Format,
  { controls, hasSources }: RegistryList,
  gaps: OpenGaps | undefined,
  isSearch: boolean
): Column[] {
  return [
    ...personColumns(),
    ...(isSearch ? [reasonColumn] : []),
    {
      id: 'firstRecorded',
      label: 'First recorded',
      width: 120,
      numeric: true,
      sortable: true,
      priority: 1,
      text: (row) => (row.firstRecorded === undefined ? '–' : format.day(row.firstRecorded))
    },
    ...(hasSources ? [sourceColumn] : []),
    ...controls.map((title, index): Column => ({
      id: `result${index}`,
      label: title,
      width: Math.max(160, 40 + title.length * 7),
      numeric: true,
      sortable: true,
      ...(index === 0 ? {} : { priority: 6 + index }),
      text: ({ results }) => resultText(results[index], format)
    })),
    {
      id: 'gaps',
      label: 'Open gaps',
      width: 88,
      numeric: true,
      priority: 3,
      text: ({ id }) => (gaps === undefined ? '–' : format.count(gaps.get(id) ?? 0))
    },
    { id: 'pcp', label: 'PCP', width: 150, grow: true, sortable: true, priority: 2, text: ({ pcp }) => pcp || '–' },
    { id: 'payer', label: 'Payer', width: 160, sortable: true, priority: 4, text: ({ payer }) => payer || '–' },
    lastEncounter(format)
  ]
}

/**
 * Columns of a file of a registry's people: those of the list, with the value and the day of each result on its own.
 */
export function registryFileColumns(
  format: Format,
  { controls, hasSources }: RegistryList,
  gaps: OpenGaps | undefined
): readonly Pick<Column, 'label' | 'numeric' | 'text'>[] {
  const results = controls.flatMap((title, index) => [
    { label: title, text: ({ results: all }: PatientRow) => all[index]?.text ?? '' },
    { label: `${title}, day`, text: ({ results: all }: PatientRow) => isoText(all[index]?.day) },
    {
      label: `${title}, in its time window`,
      text: ({ results: all }: PatientRow) => (all[index]?.day === undefined ? '' : all[index].isCurrent ? 'yes' : 'no')
    }
  ])
  const listed = registryColumns(format, { controls: [], hasSources }, gaps, false)
    .filter(({ id }) => id !== 'lastEncounter' && id !== 'firstRecorded')
    .map(({ label, text }) => ({ label, text: (row: PatientRow) => (text(row) === '–' ? '' : text(row)) }))
  return [
    ...listed,
    { label: 'First recorded', text: ({ firstRecorded: day }) => isoText(day) },
    { label: 'Last encounter', text: ({ lastEncounter: day }) => isoText(day) },
    ...results
  ]
}

function isoText(day: number | undefined): string {
  return day === undefined ? '' : toIsoDay(day)
}

/** "7.4, Feb 3, 2020"; one outside the window of its control says so. */
function resultText(result: PatientRow['results'][number] | undefined, format: Format): string {
  if (result?.day === undefined) return '–'
  return `${result.text}, ${format.day(result.day)}${result.isCurrent ? '' : ' (old)'}`
}
