import { screensModelsMessages as m } from '#messages/screens/models.ts'
import type { Provenance } from '#engine/base/figures/figure.ts'
import type { PublishedCount } from '#shared/governance/published-count.ts'
import { modelCounts } from '#engine/models/card/model-counts.ts'
import type { ModelDocument, SealedModel } from '#engine/models/document/model-document.ts'
import { minimumTold } from '#engine/models/validation/decision-curve.ts'
import type { BenefitPoint } from '../../charts/kinds/decision-curve.ts'
import type { CalibrationPoint } from '../../charts/kinds/calibration.ts'
import type { Format } from '../../ui/format/format.ts'

/** The groups of a calibration plot as figures. */
export function calibrationPoints(
  { validation }: Pick<ModelDocument, 'validation'>,
  provenance: Provenance,
  format: Format
): readonly CalibrationPoint[] {
  return validation.calibration.groups.map(({ rows, events, meanPrediction, observed, low, high }, place) => ({
    key: String(place),
    label: m.groupExamples(format.count(place + 1), format.count(rows)),
    predicted: meanPrediction,
    observed: {
      value: observed,
      unit: 'proportion',
      numerator: events,
      denominator: rows,
      interval: { low, high, level: 0.95, method: 'wilson' },
      provenance
    }
  }))
}

/**
 * The points of a decision curve as figures.
 * @param release is asked about whom each point tells, where the curve leaves
 */
export function benefitPoints(
  model: Pick<SealedModel, 'document' | 'hash'>,
  provenance: Provenance,
  release: Format['release']
): readonly BenefitPoint[] {
  const { validation, test } = model.document
  const counts = release && modelCounts(model, release.dataOf(provenance.snapshot.id))
  // Each is asked about.
  const isTold = (list: readonly PublishedCount[] = []): boolean =>
    list.filter((count) => release?.hidesCount(count) === true).length > 0
  const testIsTold = isTold(counts?.test)
  const told = minimumTold(validation.decision, test)
  // What acting for everybody is worth tells how many have the event.
  const fewest = Math.min(...[test.events, test.rows - test.events].filter((count) => count > 0))
  return validation.decision.map(({ threshold, model: worthOfModel, everybody }, place) => {
    // What others tell together with it is as few as can be.
    const tells = isTold(counts?.curve[place]) || testIsTold ? 1 : told[place]
    const all = testIsTold ? 1 : fewest
    const worth = { unit: 'per1000', people: test.rows, provenance } as const
    return {
      threshold,
      model: { ...worth, value: worthOfModel * 1000, ...(tells === undefined ? {} : { tells }) },
      everybody: { ...worth, value: everybody * 1000, ...(Number.isFinite(all) ? { tells: all } : {}) }
    }
  })
}
