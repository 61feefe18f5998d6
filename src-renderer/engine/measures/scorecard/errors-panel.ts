import { peopleFacts } from '../../population/panels/person/people-facts.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import type { ErrorsPanel } from '../results/scorecard-result.ts'
import type { Rate } from '../rates/rate.ts'

/** Whom the run of a measure could only evaluate in part, with the expression that failed and why. */
export function errorsPanel({ population }: PeopleView, { run }: Rate, revealed: boolean): ErrorsPanel {
  const facts = peopleFacts(population)
  const errors = run.problems.map(({ patient: id, expression, resource = '', message }) => {
    const patient = population.numberOf(id)
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
