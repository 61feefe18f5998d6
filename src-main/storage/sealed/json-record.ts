import * as v from 'valibot'

/**
 * Reads one record of a journal whose records are JSON in UTF-8.
 * @returns `undefined` for what this version cannot read, which stays in the journal
 */
export function readJsonRecord<Schema extends v.GenericSchema>(
  schema: Schema,
  bytes: Uint8Array
): v.InferOutput<Schema> | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), Buffer.from(bytes).toString('utf8'))
  return parsed.success ? parsed.output : undefined
}
