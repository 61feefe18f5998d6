import { engineMessages as m } from '#messages/engine.ts'
import { AppError } from '#shared/app-error.ts'
import type { ViewDefinition } from '../../views/view-definition.ts'

const CODING = '_coding'

/** Values of a view's own tag, e.g. the table it feeds. */
export function metaTag(definition: ViewDefinition, system: string): string | undefined {
  return definition.meta?.tag?.find((tag) => tag.system === system)?.code
}

/**
 * Name of the rows that a view makes: its `urn:populus:table` tag, else its own name.
 * @throws AppError `invalid-input` when it has neither
 */
export function tableName(definition: ViewDefinition): string {
  const name = metaTag(definition, 'urn:populus:table') ?? definition.name
  if (name === undefined) throw new AppError('invalid-input', m.aViewOfHasNoName(definition.resource))
  return name
}

/** The table that a view feeds; for a view of codings the one whose codings they are. */
export function fedTable(definition: ViewDefinition): string {
  const name = tableName(definition)
  return name.endsWith(CODING) ? name.slice(0, -CODING.length) : name
}
