/** Path from the root of the project, and text, of every generated file of policies. */
export function policyTemplates(): ReadonlyMap<string, string>

/** The document with its table of policies as the schema has them. @param text of `docs/deploy.md` */
export function withPolicyTable(text: string): Promise<string>
