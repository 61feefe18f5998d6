import { screensModelsMessages as m } from '#messages/screens/models.ts'
import type { Provenance } from '#engine/base/figures/figure.ts'
import type { ModelDocument } from '#engine/models/document/model-document.ts'
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

/** The points of a decision curve as figures. */
export function benefitPoints(
  { validation, test }: Pick<ModelDocument, 'validation' | 'test'>,
  provenance: Provenance
): readonly BenefitPoint[] {
  const told = minimumTold(validation.decision, test)
  // What acting for everybody is worth tells how many have the event.
  const fewest = Math.min(...[test.events, test.rows - test.events].filter((count) => count > 0))
  return validation.decision.map(({ threshold, model, everybody }, place) => {
    const tells = told[place]
    const worth = { unit: 'per1000', people: test.rows, provenance } as const
    return {
      threshold,
      model: { ...worth, value: model * 1000, ...(tells === undefined ? {} : { tells }) },
      everybody: { ...worth, value: everybody * 1000, ...(Number.isFinite(fewest) ? { tells: fewest } : {}) }
    }
  })
}
