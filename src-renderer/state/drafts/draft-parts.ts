import type { Drafts } from './drafts.svelte.ts'

/** Characters of text in one part. As JSON they are up to twice as many, which a draft has room for. */
const PART_CHARACTERS = 120_000

/** A stretch of a long text. */
export interface DraftPart {
  readonly id: string
  readonly part: number
  readonly parts: number
  readonly text: string
}

/** Saves a text in as many drafts as it takes, under names that begin with a prefix; drafts of an earlier text go. */
export function saveInParts(drafts: Drafts, prefix: string, format: number, id: string, text: string): void {
  const texts: string[] = []
  for (let start = 0; start < text.length; start += PART_CHARACTERS)
    texts.push(text.slice(start, start + PART_CHARACTERS))
  const written = texts.map((each, part) => {
    const name = `${prefix}${part}`
    drafts.writeValue<DraftPart>(name, format, { id, part, parts: texts.length, text: each })
    return name
  })
  for (const name of drafts.names(prefix)) if (!written.includes(name)) drafts.remove(name)
}

/** The parts of each thing of which every part is there, in their order. */
export function completeParts<P extends Pick<DraftPart, 'id' | 'part' | 'parts'>>(
  parts: readonly P[]
): readonly (readonly P[])[] {
  return [...Map.groupBy(parts, ({ id }) => id).values()].flatMap((draftParts) => {
    const ordered = draftParts.toSorted((left, right) => left.part - right.part)
    return ordered.length === ordered[0]!.parts ? [ordered] : []
  })
}
