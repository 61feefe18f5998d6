/** The kinds of status. Each has a color, a shape and always a word next to it. */
export type StatusKind = 'closed' | 'aside' | 'open' | 'due' | 'excluded' | 'nodata' | 'danger' | 'info'
