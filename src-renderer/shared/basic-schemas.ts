import * as v from 'valibot'

/** No input or no output. */
export const None = v.undefined()
/** A name that the program made. */
export const Id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/))
/** A count. */
export const Natural = v.pipe(v.number(), v.integer(), v.minValue(0))
