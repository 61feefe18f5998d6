/** Elements that stand once in a page, and what takes their place where a report is shown within the program. */
const within: Readonly<Record<string, string>> = { MAIN: 'div', HEADER: 'div', H1: 'h2', H2: 'h3' }

function adopted(node: Node, page: Document): Node {
  if (!(node instanceof Element)) return page.importNode(node, true)
  const name = within[node.tagName]
  if (name === undefined && node.namespaceURI !== 'http://www.w3.org/1999/xhtml') return page.importNode(node, true)
  const element = page.createElement(name ?? node.tagName.toLowerCase())
  for (const { name: attribute, value } of node.attributes) element.setAttribute(attribute, value)
  if (name !== undefined) element.classList.add(`was-${node.tagName.toLowerCase()}`)
  for (const child of node.childNodes) element.append(adopted(child, page))
  return element
}

/** The content of a report's HTML as nodes of this page. */
export function reportNodes(html: string): Node[] {
  // The report's own style is for its file; here the security policy would refuse it.
  const parsed = new DOMParser().parseFromString(html.replace(/<style>[^]*?<\/style>/, ''), 'text/html')
  return [...parsed.body.childNodes].map((node) => adopted(node, document))
}
