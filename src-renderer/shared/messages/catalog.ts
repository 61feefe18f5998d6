import { activeLocale } from './locale.ts'
import type { Message } from './message.ts'
import { pseudoMessage } from './pseudo.ts'

/** A catalog as its users see it: which texts there are, and which values each takes, but not their wording. */
export type Catalog<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : T[Key] }

/** A catalog of texts that people read, in the language in force. The texts given are American English. */
export function catalog<T extends Readonly<Record<string, Message>>>(texts: T): Catalog<T> {
  if (activeLocale === 'en-US') return texts as Catalog<T>
  return Object.fromEntries(Object.entries(texts).map(([key, message]) => [key, pseudoMessage(message)])) as Catalog<T>
}
