import { commonMessages as common } from '#messages/common.ts'
import { screensPeopleMessages as m } from '#messages/screens/people.ts'
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
      label: common.person,
      width: 126,
      sortable: true,
      text: ({ name, deceased }) => (deceased ? m.nameDied(name) : name)
    },
    { id: 'age', label: common.age, width: 58, numeric: true, sortable: true, text: ({ age }) => ageText(age) },
    { id: 'sex', label: common.sex, width: 78, sortable: true, text: ({ sex }) => sex || '–' }
  ]
}

const reasonColumn: Column = {
  id: 'reason',
  label: m.foundBy,
  width: 200,
  grow: true,
  text: ({ reason }) => reason || m.ageOrSex
}

function lastEncounter(format: Format): Column {
  return {
    id: 'lastEncounter',
    label: m.lastEncounter,
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
    { id: 'payer', label: common.payer, width: 186, sortable: true, priority: 2, text: ({ payer }) => payer || '–' },
    {
      id: 'practice',
      label: common.practice,
      width: 214,
      sortable: true,
      priority: 3,
      text: ({ practice }) => practice || '–'
    },
    {
      id: 'registries',
      label: common.registries,
      width: 160,
      grow: true,
      sortable: true,
      priority: 4,
      text: ({ registries }) => registries.join(', ') || '–'
    },
    {
      id: 'encounters12m',
      label: m.encounters12Months,
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
  label: m.knownFrom,
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
      label: m.firstRecorded,
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
      label: m.openGaps,
      width: 88,
      numeric: true,
      priority: 3,
      text: ({ id }) => (gaps === undefined ? '–' : format.count(gaps.get(id) ?? 0))
    },
    { id: 'pcp', label: m.pcp, width: 150, grow: true, sortable: true, priority: 2, text: ({ pcp }) => pcp || '–' },
    { id: 'payer', label: common.payer, width: 160, sortable: true, priority: 4, text: ({ payer }) => payer || '–' },
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
    { label: m.titleDay(title), text: ({ results: all }: PatientRow) => isoText(all[index]?.day) },
    {
      label: m.inItsTimeWindow(title),
      text: ({ results: all }: PatientRow) => (all[index]?.day === undefined ? '' : all[index].isCurrent ? 'yes' : 'no')
    }
  ])
  return [
    ...fileColumns(registryColumns(format, { controls: [], hasSources }, gaps, false)),
    { label: m.firstRecorded, text: ({ firstRecorded: day }) => isoText(day) },
    { label: m.lastEncounter, text: ({ lastEncounter: day }) => isoText(day) },
    ...results
  ]
}

/** Columns of a file of people: those of the list, with dates and counts that a program reads. */
export function peopleFileColumns(format: Format): readonly Pick<Column, 'label' | 'numeric' | 'text'>[] {
  return [
    ...fileColumns(patientColumns(format)),
    { label: m.encounters12Months, numeric: true, text: ({ encounters12m }) => String(encounters12m) },
    { label: m.lastEncounter, text: ({ lastEncounter: day }) => isoText(day) }
  ]
}

const writtenApart: ReadonlySet<string> = new Set(['lastEncounter', 'firstRecorded', 'encounters12m'])

/** Columns of a list for a file, in which what is missing is empty. */
function fileColumns(columns: readonly Column[]): Pick<Column, 'label' | 'text'>[] {
  return columns
    .filter(({ id }) => !writtenApart.has(id))
    .map(({ label, text }) => ({ label, text: (row: PatientRow) => (text(row) === '–' ? '' : text(row)) }))
}

function isoText(day: number | undefined): string {
  return day === undefined ? '' : toIsoDay(day)
}

/** "7.4 on Feb 3, 2020"; one outside the window of its control says so. */
function resultText(result: PatientRow['results'][number] | undefined, format: Format): string {
  if (result?.day === undefined) return '–'
  return m.valueDayOld(result.text, format.day(result.day), result.isCurrent)
}
