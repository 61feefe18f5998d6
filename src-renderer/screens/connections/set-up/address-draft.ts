import type { Drafts } from '../../../state/drafts/drafts.svelte.ts'

/** What was typed into the first step of a new setup. Later steps are saved with their connection. */
export interface AddressDraft {
  readonly base: string
  readonly name: string
}

/** Where {@link AddressDraft} is stored. */
export type AddressDrafts = Pick<Drafts, 'readValue' | 'writeValue' | 'remove' | 'onLoaded'>

const draftName = 'connection-address'
const draftFormat = 1

/** What was typed and not yet saved, if anything was. */
export function readAddress(drafts: AddressDrafts): AddressDraft | undefined {
  return drafts.readValue<AddressDraft>(draftName, draftFormat)
}

/** Stores what was typed, or forgets it when the fields are empty. */
export function rememberAddress(drafts: AddressDrafts, { base, name }: AddressDraft): void {
  if (base.trim() === '' && name.trim() === '') drafts.remove(draftName)
  else drafts.writeValue<AddressDraft>(draftName, draftFormat, { base, name })
}

/** Forgets what was typed, because a connection has it now or a new setup begins. */
export function forgetAddress(drafts: Pick<Drafts, 'remove'>): void {
  drafts.remove(draftName)
}
