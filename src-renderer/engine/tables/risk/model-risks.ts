import { engineTablesRiskMessages as m } from '#messages/engine/tables/risk.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import { peopleIds } from '../../population/panels/person/people-facts.ts'
import { precisions } from '../../base/fhir/missing.ts'
import type { Column } from '../../store/model/column.ts'
import { peopleKeys } from '../model/join-columns.ts'
import type { DescribedColumn } from '../model/sql-columns.ts'
import { dictionaryOf, type TableSource } from '../model/table-source.ts'
import type { PredictedRisks } from './model-risk.ts'

/** A model whose predictions are asked for. */
export interface ScoredModel {
  readonly title: string
  /** Id of what it predicts. */
  readonly outcome: string
  /** SHA-256 of its document, hex. */
  readonly hash: string
  /** Predicts for everybody whom it is about, by the numbers of the population; called once, when rows are asked for. */
  score(): PredictedRisks
}

/** What `model_risk` is in SQL. */
export const modelRisksTable: {
  readonly name: string
  readonly description: string
  readonly columns: readonly DescribedColumn[]
} = {
  name: 'model_risk',
  description: m.predictedRisksByTheSavedModels,
  columns: [
    { name: 'patient_id', kind: 'reference', description: m.idOfThePerson },
    { name: 'model', kind: 'dictionary', description: m.sha256OfTheModelIts },
    { name: 'title', kind: 'dictionary', description: m.nameOfTheModel },
    { name: 'outcome', kind: 'dictionary', description: m.whatItPredictsSuchAsReadmission },
    {
      name: 'index_date',
      kind: 'date',
      description: m.firstDayThatThePredictionIs
    },
    { name: 'risk', kind: 'number', description: m.predictedProbability0To1 }
  ]
}

interface RiskRow {
  readonly model: ScoredModel
  readonly patient: number
  readonly index: number
  readonly risk: number
}

/** The table `model_risk` of several models; nothing is predicted before somebody asks for its rows. */
export function modelRisks(population: AllPeople, models: readonly ScoredModel[]): TableSource {
  let predicted: readonly RiskRow[] | undefined
  const rows = (): readonly RiskRow[] =>
    (predicted ??= models.flatMap((model) => {
      const { examples, risks } = model.score()
      return Array.from(risks, (risk, position) => ({
        model,
        patient: examples.patient[position]!,
        index: examples.index[position]!,
        risk
      })).sort((left, right) => right.risk - left.risk || left.patient - right.patient)
    }))
  return {
    ...modelRisksTable,
    group: 'Derived',
    isLazy: true,
    get rows() {
      return rows().length
    },
    read(column): Column {
      const all = rows()
      switch (column) {
        case 'patient_id':
          return peopleKeys(
            peopleIds(population),
            Int32Array.from(all, ({ patient }) => patient)
          )
        case 'index_date':
          return {
            kind: 'date',
            days: Int32Array.from(all, ({ index }) => index),
            precision: new Uint8Array(all.length).fill(precisions.indexOf('day'))
          }
        case 'risk':
          return { kind: 'number', values: Float64Array.from(all, ({ risk }) => risk) }
        default:
          return dictionaryOf(
            all.map(({ model }) => (column === 'model' ? model.hash : column === 'title' ? model.title : model.outcome))
          )
      }
    }
  }
}
