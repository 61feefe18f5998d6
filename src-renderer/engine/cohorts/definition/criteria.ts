import * as v from 'valibot'

/** Kinds of records that events are taken from. */
export const eventDomains = ['condition', 'procedure', 'drug', 'immunization', 'result', 'encounter', 'claim'] as const
export type EventDomain = (typeof eventDomains)[number]

/** Where records come from: the chart, or claims. */
export const eventSources = ['chart', 'claims'] as const

const Text = v.pipe(v.string(), v.minLength(1), v.maxLength(300))
const Whole = v.pipe(v.number(), v.integer())
const Positive = v.pipe(Whole, v.minValue(1), v.maxValue(1000))
const Iso = v.pipe(v.string(), v.isoDate())

const TypedCode = v.strictObject({
  system: Text,
  code: Text,
  display: v.optional(v.string()),
  /** `prefix`: the code and every code that begins with it. */
  match: v.optional(v.picklist(['exact', 'prefix']))
})

/** A code that somebody typed. */
export type TypedCode = v.InferOutput<typeof TypedCode>

const Codes = v.strictObject({
  /** Ids of code lists: addresses of value sets, or lists of registries and results. */
  lists: v.optional(v.array(Text)),
  codes: v.optional(v.array(TypedCode))
})

/** Codes by list or typed. Neither: any code. */
export type CodeSelection = v.InferOutput<typeof Codes>

const Offset = v.strictObject({
  /** Negative: before. */
  amount: v.pipe(Whole, v.minValue(-36500), v.maxValue(36500)),
  unit: v.picklist(['days', 'months', 'years'])
})

/** A time from an anchor. */
export type TimeOffset = v.InferOutput<typeof Offset>

/** What times are counted from. */
const Anchor = v.picklist(['as-of', 'index'])

/** Days that count, both ends included: relative to the as-of date or the index date, or by the calendar. */
export const Window = v.variant('type', [
  v.strictObject({ type: v.literal('relative'), anchor: Anchor, from: v.optional(Offset), to: v.optional(Offset) }),
  v.strictObject({ type: v.literal('dates'), from: v.optional(Iso), to: v.optional(Iso) })
])
export type Window = v.InferOutput<typeof Window>

/** How a result is compared. */
export const valueComparisons = ['<', '<=', '>', '>=', '=', 'between'] as const

const ValueTest = v.strictObject({
  comparison: v.picklist(valueComparisons),
  value: v.pipe(v.number(), v.finite()),
  /** Upper end of `between`, included. */
  to: v.optional(v.pipe(v.number(), v.finite())),
  /** Unit in UCUM; results in other units are converted, or cannot be told. */
  unit: v.pipe(v.string(), v.maxLength(40))
})

/** A comparison of results with a value. */
export type ValueTest = v.InferOutput<typeof ValueTest>

/** Which events count. */
export const EventQuery = v.strictObject({
  domain: v.picklist(eventDomains),
  codes: v.optional(Codes),
  /** Both by default. */
  sources: v.optional(v.pipe(v.array(v.picklist(eventSources)), v.minLength(1))),
  /** Of results only. */
  value: v.optional(ValueTest),
  /** Of claims only: values of `serviceTypes`. */
  services: v.optional(v.array(Text))
})
export type EventQuery = v.InferOutput<typeof EventQuery>

const Event = v.strictObject({
  type: v.literal('event'),
  event: EventQuery,
  /** On at least so many different days; 1 by default. */
  days: v.optional(Positive),
  when: v.optional(Window)
})

const Sequence = v.strictObject({
  type: v.literal('sequence'),
  first: EventQuery,
  firstWhen: v.optional(Window),
  then: EventQuery,
  /** Days from the first to the second event; 0 by default. */
  minimumDays: v.optional(v.pipe(Whole, v.minValue(0))),
  /** Without it, any time after. */
  maximumDays: v.optional(v.pipe(Whole, v.minValue(0)))
})

const Age = v.strictObject({
  type: v.literal('age'),
  at: Anchor,
  /** Completed years, both ends included. */
  from: v.optional(v.pipe(Whole, v.minValue(0))),
  to: v.optional(v.pipe(Whole, v.minValue(0)))
})

const Trait = v.strictObject({
  type: v.literal('filter'),
  /** Id of a filter of the whole application: sex, race, payer, practice, a band of results … */
  dimension: Text,
  values: v.array(v.string()),
  /** Any other value, people of whom none is recorded included. */
  exclude: v.optional(v.literal(true))
})

const Amount = v.strictObject({
  type: v.literal('number'),
  /** Id of a number per person, such as a count of visits or the latest result of a test. */
  number: Text,
  from: v.optional(v.pipe(v.number(), v.finite())),
  /** Not included. */
  below: v.optional(v.pipe(v.number(), v.finite())),
  /** People without a result, in place of a range. */
  missing: v.optional(v.literal(true))
})

const Enrollment = v.strictObject({
  type: v.literal('enrollment'),
  /** Consecutive calendar months that end with the month of the anchor. */
  months: Positive,
  at: Anchor,
  /** Months without coverage that are allowed among them. */
  gapMonths: v.optional(v.pipe(Whole, v.minValue(0))),
  benefit: v.optional(v.picklist(['medical', 'pharmacy']))
})

const MeasureResult = v.strictObject({
  type: v.literal('measure'),
  /** Last part of the measure's address. */
  measure: Text,
  /** Id of the rate; the first one by default. */
  rate: v.optional(Text),
  population: v.picklist(['denominator', 'numerator', 'gap'])
})

const InRegistry = v.strictObject({
  type: v.literal('registry'),
  registry: Text,
  /** The day on which the condition was first recorded lies in it. */
  firstRecorded: v.optional(Window)
})

const Cost = v.strictObject({
  type: v.literal('cost'),
  /** US dollars paid for service in the months up to the as-of date. */
  atLeast: v.pipe(v.number(), v.minValue(0)),
  months: Positive
})

const InCohort = v.strictObject({
  type: v.literal('cohort'),
  cohort: Text,
  /** Whoever is not known to be in it. */
  exclude: v.optional(v.literal(true))
})

const People = v.strictObject({
  type: v.literal('people'),
  /** Ids of Patient resources. */
  ids: v.array(v.string())
})

/** The schemas of all criteria. */
export const criterionSchemas = [
  Event,
  Sequence,
  Age,
  Trait,
  Amount,
  Enrollment,
  MeasureResult,
  InRegistry,
  Cost,
  InCohort,
  People
] as const

/** What a person meets or does not meet. */
export type Criterion = v.InferOutput<(typeof criterionSchemas)[number]>
/** The criterion of a type. */
export type CriterionOf<T extends Criterion['type']> = Extract<Criterion, { type: T }>
