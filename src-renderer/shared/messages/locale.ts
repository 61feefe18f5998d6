/** Languages that texts can be shown in. `en-XA` is English with accents, which shows the texts that no catalog holds. */
const locales = ['en-US', 'en-XA'] as const

export type Locale = (typeof locales)[number]

/** What a page, a worker and a process of Node each know of their language. */
interface LanguageSources {
  readonly document?: { readonly documentElement?: { readonly lang?: string } }
  readonly name?: string
  readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> }
}

function localeOf({ document, name, process }: LanguageSources): Locale {
  const wanted = document?.documentElement?.lang ?? name?.split('@')[1] ?? process?.env?.['POPULUS_LOCALE']
  return locales.find((locale) => locale === wanted) ?? 'en-US'
}

/**
 * The language in force, settled when a program starts: for a page by the `lang` of its document, for a worker by its name
 * (see {@link nameInLocale}), for a process by the environment variable POPULUS_LOCALE.
 */
export const activeLocale: Locale = localeOf(globalThis as LanguageSources)

/** The language of dates that code takes apart and nobody reads: their numbers are those of JavaScript, whatever is in force. */
export const machineLocale = 'en-US'

/** The name to start a worker with, so that it speaks the language of its page, e.g. `store` or `store@en-XA`. */
export function nameInLocale(name: string): string {
  return activeLocale === 'en-US' ? name : `${name}@${activeLocale}`
}
