/** How one part of an installation is. */
export interface HealthCheck {
  /** For monitors; does not change. */
  readonly name: string
  readonly state: 'ok' | 'warning' | 'failed'
  /** What it is and, unless it is well, what to do, in sentences. */
  readonly text: string
  /** Numbers and closed words for monitors. */
  readonly facts: Readonly<Record<string, string | number | boolean>>
}
