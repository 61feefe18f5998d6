import type { IconName } from './icons.ts'

/** One line of a menu. */
export interface MenuItem {
  readonly label: string
  readonly icon?: IconName
  readonly onselect: () => void
  /** Why it cannot be used now. */
  readonly disabledReason?: string | undefined
  /** Present for items that are switched on and off. */
  readonly checked?: boolean
  /** The menu stays open after it is chosen, for several choices in a row. */
  readonly staysOpen?: boolean
}
