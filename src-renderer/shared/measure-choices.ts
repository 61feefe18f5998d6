import * as v from 'valibot'

const Proportion = v.pipe(v.number(), v.minValue(0), v.maxValue(1))
const Name = v.pipe(v.string(), v.maxLength(300))

/** What a site sets about quality measures; the engine's `MeasureSettings` says what each of it means. */
export const MeasureChoices = v.object({
  attribution: v.object({
    rules: v.pipe(v.array(v.picklist(['general-practitioner', 'most-visits'])), v.maxLength(2)),
    months: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(120)),
    fewest: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
    tie: v.picklist(['latest-visit', 'first-name']),
    classes: v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.maxLength(40))
  }),
  dueSoonDays: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(366)),
  rates: v.record(
    Name,
    v.object({
      target: v.exactOptional(Proportion),
      benchmark: v.exactOptional(v.object({ value: Proportion, title: Name })),
      improvement: v.exactOptional(v.picklist(['increase', 'decrease']))
    })
  ),
  /** Targets by id of the data source that they were set on, then by key of the rate. */
  targets: v.optional(v.record(Name, v.record(Name, Proportion)), {}),
  /** Of several measures of one family the id of the one whose gaps count. */
  counted: v.optional(v.record(Name, Name), {}),
  starLinks: v.record(Name, v.pipe(v.string(), v.maxLength(20)))
})
export type MeasureChoices = v.InferOutput<typeof MeasureChoices>

/** Cut points of another year as the file held them; they are not about any person. */
export const StarFile = v.object({
  name: v.pipe(v.string(), v.maxLength(120)),
  text: v.pipe(v.string(), v.maxLength(300_000))
})
export type StarFile = v.InferOutput<typeof StarFile>
