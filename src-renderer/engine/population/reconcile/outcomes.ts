/** What the chart says about a final claim for a visit or a stay, the best evidence first. */
export const chartOutcomes = [
  {
    value: 'visit',
    label: 'In the chart',
    about: 'the claim names an encounter, or one of the person overlaps its days by one day or less'
  },
  {
    value: 'near',
    label: 'Other date',
    about: 'an encounter of the person lies within 7 days: likely a date that was entered otherwise'
  },
  {
    value: 'outside',
    label: 'Outside the time of the chart',
    about: 'before the first or after the last encounter of anybody: likely a feed that does not reach that far'
  },
  {
    value: 'no-chart',
    label: 'Person without encounters',
    about: 'likely no patient of these practices, or matched to the wrong person'
  },
  {
    value: 'elsewhere',
    label: 'Care elsewhere',
    about: 'by a provider whom no encounter of the data names: likely outside of these practices'
  },
  {
    value: 'no-visit',
    label: 'Not in the chart',
    about: 'the provider has encounters here, and none of this person within 7 days: likely not documented or not sent'
  }
] as const

/** What the claims say about an encounter that took place. */
export const claimOutcomes = [
  {
    value: 'claim',
    label: 'On a claim',
    about: 'a final claim names it, or one of the person overlaps its days by one day or less'
  },
  {
    value: 'near',
    label: 'Other date',
    about: 'a final claim of the person lies within 7 days: likely a date that was entered otherwise'
  },
  { value: 'not-final', label: 'Denied or reversed', about: 'only claims that are not final lie within 7 days' },
  {
    value: 'not-covered',
    label: 'Without coverage',
    about: 'the person was no member in that month: likely paid otherwise'
  },
  {
    value: 'run-out',
    label: 'Claim may still come',
    about: 'in the last 90 days before the last claim that became known (run-out)'
  },
  {
    value: 'no-claim',
    label: 'Not on a claim',
    about: 'covered, and no claim within 7 days: likely not billed, or a claim of another payer'
  }
] as const

export type ChartOutcome = (typeof chartOutcomes)[number]['value']
export type ClaimOutcome = (typeof claimOutcomes)[number]['value']

/** Code of each outcome, its place in the list. */
export const chartCode = Object.fromEntries(chartOutcomes.map(({ value }, code) => [value, code])) as Readonly<
  Record<ChartOutcome, number>
>
export const claimCode = Object.fromEntries(claimOutcomes.map(({ value }, code) => [value, code])) as Readonly<
  Record<ClaimOutcome, number>
>

/** The rule in words, for definitions. */
export const reconciliationRule =
  'Final claims for visits and stays (inpatient, outpatient, emergency, professional and post-acute; not drugs, dental or vision) and ' +
  'encounters that took place are matched by person and day: by the encounter that a claim names, else where their days overlap by one ' +
  'day or less. Likely reasons are tried in the order in which they are shown, and the first that holds counts; they are hints for a ' +
  'review of the record, not findings.'
