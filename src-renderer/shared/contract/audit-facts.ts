/** Counts and closed words about an action: never names, notes, paths or identifiers. */
export type AuditFacts = Readonly<Record<string, string | number | boolean>>

/** The members that are there, as facts. */
export function definedFacts(members: Readonly<Record<string, string | number | boolean | undefined>>): AuditFacts {
  const facts: Record<string, string | number | boolean> = {}
  for (const [name, value] of Object.entries(members)) if (value !== undefined) facts[name] = value
  return facts
}
