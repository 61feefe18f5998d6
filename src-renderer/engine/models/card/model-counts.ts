import { commonMessages as common } from '#messages/common.ts'
import { engineModelsCardMessages as m } from '#messages/engine/models/card.ts'
import { publishedKey, type CountCondition, type PublishedCount } from '#shared/governance/published-count.ts'
import type { ModelExamplesDocument, SealedModel } from '../document/model-document.ts'

/** The counts of people that a model tells, for the register of published counts. */
interface ModelCounts {
  readonly people: PublishedCount
  readonly train: readonly PublishedCount[]
  readonly test: readonly PublishedCount[]
  /** Of each division of the validation, in its order. */
  readonly divisions: readonly (readonly PublishedCount[])[]
  /** Of each point of the decision curve, in its order: who is chosen, and of them with the event. Empty where the model does not say it. */
  readonly curve: readonly (readonly PublishedCount[])[]
}

/**
 * The counts in a model and on its card. Models of one outcome have the same questions, whatever they were trained on.
 * @param data names the data by what is in them
 */
export function modelCounts(
  { document: { asOf, title, outcome, data: about, ...document }, hash }: Pick<SealedModel, 'document' | 'hash'>,
  data: string
): ModelCounts {
  const { decision } = document.validation
  const of = `model/${outcome.id}/${outcome.share}`
  const count = (
    name: string,
    number: number,
    label: string,
    where: readonly CountCondition[] = [],
    within?: PublishedCount
  ): PublishedCount => ({
    of: name,
    where: [...where],
    asOf,
    current: true,
    data,
    count: number,
    label: `${title}, ${label}`.slice(0, 300),
    ...(within === undefined ? {} : { within: publishedKey(within) })
  })
  const examples = (part: string, { rows, people, events }: ModelExamplesDocument, label: string) => {
    const all = count(`${of}/${part}`, rows, label)
    return [all, count(`${of}/${part}/people`, people, label), count(`${of}/${part}/events`, events, label, [], all)]
  }
  return {
    people: count('people', about.people, common.people),
    train: examples('train', document.train, m.trainedOn),
    test: examples('test', document.test, m.testedOn),
    divisions: document.validation.subgroups.map(({ id, title: division, groups }) =>
      groups.flatMap(({ value, rows, events }) => {
        const where = [{ dimension: `group:${id}`, values: [value] }]
        const label = `${division}: ${value}`
        const all = count(`${of}/test`, rows, label, where)
        return events === undefined ? [all] : [all, count(`${of}/test/events`, events, label, where, all)]
      })
    ),
    curve: decision.map(({ threshold, chosen }, place) => {
      if (chosen === undefined) return []
      // Each model chooses others. Whoever is chosen by a higher threshold is chosen by a lower one.
      const values = decision.slice(place).map((point) => String(point.threshold))
      const where = [{ dimension: `chosen:${hash.slice(0, 16)}`, values }]
      const label = m.predictedRiskFrom((threshold * 100).toFixed(1))
      const all = count(`${of}/test`, chosen.events + chosen.others, label, where)
      return [all, count(`${of}/test/events`, chosen.events, label, where, all)]
    })
  }
}
