/** Marks a missing day in an `Int32Array` of days. */
export const NO_DAY = -2147483648

/** Marks a missing offset: the value was written without a time zone. */
export const NO_OFFSET = -32768

/** How precisely a date or time was written. */
export const precisions = ['none', 'year', 'month', 'day', 'minute', 'second', 'millisecond'] as const

/** Index into {@link precisions}; 0 means there is no value. */
export type PrecisionCode = 0 | 1 | 2 | 3 | 4 | 5 | 6
