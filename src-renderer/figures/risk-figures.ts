import { commonMessages as common } from '#messages/common.ts'
import { inSentence } from '#shared/messages/letter-case.ts'
import { figuresRiskMessages as m } from '#messages/figures/risk.ts'
import { nouns } from '#messages/nouns.ts'
import type { HccPanel, RiskListsPanel, RiskSummaryPanel } from '#engine/risk/panels/risk-results.ts'
import { networkChart } from '../charts/kinds/network.ts'
import { barsChart } from '../charts/kinds/bars.ts'
import { figureCell } from '../charts/parts/figure-lines.ts'
import { emptyText, type FigureBuild } from './base/figure-view.ts'
import { peopleCell } from './people-cell.ts'
import { signedPoints } from './base/signed-value.ts'

/** The index that is shown when nobody chose another. */
export const FIRST_INDEX = 'charlson-2011'

/** The choice is the id of an index. */
const scores: FigureBuild<RiskSummaryPanel> = (value, format, { choice = FIRST_INDEX } = {}) => {
  const index = value?.indices.find(({ id }) => id === choice)
  const { diagnoses, coded } = value?.coded ?? { diagnoses: 0, coded: 0 }
  return {
    title: m.peopleByScore,
    subtitle: index === undefined ? '' : `${index.title}, ${index.weights}`,
    caption: diagnoses === 0 ? '' : m.ofTheDiagnosesHaveACode(format.percent(coded / diagnoses)),
    model:
      index &&
      barsChart(
        index.bands.map(({ value: key, label, count, share }) => ({ key, label, figure: count, share })),
        { heads: { label: m.score, value: common.people }, things: m.bands, parts: true },
        format
      ),
    provenance: index?.provenance,
    empty: emptyText(index?.missing)
  }
}

/** The choice is the id of an index. */
const diseases: FigureBuild<RiskSummaryPanel> = (value, format, { choice = FIRST_INDEX } = {}) => {
  const index = value?.indices.find(({ id }) => id === choice)
  return {
    title: m.groupsOfDiseasesBehindIt,
    subtitle: m.peopleInViewWithEachGroup,
    caption: m.aMilderFormDoesNotCount,
    model:
      index &&
      barsChart(
        index.groups.map(({ id, title, points, people }) => ({
          key: id,
          label: title,
          figure: people,
          extra: { text: signedPoints(points), value: points }
        })),
        { heads: { label: common.group, value: common.people, extra: m.points }, things: m.groups, parts: false },
        format
      ),
    provenance: index?.provenance,
    empty: emptyText(index?.missing) ?? (index?.groups.length === 0 ? m.nobodyInViewHasAGroup : undefined)
  }
}

const discharge =
  (id: 'lace' | 'hospital'): FigureBuild<RiskSummaryPanel> =>
  (value, format) => {
    const score = value?.discharges.find((each) => each.id === id)
    const [first] = score?.reasons ?? []
    const why = first === undefined ? '' : m.mostOften(first.text)
    const none = score?.bands.every(({ people }) => people.value === undefined) === true
    return {
      title: id === 'lace' ? m.laceAtDischarge : m.hospitalAtDischargeDonz2013,
      subtitle: m.peopleByScoreShareOfStays,
      caption:
        score === undefined
          ? ''
          : [
              m.dischargesOfTheTwelveMonthsUp(format.figure(score.discharges).text),
              ...(score.missing === 0
                ? []
                : [m.missingNoScoreWhy(format.quantity(score.missing, nouns.dischargeHas), why)]),
              m.severalBandsCountInEach
            ].join(' '),
      model:
        score &&
        barsChart(
          score.bands.map(({ value: key, label, people, readmitted }) => ({
            key,
            label,
            figure: people,
            extra: figureCell(readmitted, format)
          })),
          { heads: { label: m.score, value: common.people, extra: m.staysReadmitted }, things: m.bands, parts: true },
          format
        ),
      provenance: score?.provenance,
      empty: none ? emptyText(score?.bands[0]?.people.missing ?? m.noDischarge) : undefined
    }
  }

const tiers: FigureBuild<RiskSummaryPanel> = (value, format) => ({
  title: m.tiersOfChronicConditions,
  subtitle: m.peopleInViewByTheNumber,
  caption: '',
  model:
    value &&
    barsChart(
      value.tiers.rows.map(({ value: key, label, count, share }) => ({ key, label, figure: count, share })),
      { heads: { label: common.chronicConditions, value: common.people }, things: m.tiers, parts: true },
      format
    ),
  provenance: value?.tiers.provenance
})

const pairs: FigureBuild<RiskSummaryPanel> = (value, format) => ({
  title: m.conditionsThatComeTogether,
  subtitle: m.theMostFrequentPairsPeopleOver,
  caption: m.expectedIfTheTwoWereIndependent,
  model:
    value &&
    barsChart(
      value.pairs.map(({ first, second, lift, people }) => ({
        key: `${first.id} ${second.id}`,
        label: m.titleWithTitle(first.title, inSentence(second.title)),
        figure: lift,
        extra: figureCell(people, format)
      })),
      { heads: { label: m.conditions, value: m.lift, extra: common.people }, things: m.pairs, parts: false },
      format
    ),
  provenance: value?.pairsProvenance,
  empty: value?.pairs.length === 0 ? m.nobodyInViewBelongsToTwo : undefined
})

const network: FigureBuild<RiskSummaryPanel> = (value, format) => ({
  title: m.networkOfConditions,
  subtitle: m.joinedWhereTheyComeTogetherMore,
  caption:
    value === undefined
      ? ''
      : m.intervalOfTheLiftAbove1(
          format.count(value.network.compared),
          format.count(Math.round(value.network.compared / 40))
        ),
  model: value && networkChart(value.network, format),
  provenance: value?.pairsProvenance,
  empty: value?.network.links.length === 0 ? m.noTwoConditionsComeTogetherMore : undefined
})

/** The figures of scores and conditions, by the names that boards use. */
export const riskSummaryFigures = {
  scores,
  diseases,
  lace: discharge('lace'),
  hospital: discharge('hospital'),
  tiers,
  pairs,
  network
} as const

/** What the cost of people can be divided by. */
export const shownDrivers = ['service', 'condition', 'drug', 'facility'] as const
export type ShownDriver = (typeof shownDrivers)[number]

const driverText: Readonly<Record<ShownDriver, string>> = {
  service: m.paidByTypeOfService,
  condition: m.paidByPrincipalDiagnosisOfThe,
  drug: m.paidByDrugOfPharmacyClaims,
  facility: m.paidByFacilityOrProviderThat
}

const drivers: FigureBuild<RiskListsPanel> = (value, format, { choice } = {}) => {
  const kind = shownDrivers.find((each) => each === choice) ?? 'service'
  const shown = value?.highCost.drivers.filter((each) => each.kind === kind)
  return {
    title: m.whatDrivesIt,
    subtitle: m.peopleAtRight(driverText[kind]),
    caption: m.ofThePeopleWithTheHighest,
    model:
      shown &&
      barsChart(
        shown.map(({ label, figure, people }) => ({
          key: label,
          label,
          figure,
          extra: peopleCell(people, format),
          filters: []
        })),
        { heads: { label: m.driver, value: m.paid, extra: common.people }, things: m.drivers, parts: false },
        format
      ),
    provenance: value?.highCost.provenance,
    empty: emptyText(value?.highCost.missing) ?? (shown?.length === 0 ? m.noClaimOfThesePeopleSays : undefined)
  }
}

/** The figures of high cost, by the names that boards use. */
export const riskListFigures = { drivers } as const

const segments: FigureBuild<HccPanel> = (value, format) => ({
  title: m.segments,
  subtitle: m.peopleBySegmentMeanRawScore,
  caption: value === undefined ? '' : m.diagnosesOfPaymentYear(value.serviceYear, value.paymentYear),
  model:
    value &&
    barsChart(
      value.segments.map(({ value: key, label, people, mean }) => ({
        key,
        label,
        figure: people,
        extra: figureCell(mean, format)
      })),
      {
        heads: { label: m.segment, value: common.people, extra: m.meanRawScore },
        things: m.segmentsInText,
        parts: true
      },
      format
    ),
  provenance: value?.provenance,
  empty: emptyText(value?.missing)
})

const categories: FigureBuild<HccPanel> = (value, format) => ({
  title: m.paymentCategories,
  subtitle: m.peopleWithEachNotYetDocumented,
  caption: m.afterHierarchies,
  model:
    value &&
    barsChart(
      value.categories.map(({ hcc, label, people, open }) => ({
        key: String(hcc),
        label: `${hcc} ${label}`,
        figure: people,
        extra: figureCell(open, format)
      })),
      {
        heads: { label: m.category, value: common.people, extra: m.notYetDocumented },
        things: m.categories,
        parts: false
      },
      format
    ),
  provenance: value?.provenance,
  empty: emptyText(value?.missing) ?? (value?.categories.length === 0 ? m.nobodyInViewHasAPayment : undefined)
})

/** The figures of CMS-HCC, by the names that boards use. */
export const hccFigures = { segments, categories } as const
