import { commonMessages as common } from '#messages/common.ts'
import { figuresUseMessages as m } from '#messages/figures/use.ts'
import type { UsePanel } from '#engine/population/panels/results/use-result.ts'
import { barsChart } from '../charts/kinds/bars.ts'
import { funnelChart, RELIABLE } from '../charts/kinds/funnel.ts'
import { trendChart } from '../charts/kinds/trend.ts'
import type { Format } from '../ui/format/format.ts'
import type { FigureExtras, FigureView } from './base/figure-view.ts'
import { strataFigure } from './strata-figure.ts'

/** A figure that is made of some parts of the panel. */
type Build<P extends keyof UsePanel> = (
  value: Pick<UsePanel, 'missing' | P> | undefined,
  format: Format,
  extras?: FigureExtras
) => FigureView

function unitOf(value: Pick<UsePanel, 'emergency'> | undefined): string {
  return value?.emergency.points[0]?.figure.unit === 'per1000MemberYears' ? 'member-years' : 'person-years'
}

function nothing(value: Pick<UsePanel, 'missing'> | undefined, of: keyof UsePanel['missing']): string | undefined {
  const reason = value?.missing[of]
  return reason === undefined ? undefined : m.cannotBeComputed(reason)
}

const emergency: Build<'emergency'> = (value, format, { goal, lines, events } = {}) => ({
  title: common.emergencyVisits,
  subtitle: m.treatAndReleasePer1000(unitOf(value)),
  caption: m.exactPoissonIntervals,
  model: value && trendChart(value.emergency, { subject: m.emergencyVisitsPer1000, goal, lines, events }, format),
  provenance: value?.emergency.points[0]?.figure.provenance,
  empty: nothing(value, 'emergency')
})

const inpatient: Build<'emergency' | 'inpatient'> = (value, format, { goal, lines, events } = {}) => ({
  title: m.inpatientStays,
  subtitle: m.per1000ByMonth(unitOf(value)),
  caption: m.exactPoissonIntervals,
  model: value && trendChart(value.inpatient, { subject: m.inpatientStaysPer1000, goal, lines, events }, format),
  provenance: value?.inpatient.points[0]?.figure.provenance,
  empty: nothing(value, 'inpatient')
})

const lengths: Build<'lengths'> = (value, format) => ({
  title: m.lengthOfStay,
  subtitle: m.staysThatEndedIn12Months,
  caption: m.dischargeMinusAdmissionAtLeast1,
  model:
    value &&
    barsChart(
      value.lengths.map(({ id, label, figure }) => ({ key: id, label, figure })),
      { heads: { label: m.lengthOfStay, value: m.stays }, things: m.bands, parts: false },
      format
    ),
  provenance: value?.lengths[0]?.figure.provenance,
  empty: nothing(value, 'inpatient')
})

const events = m.peopleAtRightPoissonIntervalsBy
const byGroup =
  (index: number, title: string, caption: string): Build<'groups'> =>
  (value, format, extras) =>
    strataFigure(value?.groups[index], { title, caption }, format, extras)

const hospitals: Build<'hospitals'> = (value, format) => {
  const funnel = value?.hospitals.readmissions
  return {
    title: m.readmissionsByHospital,
    subtitle: m.readmittedWithin30DaysOfIndexStays,
    caption: funnel === undefined ? '' : m.unplannedReturnsNotRiskAdjusted(RELIABLE),
    model: funnel && funnelChart(funnel, format),
    provenance: funnel?.provenance,
    empty:
      nothing(value, 'inpatient') ?? (value !== undefined && funnel === undefined ? m.fewerThanTwoHospitals : undefined)
  }
}

const hospitalStays: Build<'hospitals'> = (value, format) => ({
  title: m.staysByHospital,
  subtitle: m.staysThatEndedMeanDaysAtRight,
  caption: m.dischargeMinusAdmissionAtLeast1,
  model:
    value &&
    barsChart(
      value.hospitals.stays.map(({ id, label, figure, meanDays }) => ({
        key: id,
        label,
        figure,
        extra: Number.isNaN(meanDays)
          ? { text: '–', value: '' }
          : { text: format.value(meanDays, 'days'), value: meanDays }
      })),
      { heads: { label: m.hospital, value: m.stays, extra: m.meanDays }, things: m.hospitals, parts: true },
      format
    ),
  provenance: value?.hospitals.stays[0]?.figure.provenance,
  empty: nothing(value, 'inpatient') ?? (value?.hospitals.stays.length === 0 ? m.noStayEndedInTwelveMonths : undefined)
})

/** The figures of the use of hospitals, by the names that boards use. */
export const useFigures = {
  emergency,
  inpatient,
  lengths,
  'emergency-by-group': byGroup(0, m.emergencyVisitsPer1000, events),
  'inpatient-by-group': byGroup(1, m.inpatientStaysPer1000, events),
  hospitals,
  'hospital-stays': hospitalStays,
  'readmissions-by-group': byGroup(2, m.readmittedWithin30Days, m.acuteStaysAtRightUnplannedReturns)
} as const
