/** The passphrase of the profile that several processes use at once. */
export const profilePassphrase = 'several processes and one profile'
/** Milliseconds after which a process that was not killed ends by itself. */
export const longestRound = 1_500
/** What a process does: like a window, like one that exports, like a command that reads. */
export const kinds = ['window', 'export', 'reader'] as const
export type Kind = (typeof kinds)[number]
