import { engineTablesRiskMessages as m } from '#messages/engine/tables/risk.ts'
import type { Day } from '../../base/figures/filter.ts'
import { bandOf } from '../../risk/model/index-definition.ts'
import { hasGroup } from '../../risk/indices/score-index.ts'
import { paymentScore } from '../../risk/hcc/score-hcc.ts'
import { calendarYear } from '../../risk/hcc/hcc-population.ts'
import type { RiskView } from '../../risk/view/risk-view.ts'
import type { Column } from '../../store/model/column.ts'
import { patientKeys } from '../model/patient-keys.ts'
import { dictionaryOf, type TableSource } from '../model/table-source.ts'
import { lazyTable, type TableAbout } from './lazy-table.ts'

/** What `person_index` is. */
export const personIndexTable: TableAbout = {
  name: 'person_index',
  description: m.scoresOfEachPersonOnThe,
  columns: [
    { name: 'patient_id', kind: 'reference', description: m.idOfThePerson },
    { name: 'score_id', kind: 'dictionary', description: m.idOfTheScoreSuchAs },
    { name: 'title', kind: 'dictionary', description: m.nameOfTheScoreWithIts },
    { name: 'score', kind: 'number', description: m.theScoreForCMSHCCThe },
    {
      name: 'payment_score',
      kind: 'number',
      description: m.cmsHCCNormalizedAndCutBy
    },
    { name: 'band', kind: 'dictionary', description: m.bandOfTheScoreOrThe },
    { name: 'groups', kind: 'dictionary', description: m.groupsOfDiseasesOrPaymentCategories }
  ]
}

interface ScoreRow {
  readonly patient: number
  /** Place of the score. */
  readonly group: number
  readonly id: string
  readonly title: string
  readonly score: number
  readonly payment: number
  readonly band: string
  readonly groups: string
}

/** The table `person_index`, by score, then by patient. */
export function personIndexRows(risk: RiskView, asOf: Day): TableSource {
  return lazyTable(
    personIndexTable,
    () => [...indexRows(risk, asOf), ...hccRows(risk, asOf)],
    (column, rows) => readScores(column, rows, risk),
    (patient) => risk.population.shard.personNumber(patient)
  )
}

function readScores(column: string, rows: readonly ScoreRow[], risk: RiskView): Column {
  switch (column) {
    case 'patient_id':
      return patientKeys(
        risk.population.store,
        Int32Array.from(rows, ({ patient }) => patient)
      )
    case 'score':
      return { kind: 'number', values: Float64Array.from(rows, ({ score }) => score) }
    case 'payment_score':
      return { kind: 'number', values: Float64Array.from(rows, ({ payment }) => payment) }
    case 'score_id':
      return dictionaryOf(rows.map(({ id }) => id))
    case 'title':
      return dictionaryOf(rows.map(({ title }) => title))
    case 'band':
      return dictionaryOf(rows.map(({ band }) => band))
    default:
      return dictionaryOf(rows.map(({ groups }) => (groups === '' ? undefined : groups)))
  }
}

function indexRows(risk: RiskView, asOf: Day): ScoreRow[] {
  return risk.weighted.flatMap((weighted, group) => {
    const { index, weights } = weighted
    const groups = risk.groups(index, asOf)
    return Array.from(risk.scores(weighted, asOf), (score, patient): ScoreRow | undefined => {
      if (Number.isNaN(score)) return undefined
      const patientGroups = index.groups.filter((_, place) => hasGroup(groups, patient, place))
      return {
        patient,
        group,
        id: weights.id,
        title: `${index.title}, ${weights.title}`,
        score,
        payment: Number.NaN,
        band: weights.bands[bandOf(weights.bands, score)]?.value ?? '',
        groups: patientGroups.map(({ title }) => title).join('; ')
      }
    }).filter((row) => row !== undefined)
  })
}

function hccRows(risk: RiskView, asOf: Day): ScoreRow[] {
  return risk.definitions.models.flatMap((model, place) => {
    const { members, factors } = risk.hcc(model, calendarYear(asOf) - 1, asOf)
    return members.map(({ patient, score }): ScoreRow => ({
      patient,
      group: risk.weighted.length + place,
      id: model.id,
      title: model.title,
      score: score.raw,
      payment: factors === undefined ? Number.NaN : paymentScore(score.raw, factors),
      band: score.segment,
      groups: score.hccs.map((hcc) => `HCC${hcc}`).join('; ')
    }))
  })
}
