import { isSmallCount } from '../../base/privacy/small-count.ts'
import { commonMessages as common } from '#messages/common.ts'
import { engineModelsCardMessages as m } from '#messages/engine/models/card.ts'
import { sampleSizeRule } from '../training/sample-size.ts'
import type { PublishedCount } from '#shared/governance/published-count.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import { modelCounts } from './model-counts.ts'
import { modelOutcome } from '../examples/model-outcomes.ts'
import { equityText, leakageRule, outcomeRule, purposeText } from './model-rule.ts'
import type { SubgroupResult } from '../validation/subgroups.ts'
import type { ModelExamplesDocument, SealedModel } from '../document/model-document.ts'

/** A line of a card: what it is about, and what it says. */
export interface ModelCardLine {
  readonly label: string
  readonly text: string
}

/** A model card (Mitchell et al., Model Cards for Model Reporting, 2019). */
export interface ModelCard {
  readonly title: string
  readonly sections: readonly { readonly title: string; readonly lines: readonly ModelCardLine[] }[]
}

/** A card that leaves this computer. */
export interface LeavingCard {
  /** Names the data by what is in them. */
  readonly data: string
  /** Whether a count must not leave. */
  readonly isTold: (count: PublishedCount) => boolean
}

/**
 * Writes the card of a model from the model alone.
 * @param limit groups by one thing are left out together where one of them has 1 to so many people with the event or
 *   without it; 0 leaves nothing out
 * @param leaving where the card leaves: what is asked about every count on it
 */
export function modelCard({ document, hash }: SealedModel, limit: number, leaving?: LeavingCard): ModelCard {
  const { validation, train, test } = document
  const { intercept, slope, meanPrediction, observed } = validation.calibration
  const line = (label: string, text: string): ModelCardLine => ({ label, text })
  const counts = leaving && modelCounts({ document, hash }, leaving.data)
  // Each is asked about.
  const isAnyTold = (list: readonly PublishedCount[] = []): boolean =>
    list.filter((count) => leaving?.isTold(count) === true).length > 0
  const peopleAreTold = isAnyTold(counts && [counts.people])
  const trainIsTold = isAnyTold(counts?.train)
  const testIsTold = isAnyTold(counts?.test)
  const divisionsAreTold = counts?.divisions.map(isAnyTold)
  return {
    title: document.title,
    sections: [
      {
        title: m.purpose,
        lines: [
          line(m.forLabel, purposeText),
          line(m.predicts, outcomeRule(document.outcome)),
          line(m.equity, equityText),
          ...document.warnings.map((warning) => line(m.beware, warning))
        ]
      },
      {
        title: common.data,
        lines: [
          line(
            common.source,
            m.peopleAsOf(
              document.data.label,
              peopleAreTold ? common.suppressed : document.data.people.toLocaleString(activeLocale),
              isoDay(document.asOf)
            )
          ),
          line(m.trainedOn, trainIsTold ? common.suppressed : examplesText(train)),
          line(m.testedOn, testIsTold ? common.suppressed : examplesText(test)),
          line(m.noOutcomeIsSeen, leakageRule)
        ]
      },
      {
        title: m.model,
        lines: [
          line(
            common.kind,
            document.kind === 'trees'
              ? m.gradientBoostedTrees(document.trees?.trees.length ?? 0)
              : m.logisticRegressionWithAnElasticNet
          ),
          line(m.trees, document.treesText),
          line(m.penalty, m.itIs(document.penaltyText, document.logistic.strength.toPrecision(3))),
          line(m.size, m.parametersOfAllowed(document.parameters.used, document.parameters.allowed, sampleSizeRule)),
          line(m.features, document.features.map(({ title }) => title).join('; ')),
          line(
            common.leftOut,
            document.leftOut.map(({ title, reason }) => `${title}: ${reason}`).join('; ') || m.nothing
          )
        ]
      },
      {
        title: m.onLaterExamples,
        lines: [
          line(m.areaUnderTheCurve, interval(validation.auc, 3)),
          line(m.brierScore, m.brierScaledScaled(interval(validation.brier, 4), validation.brier.scaled.toFixed(3))),
          line(
            m.baseline,
            m.regressionAreaBrierScore(interval(document.baseline.auc, 3), interval(document.baseline.brier, 4))
          ),
          line(
            m.meanRisk,
            testIsTold ? common.suppressed : m.predictedObserved(percent(meanPrediction), percent(observed))
          ),
          line(
            m.calibrationIntercept,
            intercept === undefined ? m.cannotBeComputedTheIterationDoes : interval(intercept, 3)
          ),
          line(m.calibrationSlope, slope === undefined ? m.cannotBeComputedThePredictionsDo : interval(slope, 3)),
          ...validation.subgroups.flatMap(({ title, groups }, place) =>
            divisionsAreTold?.[place] === true || isSmallDivision(groups, limit)
              ? [line(title, m.notShownAGroupIsSmall)]
              : groups.map((group) =>
                  line(
                    `${title}: ${group.value}`,
                    [
                      m.rowsExamples(group.rows),
                      ...(group.observed === undefined ? [] : [`observed ${percent(group.observed.value)}`]),
                      ...(group.meanPrediction === undefined ? [] : [`predicted ${percent(group.meanPrediction)}`]),
                      ...(group.ratio === undefined ? [] : [m.observedToPredicted(interval(group.ratio, 2))]),
                      ...(group.auc === undefined ? [] : [`area ${interval(group.auc, 3)}`]),
                      ...(group.missing === undefined ? [] : [group.missing])
                    ].join(', ')
                  )
                )
          )
        ]
      },
      {
        title: m.version,
        lines: [
          line(m.methods, document.methods),
          line(m.hash, `SHA-256 ${hash}`),
          line(m.event, `${modelOutcome(document.outcome.id).event}, ${modelOutcome(document.outcome.id).title}`)
        ]
      }
    ]
  }
}

/** The card as Markdown. */
export function modelCardText({ title, sections }: ModelCard): string {
  const parts = sections.map(
    (section) =>
      `## ${section.title}\n\n${section.lines.map(({ label, text }) => `- **${label}**: ${text}`).join('\n')}\n`
  )
  return `# ${title}\n\n${parts.join('\n')}`
}

function isSmallDivision(groups: readonly SubgroupResult[], limit: number): boolean {
  const isSmall = (count: number): boolean => isSmallCount(count, limit)
  return groups.some(
    ({ rows, events }) => isSmall(rows) || (events !== undefined && (isSmall(events) || isSmall(rows - events)))
  )
}

function examplesText({ dates, rows, people, events }: ModelExamplesDocument): string {
  const when = dates.first === dates.last ? isoDay(dates.first) : m.firstToLast(isoDay(dates.first), isoDay(dates.last))
  return m.examplesOfPeopleWithEventsIndex(
    rows.toLocaleString(activeLocale),
    people.toLocaleString(activeLocale),
    events.toLocaleString(activeLocale),
    when
  )
}

function interval(
  { value, low, high }: { readonly value: number; readonly low: number; readonly high: number },
  digits: number
): string {
  return m.n95To(value.toFixed(digits), low.toFixed(digits), high.toFixed(digits))
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`
}

function isoDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10)
}
