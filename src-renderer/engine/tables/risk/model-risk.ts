import { engineTablesRiskMessages as m } from '#messages/engine/tables/risk.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Column } from '../../store/model/column.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import { peopleIds } from '../../population/panels/person/people-facts.ts'
import { peopleKeys } from '../model/join-columns.ts'
import type { TableSource } from '../model/table-source.ts'

/** People with the first day that a prediction is about, and the predicted risk. */
export interface PredictedRisks {
  readonly examples: { readonly patient: Int32Array; readonly index: Int32Array }
  readonly risks: Float64Array
}

/** Predicted risks as a table, the highest first. */
export function modelRiskTable(people: AllPeople, title: string, { examples, risks }: PredictedRisks): TableSource {
  const order = Array.from(risks.keys()).toSorted((left, right) => risks[right]! - risks[left]! || left - right)
  return {
    name: 'model_risk',
    description: m.predictedRiskOfPeopleWhomThe(title),
    group: 'Derived',
    rows: order.length,
    columns: [
      { name: 'patient_id', kind: 'reference', description: m.idOfThePerson },
      {
        name: 'index_date',
        kind: 'date',
        description: m.firstDayThatThePredictionIs
      },
      { name: 'risk', kind: 'number', description: m.predictedProbability0To1 }
    ],
    read(name): Column {
      if (name === 'patient_id')
        return peopleKeys(
          peopleIds(people),
          Int32Array.from(order, (row) => examples.patient[row]!)
        )
      if (name === 'risk') return { kind: 'number', values: Float64Array.from(order, (row) => risks[row]!) }
      const days = Int32Array.from(order, (row) => examples.index[row] ?? NO_DAY)
      return { kind: 'date', days, precision: new Uint8Array(days.length).fill(DAY_PRECISION) }
    }
  }
}

/** Of a complete date. */
const DAY_PRECISION = 3
