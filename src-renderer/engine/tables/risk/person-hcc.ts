import { engineTablesRiskMessages as m } from '#messages/engine/tables/risk.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Day } from '../../base/figures/filter.ts'
import { calendarYear, type HccPopulation } from '../../risk/hcc/hcc-population.ts'
import type { RiskView } from '../../risk/view/risk-view.ts'
import type { Column } from '../../store/model/column.ts'
import { patientKeys } from '../model/patient-keys.ts'
import { dictionaryOf, type TableSource } from '../model/table-source.ts'
import { lazyTable, type TableAbout } from './lazy-table.ts'

/** What `person_hcc` is. */
export const personHccTable: TableAbout = {
  name: 'person_hcc',
  description: m.whatEachCMSHCCRiskScore,
  columns: [
    { name: 'patient_id', kind: 'reference', description: m.idOfThePerson },
    { name: 'model', kind: 'dictionary', description: m.v28OrV24 },
    { name: 'service_year', kind: 'integer', description: m.yearOfTheDiagnosesThePayment },
    { name: 'segment', kind: 'dictionary', description: m.segmentOfTheModelSuchAs },
    {
      name: 'kind',
      kind: 'dictionary',
      description: m.demographicConditionInteractionOrCountHierarchy
    },
    { name: 'variable', kind: 'dictionary', description: m.nameOfTheVariableSuchAs },
    { name: 'label', kind: 'dictionary', description: m.whatItStandsFor },
    { name: 'coefficient', kind: 'number', description: m.whatItAddsToTheRaw },
    { name: 'codes', kind: 'dictionary', description: m.icd10CMCodesOrFindings },
    { name: 'last_day', kind: 'date', description: m.latestDayOfARecordBehind }
  ]
}

interface HccRow {
  readonly patient: number
  /** Place of the part of the table. */
  readonly group: number
  readonly model: string
  readonly year: number
  readonly segment: string
  readonly kind: string
  readonly variable: string
  readonly label: string
  readonly coefficient: number
  readonly codes: string
  readonly last: Day
}

/** More parts than a model has: scores of two years, recapture, and one for each rule for suspects. */
const PARTS_OF_MODEL = 1000

/** The table `person_hcc`, by model and service year, then by patient. */
export function personHccRows(risk: RiskView, asOf: Day): TableSource {
  const year = calendarYear(asOf)
  return lazyTable(
    personHccTable,
    () =>
      risk.definitions.models.flatMap((model, place) => {
        const first = place * PARTS_OF_MODEL
        return [
          ...scoreRows(risk.hcc(model, year - 1, asOf), first),
          ...scoreRows(risk.hcc(model, year, asOf), first + 1),
          ...openRows(risk, risk.hcc(model, year, asOf), asOf, first + 2)
        ]
      }),
    (column, rows) => readParts(column, rows, risk),
    (patient) => risk.population.shard.personNumber(patient)
  )
}

function readParts(column: string, rows: readonly HccRow[], risk: RiskView): Column {
  const texts = (text: (row: HccRow) => string): Column =>
    dictionaryOf(rows.map((row) => (text(row) === '' ? undefined : text(row))))
  switch (column) {
    case 'patient_id':
      return patientKeys(
        risk.population.store,
        Int32Array.from(rows, ({ patient }) => patient)
      )
    case 'service_year':
      return { kind: 'integer', values: Int32Array.from(rows, (row) => row.year) }
    case 'coefficient':
      return { kind: 'number', values: Float64Array.from(rows, ({ coefficient }) => coefficient) }
    case 'last_day': {
      const days = Int32Array.from(rows, ({ last }) => last)
      return { kind: 'date', days, precision: Uint8Array.from(days, (day) => (day === NO_DAY ? 0 : 3)) }
    }
    case 'model':
      return texts(({ model }) => model)
    case 'segment':
      return texts(({ segment }) => segment)
    case 'kind':
      return texts(({ kind }) => kind)
    case 'variable':
      return texts(({ variable }) => variable)
    case 'label':
      return texts(({ label }) => label)
    default:
      return texts(({ codes }) => codes)
  }
}

function scoreRows({ model, serviceYear, members }: HccPopulation, group: number): HccRow[] {
  return members.flatMap(({ patient, score, evidence }) => {
    const about = { patient, group, model: model.version, year: serviceYear, segment: score.segment }
    const behind = (hcc: number): Pick<HccRow, 'codes' | 'last'> => {
      const found = evidence.get(hcc) ?? []
      return {
        codes: [...new Set(found.map(({ code }) => code))].join('; '),
        last: found.reduce((last, { day }) => Math.max(last, day), NO_DAY)
      }
    }
    const none = { codes: '', last: NO_DAY }
    return [
      ...score.factors.map(({ id, label, kind, coefficient }) => ({
        ...about,
        kind,
        variable: id,
        label,
        coefficient,
        ...(kind === 'condition' ? behind(Number(id.slice(3))) : none)
      })),
      ...score.dropped.map(({ hcc, by }) => ({
        ...about,
        kind: 'hierarchy',
        variable: `HCC${hcc}`,
        label: m.takenAwayByHCC(model.labels[hcc] ?? '', by),
        coefficient: Number.NaN,
        ...behind(hcc)
      }))
    ]
  })
}

function openRows(
  risk: RiskView,
  { model, serviceYear, members, place }: HccPopulation,
  asOf: Day,
  first: number
): HccRow[] {
  const rules = risk.definitions.suspects.flatMap((each) => each.rules.map(({ id }) => id))
  const about = (patient: number, group: number): Pick<HccRow, 'patient' | 'group' | 'model' | 'year' | 'segment'> => ({
    patient,
    group,
    model: model.version,
    year: serviceYear,
    segment: members[place[patient]!]?.score.segment ?? ''
  })
  return [
    ...risk.recapture(model, asOf).map(({ patient, hcc, evidence }) => ({
      ...about(patient, first),
      kind: 'recapture',
      variable: `HCC${hcc}`,
      label: model.labels[hcc] ?? '',
      coefficient: Number.NaN,
      codes: [...new Set(evidence.map(({ code }) => code))].join('; '),
      last: evidence[0]?.day ?? NO_DAY
    })),
    ...risk.suspects(model, asOf).map(({ patient, rule, hcc, findings }) => ({
      ...about(patient, first + 1 + rules.indexOf(rule.id)),
      kind: 'suspect',
      variable: `HCC${hcc}`,
      label: rule.title,
      coefficient: Number.NaN,
      codes: findings.map(({ text }) => text).join('; '),
      last: findings[0]?.day ?? NO_DAY
    }))
  ]
}
