/** A name of a file from a title, a group and a date: lower case, words joined by hyphens. */
export function reportName(title: string, group: string | undefined, day: string, ending: string): string {
  const slug = (text: string): string =>
    text
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 80)
  const parts = [slug(title) || 'report', ...(group === undefined ? [] : [slug(group) || 'group']), day]
  return `${parts.join('-')}.${ending}`
}
