import { sampleSizeRule } from '../training/sample-size.ts'
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

/**
 * Writes the card of a model from the model alone.
 * @param limit groups by one thing are left out together where one of them has 1 to so many people with the event or
 *   without it; 0 leaves nothing out
 */
export function modelCard({ document, hash }: SealedModel, limit: number): ModelCard {
  const { validation, train, test } = document
  const { intercept, slope, meanPrediction, observed } = validation.calibration
  const line = (label: string, text: string): ModelCardLine => ({ label, text })
  return {
    title: document.title,
    sections: [
      {
        title: 'Purpose',
        lines: [
          line('For', purposeText),
          line('Predicts', outcomeRule(document.outcome)),
          line('Equity', equityText),
          ...document.warnings.map((warning) => line('Beware', warning))
        ]
      },
      {
        title: 'Data',
        lines: [
          line(
            'Source',
            `${document.data.label}, ${document.data.people.toLocaleString('en-US')} people, as of ${isoDay(document.asOf)}`
          ),
          line('Trained on', examplesText(train)),
          line('Tested on', examplesText(test)),
          line('No outcome is seen', leakageRule)
        ]
      },
      {
        title: 'Model',
        lines: [
          line(
            'Kind',
            document.kind === 'trees'
              ? `Gradient-boosted trees (${document.trees?.trees.length ?? 0})`
              : 'Logistic regression with an elastic net'
          ),
          line('Trees', document.treesText),
          line('Penalty', `${document.penaltyText} It is ${document.logistic.strength.toPrecision(3)}.`),
          line(
            'Size',
            `${document.parameters.used} parameters of ${document.parameters.allowed} allowed. ${sampleSizeRule}`
          ),
          line('Features', document.features.map(({ title }) => title).join('; ')),
          line('Left out', document.leftOut.map(({ title, reason }) => `${title}: ${reason}`).join('; ') || 'Nothing.')
        ]
      },
      {
        title: 'On later examples',
        lines: [
          line('Area under the curve', interval(validation.auc, 3)),
          line('Brier score', `${interval(validation.brier, 4)}; scaled ${validation.brier.scaled.toFixed(3)}`),
          line(
            'Baseline',
            `Regression: area ${interval(document.baseline.auc, 3)}, Brier score ${interval(document.baseline.brier, 4)}`
          ),
          line('Mean risk', `predicted ${percent(meanPrediction)}, observed ${percent(observed)}`),
          line(
            'Calibration intercept',
            intercept === undefined ? 'cannot be computed: the iteration does not end' : interval(intercept, 3)
          ),
          line(
            'Calibration slope',
            slope === undefined ? 'cannot be computed: the predictions do not differ enough' : interval(slope, 3)
          ),
          ...validation.subgroups.flatMap(({ title, groups }) =>
            isSmallDivision(groups, limit)
              ? [line(title, 'Not shown: a group is small.')]
              : groups.map((group) =>
                  line(
                    `${title}: ${group.value}`,
                    [
                      `${group.rows} examples`,
                      ...(group.observed === undefined ? [] : [`observed ${percent(group.observed.value)}`]),
                      ...(group.meanPrediction === undefined ? [] : [`predicted ${percent(group.meanPrediction)}`]),
                      ...(group.ratio === undefined ? [] : [`observed to predicted ${interval(group.ratio, 2)}`]),
                      ...(group.auc === undefined ? [] : [`area ${interval(group.auc, 3)}`]),
                      ...(group.missing === undefined ? [] : [group.missing])
                    ].join(', ')
                  )
                )
          )
        ]
      },
      {
        title: 'Version',
        lines: [
          line('Methods', document.methods),
          line('Hash', `SHA-256 ${hash}`),
          line('Event', `${modelOutcome(document.outcome.id).event}, ${modelOutcome(document.outcome.id).title}`)
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
  const isSmall = (count: number): boolean => count >= 1 && count <= limit
  return groups.some(
    ({ rows, events }) => isSmall(rows) || (events !== undefined && (isSmall(events) || isSmall(rows - events)))
  )
}

function examplesText({ dates, rows, people, events }: ModelExamplesDocument): string {
  const when = dates.first === dates.last ? isoDay(dates.first) : `${isoDay(dates.first)} to ${isoDay(dates.last)}`
  return `${rows.toLocaleString('en-US')} examples of ${people.toLocaleString('en-US')} people with ${events.toLocaleString('en-US')} events, index dates ${when}`
}

function interval(
  { value, low, high }: { readonly value: number; readonly low: number; readonly high: number },
  digits: number
): string {
  return `${value.toFixed(digits)} (95% ${low.toFixed(digits)} to ${high.toFixed(digits)})`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`
}

function isoDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10)
}
