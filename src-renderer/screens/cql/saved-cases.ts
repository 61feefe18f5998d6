import { activeLocale } from '#shared/messages/locale.ts'
import { screensCqlMessages as m } from '#messages/screens/cql.ts'
import type { ContentCase } from '#engine/measures/content/document/content-document.ts'
import { hashText } from '#engine/store/collect/content-hash.ts'
import { maxDraftLength } from '#shared/contract/drafts.ts'
import { AppError } from '#shared/app-error.ts'
import type { Drafts } from '../../state/drafts/drafts.svelte.ts'

const FORMAT = 1

function digest(text: string): string {
  const words = new Uint32Array(2)
  hashText(text, words, 0)
  return Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('')
}

/** Cases of a measure lie sealed next to the unfinished work: their records may be those of a person. */
function prefixOf(measure: string): string {
  return `case-${digest(measure)}-`
}

/** The saved test cases of a measure, by name. @param measure its canonical address */
export function savedCases(drafts: Drafts, measure: string): readonly ContentCase[] {
  return drafts
    .names(prefixOf(measure))
    .flatMap((name) => drafts.readValue<ContentCase>(name, FORMAT) ?? [])
    .toSorted((a, b) => a.name.localeCompare(b.name, activeLocale))
}

/** Saves a case in place of one of the same name. @throws AppError `invalid-input` when its records are too many */
export function saveCase(drafts: Drafts, measure: string, item: ContentCase): void {
  if (JSON.stringify(item).length > maxDraftLength - 100)
    throw new AppError('invalid-input', m.theRecordsOfAreTooMany(item.name))
  drafts.writeValue(`${prefixOf(measure)}${digest(item.name)}`, FORMAT, item)
}

/** Deletes a saved case. */
export function removeCase(drafts: Drafts, measure: string, name: string): void {
  drafts.remove(`${prefixOf(measure)}${digest(name)}`)
}
