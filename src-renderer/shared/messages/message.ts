/** A value put into a message. Numbers and dates that need a form of their own are formatted before. */
export type Text = string | number

/** A noun that is counted, by the plural categories of the language (`Intl.PluralRules`). */
export interface Noun {
  readonly one: string
  readonly other: string
  /** It counts a group of people, so that small numbers of it are withheld where small counts are. */
  readonly people?: true
}

/** What a catalog holds: a text, a text with values put in, or a noun that is counted. */
export type Message = string | Noun | ((...values: never[]) => string)
