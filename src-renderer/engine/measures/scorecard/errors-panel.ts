import { findResource } from '../../store/model/id-column.ts'
import { personFacts } from '../../population/panels/person/person-facts.ts'
import type { View } from '../../population/panels/base/view.ts'
import type { ErrorsPanel } from '../results/scorecard-result.ts'
import type { Rate } from '../rates/rate.ts'

/** Whom the run of a measure could only evaluate in part, with the expression that failed and why. */
export function errorsPanel({ population }: View, { run }: Rate, revealed: boolean): ErrorsPanel {
  const { store } = population
  const facts = personFacts(population)
  const patients = store.resources.get('Patient')
  const errors = run.problems.map(({ patient: id, expression, resource = '', message }) => {
    const row = findResource(store, 'Patient', id)
    const ordinal = row === undefined ? -1 : patients!.patient[row]!
    const patient = ordinal < 0 ? undefined : ordinal
    return {
      patient,
      id,
      name: patient === undefined ? '' : facts.name(patient, revealed),
      expression,
      resource,
      message
    }
  })
  return { title: run.title, errors, people: new Set(errors.map(({ id }) => id)).size }
}
