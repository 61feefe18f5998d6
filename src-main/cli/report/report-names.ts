/** A report that gets a name: of a group of people or of everybody, on a day. */
export interface NamedReport {
  readonly label: string | undefined
  /** `YYYY-MM-DD` */
  readonly day: string
}

/**
 * Names of the files of reports from the title, the group and the date: lower case, words joined by hyphens. Groups whose names
 * differ only in what such a name leaves out, and those of one name, are told apart by a number.
 */
export function reportNames(title: string, reports: readonly NamedReport[], ending: string): readonly string[] {
  const taken = new Set<string>()
  return reports.map(({ label, day }) => {
    const parts = [slug(title) || 'report', ...(label === undefined ? [] : [slug(label) || 'group'])]
    let name = [...parts, day].join('-')
    for (let number = 2; taken.has(name); number++) name = [...parts, number, day].join('-')
    taken.add(name)
    return `${name}.${ending}`
  })
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80)
}
